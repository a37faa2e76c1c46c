// SPDX-License-Identifier: Apache-2.0
// Published days re-enacted with the shipped profiles: each row's trades in, its published close,
// change and limits out.
#include <gtest/gtest.h>

#include <set>

#include "apps/published_rows.h"
#include "market/day_prices.h"
#include "market/trading_calendar.h"

namespace tanshu::apps {
namespace {

using market::TradePrint;
using protocol::MarketProfile;
using protocol::Rounding;
using protocol::TradingMode;

void expect_day(const PublishedRow& row, const market::DayPrices& day) {
  const std::string where = row.at("date") + ' ' + row.at("instrument");
  EXPECT_EQ(day.open, money_in(row.at("open"))) << where;
  EXPECT_EQ(day.close, money_in(row.at("close"))) << where;
  EXPECT_EQ(day.change_basis, decimal_from_text(row.at("change_percent"), 2)) << where;
  if (row.at("high").empty()) {
    EXPECT_FALSE(day.high || day.low) << where;
    return;
  }
  EXPECT_EQ(day.high, money_in(row.at("high"))) << where;
  EXPECT_EQ(day.low, money_in(row.at("low"))) << where;
  EXPECT_EQ(day.priced.amount_mg, tonnes(std::stoll(row.at("listing_t"))).count) << where;
  EXPECT_EQ(day.priced.value_fen, money_in(row.at("listing_cny")).count) << where;
}

/// Every trade lies in the band around the published reference.
void expect_inside_band(const MarketProfile& profile, const PublishedRow& row,
                        const std::vector<TradePrint>& trades) {
  const Money reference = money_in(row.at("reference"));
  for (const TradePrint& trade : trades) {
    const auto checked = market::check_price(profile, trade.mode, *trade.price, reference);
    EXPECT_TRUE(checked.has_value())
        << row.at("date") << ' ' << protocol::english_of(checked.error());
  }
}

TEST(PublishedDays, come_out_of_their_trades_to_the_fen) {
  const auto rows = published_rows("national_days.csv");
  EXPECT_EQ(rows.size(), 29u);
  for (const PublishedRow& row : rows) {
    const MarketProfile& profile = profile_on("cea", day_in(row));
    std::vector<TradePrint> trades = listing_trades(row);
    expect_inside_band(profile, row, trades);
    // A block at any price changes nothing of the listing prices.
    if (row.at("block_t") != "0")
      trades.insert(trades.begin(),
                    row_trade(TradingMode::block, row.at("block_t"), row.at("block_cny")));
    expect_day(row, market::prices_of(profile, money_in(row.at("reference")), trades));
    EXPECT_EQ(market::is_trading_day(*profile.calendar, day_in(row)), true) << row.at("date");
  }
}

TEST(PublishedDays, close_as_published_from_one_trade_at_the_average) {
  for (const PublishedRow& row : published_rows("national_days.csv")) {
    std::vector<TradePrint> trades;
    if (row.at("listing_t") != "0")
      trades = {row_trade(TradingMode::listing, row.at("listing_t"), row.at("listing_cny"))};
    const auto day =
        market::prices_of(profile_on("cea", day_in(row)), money_in(row.at("reference")), trades);
    EXPECT_EQ(day.close, money_in(row.at("close"))) << row.at("date");
    EXPECT_EQ(day.change_basis, decimal_from_text(row.at("change_percent"), 2)) << row.at("date");
  }
}

TEST(PublishedTies, round_half_up) {
  const auto rows = published_rows("exact_ties.csv");
  EXPECT_EQ(rows.size(), 6u);
  for (const PublishedRow& row : rows) {
    const std::vector<TradePrint> trades = {
        row_trade(TradingMode::listing, row.at("listing_t"), row.at("listing_cny"))};
    const MarketProfile& profile = profile_on("cea", day_in(row));
    const auto day = market::prices_of(profile, yuan(1), trades);
    EXPECT_EQ(day.close, money_in(row.at("close"))) << row.at("date");
    EXPECT_EQ(day.priced.average(Rounding::down)->count + 1, day.close.count)
        << row.at("quotient") << " is a tie, which truncation would lose";
  }
}

TEST(PublishedLimits, are_the_rounded_limits) {
  const auto rows = published_rows("limit_touches.csv");
  EXPECT_EQ(rows.size(), 11u);
  for (const PublishedRow& row : rows) {
    const auto mode = enum_from_name<TradingMode>(row.at("mode")).value();
    const MarketProfile& profile = profile_on("cea", day_in(row));
    const Money base = money_in(row.at("base")), traded = money_in(row.at("traded"));
    const auto limits = market::limits_of(profile, mode, base);
    ASSERT_TRUE(limits.has_value());
    const bool up = row.at("side") == "up";
    if (row.at("kind") == "touch") {
      EXPECT_EQ(up ? limits->high : limits->low, traded);
    }
    EXPECT_TRUE(market::check_price(profile, mode, traded, base).has_value()) << row.at("date");
    const Money beyond = up ? limits->high + Money{1} : limits->low - Money{1};
    const auto refused = market::check_price(profile, mode, beyond, base);
    ASSERT_FALSE(refused.has_value()) << row.at("date");
    EXPECT_EQ(refused.error().code(), protocol::RefusalCode::price_is_outside_band);
    EXPECT_NE(protocol::english_of(refused.error()).find(to_text(limits->high)), std::string::npos);
  }
}

TEST(PublishedComposites, are_means_until_2025_and_the_newest_vintage_since) {
  for (const PublishedRow& row : published_rows("composites.csv")) {
    std::vector<Money> closes;
    for (const std::string& close : cut(row.at("closes_oldest_first"), ';'))
      closes.push_back(money_in(close));
    EXPECT_EQ(market::composite_close(profile_on("cea", day_in(row)), closes),
              money_in(row.at("composite")))
        << row.at("date");
    EXPECT_EQ(market::composite_close(profile_on("cea", "2026-01-05"), closes), closes.back());
  }
}

TEST(PublishedAuctions, stay_out_of_the_listing_close_and_inside_floor_and_cap) {
  for (const PublishedRow& row : published_rows("auctions.csv")) {
    const MarketProfile& profile = profile_on("cea", day_in(row));
    const Money base = money_in(row.at("previous_close"));
    const TradePrint trade =
        row_trade(TradingMode::auction, row.at("auction_t"), row.at("auction_cny"));
    const std::vector<TradePrint> trades = {trade};
    const auto day = market::prices_of(profile, base, trades);
    EXPECT_EQ(day.close, base) << row.at("date");
    EXPECT_EQ(day.total.amount_mg, trade.amount.count);
    const auto average = day.total.average(Rounding::half_up);
    const auto limits = market::limits_of(profile, TradingMode::auction, base);
    EXPECT_TRUE(limits->low <= *average && *average <= limits->high) << row.at("date");
  }
}

TEST(PublishedCcer, daily_price_is_the_average_without_a_band) {
  for (const PublishedRow& row : published_rows("ccer_days.csv")) {
    const MarketProfile& profile = profile_on("ccer", day_in(row));
    const std::vector<TradePrint> trades = {
        row_trade(TradingMode::listing, row.at("listing_t"), row.at("listing_cny"))};
    EXPECT_EQ(market::prices_of(profile, yuan(1), trades).close, money_in(row.at("average")))
        << row.at("date");
    EXPECT_EQ(market::limits_of(profile, TradingMode::listing, yuan(55)), std::nullopt);
  }
}

TEST(PublishedPilots, close_by_their_own_formulas) {
  for (const PublishedRow& row : published_rows("pilot_days.csv")) {
    const MarketProfile& profile = profile_on(row.at("market"), day_in(row));
    const auto mode = profile.modes.front().mode;
    const std::vector<TradePrint> whole = {
        row_trade(mode, row.at("listing_t"), row.at("listing_cny"))};
    const auto day = market::prices_of(profile, money_in(row.at("previous")), whole);
    EXPECT_EQ(day.priced.average(Rounding::half_up), money_in(row.at("average")));
    if (row.at("market") == "gdea") {
      EXPECT_EQ(day.close, money_in(row.at("close"))) << row.at("date");
      continue;
    }
    EXPECT_NE(money_in(row.at("close")), money_in(row.at("average")))
        << "Hubei's close was no average of the day";
  }
}

TEST(PublishedYears, have_their_days_and_averages) {
  for (const PublishedRow& row : published_rows("national_years.csv")) {
    market::Turnover turnover;
    turnover += row_trade(TradingMode::listing, row.at("listing_t"), row.at("listing_cny"));
    turnover += row_trade(TradingMode::block, row.at("block_t"), row.at("block_cny"));
    turnover += row_trade(TradingMode::auction, row.at("auction_t"), row.at("auction_cny"));
    EXPECT_EQ(turnover.average(Rounding::half_up), money_in(row.at("average"))) << row.at("year");
    const std::string& year = row.at("year");
    const Day last = day_from_text(year + (year == "2026" ? "-08-19" : "-12-31")).value();
    Day day = day_from_text(year + (year == "2021" ? "-07-16" : "-01-01")).value();
    int days = 0;
    for (; day <= last; ++day.number)
      days += market::is_trading_day(*profile_on("cea", day).calendar, day).value() ? 1 : 0;
    EXPECT_EQ(days, std::stoi(row.at("days"))) << year;
  }
}

}  // namespace
}  // namespace tanshu::apps
