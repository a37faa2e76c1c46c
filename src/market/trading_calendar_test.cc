// SPDX-License-Identifier: Apache-2.0
// Trading days, working days, and the edge of what a calendar knows.
#include "market/trading_calendar.h"

#include <gtest/gtest.h>

#include "market/sample_profile.h"

namespace tanshu::market {
namespace {

using protocol::RefusalCode;

TEST(TradingCalendar, knows_each_kind_of_day) {
  const auto calendar = sample_calendar().calendar;
  EXPECT_EQ(kind_of(calendar, day_of("2025-09-26")), DayKind::weekday);
  EXPECT_EQ(kind_of(calendar, day_of("2025-09-27")), DayKind::weekend);
  EXPECT_EQ(kind_of(calendar, day_of("2025-09-28")), DayKind::make_up_day);
  EXPECT_EQ(kind_of(calendar, day_of("2025-10-04")), DayKind::holiday);
  EXPECT_EQ(kind_of(calendar, day_of("2025-11-01")), DayKind::unknown);
  EXPECT_EQ(kind_of(calendar, day_of("2025-09-21")), DayKind::unknown);
}

TEST(TradingCalendar, opens_on_make_up_days_only_where_the_market_says_so) {
  auto rule = sample_calendar();
  EXPECT_EQ(is_trading_day(rule, day_of("2025-10-11")), false);
  EXPECT_EQ(is_working_day(rule.calendar, day_of("2025-10-11")), true);
  rule.trades_on_make_up_days = true;
  EXPECT_EQ(is_trading_day(rule, day_of("2025-10-11")), true);
  EXPECT_EQ(is_trading_day(rule, day_of("2025-10-12")), false);
}

TEST(TradingCalendar, counts_over_holidays_both_ways) {
  const auto rule = sample_calendar();
  EXPECT_EQ(trading_days_from(rule, day_of("2025-09-30"), 1), day_of("2025-10-09"));
  EXPECT_EQ(trading_days_from(rule, day_of("2025-10-03"), 1), day_of("2025-10-09"));
  EXPECT_EQ(trading_days_from(rule, day_of("2025-10-09"), -1), day_of("2025-09-30"));
  EXPECT_EQ(trading_days_from(rule, day_of("2025-10-10"), 1), day_of("2025-10-13"));
  EXPECT_EQ(working_days_from(rule.calendar, day_of("2025-10-10"), 1), day_of("2025-10-11"));
}

TEST(TradingCalendar, does_not_guess_beyond_its_days) {
  const auto rule = sample_calendar();
  EXPECT_EQ(is_trading_day(rule, day_of("2025-11-03")), std::nullopt);
  EXPECT_EQ(trading_days_from(rule, day_of("2025-10-31"), 1), std::nullopt);
  EXPECT_EQ(trading_days_from(rule, day_of("2025-09-22"), -1), std::nullopt);
}

void expect_refusal(const protocol::Verdict<void>& verdict, RefusalCode code,
                    std::string_view english, std::string_view chinese) {
  ASSERT_FALSE(verdict.has_value());
  EXPECT_EQ(verdict.error().code(), code);
  EXPECT_EQ(protocol::english_of(verdict.error()), english);
  EXPECT_EQ(protocol::chinese_of(verdict.error()), chinese);
}

TEST(CheckTradingDay, says_why_the_market_is_closed) {
  auto profile = sample_profile();
  EXPECT_TRUE(check_trading_day(profile, day_of("2025-10-09")).has_value());
  expect_refusal(check_trading_day(profile, day_of("2025-10-01")), RefusalCode::market_is_closed,
                 "Market sample is closed on 2025-10-01: National Day.",
                 "市场 sample 于 2025-10-01 休市：国庆节。");
  expect_refusal(
      check_trading_day(profile, day_of("2025-10-11")), RefusalCode::market_is_closed,
      "Market sample is closed on 2025-10-11: a weekend that is worked is no trading day.",
      "市场 sample 于 2025-10-11 休市：调休上班的周末不开市。");
  expect_refusal(check_trading_day(profile, day_of("2025-10-12")), RefusalCode::market_is_closed,
                 "Market sample is closed on 2025-10-12: weekend.",
                 "市场 sample 于 2025-10-12 休市：周末。");
  expect_refusal(check_trading_day(profile, day_of("2025-11-03")), RefusalCode::calendar_ends,
                 "The calendar of market sample is known from 2025-09-22 to 2025-10-31 only; "
                 "2025-11-03 is outside.",
                 "市场 sample 的交易日历仅覆盖 2025-09-22 至 2025-10-31，2025-11-03 不在其中。");
  profile.calendar.reset();
  EXPECT_TRUE(check_trading_day(profile, day_of("2025-10-12")).has_value());
}

}  // namespace
}  // namespace tanshu::market
