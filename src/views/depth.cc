// SPDX-License-Identifier: Apache-2.0
// The depth of a book, summed over the orders that rest.
#include <fmt/format.h>

#include "base/json.h"
#include "views/views.h"

namespace tanshu::views {
namespace {

using protocol::OrderSide;

Result<void> put_side(JsonWriter& json, Database& database, const std::string& order,
                      const std::vector<Value>& values) {
  TRY_SET(const std::vector<Row> rows,
          database.rows("SELECT price, SUM(remaining), COUNT(*) FROM orders WHERE cell = $1 AND "
                        "instrument = $2 AND mode = $3 AND side = $4 AND state = 'resting' GROUP "
                        "BY price ORDER BY price " +
                            order,
                        values));
  json.begin_array();
  for (const Row& row : rows) {
    json.begin_object().member("price", to_text(Money{std::get<std::int64_t>(row[0])}));
    json.member("amount", to_text(Carbon{std::get<std::int64_t>(row[1])}));
    json.member("orders", static_cast<std::uint64_t>(std::get<std::int64_t>(row[2]))).end_object();
  }
  json.end_array();
  return {};
}

}  // namespace

Result<std::string> Views::depth_json(std::string_view instrument, protocol::TradingMode mode,
                                      std::size_t levels) {
  const auto values = [&](OrderSide side) {
    return std::vector<Value>{cell_, std::string(instrument), std::string(name_of(mode)),
                              std::string(name_of(side))};
  };
  JsonWriter json;
  json.begin_object().member("instrument", instrument).member("mode", name_of(mode)).key("bids");
  TRY(put_side(json, database_, fmt::format("DESC LIMIT {}", levels), values(OrderSide::buy)));
  json.key("offers");
  TRY(put_side(json, database_, fmt::format("ASC LIMIT {}", levels), values(OrderSide::sell)));
  return json.end_object().take();
}

}  // namespace tanshu::views
