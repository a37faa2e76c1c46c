// SPDX-License-Identifier: Apache-2.0
// Each believed reading is where the next one is measured from, so that a clock that is slowly put
// right, as time services do it, stays believed.
#include "node/clock_guard.h"

#include <fmt/format.h>
#include <time.h>

#include "journal/wording.h"

namespace tanshu::node {

std::chrono::nanoseconds steady_ns() {
  timespec at{};
  clock_gettime(CLOCK_BOOTTIME, &at);
  return std::chrono::seconds(at.tv_sec) + std::chrono::nanoseconds(at.tv_nsec);
}

ClockGuard::ClockGuard(Clocks clocks, std::chrono::nanoseconds step_max)
    : clocks_(std::move(clocks)),
      step_max_(step_max),
      wall_(clocks_.wall()),
      steady_(clocks_.steady()) {}

void ClockGuard::note_entry(Instant at) {
  last_entry_ns_ = at.ns;
}

std::string ClockGuard::distrust() {
  auto time = read();
  return time ? std::string() : std::move(time.error().what);
}

Result<Instant> ClockGuard::read() {
  if (step_max_ == step_max_.zero()) return clocks_.wall();
  const std::lock_guard lock(mutex_);
  const Instant wall = clocks_.wall();
  const auto steady = clocks_.steady();
  const Int128 due = Int128{wall_.ns} + (steady - steady_).count();
  const Int128 step = wall.ns - due;
  const auto is_behind = [this](Instant at) {
    return Int128{last_entry_ns_} - at.ns > step_max_.count();
  };
  // A clock that began behind the journal was wrong then, so a jump may be its mending.
  const bool measured = !is_behind(wall_);
  if (measured && (step > step_max_.count() || step < -Int128{step_max_.count()}))
    return journal::failed(
        fmt::format("系统时钟跳到了 {}，应为 {}；请校正时钟，若现在的时间正确则重新启动",
                    to_text(wall), to_text(Instant{static_cast<std::int64_t>(due)})),
        fmt::format("the clock jumped to {} where {} was due: set it right, or start again if it "
                    "is right now",
                    to_text(wall), to_text(Instant{static_cast<std::int64_t>(due)})));
  if (is_behind(wall))
    return journal::failed(
        fmt::format("系统时钟为 {}，早于账本最后的条目 {}；请校正时钟", to_text(wall),
                    to_text(Instant{last_entry_ns_})),
        fmt::format("the clock says {}, before the last entry of {}: set it right", to_text(wall),
                    to_text(Instant{last_entry_ns_})));
  wall_ = wall;
  steady_ = steady;
  return wall;
}

}  // namespace tanshu::node
