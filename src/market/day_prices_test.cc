// SPDX-License-Identifier: Apache-2.0
// Open, high, low, close, change and composite where a formula turns.
#include "market/day_prices.h"

#include <gtest/gtest.h>

#include "market/rounding.h"
#include "market/sample_profile.h"

namespace tanshu::market {
namespace {

using protocol::CloseFormula;
using protocol::Rounding;
using protocol::TradingMode;

TradePrint trade(std::string_view price, std::int64_t amount_t,
                 TradingMode mode = TradingMode::listing) {
  const Money each = yuan_of(price);
  return {mode, each, tonnes(amount_t), *price_of(tonnes(amount_t), each)};
}

TEST(RoundedQuotient, rounds_ties_away_from_zero) {
  EXPECT_EQ(rounded_quotient(5, 2, Rounding::half_up), 3);
  EXPECT_EQ(rounded_quotient(-5, 2, Rounding::half_up), -3);
  EXPECT_EQ(rounded_quotient(49, 100, Rounding::half_up), 0);
  EXPECT_EQ(rounded_quotient(-49, 100, Rounding::half_up), 0);
  EXPECT_EQ(rounded_quotient(5, 2, Rounding::down), 2);
  EXPECT_EQ(rounded_quotient(-5, 2, Rounding::down), -2);
  EXPECT_EQ(rounded_quotient(1, 100, Rounding::up), 1);
  EXPECT_EQ(rounded_quotient(-1, 100, Rounding::up), -1);
  EXPECT_EQ(rounded_quotient(6, 2, Rounding::up), 3);
}

TEST(PricesOf, carry_the_reference_through_a_day_without_trades) {
  const DayPrices day = prices_of(sample_profile(), yuan_of("72.22"), {});
  EXPECT_EQ(day.open, yuan_of("72.22"));
  EXPECT_EQ(day.close, yuan_of("72.22"));
  EXPECT_FALSE(day.high || day.low);
  EXPECT_EQ(day.change_basis, 0);
}

TEST(PricesOf, leave_out_trades_that_make_no_prices) {
  const std::vector<TradePrint> trades = {trade("55.00", 100'000, TradingMode::block),
                                          trade("60.00", 10), trade("61.00", 30),
                                          trade("40.00", 100'000, TradingMode::auction)};
  const DayPrices day = prices_of(sample_profile(), yuan(60), trades);
  EXPECT_EQ(day.open, yuan(60));
  EXPECT_EQ(day.high, yuan(61));
  EXPECT_EQ(day.low, yuan(60));
  EXPECT_EQ(day.close, yuan_of("60.75"));
  EXPECT_EQ(day.change, yuan_of("0.75"));
  EXPECT_EQ(day.change_basis, 125);
  EXPECT_EQ(day.priced.amount_mg, tonnes(40).count);
  EXPECT_EQ(day.total.amount_mg, tonnes(200'040).count);
}

TEST(PricesOf, average_the_last_trades_or_all_when_there_are_fewer) {
  auto profile = sample_profile();
  profile.close = {CloseFormula::average_of_last_trades, 2, std::nullopt, Rounding::half_up, {}};
  const std::vector<TradePrint> trades = {trade("50.00", 1'000), trade("60.00", 1),
                                          trade("61.00", 1)};
  EXPECT_EQ(prices_of(profile, yuan(55), trades).close, yuan_of("60.50"));
  profile.close->last_trades = 5;
  EXPECT_EQ(prices_of(profile, yuan(55), trades).close, yuan_of("50.02"));
}

TEST(PricesOf, close_at_the_open_up_to_a_volume) {
  auto profile = sample_profile();
  profile.open = {protocol::OpenFormula::previous_close, {}};
  profile.close = {CloseFormula::average_of_day, 0, tonnes(100), Rounding::half_up, {}};
  const std::vector<TradePrint> up_to = {trade("70.00", 100)}, above = {trade("70.00", 101)};
  EXPECT_EQ(prices_of(profile, yuan(65), up_to).open, yuan(65));
  EXPECT_EQ(prices_of(profile, yuan(65), up_to).close, yuan(65));
  EXPECT_EQ(prices_of(profile, yuan(65), above).close, yuan(70));
}

TEST(PricesOf, take_a_row_of_a_bulletin_that_has_no_price) {
  const std::vector<TradePrint> row = {
      {TradingMode::listing, std::nullopt, tonnes(8'000), yuan(729'000)}};
  const DayPrices day = prices_of(sample_profile(), yuan(90), row);
  EXPECT_EQ(day.close, yuan_of("91.13"));
  EXPECT_FALSE(day.high.has_value());
  EXPECT_EQ(day.open, yuan(90));
}

TEST(Turnover, is_exact_for_parts_of_tonnes_and_refuses_what_does_not_fit) {
  Turnover turnover;
  EXPECT_EQ(turnover.average(Rounding::half_up), std::nullopt);
  turnover += TradePrint{TradingMode::listing, std::nullopt, Carbon{3}, Money{1}};
  EXPECT_EQ(turnover.average(Rounding::half_up), Money{333'333'333});
  turnover += TradePrint{TradingMode::listing, std::nullopt, Carbon{}, Money{INT64_MAX}};
  EXPECT_EQ(turnover.average(Rounding::half_up), std::nullopt);
}

TEST(ChangeBasis, rounds_falls_as_rises) {
  EXPECT_EQ(change_basis(yuan_of("51.23"), yuan_of("48.00")), 673);
  EXPECT_EQ(change_basis(yuan_of("54.22"), yuan_of("57.06")), -498);
  EXPECT_EQ(change_basis(Money{100'005}, Money{100'000}), 1) << "a tie up";
  EXPECT_EQ(change_basis(Money{99'995}, Money{100'000}), -1) << "a tie down";
  EXPECT_EQ(change_basis(yuan(1), Money{}), std::nullopt);
}

TEST(CompositeClose, needs_a_rule_and_closes) {
  auto profile = sample_profile();
  const std::vector<Money> closes = {yuan(90), yuan(91)};
  EXPECT_EQ(composite_close(profile, closes), std::nullopt);
  profile.composite = {protocol::CompositeFormula::mean_of_instruments, Rounding::half_up, {}};
  EXPECT_EQ(composite_close(profile, closes), yuan_of("90.50"));
  EXPECT_EQ(composite_close(profile, {}), std::nullopt);
  profile.composite->formula = protocol::CompositeFormula::newest_instrument;
  EXPECT_EQ(composite_close(profile, closes), yuan(91));
}

TEST(FirstReference, is_given_or_the_composite) {
  auto profile = sample_profile();
  EXPECT_EQ(first_reference(profile, yuan(74)), std::nullopt);
  profile.first_reference = {protocol::FirstReference::composite_close, std::nullopt, {}};
  EXPECT_EQ(first_reference(profile, yuan(74)), yuan(74));
  profile.first_reference = {protocol::FirstReference::given_price, yuan(48), {}};
  EXPECT_EQ(first_reference(profile, std::nullopt), yuan(48));
}

TEST(MedianPrice, is_the_middle_of_three) {
  for (const auto& [bid, offer, last, price] :
       {std::array{25, 23, 24, 24}, std::array{25, 23, 26, 25}, std::array{25, 23, 22, 23},
        std::array{23, 23, 30, 23}})
    EXPECT_EQ(median_price(yuan(bid), yuan(offer), yuan(last)), yuan(price));
}

}  // namespace
}  // namespace tanshu::market
