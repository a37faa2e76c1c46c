// SPDX-License-Identifier: Apache-2.0
// Who is signed in, signing in and out.
#include "api/routes.h"
#include "api/signing_in.h"

#include <fmt/format.h>

#include "base/json.h"

namespace tanshu::api {

using protocol::UserId;
using protocol::Verdict;

namespace {

struct SignIn {
  UserId user;
  std::string password;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("user", self.user, "Code of the user.");
    visit("password", self.password, "The password.");
  }
};

Response session_response(const Room& room, const protocol::User* user, std::string_view session) {
  JsonWriter json;
  json.begin_object();
  if (user == nullptr) {
    json.key("user").null().key("participant").null();
  } else {
    json.member("user", std::string_view(user->id.text));
    json.member("participant", std::string_view(user->participant.text));
  }
  json.key("roles").begin_array();
  if (user != nullptr)
    for (const protocol::Role role : user->roles) json.text(name_of(role));
  json.end_array();
  json.member("demo", room.options.demo);
  json.member("cell", std::string_view(room.node.cell()));
  if (session.empty())
    json.key("csrf").null();
  else
    json.member("csrf", AccessControl::csrf_of(session));
  json.end_object();
  return json_response(json.take());
}

std::string cookie(const Room& room, std::string_view session, std::int64_t seconds) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}", session_cookie,
                     session, seconds, room.public_url.starts_with("https://") ? "; Secure" : "");
}

Answer sign_in(Room& room, const Call& call) {
  TRY_SET(const SignIn body, read_body<SignIn>(call));
  TRY(room.access.check_password(body.user, body.password));
  return open_session(room, call, body.user);
}

Answer sign_out(Room& room, const Call& call) {
  const std::string_view session = cookie_value(call.request.header("cookie"), session_cookie);
  if (!session.empty()) TRY(room.access.end_session(session));
  Response response = session_response(room, nullptr, "");
  response.header("Set-Cookie", cookie(room, "", 0));
  return response;
}

constexpr std::string_view session_schema = R"({"$ref":"#/components/schemas/Session"})";

}  // namespace

Answer open_session(Room& room, const Call& call, const UserId& id) {
  TRY_SET(const protocol::User user, room.users.active(id));
  const std::string_view before = cookie_value(call.request.header("cookie"), session_cookie);
  if (!before.empty()) TRY(room.access.end_session(before));
  TRY_SET(const std::string session, room.access.open_session(id));
  Response response = session_response(room, &user, session);
  response.header("Set-Cookie", cookie(room, session, AccessControl::session_seconds_max));
  return response;
}

void add_session_routes(Router& router, Room& room) {
  Route get;
  get.method = "GET";
  get.path = "/v1/session";
  get.doc = {.id = "getSession",
             .tag = "session",
             .zh = "当前登录者及其 CSRF 令牌。",
             .en = "Who is signed in, and the CSRF token of the session.",
             .parameters = {},
             .body = {},
             .answer = {"application/json", std::string(session_schema)}};
  get.run = answering([&room](const Call& call) -> Answer {
    const Caller* caller = call.caller ? &*call.caller : nullptr;
    return session_response(room, caller == nullptr ? nullptr : &caller->user,
                            caller == nullptr ? std::string_view() : caller->session);
  });
  router.add(std::move(get));

  Route post;
  post.method = "POST";
  post.path = "/v1/session";
  post.runs = Runs::on_worker;
  post.doc = {.id = "signIn",
              .tag = "session",
              .zh = "用密码登录；会话以 Cookie 保存，闲置 30 分钟或满 12 小时失效。",
              .en =
                  "Signs in with a password. The session is a cookie; it ends after 30 idle "
                  "minutes or 12 hours.",
              .parameters = {},
              .body = ContentDoc{"application/json",
                                 R"({"type":"object","additionalProperties":false,)"
                                 R"("required":["user","password"],"properties":{)"
                                 R"("user":{"type":"string"},"password":{"type":"string"}}})"},
              .answer = {"application/json", std::string(session_schema)}};
  post.run = answering([&room](const Call& call) { return sign_in(room, call); });
  router.add(std::move(post));

  Route end;
  end.method = "DELETE";
  end.path = "/v1/session";
  end.doc = {.id = "signOut",
             .tag = "session",
             .zh = "退出登录。",
             .en = "Signs out.",
             .parameters = {},
             .body = {},
             .answer = {"application/json", std::string(session_schema)}};
  end.run = answering([&room](const Call& call) { return sign_out(room, call); });
  router.add(std::move(end));
}

}  // namespace tanshu::api
