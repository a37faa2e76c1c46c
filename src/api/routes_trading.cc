// SPDX-License-Identifier: Apache-2.0
// What a trading page needs beside the collections: the orders that can be picked, and a version of
// a market's rules whole, as the command that adopts it takes it.
#include <fmt/format.h>

#include "api/answer.h"
#include "api/routes.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "protocol/order.h"

namespace tanshu::api {

namespace {

using protocol::Order;
using protocol::RefusalCode;
using protocol::refuse;
using protocol::TradingMode;
using protocol::Verdict;

/// Orders of these modes are taken by somebody who chooses them; in the others the order book
/// pairs them, and whose they are is nobody else's affair.
bool is_chosen(TradingMode mode) {
  return mode == TradingMode::listing || mode == TradingMode::best_pick ||
         mode == TradingMode::block;
}

Verdict<TradingMode> chosen_mode(std::string_view text) {
  if (text.empty()) return TradingMode::listing;
  const auto mode = enum_from_name<TradingMode>(text);
  if (mode && is_chosen(*mode)) return *mode;
  return refuse(RefusalCode::query_is_wrong,
                {{"parameter", "mode"}, {"expected", "one of listing, best_pick, block"}});
}

Verdict<std::string> chosen_side(std::string_view text) {
  if (text == "buy" || text == "sell") return std::string(text);
  return refuse(RefusalCode::query_is_wrong,
                {{"parameter", "side"}, {"expected", "one of buy, sell"}});
}

Verdict<Order> order_of(const std::string& row) {
  const auto document = JsonDocument::parse(row);
  if (!document) return std::unexpected(refusal_of(Failure{"views: an order is not JSON"}));
  auto order = JsonReader::read<Order>(document->root());
  if (!order) return std::unexpected(refusal_of(Failure{"views: an order does not read back"}));
  return *std::move(order);
}

/// What the one who may take it needs to know: not what it holds, nor who typed it.
void put_offer(JsonWriter& json, const Order& order) {
  json.begin_object().member("id", std::string_view(order.id.text));
  json.member("participant", std::string_view(order.participant.text));
  json.member("mode", name_of(order.mode)).member("side", name_of(order.side));
  json.member("price", to_text(order.price)).member("remaining", to_text(order.remaining));
  json.key("batch");
  if (order.batch)
    json.text(order.batch->text);
  else
    json.null();
  json.member("for_you", order.counterparty.has_value()).end_object();
}

Answer offers(Room& room, const Call& call) {
  const std::string id(call.in_path("id"));
  TRY_SET(const TradingMode mode, chosen_mode(call.in_query("mode")));
  TRY_SET(const std::string side, chosen_side(call.in_query("side")));
  TRY_SET(const auto row, or_refuse(room.reading.item("instruments", id)));
  if (!row)
    return refuse(RefusalCode::item_is_unknown, {{"id", id}, {"collection", "instruments"}});
  views::Filters filters = {{"instrument", id},
                            {"mode", std::string(name_of(mode))},
                            {"side", side},
                            {"state", "resting"}};
  if (const auto price = call.in_query("price"); !price.empty())
    filters.emplace_back("price", std::string(price));
  TRY_SET(const views::Page page,
          room.reading.page("orders", filters, views::page_items_max, call.in_query("after")));
  const protocol::ParticipantId& own = call.caller->user.participant;
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const std::string& text : page.items) {
    TRY_SET(const Order order, order_of(text));
    if (!order.counterparty || *order.counterparty == own) put_offer(json, order);
  }
  json.end_array().key("next");
  if (page.next)
    json.text(*page.next);
  else
    json.null();
  return json_response(json.end_object().take());
}

constexpr std::string_view offers_schema =
    R"({"type":"object","required":["items","next"],"properties":{)"
    R"("items":{"type":"array","items":{"type":"object","required":["id","participant","mode",)"
    R"("side","price","remaining","batch","for_you"]}},"next":{"type":["string","null"]}}})";

void add_offers(Router& router, Room& room) {
  Route route;
  route.method = "GET";
  route.path = "/v1/instruments/{id}/orders";
  route.access = Access::signed_in;
  route.doc.id = "listOrdersToPick";
  route.doc.tag = "markets";
  route.doc.zh = "某品种可供点选的挂单：挂牌协议、挂牌点选、大宗协议；最新的在前。";
  route.doc.en =
      "Orders of an instrument that can be picked: listing, listing pick, block; newest first.";
  route.doc.parameters = {
      {.name = "id", .in = "path", .zh = "品种编号。", .en = "Its code.", .required = true},
      {.name = "mode",
       .in = "query",
       .zh = "交易方式，默认 listing。",
       .en = "Trading mode; listing unless given."},
      {.name = "side",
       .in = "query",
       .zh = "挂单的方向：buy 或 sell。",
       .en = "Side of the orders: buy or sell.",
       .required = true},
      {.name = "price",
       .in = "query",
       .zh = "仅此价格的挂单。",
       .en = "Only orders at this price."},
      {.name = "after",
       .in = "query",
       .zh = "上一页的 next。",
       .en = "`next` of the page before."}};
  route.doc.answer = {"application/json", std::string(offers_schema)};
  route.run = answering([&room](const Call& call) { return offers(room, call); });
  router.add(std::move(route));
}

Answer whole_rules(Room& room, const Call& call) {
  const std::string market(call.in_path("market"));
  const std::string effective(call.in_path("effective"));
  TRY_SET(const auto versions, room.markets.versions_of(market));
  for (const protocol::MarketProfile& version : versions)
    if (to_text(version.effective) == effective) {
      JsonWriter json;
      put_json(json, version);
      return json_response(json.take());
    }
  return refuse(RefusalCode::item_is_unknown,
                {{"id", market + " " + effective}, {"collection", "markets"}});
}

void add_whole_rules(Router& router, Room& room) {
  Route route;
  route.method = "GET";
  route.path = "/v1/markets/{market}/{effective}";
  route.doc.id = "getMarketProfile";
  route.doc.tag = "markets";
  route.doc.zh = "某市场规则文件某一版本的全文，即 adopt_market_profile 命令所用的形式。";
  route.doc.en = "One version of a market's rule file, whole, as adopt_market_profile takes it.";
  route.doc.parameters = {
      {.name = "market", .in = "path", .zh = "市场编号。", .en = "Its market.", .required = true},
      {.name = "effective",
       .in = "path",
       .zh = "该版本的首日。",
       .en = "First day of the version.",
       .required = true}};
  route.doc.answer = {"application/json", R"({"type":"object"})"};
  route.run = answering([&room](const Call& call) { return whole_rules(room, call); });
  router.add(std::move(route));
}

}  // namespace

void add_trading_routes(Router& router, Room& room) {
  add_offers(router, room);
  add_whole_rules(router, room);
}

}  // namespace tanshu::api
