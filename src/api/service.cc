// SPDX-License-Identifier: Apache-2.0
// The way of a request: route, origin, caller, thread, and the headers that every answer carries.
#include "api/service.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "api/origin.h"
#include "api/static_files.h"

namespace tanshu::api {

using protocol::Refusal;
using protocol::RefusalCode;
using protocol::refuse;
using protocol::User;
using protocol::UserId;
using protocol::Verdict;

namespace {

constexpr std::size_t body_bytes_max = 1 << 20;
/// Element Plus and OpenLayers set style attributes; scripts come from our own files only.
constexpr std::string_view page_policy =
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";
constexpr std::string_view data_policy = "default-src 'none'; frame-ancestors 'none'";

/// How long a reader waits for log and views to show what was durable when he came; then he sees
/// what is there.
constexpr std::chrono::milliseconds reader_patience{2000};
constexpr std::chrono::milliseconds new_user_patience{500};

Response busy_response() {
  return problem_response(
      refuse(RefusalCode::server_is_busy, {{"problem", "too many requests wait"}}).error());
}

std::string security_lines(std::string_view policy, bool https) {
  return fmt::format(
      "Content-Security-Policy: {}\r\nX-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\n"
      "Referrer-Policy: same-origin\r\nCross-Origin-Opener-Policy: same-origin\r\n"
      "Permissions-Policy: geolocation=(), camera=(), microphone=()\r\n{}",
      policy, https ? "Strict-Transport-Security: max-age=31536000\r\n" : "");
}

bool writes(std::string_view method) {
  return method == "POST" || method == "DELETE";
}

std::string_view media_type(const Request& request) {
  std::string_view type = request.header("content-type");
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  return type;
}

bool takes(const RouteDoc& doc, std::string_view type) {
  return type == doc.body->type || std::ranges::any_of(doc.other_bodies, [&](const auto& other) {
           return type == other.type;
         });
}

std::string types_of(const RouteDoc& doc) {
  if (doc.other_bodies.empty()) return doc.body->type;
  std::string types = "one of " + doc.body->type;
  for (const ContentDoc& other : doc.other_bodies) types += ", " + other.type;
  return types;
}

Refusal path_is_unknown(const Request& request) {
  return refuse(RefusalCode::path_is_unknown, {{"path", request.path}}).error();
}

bool is_for_programs(std::string_view path) {
  return path == "/v1" || path.starts_with("/v1/") || path == "/log" || path.starts_with("/log/");
}

/// The public log may be read by any page anywhere: that is what it is for.
bool is_public_log(std::string_view path) {
  return path.starts_with("/log/");
}

}  // namespace

Service::Service(Room& room, Workers& workers) : room_(room), workers_(workers) {
  add_all_routes(router_, room_);
}

Service::~Service() {
  const std::lock_guard lock(presence_->mutex);
  presence_->open = false;
}

/// Large bodies are not taken in from someone who may not send them.
Admission Service::admit(const Request& head) {
  const Router::Match match = router_.find(head.method, head.path);
  if (match.route == nullptr) return {.body_bytes = body_bytes_max};
  const Route& route = *match.route;
  if (route.body_bytes_max > body_bytes_max) {
    std::optional<Caller> caller;
    Verdict<void> checked = check_write(head, route);
    if (checked) checked = check_caller(head, route, caller);
    if (!checked) return {.turned_away = finished(problem_response(checked.error()))};
  }
  return {.body_bytes = body_limit(head, route),
          .in_pieces = route.receive != nullptr,
          .held_bytes = route.held_bytes};
}

std::size_t Service::body_limit(const Request& head, const Route& route) const {
  if (route.visitor_body_bytes_max >= route.body_bytes_max) return route.body_bytes_max;
  const auto caller = find_caller(head);
  const bool known = caller && caller->has_value();
  return known ? route.body_bytes_max : route.visitor_body_bytes_max;
}

Response Service::refused(HttpRefusal why, std::size_t limit, std::string_view detail) const {
  const std::string bytes = std::to_string(limit);
  const std::string problem(detail);
  switch (why) {
    case HttpRefusal::header_too_large:
      return finished(
          problem_response(refuse(RefusalCode::header_is_too_large, {{"limit", bytes}}).error()));
    case HttpRefusal::body_too_large:
      return finished(
          problem_response(refuse(RefusalCode::body_is_too_large, {{"limit", bytes}}).error()));
    case HttpRefusal::busy:
      return finished(
          problem_response(refuse(RefusalCode::server_is_busy, {{"problem", problem}}).error()));
    case HttpRefusal::file_gone:
      return finished(
          problem_response(refuse(RefusalCode::path_is_unknown, {{"path", "?"}}).error()));
    case HttpRefusal::malformed:
      break;
  }
  return finished(
      problem_response(refuse(RefusalCode::request_is_malformed, {{"problem", problem}}).error()));
}

Response Service::without_route(const Request& request, const Router::Match& match) const {
  const bool programs = is_for_programs(request.path);
  const std::string allowed = !match.allowed.empty() ? match.allowed
                              : programs             ? ""
                                                     : "GET, HEAD, OPTIONS";
  if (request.method == "OPTIONS" && !allowed.empty()) {
    Response response;
    response.status = 204;
    return response.header("Allow", allowed);
  }
  if (!match.allowed.empty() ||
      (!programs && request.method != "GET" && request.method != "HEAD")) {
    Response response =
        problem_response(refuse(RefusalCode::method_is_not_allowed,
                                {{"method", request.method}, {"path", request.path}})
                             .error());
    return response.header("Allow", allowed);
  }
  const auto segments = path_segments(request.path);
  if (programs || !segments || room_.options.web_dir.empty())
    return problem_response(path_is_unknown(request));
  auto file = file_below(room_.options.web_dir, *segments);
  const bool named_by_content = segments->front() == "assets";
  if (!file) {
    if (!is_page_address(request, *segments)) return problem_response(path_is_unknown(request));
    file = file_below(room_.options.web_dir, {"index.html"});
    if (!file) return problem_response(path_is_unknown(request));
  }
  return file_response(request, *file,
                       named_by_content ? Freshness::immutable : Freshness::revalidate);
}

Verdict<void> Service::check_write(const Request& request, const Route& route) const {
  if (!writes(request.method)) return {};
  if (const std::string origin = foreign_origin(request, room_.public_url); !origin.empty())
    return refuse(RefusalCode::origin_is_foreign, {{"origin", origin}});
  // A foreign page cannot send JSON or CSV without asking first, and we never say yes.
  if (route.doc.body && !takes(route.doc, media_type(request)))
    return refuse(RefusalCode::content_type_is_wrong, {{"expected", types_of(route.doc)}});
  return {};
}

Verdict<std::optional<Caller>> Service::find_caller(const Request& request) const {
  static constexpr std::string_view bearer = "Bearer ";
  const std::string_view authorization = request.header("authorization");
  if (!authorization.empty()) {
    if (!authorization.starts_with(bearer)) return refuse(RefusalCode::token_is_wrong);
    TRY_SET(const UserId id, room_.access.user_of_token(authorization.substr(bearer.size())));
    TRY_SET(User user, user_of(id));
    return Caller{std::move(user), ""};
  }
  const std::string_view session = cookie_value(request.header("cookie"), session_cookie);
  if (session.empty()) return std::nullopt;
  TRY_SET(const auto id, room_.access.user_of_session(session));
  if (!id) return std::nullopt;
  TRY_SET(User user, user_of(*id));
  return Caller{std::move(user), std::string(session)};
}

/// Commands do not wait for the views, so a user who is not in them may have come this moment.
Verdict<User> Service::user_of(const UserId& id) const {
  auto user = room_.users.active(id);
  if (user || !room_.node.wait_published(new_user_patience)) return user;
  return room_.users.active(id);
}

Verdict<void> Service::check_caller(const Request& request, const Route& route,
                                    std::optional<Caller>& caller) const {
  // Who signs in, or out of a session that has become worthless, need not be anyone yet.
  const bool about_sessions = route.path.ends_with("/session");
  auto found = find_caller(request);
  if (!found && !about_sessions) return std::unexpected(std::move(found.error()));
  if (found) caller = std::move(*found);
  if (route.access == Access::signed_in && !caller) return refuse(RefusalCode::not_signed_in);
  const bool by_cookie = caller && !caller->session.empty();
  if (by_cookie && writes(request.method) && !(about_sessions && request.method == "POST") &&
      request.header("x-tanshu-csrf") != AccessControl::csrf_of(caller->session))
    return refuse(RefusalCode::csrf_token_is_wrong);
  return {};
}

/// An answer may come from the node after this service is gone: nothing of it is held here.
Respond Service::finishing(const Request& request, Respond respond) const {
  const bool public_log = is_public_log(request.path);
  const bool https = room_.public_url.starts_with("https://");
  return [public_log, https, standing = room_.node.standing(),
          respond = std::move(respond)](Response response) {
    if (!standing.leading || standing.staleness.count() > 0)
      response.header("Tanshu-Staleness-Ms", std::to_string(standing.staleness.count()));
    if (public_log)
      response.header("Access-Control-Allow-Origin", "*")
          .header("Cross-Origin-Resource-Policy", "cross-origin");
    respond(with_security_headers(std::move(response), https));
  };
}

std::optional<Service::Found> Service::find(Request request, const Respond& respond) const {
  const auto refused = [&respond](Response response) -> std::optional<Found> {
    respond(std::move(response));
    return std::nullopt;
  };
  Router::Match match = router_.find(request.method, request.path);
  if (match.route == nullptr) return refused(without_route(request, match));
  auto query = parse_query(request.query);
  if (!query)
    return refused(problem_response(
        refuse(RefusalCode::request_is_malformed, {{"problem", "the query"}}).error()));
  if (const std::string twice = repeated_name(*query); !twice.empty() && !match.route->repeats)
    return refused(problem_response(
        refuse(RefusalCode::query_is_wrong, {{"parameter", twice}, {"expected", "given once"}})
            .error()));
  if (auto checked = check_write(request, *match.route); !checked)
    return refused(problem_response(checked.error()));
  Found found{match.route, {}};
  found.call.path = std::move(match.path);
  found.call.query = std::move(*query);
  found.call.request = std::move(request);
  return found;
}

void Service::handle(Request request, Respond respond) {
  Respond finish = finishing(request, std::move(respond));
  auto found = find(std::move(request), finish);
  if (!found) return;
  if (!found->route->reads) return proceed(*found->route, found->call, std::move(finish));
  proceed_when_published(*found->route, std::move(found->call), std::move(finish));
}

std::shared_ptr<BodySink> Service::receive(Request head, Respond respond) {
  Respond finish = finishing(head, std::move(respond));
  auto found = find(std::move(head), finish);
  if (!found) return nullptr;
  const auto checked = check_caller(found->call.request, *found->route, found->call.caller);
  if (checked) return found->route->receive(std::move(found->call), std::move(finish));
  finish(problem_response(checked.error()));
  return nullptr;
}

/// Whoever has an answer and then reads must find what he did. Nothing is under way most of the
/// time; then the request goes on at once and where it is.
void Service::proceed_when_published(const Route& route, Call call, Respond respond) {
  const auto shared = std::make_shared<Call>(std::move(call));
  const auto here = std::this_thread::get_id();
  room_.node.when_published(
      reader_patience, [this, presence = presence_, here, &route, shared, respond] {
        if (std::this_thread::get_id() == here) return proceed(route, *shared, respond);
        const std::lock_guard lock(presence->mutex);
        if (!presence->open) return;
        if (!workers_.run([this, &route, shared, respond] { proceed(route, *shared, respond); }))
          respond(busy_response());
      });
}

void Service::proceed(const Route& route, Call& call, Respond respond) {
  const auto checked = check_caller(call.request, route, call.caller);
  if (!checked) return respond(problem_response(checked.error()));
  run(route, std::move(call), std::move(respond));
}

void Service::run(const Route& route, Call call, Respond respond) {
  if (route.runs == Runs::at_once) return route.run(std::move(call), std::move(respond));
  std::shared_ptr<void> pass;
  if (route.turnstile != nullptr && (pass = route.turnstile->enter()) == nullptr)
    return respond(problem_response(
        refuse(RefusalCode::server_is_busy, {{"problem", "too many of these at once"}}).error()));
  const auto shared = std::make_shared<Call>(std::move(call));
  const bool taken =
      workers_.run([&route, shared, respond, pass] { route.run(std::move(*shared), respond); });
  if (!taken) respond(busy_response());
}

Response Service::finished(Response response) const {
  return with_security_headers(std::move(response), room_.public_url.starts_with("https://"));
}

Refusal refusal_when_stopped(const Failure& failure) {
  return refuse(RefusalCode::writing_has_stopped, {{"problem", failure.what}}).error();
}

Response response_when_stopped(const node::Node& node, const Failure& failure) {
  Response response = problem_response(refusal_when_stopped(failure));
  response.header("Retry-After", "1");
  const node::Standing standing = node.standing();
  if (!standing.leading && !standing.leader.empty())
    response.header("Tanshu-Leader", standing.leader);
  return response;
}

Response with_security_headers(Response response, bool https) {
  bool page = true;
  for (const auto& [name, value] : response.headers)
    if (name == "Content-Type") page = value.find("json") == std::string::npos;
  static const std::string lines[] = {
      security_lines(data_policy, false), security_lines(data_policy, true),
      security_lines(page_policy, false), security_lines(page_policy, true)};
  response.fixed_headers = lines[(page ? 2 : 0) + (https ? 1 : 0)];
  return response;
}

}  // namespace tanshu::api
