// SPDX-License-Identifier: Apache-2.0
// Whether commands are taken now and, if not, why: for people, monitors and load balancers.
#include "api/routes.h"
#include "base/json.h"
#include "protocol/refusal.h"

namespace tanshu::api {

using protocol::RefusalCode;
using protocol::refuse;

namespace {

Answer health(const Room& room) {
  const std::string why = room.node.write_stop();
  JsonWriter json;
  json.begin_object().member("cell", std::string_view(room.node.cell()));
  json.member("writing", why.empty());
  if (why.empty()) {
    json.member("status_zh", "正常：可查询，可提交命令。");
    json.member("status_en", "Well: readers are served and commands are taken.");
  } else {
    const auto stopped = refuse(RefusalCode::writing_has_stopped, {{"problem", why}}).error();
    json.member("status_zh", protocol::chinese_of(stopped));
    json.member("status_en", protocol::english_of(stopped));
  }
  return json_response(json.end_object().take());
}

}  // namespace

void add_health_routes(Router& router, Room& room) {
  Route route;
  route.method = "GET";
  route.path = "/v1/health";
  route.reads = false;  // must answer whatever else is stuck
  route.doc = {.id = "getHealth",
               .tag = "protocol",
               .zh = "是否可提交命令；不可时说明原因。查询始终可用。",
               .en = "Whether commands are taken, and why if not. Readers are served either way.",
               .parameters = {},
               .body = {},
               .answer = {"application/json", R"({"$ref":"#/components/schemas/Health"})"}};
  route.run = answering([&room](const Call&) { return health(room); });
  router.add(std::move(route));
}

}  // namespace tanshu::api
