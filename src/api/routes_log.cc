// SPDX-License-Identifier: Apache-2.0
// The transparency log for readers anywhere: checkpoint and tiles as static files (C2SP
// tlog-tiles), and where it is.
#include <fmt/format.h>

#include <algorithm>

#include "api/routes.h"
#include "api/static_files.h"
#include "base/hash.h"
#include "base/json.h"
#include "proof/files.h"
#include "proof/tiles.h"

namespace tanshu::api {

using protocol::RefusalCode;
using protocol::refuse;

namespace {

/// The checkpoint on disk with the cosignatures that came since.
Answer checkpoint(Room& room, const Call& call) {
  TRY_SET(const auto bytes, or_refuse(proof::read_whole(room.node.data() / "log" / "checkpoint")));
  if (!bytes) return refuse(RefusalCode::path_is_unknown, {{"path", call.request.path}});
  std::string note = room.confirmations->cosigned(std::string(text_of(*bytes)));
  const std::string tag = fmt::format("\"{}\"", sha256(note).hex().substr(0, 32));
  Response response;
  if (has_tag(call.request, tag))
    response.status = 304;
  else
    response = text_response(std::move(note), "text/plain; charset=utf-8");
  return response.header("ETag", tag).header("Cache-Control", "no-cache");
}

Answer tile(Room& room, const Call& call) {
  const std::string path = "tile/" + std::string(call.in_path("path"));
  // Only canonical names, so that one tile has one address, for caches too.
  if (!proof::parse_tile_path(path))
    return refuse(RefusalCode::path_is_unknown, {{"path", call.request.path}});
  const auto segments = path_segments('/' + path);
  if (!segments) return refuse(RefusalCode::path_is_unknown, {{"path", call.request.path}});
  const auto file = file_below(room.node.data() / "log", *segments);
  if (!file) return refuse(RefusalCode::path_is_unknown, {{"path", call.request.path}});
  Response response = file_response(call.request, *file, Freshness::immutable);
  for (auto& [name, value] : response.headers)
    if (name == "Content-Type") value = "application/octet-stream";
  return response;
}

/// What confirms, and how far each follower is with each statement.
void put_policy(JsonWriter& json, const Confirmations& confirmations) {
  const auto& policy = confirmations.policy();
  const auto standings = confirmations.standings();
  json.key("quorum").begin_object();
  for (const proof::Statement statement : proof::all_statements)
    if (policy && policy->quorum[proof::index_of(statement)] != 0)
      json.member(name_of(statement), std::uint64_t{policy->quorum[proof::index_of(statement)]});
  json.end_object().key("followers").begin_array();
  for (std::size_t i = 0; i < standings.size(); ++i) {
    json.begin_object().member("name", std::string_view(policy->followers[i].name));
    for (const proof::Statement statement : proof::all_statements)
      json.member(name_of(statement), standings[i].size[proof::index_of(statement)]);
    const std::uint64_t time_s = std::ranges::max(standings[i].time_s);
    json.key("at");
    if (time_s == 0)
      json.null();
    else
      json.text(to_text(Instant{static_cast<std::int64_t>(time_s) * 1'000'000'000}));
    json.end_object();
  }
  json.end_array();
}

Answer log_head(Room& room) {
  const node::LogHead head = room.node.log_head();
  JsonWriter json;
  json.begin_object();
  json.member("origin", std::string_view(head.origin));
  json.member("vkey", std::string_view(head.vkey));
  json.key("sm2_vkey");
  if (head.sm2_vkey.empty())
    json.null();
  else
    json.text(head.sm2_vkey);
  json.member("hash", name_of(room.node.signer().hash()));
  json.member("size", head.size);
  json.member("confirmed_size", room.confirmations->confirmed_size());
  put_policy(json, *room.confirmations);
  json.end_object();
  return json_response(json.take());
}

Answer standing(Room& room) {
  const node::Standing standing = room.node.standing();
  JsonWriter json;
  json.begin_object();
  json.member("leading", standing.leading);
  json.member("leader", std::string_view(standing.leader));
  json.member("staleness_ms", static_cast<std::uint64_t>(standing.staleness.count()));
  json.member("head", standing.head);
  json.end_object();
  return json_response(json.take());
}

void add_standing_route(Router& router, Room& room) {
  Route route;
  route.method = "GET";
  route.path = "/v1/standing";
  route.doc = {
      .id = "getStanding",
      .tag = "log",
      .zh = "本节点是否负责写入、写入节点的地址、所读数据最多滞后多久。",
      .en =
          "Whether this node writes, where the node is that does, and how old what is read "
          "here may be.",
      .parameters = {},
      .body = {},
      .answer = {"application/json",
                 R"({"type":"object","required":["leading","leader","staleness_ms","head"],)"
                 R"("properties":{"leading":{"type":"boolean"},"leader":{"type":"string"},)"
                 R"("staleness_ms":{"type":"integer","minimum":0},)"
                 R"("head":{"type":"integer","minimum":0}}})"}};
  route.reads = false;
  route.run = answering([&room](const Call&) { return standing(room); });
  router.add(std::move(route));
}

}  // namespace

void add_log_routes(Router& router, Room& room) {
  add_standing_route(router, room);
  Route head;
  head.method = "GET";
  head.path = "/v1/log";
  head.doc = {.id = "getLog",
              .tag = "log",
              .zh = "日志名称、验证公钥、当前大小,以及跟随者与已确认的大小。",
              .en =
                  "The log's origin, verification key and size, its followers, and how much they "
                  "confirm.",
              .parameters = {},
              .body = {},
              .answer = {"application/json", R"({"$ref":"#/components/schemas/Log"})"}};
  head.run = answering([&room](const Call&) { return log_head(room); });
  router.add(std::move(head));

  Route point;
  point.method = "GET";
  point.path = "/log/checkpoint";
  point.doc = {.id = "getCheckpoint",
               .tag = "log",
               .zh = "已签名的检查点（C2SP tlog-checkpoint）。",
               .en = "The signed checkpoint (C2SP tlog-checkpoint).",
               .parameters = {},
               .body = {},
               .answer = {"text/plain; charset=utf-8", R"({"type":"string"})"}};
  point.run = answering([&room](const Call& call) { return checkpoint(room, call); });
  router.add(std::move(point));

  Route tiles;
  tiles.method = "GET";
  tiles.path = "/log/tile/{path...}";
  tiles.doc = {
      .id = "getTile",
      .tag = "log",
      .zh = "哈希瓦片或条目包（C2SP tlog-tiles），内容永不改变。",
      .en = "A tile of hashes or a bundle of entries (C2SP tlog-tiles); never changes.",
      .parameters = {{.name = "path",
                      .in = "path",
                      .zh = "瓦片名，如 0/x001/234 或 entries/000.p/8，可含斜线。",
                      .en = "Name of the tile, e.g. 0/x001/234 or entries/000.p/8; holds slashes.",
                      .required = true}},
      .body = {},
      .answer = {"application/octet-stream", ""}};
  tiles.reads = false;  // they lie under a checkpoint that was served before
  tiles.run = answering([&room](const Call& call) { return tile(room, call); });
  router.add(std::move(tiles));
}

}  // namespace tanshu::api
