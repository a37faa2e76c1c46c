// SPDX-License-Identifier: Apache-2.0
// Looking days up in short sorted lists.
#include "market/trading_calendar.h"

#include <algorithm>
#include <string>

namespace tanshu::market {

using protocol::CalendarRule;
using protocol::Holiday;
using protocol::RefusalCode;
using protocol::refuse;
using protocol::TradingCalendar;

namespace {

template <class IsCounted>
std::optional<Day> counted_from(Day day, int count, IsCounted&& is_counted) {
  CHECK(count != 0);
  const int step = count > 0 ? 1 : -1;
  while (count != 0) {
    day.number += step;
    const std::optional<bool> counts = is_counted(day);
    if (!counts) return std::nullopt;
    if (*counts) count -= step;
  }
  return day;
}

std::string reason_of(const TradingCalendar& calendar, Day day) {
  const Holiday* holiday = holiday_of(calendar, day);
  if (holiday != nullptr) return holiday->name_zh + " | " + holiday->name_en;
  if (kind_of(calendar, day) == DayKind::make_up_day)
    return "调休上班的周末不开市 | a weekend that is worked is no trading day";
  return "周末 | weekend";
}

}  // namespace

const Holiday* holiday_of(const TradingCalendar& calendar, Day day) {
  const auto found = std::ranges::find_if(calendar.holidays, [day](const Holiday& holiday) {
    return holiday.first <= day && day <= holiday.last;
  });
  return found == calendar.holidays.end() ? nullptr : &*found;
}

DayKind kind_of(const TradingCalendar& calendar, Day day) {
  if (day < calendar.first || day > calendar.last) return DayKind::unknown;
  if (holiday_of(calendar, day) != nullptr) return DayKind::holiday;
  if (weekday_of(day) <= 5) return DayKind::weekday;
  const bool worked = std::ranges::binary_search(calendar.make_up_days, day);
  return worked ? DayKind::make_up_day : DayKind::weekend;
}

std::optional<bool> is_trading_day(const CalendarRule& rule, Day day) {
  const DayKind kind = kind_of(rule.calendar, day);
  if (kind == DayKind::unknown) return std::nullopt;
  return kind == DayKind::weekday || (kind == DayKind::make_up_day && rule.trades_on_make_up_days);
}

std::optional<bool> is_working_day(const TradingCalendar& calendar, Day day) {
  const DayKind kind = kind_of(calendar, day);
  if (kind == DayKind::unknown) return std::nullopt;
  return kind == DayKind::weekday || kind == DayKind::make_up_day;
}

std::optional<Day> trading_days_from(const CalendarRule& rule, Day day, int count) {
  return counted_from(day, count, [&rule](Day at) { return is_trading_day(rule, at); });
}

std::optional<Day> working_days_from(const TradingCalendar& calendar, Day day, int count) {
  return counted_from(day, count, [&calendar](Day at) { return is_working_day(calendar, at); });
}

protocol::Verdict<void> check_trading_day(const protocol::MarketProfile& profile, Day day) {
  if (!profile.calendar) return {};
  const TradingCalendar& calendar = profile.calendar->calendar;
  const std::optional<bool> open = is_trading_day(*profile.calendar, day);
  if (!open)
    return refuse(RefusalCode::calendar_ends, {{"market", std::string(profile.id.text)},
                                               {"first", to_text(calendar.first)},
                                               {"last", to_text(calendar.last)},
                                               {"day", to_text(day)}});
  if (*open) return {};
  return refuse(RefusalCode::market_is_closed, {{"market", std::string(profile.id.text)},
                                                {"day", to_text(day)},
                                                {"problem", reason_of(calendar, day)}});
}

}  // namespace tanshu::market
