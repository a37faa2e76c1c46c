// SPDX-License-Identifier: Apache-2.0
// The checks of an order against a profile: each refusal, its words, and what no rule leaves free.
#include "market/trading_rules.h"

#include <gtest/gtest.h>

#include "market/sample_profile.h"

namespace tanshu::market {
namespace {

using protocol::HolderClass;
using protocol::MarketProfile;
using protocol::RefusalCode;
using protocol::Rounding;
using protocol::TradingMode;

template <class T>
RefusalCode code_of(const protocol::Verdict<T>& verdict) {
  return verdict ? RefusalCode{} : verdict.error().code();
}

/// An instant of a Shanghai wall clock.
Instant at(std::string_view day, std::int64_t second) {
  return Instant{shanghai_midnight(day_of(day)).ns + second * 1'000'000'000};
}

TEST(VersionOn, is_the_newest_that_has_begun) {
  std::vector<MarketProfile> versions(3, sample_profile());
  versions[0].effective = day_of("2026-01-05");
  versions[1].effective = day_of("2021-07-16");
  versions[2].effective = day_of("2023-08-28");
  EXPECT_EQ(version_on(versions, day_of("2021-07-15")), nullptr);
  EXPECT_EQ(version_on(versions, day_of("2021-07-16")), &versions[1]);
  EXPECT_EQ(version_on(versions, day_of("2023-08-27")), &versions[1]);
  EXPECT_EQ(version_on(versions, day_of("2026-01-04")), &versions[2]);
  EXPECT_EQ(version_on(versions, day_of("2999-12-31")), &versions[0]);
}

TEST(CheckTime, opens_with_the_first_second_and_closes_before_the_last) {
  const auto profile = sample_profile();
  const auto check = [&profile](std::int64_t second) {
    return code_of(check_time(profile, TradingMode::listing, at("2025-10-09", second)));
  };
  EXPECT_EQ(check(34'199), RefusalCode::session_is_closed);
  EXPECT_EQ(check(34'200), RefusalCode{});
  EXPECT_EQ(check(41'399), RefusalCode{});
  EXPECT_EQ(check(41'400), RefusalCode::session_is_closed);
  EXPECT_EQ(check(53'999), RefusalCode{});
  EXPECT_EQ(check(54'000), RefusalCode::session_is_closed);
}

TEST(CheckTime, says_when_the_mode_is_open) {
  const auto refused = check_time(sample_profile(), TradingMode::listing, at("2025-10-09", 42'305));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(protocol::english_of(refused.error()),
            "Mode listing of market sample is open 09:30-11:30, 13:00-15:00; it is 11:45:05.");
  EXPECT_EQ(
      protocol::chinese_of(refused.error()),
      "市场 sample 的交易方式 listing 开放时段为 09:30-11:30, 13:00-15:00，现在是 11:45:05。");
}

TEST(CheckTime, asks_mode_day_and_session) {
  const auto profile = sample_profile();
  EXPECT_EQ(code_of(check_time(profile, TradingMode::auction, at("2025-10-09", 36'000))),
            RefusalCode::mode_is_not_offered);
  EXPECT_EQ(code_of(check_time(profile, TradingMode::listing, at("2025-10-08", 36'000))),
            RefusalCode::market_is_closed);
  EXPECT_EQ(code_of(check_time(profile, TradingMode::block, at("2025-10-09", 1))), RefusalCode{})
      << "a mode without hours is open all day";
}

TEST(ShanghaiSecond, is_the_wall_clock_before_and_after_1970) {
  EXPECT_EQ(shanghai_second(Instant{0}), 8u * 3600);
  EXPECT_EQ(shanghai_second(Instant{-8 * 3600 * 1'000'000'000LL - 1}), 86'399u);
  EXPECT_LT(shanghai_second(Instant{INT64_MIN}), 86'400u);
  EXPECT_LT(shanghai_second(Instant{INT64_MAX}), 86'400u);
}

TEST(LimitsOf, rounds_each_limit_to_the_tick) {
  auto profile = sample_profile();
  const auto limits = [&profile](std::string_view base) {
    return *limits_of(profile, TradingMode::listing, yuan_of(base));
  };
  EXPECT_EQ(limits("52.96"), (PriceLimits{yuan_of("52.96"), yuan_of("47.66"), yuan_of("58.26")}));
  EXPECT_EQ(limits("56.15").low, yuan_of("50.54")) << "50.535 is a tie";
  profile.tick->price = Money{10};
  EXPECT_EQ(limits("52.96").high, yuan_of("58.30"));
  profile.modes[0].band->rounding = Rounding::down;
  EXPECT_EQ(limits("52.96").high, yuan_of("58.20"));
  profile.modes[0].band->rounding = Rounding::up;
  EXPECT_EQ(limits("52.96").low, yuan_of("47.70"));
}

TEST(LimitsOf, stay_prices_at_both_ends_of_money) {
  auto profile = sample_profile();
  EXPECT_EQ(limits_of(profile, TradingMode::listing, Money{1})->low, Money{1});
  profile.modes[0].band->down_ppm = 1'000'000;
  EXPECT_EQ(limits_of(profile, TradingMode::listing, yuan(50))->low, Money{1});
  EXPECT_EQ(limits_of(profile, TradingMode::listing, Money{INT64_MAX})->high, Money{INT64_MAX});
  profile.modes[0].band.reset();
  EXPECT_EQ(limits_of(profile, TradingMode::listing, yuan(50)), std::nullopt);
  EXPECT_EQ(limits_of(profile, TradingMode::auction, yuan(50)), std::nullopt);
}

TEST(CheckPrice, says_the_band) {
  const auto refused =
      check_price(sample_profile(), TradingMode::listing, yuan_of("58.27"), yuan_of("52.96"));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code(), RefusalCode::price_is_outside_band);
  EXPECT_EQ(protocol::english_of(refused.error()),
            "The price 58.27 CNY is outside the band 47.66 CNY to 58.26 CNY around 52.96 CNY.");
  EXPECT_EQ(protocol::chinese_of(refused.error()),
            "价格 58.27 CNY 超出以 52.96 CNY 为基准的涨跌幅区间 47.66 CNY 至 58.26 CNY。");
}

TEST(CheckPrice, refuses_nothing_negative_and_what_is_off_the_tick) {
  auto profile = sample_profile();
  const auto check = [&profile](Money price) {
    return code_of(check_price(profile, TradingMode::listing, price, std::nullopt));
  };
  EXPECT_EQ(check(Money{0}), RefusalCode::price_is_not_positive);
  EXPECT_EQ(check(Money{-1}), RefusalCode::price_is_not_positive);
  profile.tick->price = Money{10};
  EXPECT_EQ(check(Money{6001}), RefusalCode::price_is_off_tick);
  EXPECT_EQ(check(Money{6010}), RefusalCode{});
  profile.tick.reset();
  EXPECT_EQ(check(Money{6001}), RefusalCode{});
  EXPECT_EQ(code_of(check_price(profile, TradingMode::auction, yuan(1), std::nullopt)),
            RefusalCode::mode_is_not_offered);
}

TEST(CheckAmount, keeps_to_lot_and_size) {
  auto profile = sample_profile();
  const auto check = [&profile](TradingMode mode, Carbon amount) {
    return code_of(check_amount(profile, mode, amount));
  };
  EXPECT_EQ(check(TradingMode::listing, Carbon{}), RefusalCode::amount_is_not_positive);
  EXPECT_EQ(check(TradingMode::listing, Carbon{mg_per_tonne / 2}),
            RefusalCode::amount_is_not_whole_lots);
  EXPECT_EQ(check(TradingMode::listing, tonnes(1)), RefusalCode{});
  EXPECT_EQ(check(TradingMode::listing, tonnes(100'000)), RefusalCode::amount_is_above_maximum);
  EXPECT_EQ(check(TradingMode::block, tonnes(99'999)), RefusalCode::amount_is_below_minimum);
  EXPECT_EQ(check(TradingMode::auction, tonnes(1)), RefusalCode::mode_is_not_offered);
  profile.lot.reset(), profile.modes[0].size.reset();
  EXPECT_EQ(check(TradingMode::listing, Carbon{1}), RefusalCode{});
}

TEST(CheckAuctionLot, asks_the_sellers_least) {
  auto profile = sample_profile();
  EXPECT_EQ(code_of(check_auction_lot(profile, tonnes(1))), RefusalCode::mode_is_not_offered);
  protocol::ModeRules auction;
  auction.mode = TradingMode::auction;
  profile.modes.push_back(auction);
  EXPECT_TRUE(check_auction_lot(profile, tonnes(1)).has_value()) << "no rule, no least";
  EXPECT_EQ(auction_freeze_day(profile, day_of("2025-10-17")), std::nullopt);
  profile.modes.back().auction = {tonnes(100'000), 10, 3, 5, {}};
  EXPECT_EQ(code_of(check_auction_lot(profile, tonnes(99'999))),
            RefusalCode::amount_is_below_minimum);
  EXPECT_EQ(auction_freeze_day(profile, day_of("2025-10-17")), day_of("2025-10-11"))
      << "the worked Saturday is a working day";
}

TEST(SellableFrom, waits_for_trading_days) {
  auto profile = sample_profile();
  EXPECT_EQ(sellable_from(profile, day_of("2025-09-30")), day_of("2025-10-09"));
  EXPECT_EQ(code_of(check_resale(profile, day_of("2025-09-30"), day_of("2025-09-30"))),
            RefusalCode::units_are_not_sellable_yet);
  EXPECT_EQ(code_of(check_resale(profile, day_of("2025-09-30"), day_of("2025-10-09"))),
            RefusalCode{});
  EXPECT_EQ(code_of(check_resale(profile, day_of("2025-10-31"), day_of("2025-10-31"))),
            RefusalCode::calendar_ends);
  profile.calendar.reset();
  EXPECT_EQ(sellable_from(profile, day_of("2025-09-30")), day_of("2025-10-01"));
  profile.resale->trading_days = 0;
  EXPECT_EQ(sellable_from(profile, day_of("2025-09-30")), day_of("2025-09-30"));
}

TEST(CheckPosition, adds_the_allocation_where_the_rule_does) {
  auto profile = sample_profile();
  EXPECT_EQ(position_limits(profile, HolderClass::other, {}), std::nullopt);
  EXPECT_TRUE(check_position(profile, HolderClass::other, {}, Carbon{INT64_MAX}).has_value());
  profile.positions = {
      {HolderClass::compliance_entity, true, tonnes(1'000'000), tonnes(500'000), {}},
      {HolderClass::other, false, tonnes(1'000'000), std::nullopt, {}}};
  EXPECT_EQ(position_limits(profile, HolderClass::compliance_entity, tonnes(200'000)),
            (PositionLimits{tonnes(1'200'000), tonnes(700'000)}));
  EXPECT_EQ(position_limits(profile, HolderClass::other, tonnes(200'000)),
            (PositionLimits{tonnes(1'000'000), std::nullopt}));
  EXPECT_EQ(position_limits(profile, HolderClass::compliance_entity, Carbon{INT64_MAX})->limit,
            Carbon{INT64_MAX});
}

TEST(FeesOf, takes_each_side_by_its_rate_and_the_least) {
  auto profile = sample_profile();
  EXPECT_EQ(fees_of(profile, TradingMode::listing, yuan(100)), std::nullopt);
  profile.fees = {{TradingMode::listing, 5'000, 0, Money{}, Rounding::half_up, {}}};
  const auto buyer = [&profile](Money value) {
    return fees_of(profile, TradingMode::listing, value)->buyer;
  };
  EXPECT_EQ(buyer(Money{100}), Money{1}) << "half a fen is a tie";
  EXPECT_EQ(buyer(Money{99}), Money{0});
  EXPECT_EQ(fees_of(profile, TradingMode::listing, yuan(100))->seller, Money{});
  profile.fees[0].rounding = Rounding::up;
  EXPECT_EQ(buyer(Money{1}), Money{1});
  profile.fees[0].rounding = Rounding::down;
  EXPECT_EQ(buyer(Money{199}), Money{0});
  profile.fees[0].minimum = yuan(5);
  EXPECT_EQ(*fees_of(profile, TradingMode::listing, yuan(100)), (Fees{yuan(5), Money{}}));
  EXPECT_EQ(buyer(yuan(10'000)), yuan(50));
}

}  // namespace
}  // namespace tanshu::market
