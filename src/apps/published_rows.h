// SPDX-License-Identifier: Apache-2.0
// For tests: the shipped market profiles, and the published rows of fixtures/market.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "intake/market_library.h"
#include "market/day_prices.h"
#include "market/trading_rules.h"

namespace tanshu::apps {

inline std::filesystem::path source_dir() {
  return TANSHU_SOURCE_DIR;
}

/// A row by the names of its columns.
using PublishedRow = std::map<std::string, std::string>;

inline std::vector<std::string> cut(const std::string& line, char at) {
  std::vector<std::string> parts;
  std::stringstream in(line);
  for (std::string part; std::getline(in, part, at);) parts.push_back(part);
  if (line.ends_with(at)) parts.emplace_back();
  return parts;
}

inline std::vector<PublishedRow> published_rows(const std::string& name) {
  std::ifstream in(source_dir() / "fixtures" / "market" / name);
  std::string line;
  EXPECT_TRUE(std::getline(in, line)) << name;
  const std::vector<std::string> header = cut(line, ',');
  std::vector<PublishedRow> rows;
  while (std::getline(in, line)) {
    const std::vector<std::string> fields = cut(line, ',');
    EXPECT_EQ(fields.size(), header.size()) << name << ": " << line;
    PublishedRow row;
    for (std::size_t i = 0; i < header.size() && i < fields.size(); ++i) row[header[i]] = fields[i];
    rows.push_back(std::move(row));
  }
  return rows;
}

inline Day day_in(const PublishedRow& row) {
  return day_from_text(row.at("date")).value();
}

/// Yuan of any length in fen: a turnover of a year is no more than a price to it.
inline Money money_in(const std::string& text) {
  return Money{decimal_from_text(text, 2).value()};
}

/// One trade of a mode at the published average: a volume and an amount, as a bulletin gives them.
inline market::TradePrint row_trade(protocol::TradingMode mode, const std::string& amount_t,
                                    const std::string& value) {
  return {mode, std::nullopt, tonnes(std::stoll(amount_t)), money_in(value)};
}

inline void add_trade(std::vector<market::TradePrint>& trades, Money price, std::int64_t amount_t) {
  if (amount_t > 0)
    trades.push_back(
        {protocol::TradingMode::listing, price, tonnes(amount_t), Money{price.count * amount_t}});
}

/// Listing trades at whole fen that open, touch high and low, and sum to the published volume and
/// amount exactly: one tonne at each named price, the rest at two neighbouring fen.
inline std::vector<market::TradePrint> listing_trades(const PublishedRow& row) {
  std::vector<market::TradePrint> trades;
  std::int64_t left_t = std::stoll(row.at("listing_t"));
  Money left = money_in(row.at("listing_cny"));
  if (left_t == 0) return trades;
  for (const Money price : std::set<Money>{money_in(row.at("high")), money_in(row.at("low"))})
    if (price != money_in(row.at("open"))) add_trade(trades, price, 1);
  trades.insert(trades.begin(), {protocol::TradingMode::listing, money_in(row.at("open")),
                                 tonnes(1), money_in(row.at("open"))});
  for (const market::TradePrint& trade : trades) --left_t, left -= trade.value;
  if (left_t == 0) return trades;
  const Money each{left.count / left_t};
  const std::int64_t at_one_fen_more = left.count % left_t;
  add_trade(trades, each, left_t - at_one_fen_more);
  add_trade(trades, each + Money{1}, at_one_fen_more);
  return trades;
}

/// The version of a market in force on a day, from the files that are shipped.
inline const protocol::MarketProfile& profile_on(std::string_view id, Day day) {
  static const auto library = intake::MarketLibrary::load(source_dir() / "rules");
  EXPECT_TRUE(library.has_value()) << protocol::english_of(library.error());
  const auto versions = library->versions_of(id);
  EXPECT_TRUE(versions.has_value()) << id;
  const protocol::MarketProfile* version = market::version_on(*versions, day);
  EXPECT_NE(version, nullptr) << id << ' ' << to_text(day);
  return *version;
}

inline const protocol::MarketProfile& profile_on(std::string_view id, std::string_view day) {
  return profile_on(id, day_from_text(day).value());
}

}  // namespace tanshu::apps
