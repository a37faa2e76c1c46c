// SPDX-License-Identifier: Apache-2.0
// Whether the wall clock can be believed. A time that has gone into the journal cannot be taken
// back, so a clock that was set far ahead would date everything after it wrongly, for ever.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>

#include "base/quantity.h"
#include "base/result.h"
#include "base/time.h"

namespace tanshu::node {

/// Nanoseconds that pass by themselves and that nobody sets, also while the machine sleeps.
std::chrono::nanoseconds steady_ns();

/// Thread-safe.
class ClockGuard {
 public:
  struct Clocks {
    std::function<Instant()> wall;
    std::function<std::chrono::nanoseconds()> steady = &steady_ns;
  };

  /// Believes the clock as it is now. A step of more than `step_max` makes it distrusted; zero
  /// trusts any clock.
  ClockGuard(Clocks clocks, std::chrono::nanoseconds step_max);

  /// The journal holds an entry of this time: the clock must not be far behind it.
  void note_entry(Instant at);

  /// The time, or why the clock is not believed, "中文 | English". Believed again once it is back
  /// where it should be.
  Result<Instant> read();
  /// Empty when it is believed.
  std::string distrust();

 private:
  const Clocks clocks_;
  const std::chrono::nanoseconds step_max_;
  std::atomic<std::int64_t> last_entry_ns_ = INT64_MIN;

  std::mutex mutex_;
  /// The last reading that was believed, on both clocks.
  Instant wall_;
  std::chrono::nanoseconds steady_;
};

}  // namespace tanshu::node
