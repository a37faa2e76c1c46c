// SPDX-License-Identifier: Apache-2.0
// The one visit over the command variant: each command to its handler, with the parts it may touch.
#pragma once

#include "engine/state.h"

namespace tanshu::engine {

protocol::Verdict<void> dispatch(const protocol::Command& command, const protocol::Context& context,
                                 State& state, protocol::Events& events);

}  // namespace tanshu::engine
