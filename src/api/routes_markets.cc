// SPDX-License-Identifier: Apache-2.0
// The market rules this server came with: every version of every profile, fact by fact.
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
}

}  // namespace tanshu::api
