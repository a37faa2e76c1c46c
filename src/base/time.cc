// SPDX-License-Identifier: Apache-2.0
// Calendar arithmetic with std::chrono's proleptic Gregorian calendar.
#include "base/time.h"

#include <fmt/format.h>

#include <chrono>

namespace tanshu {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t day_ns = 86'400 * second_ns;
constexpr std::int64_t shanghai_offset_ns = 8 * 3600 * second_ns;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}
std::int64_t floor_mod(std::int64_t a, std::int64_t b) {
  return a % b + (a % b < 0 ? b : 0);
}

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

int weekday_of(Day day) {
  // 1970-01-01 was a Thursday.
  return static_cast<int>(floor_mod(std::int64_t{day.number} + 3, 7)) + 1;
}

std::string to_text(Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day.number}}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::optional<Day> day_from_text(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  if (!year || !month || !day || *year < 1900 || *year > 2999) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  const auto count = std::chrono::sys_days{date}.time_since_epoch().count();
  return Day{static_cast<std::int32_t>(count)};
}

std::string clock_text(std::uint32_t second) {
  std::string text = fmt::format("{:02}:{:02}", second / 3600, second / 60 % 60);
  if (second % 60 != 0) text += fmt::format(":{:02}", second % 60);
  return text;
}

std::string to_text(Instant instant) {
  const std::int64_t day = floor_div(instant.ns, day_ns);
  const std::int64_t in_day = floor_mod(instant.ns, day_ns);
  const std::int64_t seconds = in_day / second_ns, fraction = in_day % second_ns;
  std::string text =
      fmt::format("{}T{:02}:{:02}:{:02}", to_text(Day{static_cast<std::int32_t>(day)}),
                  seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (fraction != 0) text += fmt::format(".{:09}", fraction);
  return text + 'Z';
}

std::optional<Instant> instant_from_text(std::string_view text) {
  if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text.back() != 'Z')
    return std::nullopt;
  const auto day = day_from_text(text.substr(0, 10));
  const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  if (!day || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59)
    return std::nullopt;
  std::int64_t fraction = 0;
  if (text.size() != 20) {
    const auto nanoseconds = digits(text, 20, 9);
    if (text[19] != '.' || text.size() != 30 || !nanoseconds || *nanoseconds == 0)
      return std::nullopt;
    fraction = *nanoseconds;
  }
  const std::int64_t seconds = *hour * 3600LL + *minute * 60LL + *second;
  std::int64_t ns = 0;
  if (__builtin_mul_overflow(static_cast<std::int64_t>(day->number), day_ns, &ns) ||
      __builtin_add_overflow(ns, seconds * second_ns + fraction, &ns))
    return std::nullopt;
  return Instant{ns};
}

Day shanghai_day(Instant instant) {
  const std::int64_t day = floor_div(instant.ns, day_ns);
  const std::int64_t in_day = floor_mod(instant.ns, day_ns);
  const bool past_midnight = in_day >= day_ns - shanghai_offset_ns;
  return Day{static_cast<std::int32_t>(day + (past_midnight ? 1 : 0))};
}

Instant shanghai_midnight(Day day) {
  // Days reach to the year 2999, nanoseconds in 64 bits only to 2262.
  std::int64_t ns = 0;
  if (__builtin_mul_overflow(static_cast<std::int64_t>(day.number), day_ns, &ns) ||
      __builtin_sub_overflow(ns, shanghai_offset_ns, &ns))
    return Instant{day.number < 0 ? INT64_MIN : INT64_MAX};
  return Instant{ns};
}

Instant now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant{std::chrono::duration_cast<std::chrono::nanoseconds>(since).count()};
}

}  // namespace tanshu
