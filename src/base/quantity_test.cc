// SPDX-License-Identifier: Apache-2.0
// Tests of quantities: units do not mix, nothing wraps, prices round half up, texts are exact.
#include "base/quantity.h"

#include <gtest/gtest.h>

namespace tanshu {
namespace {

// Compile-time: what must not compile does not.
template <class A, class B>
concept Adds = requires(A a, B b) {
  a + b;
};
template <class A, class B>
concept Subtracts = requires(A a, B b) {
  a - b;
};
template <class A, class B>
concept Compares = requires(A a, B b) {
  a < b;
};
template <class A, class B>
concept Accumulates = requires(A a, B b) {
  a += b;
};
template <class A>
concept Multiplies = requires(A a) {
  a* a;
};
template <class A, class B>
concept Converts = requires(A a) {
  B(a);
};

static_assert(Adds<Carbon, Carbon> && Subtracts<Money, Money> && Compares<Area, Area>);
static_assert(!Adds<Carbon, Money> && !Adds<Money, Carbon> && !Adds<Area, Degrees>);
static_assert(!Subtracts<Carbon, Money> && !Compares<Carbon, Money> && !Accumulates<Carbon, Money>);
static_assert(!Adds<Carbon, std::int64_t> && !Adds<int, Money> && !Compares<Carbon, int>);
static_assert(!Multiplies<Carbon> && !Converts<Carbon, std::int64_t> && !Converts<Carbon, Money>);

TEST(Quantity, adds_and_subtracts_within_its_range) {
  EXPECT_EQ(tonnes(2) + tonnes(3), tonnes(5));
  EXPECT_EQ(yuan(2) - yuan(3), -yuan(1));
  EXPECT_EQ(Carbon{INT64_MAX - 1}.plus(Carbon{1}), Carbon{INT64_MAX});
  EXPECT_EQ(Carbon{INT64_MIN + 1}.minus(Carbon{1}), Carbon{INT64_MIN});
  EXPECT_FALSE(Carbon{}.positive());
  EXPECT_TRUE(Carbon{1}.positive());
}

TEST(Quantity, gives_nothing_rather_than_wrapping) {
  EXPECT_FALSE(Carbon{INT64_MAX}.plus(Carbon{1}));
  EXPECT_FALSE(Carbon{INT64_MIN}.plus(Carbon{-1}));
  EXPECT_FALSE(Money{INT64_MIN}.minus(Money{1}));
  EXPECT_FALSE(Money{0}.minus(Money{INT64_MIN}));
}

TEST(QuantityDeathTest, stops_when_an_operator_overflows) {
  Carbon amount{INT64_MAX};
  EXPECT_DEATH(static_cast<void>(amount + Carbon{1}), "CHECK");
  EXPECT_DEATH(amount -= Carbon{-1}, "CHECK");
  EXPECT_DEATH(static_cast<void>(-Carbon{INT64_MIN}), "CHECK");
}

TEST(PriceOf, rounds_half_up_to_the_fen) {
  EXPECT_EQ(price_of(tonnes(1000), Money{4520}), yuan(45'200));
  EXPECT_EQ(price_of(Carbon{500'000'000}, Money{1}), Money{1});  // half a fen
  EXPECT_EQ(price_of(Carbon{499'999'999}, Money{1}), Money{0});
  EXPECT_EQ(price_of(Carbon{1'499'999'999}, Money{1}), Money{1});
  EXPECT_EQ(price_of(Carbon{1'500'000'000}, Money{1}), Money{2});
  EXPECT_EQ(price_of(Carbon{0}, yuan(100)), Money{0});
}

TEST(PriceOf, is_exact_beyond_64_bits_and_refuses_what_does_not_fit) {
  EXPECT_EQ(price_of(Carbon{INT64_MAX}, Money{1'000'000'000}), Money{INT64_MAX});
  EXPECT_FALSE(price_of(Carbon{INT64_MAX}, Money{1'000'000'001}));
  EXPECT_FALSE(price_of(Carbon{INT64_MAX}, Money{INT64_MAX}));
  EXPECT_EQ(price_of(Carbon{1}, Money{INT64_MAX}), Money{9'223'372'037});
}

TEST(PriceOfDeathTest, takes_no_negative_numbers) {
  EXPECT_DEATH(static_cast<void>(price_of(Carbon{-1}, Money{1})), "CHECK");
}

TEST(QuantityText, names_the_unit) {
  EXPECT_EQ(to_text(tonnes(32'000) + Carbon{500'000'000}), "32000.5 tCO2e");
  EXPECT_EQ(to_text(Carbon{1}), "0.000000001 tCO2e");
  EXPECT_EQ(to_text(yuan(45'200)), "45200.00 CNY");
  EXPECT_EQ(to_text(Money{-5}), "-0.05 CNY");
  EXPECT_EQ(to_text(Area{2'200'000}), "22000 mu");
  EXPECT_EQ(to_text(Degrees{1'100'623'451}), "110.0623451");
}

TEST(QuantityFromText, reads_carbon_in_four_units) {
  EXPECT_EQ(carbon_from_text("32000.5 tCO2e"), Carbon{32'000'500'000'000});
  EXPECT_EQ(carbon_from_text("12.5 kgCO2e"), Carbon{12'500'000});
  EXPECT_EQ(carbon_from_text("3.001 gCO2e"), Carbon{3001});
  EXPECT_EQ(carbon_from_text("7 mgCO2e"), Carbon{7});
}

TEST(QuantityFromText, refuses_other_units_and_finer_amounts) {
  for (const char* text :
       {"5", "5 t", "5 tCO2", "5tCO2e", "5  tCO2e", " 5 tCO2e", "5 tCO2e ", "5 CNY", "tCO2e",
        " tCO2e", "0.0000000001 tCO2e", "0.5 mgCO2e", "5 TCO2E", "9223372037 tCO2e"})
    EXPECT_FALSE(carbon_from_text(text)) << text;
  for (const char* text : {"5", "5 yuan", "5.001 CNY", "5,00 CNY", "¥5", "5 tCO2e"})
    EXPECT_FALSE(money_from_text(text)) << text;
  EXPECT_FALSE(area_from_text("5 ha"));
  EXPECT_FALSE(degrees_from_text("110.06234512"));
}

TEST(QuantityFromText, returns_what_was_written) {
  for (const std::int64_t count :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, std::int64_t{99},
        std::int64_t{123'456'789'012}, INT64_MAX, -INT64_MAX}) {
    EXPECT_EQ(carbon_from_text(to_text(Carbon{count})), Carbon{count});
    EXPECT_EQ(money_from_text(to_text(Money{count})), Money{count});
    EXPECT_EQ(area_from_text(to_text(Area{count})), Area{count});
    EXPECT_EQ(degrees_from_text(to_text(Degrees{count})), Degrees{count});
  }
}

}  // namespace
}  // namespace tanshu
