// SPDX-License-Identifier: Apache-2.0
// What stands between the server and the routes: who asks, may a page of ours have sent it, which
// route, which thread.
#pragma once

#include <memory>
#include <mutex>

#include "api/access.h"
#include "api/confirmations.h"
#include "api/event_feed.h"
#include "api/http_server.h"
#include "api/known_users.h"
#include "api/reading.h"
#include "api/router.h"
#include "api/serve.h"
#include "api/workers.h"
#include "intake/market_library.h"
#include "measure/method_library.h"

namespace tanshu::api {

/// What routes stand on.
struct Room {
  node::Node& node;
  const ServeOptions& options;
  AccessControl& access;
  ReadingPool& reading;
  KnownUsers& users;
  EventFeed& feed;
  const measure::MethodLibrary& library;
  const intake::MarketLibrary& markets;
  /// Shared with answers that the node still owes when the server is gone.
  std::shared_ptr<Confirmations> confirmations;
  /// "https://tickets.example": without a slash at the end.
  std::string public_url;
};

/// Every route of the server; also the source of the OpenAPI document.
void add_all_routes(Router& router, Room& room);

class Service : public HttpHandler {
 public:
  Service(Room& room, Workers& workers);
  /// Requests that still wait for the node are dropped.
  ~Service() override;

  Admission admit(const Request& head) override;
  void handle(Request request, Respond respond) override;
  std::shared_ptr<BodySink> receive(Request head, Respond respond) override;
  Response refused(HttpRefusal why, std::size_t limit, std::string_view detail) const override;

  const Router& router() const { return router_; }

 private:
  /// Closed when the service goes, so that the node's late word finds nobody.
  struct Presence {
    std::mutex mutex;
    bool open = true;
  };

  struct Found {
    const Route* route = nullptr;
    Call call;
  };

  Respond finishing(const Request& request, Respond respond) const;
  /// The route, and the call without its caller; nothing when that was answered here.
  std::optional<Found> find(Request request, const Respond& respond) const;
  std::size_t body_limit(const Request& head, const Route& route) const;
  void proceed(const Route& route, Call& call, Respond respond);
  void proceed_when_published(const Route& route, Call call, Respond respond);
  Response without_route(const Request& request, const Router::Match& match) const;
  protocol::Verdict<void> check_write(const Request& request, const Route& route) const;
  protocol::Verdict<std::optional<Caller>> find_caller(const Request& request) const;
  protocol::Verdict<void> check_caller(const Request& request, const Route& route,
                                       std::optional<Caller>& caller) const;
  protocol::Verdict<protocol::User> user_of(const protocol::UserId& id) const;
  void run(const Route& route, Call call, Respond respond);
  Response finished(Response response) const;

  Room& room_;
  Workers& workers_;
  Router router_;
  std::shared_ptr<Presence> presence_ = std::make_shared<Presence>();
};

/// The headers that every answer carries.
Response with_security_headers(Response response, bool https);

/// For a command that the node did not write: given again under the same key, here or where it is
/// written now, it is executed once.
protocol::Refusal refusal_when_stopped(const Failure& failure);
Response response_when_stopped(const node::Node& node, const Failure& failure);

/// The name of the session cookie.
inline constexpr std::string_view session_cookie = "tanshu_session";

}  // namespace tanshu::api
