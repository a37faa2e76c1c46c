// SPDX-License-Identifier: Apache-2.0
// The market rules this server came with, every version of every profile, fact by fact; and the
// depth of a book.
#include <fmt/format.h>

#include <charconv>

#include "api/answer.h"
#include "api/routes.h"
#include "intake/market_report.h"

namespace tanshu::api {

namespace {

/// Profiles by id, each with its versions, newest first.
std::string markets_json(const intake::MarketLibrary& library) {
  JsonWriter json;
  json.begin_object().key("markets").begin_array();
  for (const std::string& id : library.ids()) {
    const auto versions = library.versions_of(id);
    json.begin_object().member("market", std::string_view(id)).key("versions").begin_array();
    for (auto version = versions->rbegin(); version != versions->rend(); ++version)
      intake::put_profile(json, *version);
    json.end_array().end_object();
  }
  return json.end_array().end_object().take();
}

constexpr std::size_t levels_default = 5;
constexpr std::size_t levels_max = 50;

using protocol::RefusalCode;
using protocol::refuse;
using protocol::TradingMode;
using protocol::Verdict;

Verdict<TradingMode> mode_of(std::string_view text) {
  if (text.empty()) return TradingMode::listing;
  if (const auto mode = enum_from_name<TradingMode>(text)) return *mode;
  std::string known;
  for (const std::string_view name : EnumNames<TradingMode>::values)
    known += (known.empty() ? "" : ", ") + std::string(name);
  return refuse(RefusalCode::query_is_wrong,
                {{"parameter", "mode"}, {"expected", "one of " + known}});
}

Verdict<std::size_t> levels_of(std::string_view text) {
  if (text.empty()) return levels_default;
  std::size_t levels = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), levels);
  if (error == std::errc() && end == text.data() + text.size() && levels != 0 &&
      levels <= levels_max)
    return levels;
  return refuse(RefusalCode::query_is_wrong,
                {{"parameter", "levels"},
                 {"expected", fmt::format("a whole number from 1 to {}", levels_max)}});
}

Answer depth(Room& room, const Call& call) {
  const std::string id(call.in_path("id"));
  TRY_SET(const TradingMode mode, mode_of(call.in_query("mode")));
  TRY_SET(const std::size_t levels, levels_of(call.in_query("levels")));
  TRY_SET(const auto row, or_refuse(room.reading.item("instruments", id)));
  if (!row)
    return refuse(RefusalCode::item_is_unknown, {{"id", id}, {"collection", "instruments"}});
  TRY_SET(std::string json, or_refuse(room.reading.with([&](views::Views& views) {
            return views.depth_json(id, mode, levels);
          })));
  return json_response(std::move(json));
}

constexpr std::string_view depth_schema =
    R"({"type":"object","required":["instrument","mode","bids","offers"],"properties":{)"
    R"("instrument":{"type":"string"},"mode":{"$ref":"#/components/schemas/trading_mode"},)"
    R"("bids":{"type":"array","items":{"type":"object"}},)"
    R"("offers":{"type":"array","items":{"type":"object"}}}})";

void add_depth(Router& router, Room& room) {
  Route route;
  route.method = "GET";
  route.path = "/v1/instruments/{id}/depth";
  route.doc.id = "getDepth";
  route.doc.tag = "markets";
  route.doc.zh = "品种的申报深度：买卖各若干最优档位的价格、数量与申报笔数。";
  route.doc.en =
      "Depth of an instrument: price, amount and number of orders at the best prices of each side.";
  route.doc.parameters = {
      {.name = "id", .in = "path", .zh = "品种编号。", .en = "Its code.", .required = true},
      {.name = "mode",
       .in = "query",
       .zh = "交易方式，默认 listing。",
       .en = "Trading mode; listing unless given."},
      {.name = "levels",
       .in = "query",
       .zh = "档位数。",
       .en = "How many prices of each side.",
       .schema = fmt::format(R"({{"type":"integer","minimum":1,"maximum":{},"default":{}}})",
                             levels_max, levels_default)}};
  route.doc.answer = {"application/json", std::string(depth_schema)};
  route.run = answering([&room](const Call& call) { return depth(room, call); });
  router.add(std::move(route));
}

}  // namespace

void add_market_routes(Router& router, Room& room) {
  Route markets;
  markets.method = "GET";
  markets.path = "/v1/markets";
  markets.doc.id = "listMarkets";
  markets.doc.tag = "markets";
  markets.doc.zh = "市场规则：各市场的全部版本，每条事实附出处与可信程度。";
  markets.doc.en =
      "Market rules: every version of every market, each fact with its source and confidence.";
  markets.doc.answer = {"application/json", R"({"type":"object"})"};
  markets.run = answering(
      [text = markets_json(room.markets)](const Call&) -> Answer { return json_response(text); });
  router.add(std::move(markets));
  add_depth(router, room);
}

}  // namespace tanshu::api
