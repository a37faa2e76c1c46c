// SPDX-License-Identifier: Apache-2.0
// The trades of a day from a CSV file, for re-enacting it.
#pragma once

#include <istream>
#include <vector>

#include "market/day_prices.h"
#include "protocol/refusal.h"

namespace tanshu::apps {

/// A trade and the line it stands on.
struct FileTrade {
  std::uint64_t line = 0;
  market::TradePrint print;
};

/// Columns mode, amount (tonnes), price and value (yuan), in any order; price or value may be left
/// empty, but not both: a row of a bulletin has only a value. Refuses as CSV files are refused, and
/// trade_row_is_wrong.
protocol::Verdict<std::vector<FileTrade>> read_trades(std::istream& in);

}  // namespace tanshu::apps
