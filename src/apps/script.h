// SPDX-License-Identifier: Apache-2.0
// A script's hand on a node: gives commands in order, each with its own key and time, and expects
// them accepted.
#pragma once

#include <atomic>

#include "node/node.h"

namespace tanshu::apps {

/// A clock that a script can set; unset, it is the wall clock.
class ScriptClock {
 public:
  void set(Instant at) { at_ns_ = at.ns; }
  void release() { at_ns_ = 0; }
  Instant read() const {
    const std::int64_t at = at_ns_;
    return at == 0 ? now() : Instant{at};
  }

 private:
  std::atomic<std::int64_t> at_ns_ = 0;
};

class Script {
 public:
  Script(node::Node& node, ScriptClock& clock) : node_(node), clock_(clock) {}

  /// 10:00 in Shanghai on that day, then a minute later for each command.
  void on(const char* day);
  /// Gives the command; remembers the first that is refused or fails, and gives no more after it.
  const protocol::Events& give(const char* actor, protocol::Command command);
  const Result<void>& outcome() const { return outcome_; }

 private:
  node::Node& node_;
  ScriptClock& clock_;
  Instant at_;
  std::uint64_t count_ = 0;
  protocol::Events events_;
  Result<void> outcome_;
};

}  // namespace tanshu::apps
