// SPDX-License-Identifier: Apache-2.0
// Followers hand in their cosignatures, and anyone sees what they confirm.
#include <fmt/format.h>

#include "api/confirmations.h"
#include "api/routes.h"
#include "api/visibility.h"
#include "base/json.h"
#include "base/time.h"

namespace tanshu::api {

using protocol::RefusalCode;
using protocol::refuse;

namespace {

constexpr std::size_t note_bytes_max = 64 * 1024;

Answer take(Room& room, const Call& call) {
  TRY(room.confirmations->take(call.request.body, room.node.log_head().size));
  JsonWriter json;
  json.begin_object();
  json.member("confirmed_size", room.confirmations->confirmed_size());
  return json_response(json.end_object().take());
}

Answer note_at(Room& room, const Call& call) {
  const std::string size(call.in_path("size"));
  const auto number = proof::strict_number(size);
  auto note = number ? room.confirmations->cosigned_at(*number) : std::nullopt;
  if (!note)
    return refuse(RefusalCode::item_is_unknown, {{"id", size}, {"collection", "log/cosigned"}});
  return text_response(std::move(*note), "text/plain; charset=utf-8");
}

Answer proven_note(Room& room) {
  auto proven = room.confirmations->proven();
  if (!proven)
    return refuse(RefusalCode::item_is_unknown, {{"id", "confirmed"}, {"collection", "log"}});
  return text_response(std::move(proven->note), "text/plain; charset=utf-8");
}

Answer confirmation(Room& room, const Call& call) {
  const std::string collection(call.in_path("collection"));
  const std::string id(call.in_path("id"));
  const auto unknown =
      refuse(RefusalCode::item_is_unknown, {{"id", id}, {"collection", collection}});
  if (is_for_signed_in(collection)) return unknown;
  TRY_SET(const auto indexes, or_refuse(room.reading.with([&](views::Views& views) {
            return views.log_indexes_of(collection, id);
          })));
  if (indexes.empty()) return unknown;
  JsonWriter json;
  json.begin_object();
  json.member("log_index", indexes.back());
  json.member("confirmation", name_of(room.confirmations->of(indexes.back())));
  return json_response(json.end_object().take());
}

Route note_route(std::string path, std::string id, std::string zh, std::string en) {
  Route route;
  route.method = "GET";
  route.path = std::move(path);
  route.doc = {.id = std::move(id),
               .tag = "log",
               .zh = std::move(zh),
               .en = std::move(en),
               .parameters = {},
               .body = {},
               .answer = {"text/plain; charset=utf-8", R"({"type":"string"})"}};
  return route;
}

Route taking_route() {
  Route route;
  route.method = "POST";
  route.path = "/v1/cosignatures";
  route.runs = Runs::on_worker;
  route.reads = false;
  route.body_bytes_max = note_bytes_max;
  route.doc = {.id = "giveCosignatures",
               .tag = "log",
               .zh = "跟随者提交经其共签的检查点(C2SP tlog-cosignature);凭签名受理,无须登录。",
               .en =
                   "A follower hands in a checkpoint that it cosigned (C2SP tlog-cosignature); "
                   "taken by its signatures, without signing in.",
               .parameters = {},
               .body = ContentDoc{"text/plain", R"({"type":"string"})"},
               .answer = {"application/json",
                          R"({"type":"object","required":["confirmed_size"],"properties":{)"
                          R"("confirmed_size":{"type":"integer","minimum":0}}})"}};
  return route;
}

Route asking_route() {
  Route route;
  route.method = "GET";
  route.path = "/v1/confirmations/{collection}/{id}";
  route.doc = {
      .id = "getConfirmation",
      .tag = "log",
      .zh = "最后更改该记录的条目是否已获确认。",
      .en = "Whether the entry that last changed this row is confirmed.",
      .parameters =
          {{.name = "collection",
            .in = "path",
            .zh = "集合名,如 batches。",
            .en = "Name of a collection, e.g. batches.",
            .required = true},
           {.name = "id", .in = "path", .zh = "编号。", .en = "Its code.", .required = true}},
      .body = {},
      .answer = {"application/json",
                 R"({"type":"object","required":["log_index","confirmation"],)"
                 R"("properties":{"log_index":{"type":"integer","minimum":0},)"
                 R"("confirmation":{"$ref":"#/components/schemas/confirmation"}}})"}};
  return route;
}

}  // namespace

void add_cosignature_routes(Router& router, Room& room) {
  Route taking = taking_route();
  taking.run = answering([&room](const Call& call) { return take(room, call); });
  router.add(std::move(taking));

  Route one =
      note_route("/log/cosigned/{size}", "getCosignedCheckpoint", "某一大小的检查点及其共签。",
                 "The checkpoint of that size with its cosignatures.");
  one.doc.parameters = {{.name = "size",
                         .in = "path",
                         .zh = "检查点覆盖的条目数。",
                         .en = "How many entries the checkpoint covers.",
                         .required = true}};
  one.run = answering([&room](const Call& call) { return note_at(room, call); });
  router.add(std::move(one));

  Route latest = note_route("/log/confirmed", "getConfirmedCheckpoint",
                            "最大的、自身即达到法定家数的共签检查点。",
                            "The largest checkpoint that has the quorum by itself.");
  latest.run = answering([&room](const Call&) { return proven_note(room); });
  router.add(std::move(latest));

  Route asking = asking_route();
  asking.run = answering([&room](const Call& call) { return confirmation(room, call); });
  router.add(std::move(asking));
}

}  // namespace tanshu::api
