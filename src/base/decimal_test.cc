// SPDX-License-Identifier: Apache-2.0
// Tests of exact decimal text, both ways.
#include "base/decimal.h"

#include <gtest/gtest.h>

namespace tanshu {
namespace {

TEST(DecimalText, has_as_many_decimals_as_it_needs) {
  EXPECT_EQ(decimal_text(0, 0), "0");
  EXPECT_EQ(decimal_text(0, 9), "0");
  EXPECT_EQ(decimal_text(1, 9), "0.000000001");
  EXPECT_EQ(decimal_text(32'000'500'000'000, 9), "32000.5");
  EXPECT_EQ(decimal_text(4'520'000, 2, 2), "45200.00");
  EXPECT_EQ(decimal_text(5, 2, 2), "0.05");
  EXPECT_EQ(decimal_text(-150, 2), "-1.5");
  EXPECT_EQ(decimal_text(INT64_MAX, 9), "9223372036.854775807");
  EXPECT_EQ(decimal_text(INT64_MIN, 18), "-9.223372036854775808");
}

TEST(DecimalFromText, reads_exact_numbers) {
  EXPECT_EQ(decimal_from_text("0", 0), 0);
  EXPECT_EQ(decimal_from_text("32000.5", 9), 32'000'500'000'000);
  EXPECT_EQ(decimal_from_text("-1.5", 2), -150);
  EXPECT_EQ(decimal_from_text("1.50", 2), 150);
  EXPECT_EQ(decimal_from_text("0.05", 2), 5);
  EXPECT_EQ(decimal_from_text("9223372036.854775807", 9), INT64_MAX);
}

TEST(DecimalFromText, refuses_everything_that_is_not_plain) {
  for (const char* text :
       {"",    "-",    ".",     "1.",  ".5", "+1",   " 1",    "1 ",  "01",  "-01", "1,5", "1,000",
        "1e3", "0x10", "1.2.3", "--1", "-0", "-0.0", "1_000", "NaN", "inf", "１",  "1\n"})
    EXPECT_FALSE(decimal_from_text(text, 3)) << text;
}

TEST(DecimalFromText, refuses_more_decimals_than_the_unit_has) {
  EXPECT_FALSE(decimal_from_text("1.001", 2));
  EXPECT_FALSE(decimal_from_text("1.000", 2));
  EXPECT_FALSE(decimal_from_text("1.0", 0));
}

TEST(DecimalFromText, refuses_overflow) {
  EXPECT_FALSE(decimal_from_text("9223372036854775808", 0));
  EXPECT_FALSE(decimal_from_text("9223372036.854775808", 9));
  EXPECT_FALSE(decimal_from_text("9999999999", 9));
  EXPECT_FALSE(decimal_from_text("99999999999999999999999999", 0));
}

TEST(DecimalFromText, returns_what_was_written) {
  std::uint64_t state = 1;
  for (int i = 0; i < 20'000; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const auto value = static_cast<std::int64_t>(state) >> (i % 64);
    for (const int scale : {0, 2, 7, 9, 18})
      EXPECT_EQ(decimal_from_text(decimal_text(value, scale), scale), value);
  }
}

}  // namespace
}  // namespace tanshu
