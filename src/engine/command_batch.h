// SPDX-License-Identifier: Apache-2.0
// Commands in the order in which they are to be executed, with what can be made of them without the
// state, on any thread.
#pragma once

#include <vector>

#include "engine/answers.h"
#include "protocol/command.h"

namespace tanshu::engine {

struct CommandBatch {
  std::vector<protocol::Envelope> envelopes;
  std::vector<Answers::KeyMark> keys;  ///< one an envelope, by note_keys()

  void note_keys() { keys = Answers::marks_of(envelopes); }
};

}  // namespace tanshu::engine
