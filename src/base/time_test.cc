// SPDX-License-Identifier: Apache-2.0
// Tests of instants and days: one text each, leap days, ranges, and the market's midnight.
#include "base/time.h"

#include <gtest/gtest.h>

namespace tanshu {
namespace {

constexpr std::int64_t hour_ns = 3'600'000'000'000;

TEST(DayText, counts_from_1970) {
  EXPECT_EQ(to_text(Day{0}), "1970-01-01");
  EXPECT_EQ(to_text(Day{-1}), "1969-12-31");
  EXPECT_EQ(day_from_text("2024-05-01"), Day{19'844});
  EXPECT_EQ(day_from_text("1900-01-01"), Day{-25'567});
  EXPECT_EQ(to_text(*day_from_text("2999-12-31")), "2999-12-31");
}

TEST(DayText, knows_leap_days) {
  EXPECT_TRUE(day_from_text("2024-02-29"));
  EXPECT_TRUE(day_from_text("2000-02-29"));
  EXPECT_FALSE(day_from_text("2023-02-29"));
  EXPECT_FALSE(day_from_text("1900-02-29"));
  EXPECT_FALSE(day_from_text("2100-02-29"));
  EXPECT_EQ(day_from_text("2024-03-01")->number - day_from_text("2024-02-28")->number, 2);
}

TEST(DayText, is_strict) {
  for (const char* text : {"", "2024-5-1", "2024-05-01 ", " 2024-05-01", "2024/05/01", "20240501",
                           "2024-13-01", "2024-00-01", "2024-04-31", "2024-05-00", "1899-12-31",
                           "3000-01-01", "-024-05-01", "2024-05-0a", "+024-05-01", "２024-05-1"})
    EXPECT_FALSE(day_from_text(text)) << text;
}

TEST(DayText, returns_every_day) {
  const Day first = *day_from_text("1900-01-01"), last = *day_from_text("2999-12-31");
  for (Day day = first; day <= last; ++day.number) ASSERT_EQ(day_from_text(to_text(day)), day);
}

TEST(InstantText, has_nine_decimals_or_none) {
  EXPECT_EQ(to_text(Instant{0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_text(Instant{1}), "1970-01-01T00:00:00.000000001Z");
  EXPECT_EQ(to_text(Instant{-1}), "1969-12-31T23:59:59.999999999Z");
  EXPECT_EQ(to_text(Instant{1'500'000'000}), "1970-01-01T00:00:01.500000000Z");
  EXPECT_EQ(instant_from_text("2024-05-01T08:30:00Z"), Instant{1'714'552'200'000'000'000});
}

TEST(InstantText, is_strict) {
  for (const char* text :
       {"", "2024-05-01", "2024-05-01T08:30:00", "2024-05-01T08:30Z", "2024-05-01 08:30:00Z",
        "2024-05-01t08:30:00Z", "2024-05-01T08:30:00z", "2024-05-01T24:00:00Z",
        "2024-05-01T08:60:00Z", "2024-05-01T08:30:60Z", "2024-05-01T08:30:00+08:00",
        "2024-05-01T08:30:00.5Z", "2024-05-01T08:30:00.000000000Z",
        "2024-05-01T08:30:00.0000000001Z", "2024-02-30T08:30:00Z", "2024-05-01T08:30:00.00000000aZ",
        "2024-05-01T-8:30:00Z", "2024-05-01T08:30:00ZZ"})
    EXPECT_FALSE(instant_from_text(text)) << text;
}

TEST(InstantText, refuses_what_does_not_fit_in_64_bits) {
  EXPECT_TRUE(instant_from_text("2262-04-11T23:47:16Z"));
  EXPECT_FALSE(instant_from_text("2262-04-11T23:47:17Z"));
  EXPECT_FALSE(instant_from_text("2999-12-31T00:00:00Z"));
}

TEST(InstantText, returns_what_was_written) {
  for (const std::int64_t ns :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{999'999'999}, INT64_MAX,
        std::int64_t{1'714'552'200'000'000'001}, std::int64_t{-2'208'988'800'000'000'000}})
    EXPECT_EQ(instant_from_text(to_text(Instant{ns})), Instant{ns});
}

TEST(WeekdayOf, counts_from_monday_on_both_sides_of_1970) {
  EXPECT_EQ(weekday_of(*day_from_text("1970-01-01")), 4);
  EXPECT_EQ(weekday_of(*day_from_text("1969-12-28")), 7);
  EXPECT_EQ(weekday_of(*day_from_text("2025-10-11")), 6);
  EXPECT_EQ(weekday_of(*day_from_text("1900-01-01")), 1);
}

TEST(ClockText, shows_seconds_only_when_there_are_any) {
  EXPECT_EQ(clock_text(0), "00:00");
  EXPECT_EQ(clock_text(34'200), "09:30");
  EXPECT_EQ(clock_text(42'305), "11:45:05");
  EXPECT_EQ(clock_text(86'400), "24:00");
}

TEST(ShanghaiDay, turns_at_sixteen_hours_utc) {
  const Day day = *day_from_text("2024-05-01");
  const Instant midnight = shanghai_midnight(day);
  EXPECT_EQ(to_text(midnight), "2024-04-30T16:00:00Z");
  EXPECT_EQ(shanghai_day(midnight), day);
  EXPECT_EQ(shanghai_day(Instant{midnight.ns - 1}).number, day.number - 1);
  EXPECT_EQ(shanghai_day(Instant{midnight.ns + 24 * hour_ns - 1}), day);
  EXPECT_EQ(shanghai_day(Instant{-8 * hour_ns}), Day{0});
  EXPECT_EQ(shanghai_day(Instant{-8 * hour_ns - 1}), Day{-1});
}

TEST(ShanghaiDay, stays_in_range_at_the_ends_of_time) {
  EXPECT_EQ(to_text(shanghai_day(Instant{INT64_MAX})), "2262-04-12");
  EXPECT_EQ(to_text(shanghai_day(Instant{INT64_MIN})), "1677-09-21");
  EXPECT_EQ(shanghai_midnight(*day_from_text("2999-12-31")), Instant{INT64_MAX});
  EXPECT_EQ(shanghai_midnight(Day{INT32_MIN}), Instant{INT64_MIN});
}

}  // namespace
}  // namespace tanshu
