// SPDX-License-Identifier: Apache-2.0
// Trading days and working days. They differ: a weekend that is worked to make up for a holiday is
// a working day, and on most markets not a trading day.
#pragma once

#include <optional>

#include "protocol/market_profile.h"
#include "protocol/refusal.h"

namespace tanshu::market {

enum class DayKind : std::uint8_t {
  weekday,
  weekend,
  make_up_day,  ///< a weekend day that is worked
  holiday,
  unknown  ///< outside what the calendar covers
};

DayKind kind_of(const protocol::TradingCalendar& calendar, Day day);
/// The holiday a day is in, or nullptr.
const protocol::Holiday* holiday_of(const protocol::TradingCalendar& calendar, Day day);

/// Nothing outside the calendar's days.
std::optional<bool> is_trading_day(const protocol::CalendarRule& rule, Day day);
std::optional<bool> is_working_day(const protocol::TradingCalendar& calendar, Day day);

/// The trading day `count` trading days after `day` (before it when negative), `day` itself not
/// counted, whether it is one or not; nothing when the calendar ends first. `count` is not 0.
std::optional<Day> trading_days_from(const protocol::CalendarRule& rule, Day day, int count);
/// The same in working days. A term of five working days that starts on a Monday ends on the next.
std::optional<Day> working_days_from(const protocol::TradingCalendar& calendar, Day day, int count);

/// Refuses market_is_closed, saying why, and calendar_ends. A market without a calendar is open
/// every day.
protocol::Verdict<void> check_trading_day(const protocol::MarketProfile& profile, Day day);

}  // namespace tanshu::market
