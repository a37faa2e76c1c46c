// SPDX-License-Identifier: Apache-2.0
// Instants in nanoseconds UTC and calendar days in Asia/Shanghai, with their one text form each.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tanshu {

/// Nanoseconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t ns = 0;
  auto operator<=>(const Instant&) const = default;
};

/// Days since 1970-01-01 of the civil calendar.
struct Day {
  std::int32_t number = 0;
  auto operator<=>(const Day&) const = default;
};

/// "2024-05-01T08:30:00Z", with nine decimals when the instant is not a whole second.
std::string to_text(Instant instant);
std::optional<Instant> instant_from_text(std::string_view text);

/// 1 for Monday to 7 for Sunday.
int weekday_of(Day day);
/// "2024-05-01"; years 1900 to 2999.
std::string to_text(Day day);
std::optional<Day> day_from_text(std::string_view text);

/// "09:30", or "09:30:05" when it is no whole minute, of a second after midnight.
std::string clock_text(std::uint32_t second);

/// The market day of an instant: China keeps UTC+8 all year.
Day shanghai_day(Instant instant);
/// Midnight of the day in Shanghai; the first or last instant there is when it lies beyond 1677 or
/// 2262.
Instant shanghai_midnight(Day day);
/// The wall clock; for the edges only, never the engine.
Instant now();

}  // namespace tanshu
