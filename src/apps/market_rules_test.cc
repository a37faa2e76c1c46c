// SPDX-License-Identifier: Apache-2.0
// Acceptance rules of market days, by their numbers in docs/reference/market-rules.md, on the
// shipped profiles.
#include <gtest/gtest.h>

#include "apps/published_rows.h"
#include "market/day_prices.h"
#include "market/trading_calendar.h"

namespace tanshu::apps {
namespace {

using market::TradePrint;
using protocol::HolderClass;
using protocol::MarketProfile;
using protocol::RefusalCode;
using protocol::TradingMode;

constexpr std::string_view late = "2026-03-02";

const MarketProfile& cea() {
  return profile_on("cea", late);
}

RefusalCode code_of(const protocol::Verdict<void>& verdict) {
  return verdict ? RefusalCode{} : verdict.error().code();
}

RefusalCode price(TradingMode mode, const std::string& yuan_each, const std::string& base) {
  return code_of(market::check_price(cea(), mode, money_in(yuan_each), money_in(base)));
}

Day day(std::string_view text) {
  return day_from_text(text).value();
}

RefusalCode at(TradingMode mode, std::string_view date, std::int64_t second) {
  const Instant instant{shanghai_midnight(day(date)).ns + second * 1'000'000'000};
  return code_of(market::check_time(profile_on("cea", date), mode, instant));
}

TradePrint trade(TradingMode mode, const std::string& each, std::int64_t amount_t) {
  return {mode, money_in(each), tonnes(amount_t), Money{money_in(each).count * amount_t}};
}

constexpr RefusalCode accepted{};

TEST(MarketRules, r03_r58_r78_terms_are_counted_in_working_days) {
  const auto& calendar = cea().calendar->calendar;
  EXPECT_EQ(market::working_days_from(calendar, day("2025-03-03"), 5), day("2025-03-10"));
  EXPECT_EQ(market::working_days_from(calendar, day("2025-03-03"), 20), day("2025-03-31"));
  EXPECT_EQ(market::working_days_from(calendar, day("2025-03-03"), 7), day("2025-03-12"));
}

TEST(MarketRules, r13_a_listing_order_is_below_100000_tonnes) {
  EXPECT_EQ(code_of(market::check_amount(cea(), TradingMode::listing, tonnes(99'999))), accepted);
  EXPECT_EQ(code_of(market::check_amount(cea(), TradingMode::listing, tonnes(100'000))),
            RefusalCode::amount_is_above_maximum);
}

TEST(MarketRules, r14_a_block_order_is_100000_tonnes_or_more) {
  EXPECT_EQ(code_of(market::check_amount(cea(), TradingMode::block, tonnes(100'000))), accepted);
  EXPECT_EQ(code_of(market::check_amount(cea(), TradingMode::block, tonnes(99'999))),
            RefusalCode::amount_is_below_minimum);
}

TEST(MarketRules, r15_tick_and_lot) {
  EXPECT_FALSE(money_from_text("60.005 CNY").has_value()) << "no price below the fen can be said";
  EXPECT_EQ(code_of(market::check_amount(cea(), TradingMode::listing, Carbon{mg_per_tonne / 2})),
            RefusalCode::amount_is_not_whole_lots);
  const MarketProfile& beijing = profile_on("bea", "2014-06-01");
  EXPECT_EQ(code_of(market::check_price(beijing, TradingMode::listing, money_in("50.05"), {})),
            RefusalCode::price_is_off_tick);
}

TEST(MarketRules, r16_r17_r18_the_limit_is_the_rounded_one) {
  constexpr auto listing = TradingMode::listing;
  constexpr auto outside = RefusalCode::price_is_outside_band;
  EXPECT_EQ(price(listing, "58.26", "52.96"), accepted);
  EXPECT_EQ(price(listing, "58.27", "52.96"), outside);
  EXPECT_EQ(price(listing, "47.66", "52.96"), accepted);
  EXPECT_EQ(price(listing, "47.65", "52.96"), outside);
  EXPECT_EQ(price(listing, "50.54", "56.15"), accepted);
  EXPECT_EQ(price(listing, "50.53", "56.15"), outside);
  EXPECT_EQ(price(listing, "51.71", "57.46"), accepted);
  EXPECT_EQ(price(listing, "51.70", "57.46"), outside);
}

TEST(MarketRules, r19_a_block_keeps_to_thirty_per_cent) {
  constexpr auto block = TradingMode::block;
  constexpr auto outside = RefusalCode::price_is_outside_band;
  EXPECT_EQ(price(block, "55.10", "78.72"), accepted);
  EXPECT_EQ(price(block, "55.09", "78.72"), outside);
  EXPECT_EQ(price(block, "102.34", "78.72"), accepted);
  EXPECT_EQ(price(block, "102.35", "78.72"), outside);
}

TEST(MarketRules, r22_r23_units_bought_today_are_sold_on_the_next_trading_day) {
  EXPECT_EQ(code_of(market::check_resale(cea(), day("2026-03-02"), day("2026-03-02"))),
            RefusalCode::units_are_not_sellable_yet);
  EXPECT_EQ(code_of(market::check_resale(cea(), day("2026-03-02"), day("2026-03-03"))), accepted);
  EXPECT_EQ(code_of(market::check_resale(cea(), day("2026-02-27"), day("2026-03-02"))), accepted)
      << "the worked Saturday between is no trading day";
  EXPECT_EQ(market::sellable_from(cea(), day("2026-02-27")), day("2026-03-02"));
}

TEST(MarketRules, r27_sessions_of_listing_and_block) {
  EXPECT_EQ(at(TradingMode::listing, late, 11 * 3600 + 45 * 60), RefusalCode::session_is_closed);
  EXPECT_EQ(at(TradingMode::block, late, 10 * 3600), RefusalCode::session_is_closed);
  EXPECT_EQ(at(TradingMode::block, late, 13 * 3600), accepted);
  EXPECT_EQ(at(TradingMode::listing, late, 10 * 3600), accepted);
}

TEST(MarketRules, r28_make_up_days_are_closed) {
  EXPECT_EQ(at(TradingMode::listing, "2025-10-11", 10 * 3600), RefusalCode::market_is_closed);
}

TEST(MarketRules, r33_hubei_trades_at_the_median) {
  EXPECT_EQ(market::rules_of(profile_on("hbea", "2019-07-30"), TradingMode::median_price)
                ->execution->price,
            protocol::ExecutionPrice::median);
  EXPECT_EQ(market::median_price(yuan(25), yuan(23), yuan(24)), yuan(24));
  EXPECT_EQ(market::median_price(yuan(25), yuan(23), yuan(26)), yuan(25));
  EXPECT_EQ(market::median_price(yuan(25), yuan(23), yuan(22)), yuan(23));
}

TEST(MarketRules, r35_the_close_is_the_average_half_up) {
  const std::vector<TradePrint> trades = {
      {TradingMode::listing, std::nullopt, tonnes(8'000), yuan(729'000)}};
  EXPECT_EQ(market::prices_of(profile_on("cea", "2024-07-01"), yuan(91), trades).close,
            money_in("91.13"));
}

TEST(MarketRules, r36_a_day_of_blocks_alone_keeps_the_previous_close) {
  const std::vector<TradePrint> trades = {trade(TradingMode::block, "71.00", 178'201)};
  const auto prices = market::prices_of(profile_on("cea", "2023-09-12"), money_in("72.22"), trades);
  EXPECT_EQ(prices.open, money_in("72.22"));
  EXPECT_EQ(prices.close, money_in("72.22"));
  EXPECT_EQ(prices.change_basis, 0);
  EXPECT_FALSE(prices.high || prices.low);
}

TEST(MarketRules, r37_one_tonne_makes_the_close) {
  const std::vector<TradePrint> trades = {trade(TradingMode::listing, "90.00", 1)};
  const auto prices = market::prices_of(profile_on("cea", "2025-03-03"), yuan(89), trades);
  EXPECT_EQ(prices.close, yuan(90));
  EXPECT_EQ(prices.change_basis, 112);
}

TEST(MarketRules, r38_a_new_vintage_starts_from_the_composite) {
  const MarketProfile& before = profile_on("cea", "2024-10-25");
  const std::vector<Money> closes = {money_in("104.00"), money_in("104.42"), money_in("104.32")};
  const auto composite = market::composite_close(before, closes);
  EXPECT_EQ(market::first_reference(profile_on("cea", "2024-10-28"), composite),
            money_in("104.25"));
}

TEST(MarketRules, r39_the_composite_is_a_mean_and_then_the_newest_vintage) {
  const std::vector<Money> closes = {money_in("90.48"), yuan(90), yuan(90), money_in("88.74")};
  EXPECT_EQ(market::composite_close(profile_on("cea", "2025-12-31"), closes), money_in("89.81"));
  EXPECT_EQ(market::composite_close(profile_on("cea", "2026-01-05"), closes), money_in("88.74"));
}

TEST(MarketRules, r40_guangdong_closes_at_the_open_up_to_100_tonnes) {
  const MarketProfile& guangdong = profile_on("gdea", "2018-07-31");
  const auto close = [&guangdong](std::int64_t amount_t) {
    const std::vector<TradePrint> trades = {trade(TradingMode::best_pick, "70.00", amount_t)};
    return market::prices_of(guangdong, yuan(65), trades).close;
  };
  EXPECT_EQ(close(100), yuan(65));
  EXPECT_EQ(close(101), yuan(70));
}

TEST(MarketRules, r41_hubei_averages_five_trades_and_since_2023_10_18_all) {
  std::vector<TradePrint> trades(5, trade(TradingMode::median_price, "42.00", 10));
  trades.insert(trades.begin(), trade(TradingMode::median_price, "40.00", 50));
  const auto close = [&trades](std::string_view date) {
    return market::prices_of(profile_on("hbea", date), yuan(41), trades).close;
  };
  EXPECT_EQ(close("2023-10-17"), yuan(42));
  EXPECT_EQ(close("2023-10-18"), yuan(41));
}

TEST(MarketRules, r42_blocks_and_auctions_leave_listing_prices_alone) {
  const std::vector<TradePrint> trades = {trade(TradingMode::block, "50.00", 100'000),
                                          trade(TradingMode::listing, "60.00", 5),
                                          trade(TradingMode::auction, "66.00", 100'000)};
  const auto prices = market::prices_of(cea(), yuan(60), trades);
  EXPECT_EQ(prices.open, yuan(60));
  EXPECT_EQ(prices.high, yuan(60));
  EXPECT_EQ(prices.low, yuan(60));
  EXPECT_EQ(prices.close, yuan(60));
}

TEST(MarketRules, r43_an_auction_has_a_lower_floor_and_a_cap) {
  const auto limits = market::limits_of(cea(), TradingMode::auction, money_in("80.43"));
  EXPECT_EQ(limits->low, money_in("72.39"));
  EXPECT_EQ(limits->high, money_in("88.47"));
  EXPECT_EQ(price(TradingMode::auction, "88.48", "80.43"), RefusalCode::price_is_outside_band);
}

TEST(MarketRules, r45_a_sellers_lot_is_100000_tonnes_frozen_five_working_days_before) {
  EXPECT_EQ(code_of(market::check_auction_lot(cea(), tonnes(99'999))),
            RefusalCode::amount_is_below_minimum);
  EXPECT_EQ(code_of(market::check_auction_lot(cea(), tonnes(100'000))), accepted);
  EXPECT_EQ(market::auction_freeze_day(cea(), day("2026-03-06")), day("2026-02-28"))
      << "the worked Saturday is a working day";
}

TEST(MarketRules, r53_the_year_2025_sums_to_what_was_published) {
  market::Turnover turnover;
  for (const PublishedRow& row : published_rows("national_years.csv")) {
    if (row.at("year") != "2025") continue;
    for (const char* mode : {"listing", "block", "auction"})
      turnover +=
          {TradingMode::listing, std::nullopt, tonnes(std::stoll(row.at(std::string(mode) + "_t"))),
           money_in(row.at(std::string(mode) + "_cny"))};
  }
  EXPECT_EQ(turnover.amount_mg, tonnes(234'597'856).count);
  EXPECT_EQ(turnover.value_fen, money_in("14629891128.06").count);
}

TEST(MarketRules, r85_beijing_caps_and_publishes_holdings) {
  const MarketProfile& beijing = profile_on("bea", "2014-06-01");
  const auto hold = [&beijing](HolderClass holder, std::int64_t allocation, std::int64_t holding) {
    return code_of(market::check_position(beijing, holder, tonnes(allocation), tonnes(holding)));
  };
  constexpr auto bound = HolderClass::compliance_entity;
  EXPECT_EQ(hold(bound, 200'000, 1'200'000), accepted);
  EXPECT_EQ(hold(bound, 200'000, 1'200'001), RefusalCode::position_is_too_large);
  EXPECT_EQ(hold(HolderClass::other, 0, 1'000'000), accepted);
  EXPECT_EQ(hold(HolderClass::other, 0, 1'000'001), RefusalCode::position_is_too_large);
  EXPECT_EQ(market::position_limits(beijing, bound, tonnes(200'000))->published_above,
            tonnes(700'000));
  EXPECT_EQ(market::position_limits(beijing, HolderClass::other, {})->published_above,
            tonnes(500'000));
}

TEST(MarketFees, hubei_takes_half_a_per_cent_of_each_side_and_four_of_a_fixed_price_seller) {
  const MarketProfile& hubei = profile_on("hbea", "2015-03-01");
  EXPECT_EQ(*market::fees_of(hubei, TradingMode::median_price, yuan(20'000)),
            (market::Fees{yuan(100), yuan(100)}));
  EXPECT_EQ(*market::fees_of(hubei, TradingMode::public_listing, yuan(20'000)),
            (market::Fees{Money{}, yuan(800)}));
  EXPECT_EQ(market::fees_of(cea(), TradingMode::listing, yuan(20'000)), std::nullopt);
}

}  // namespace
}  // namespace tanshu::apps
