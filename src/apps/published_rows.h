// SPDX-License-Identifier: Apache-2.0
// For tests: the shipped market profiles, and the published rows of fixtures/market.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "intake/market_library.h"
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
