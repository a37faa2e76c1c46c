// SPDX-License-Identifier: Apache-2.0
// Exact numbers only: a price has at most two decimals, or it is no price.
#include "apps/trade_file.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/decimal.h"
#include "base/result.h"
#include "intake/csv.h"

namespace tanshu::apps {

using namespace protocol;  // NOLINT: the file speaks the protocol's nouns throughout

namespace {

constexpr std::array<std::string_view, 4> columns = {"mode", "amount", "price", "value"};
using Row = std::vector<std::string_view>;

/// Where each column stands in the header.
struct Places {
  std::array<std::optional<std::size_t>, columns.size()> at;

  std::string_view field(const Row& row, std::size_t column) const {
    return at[column] ? row[*at[column]] : std::string_view();
  }
};

std::unexpected<Refusal> wrong(std::uint64_t line, std::string_view column,
                               const std::string& expected) {
  return refuse(
      RefusalCode::trade_row_is_wrong,
      {{"line", std::to_string(line)}, {"column", std::string(column)}, {"expected", expected}});
}

Verdict<Places> places_of(const Row& header) {
  Places places;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto column = std::ranges::find(columns, header[i]);
    if (column == columns.end()) return wrong(1, header[i], "one of mode, amount, price, value");
    places.at[static_cast<std::size_t>(column - columns.begin())] = i;
  }
  for (const std::size_t needed : {std::size_t{0}, std::size_t{1}})
    if (!places.at[needed]) return wrong(1, columns[needed], "given once");
  return places;
}

Verdict<std::optional<Money>> money_in(const Row& row, const Places& places, std::size_t column,
                                       std::uint64_t line) {
  const std::string_view text = places.field(row, column);
  if (text.empty()) return std::optional<Money>();
  const auto fen = decimal_from_text(text, 2);
  if (!fen || *fen < 0) return wrong(line, columns[column], "money such as 52.96");
  return std::optional(Money{*fen});
}

Verdict<FileTrade> trade_in(const Row& row, const Places& places, std::uint64_t line) {
  FileTrade trade{line, {}};
  const auto mode = enum_from_name<TradingMode>(places.field(row, 0));
  if (!mode) return wrong(line, columns[0], "one of listing, block, auction, median_price, …");
  trade.print.mode = *mode;
  const auto amount = decimal_from_text(places.field(row, 1), 9);
  if (!amount || *amount <= 0) return wrong(line, columns[1], "carbon such as 3010");
  trade.print.amount = Carbon{*amount};
  TRY_SET(trade.print.price, money_in(row, places, 2, line));
  TRY_SET(std::optional<Money> value, money_in(row, places, 3, line));
  if (!value && trade.print.price) value = price_of(trade.print.amount, *trade.print.price);
  if (!value) return wrong(line, columns[3], "money such as 160482.60");
  trade.print.value = *value;
  return trade;
}

}  // namespace

Verdict<std::vector<FileTrade>> read_trades(std::istream& in) {
  intake::CsvReader reader(in);
  TRY_SET(const Row header, reader.next());
  TRY_SET(const Places places, places_of(header));
  std::vector<FileTrade> trades;
  while (true) {
    TRY_SET(const Row row, reader.next());
    if (row.empty()) return trades;
    TRY_SET(FileTrade trade, trade_in(row, places, reader.line()));
    trades.push_back(std::move(trade));
  }
}

}  // namespace tanshu::apps
