// SPDX-License-Identifier: Apache-2.0
// GET /v1/events: committed events as they happen.
#include "api/routes.h"
#include "api/visibility.h"

namespace tanshu::api {

using protocol::RefusalCode;
using protocol::refuse;
using protocol::Verdict;

namespace {

/// The header that browsers send when they reconnect, or the query parameter for those who begin
/// somewhere.
Verdict<std::optional<FeedPlace>> place_of(const Call& call) {
  const std::string_view header = call.request.header("last-event-id");
  const std::string_view text = header.empty() ? call.in_query("after") : header;
  if (text.empty()) return std::nullopt;
  const auto place = place_after(text);
  if (!place)
    return refuse(RefusalCode::query_is_wrong,
                  {{"parameter", header.empty() ? "after" : "Last-Event-ID"},
                   {"expected", "the id of an event"}});
  return place;
}

Answer events(Room& room, const Call& call) {
  for (const auto& [name, value] : call.query)
    if (name != "after")
      return refuse(RefusalCode::query_is_wrong, {{"parameter", name}, {"expected", "absent"}});
  TRY_SET(const auto place, place_of(call));
  TRY_SET(FeedViewer viewer, feed_viewer(room.reading, call.caller));
  if (room.feed.full())
    return refuse(RefusalCode::server_is_busy, {{"problem", "too many listeners"}});
  Response response;
  response.header("Content-Type", "text/event-stream; charset=utf-8");
  response.header("Cache-Control", "no-store");
  response.header("X-Accel-Buffering", "no");
  response.stream = [&room, place, viewer = std::move(viewer)](std::shared_ptr<Stream> stream) {
    room.feed.add(std::move(stream), place, viewer);
  };
  return response;
}

}  // namespace

void add_event_routes(Router& router, Room& room) {
  Route route;
  route.method = "GET";
  route.path = "/v1/events";
  route.doc.id = "followEvents";
  route.doc.tag = "events";
  route.doc.zh = "已提交事件的推送流；断线后以 Last-Event-ID 续传，不漏不重。";
  route.doc.en =
      "Committed events as server-sent events; resumes after Last-Event-ID without gap or repeat.";
  route.doc.parameters = {{.name = "Last-Event-ID",
                           .in = "header",
                           .zh = "最后收到的事件编号。",
                           .en = "Id of the last event received."},
                          {.name = "after",
                           .in = "query",
                           .zh = "从该编号之后开始；缺省为从现在开始。",
                           .en = "Begins after this id; without it, now."}};
  route.doc.answer = {"text/event-stream", R"({"type":"string"})"};
  route.run = answering([&room](const Call& call) { return events(room, call); });
  router.add(std::move(route));
}

}  // namespace tanshu::api
