// SPDX-License-Identifier: Apache-2.0
// A batch of encoded commands as it is queued (append_submission() of node.h writes one).
#pragma once

#include <memory>
#include <span>

#include "node/submission_queue.h"

namespace tanshu::node {

/// The commands in these frames; a frame that is no envelope has its answer already.
WaitingMany read_batch(std::span<const ByteView> frames);

std::shared_ptr<const protocol::Refusal> reason_of(protocol::Refusal refusal);

}  // namespace tanshu::node
