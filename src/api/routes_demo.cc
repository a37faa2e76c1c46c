// SPDX-License-Identifier: Apache-2.0
// Demo mode: being any user without a password. Absent from a server with real books.
#include "api/routes.h"
#include "api/signing_in.h"
#include "api/visibility.h"
#include "base/json.h"
#include "base/json_reader.h"

namespace tanshu::api {

using protocol::Participant;
using protocol::User;
using protocol::UserId;
using protocol::Verdict;

namespace {

struct DemoSignIn {
  UserId user;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("user", self.user, "Code of the user.");
  }
};

template <class T>
Verdict<T> read_row(std::string_view json) {
  const auto document = JsonDocument::parse(json);
  if (document)
    if (auto row = JsonReader::read<T>(document->root())) return std::move(*row);
  return std::unexpected(refusal_of(Failure{"views: a row does not read back"}));
}

Verdict<void> put_user(Room& room, JsonWriter& json, const User& user) {
  TRY_SET(const auto row, or_refuse(room.reading.item("participants", user.participant.text)));
  Participant participant;
  if (row) {
    TRY_SET(participant, read_row<Participant>(*row));
  }
  TRY_SET(const auto accounts, accounts_of(room.reading, user.participant));
  json.begin_object();
  json.member("user", std::string_view(user.id.text));
  json.member("participant", std::string_view(user.participant.text));
  json.member("name_zh", std::string_view(participant.name_zh));
  json.member("name_en", std::string_view(participant.name_en));
  json.key("roles").begin_array();
  for (const protocol::Role role : user.roles) json.text(name_of(role));
  json.end_array();
  json.key("accounts").begin_array();
  for (const std::string& account : accounts) json.text(account);
  json.end_array().end_object();
  return {};
}

Answer demo_users(Room& room) {
  if (!room.options.demo) return protocol::refuse(protocol::RefusalCode::demo_is_off);
  TRY_SET(const views::Page page,
          room.reading.page("users", {{"state", "active"}}, views::page_items_max, ""));
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const std::string& item : page.items) {
    TRY_SET(const User user, read_row<User>(item));
    TRY(put_user(room, json, user));
  }
  json.end_array().end_object();
  return json_response(json.take());
}

Answer demo_sign_in(Room& room, const Call& call) {
  if (!room.options.demo) return protocol::refuse(protocol::RefusalCode::demo_is_off);
  TRY_SET(const DemoSignIn body, read_body<DemoSignIn>(call));
  return open_session(room, call, body.user);
}

}  // namespace

void add_demo_routes(Router& router, Room& room) {
  Route users;
  users.method = "GET";
  users.path = "/v1/demo/users";
  users.doc = {.id = "listDemoUsers",
               .tag = "session",
               .zh = "演示模式下可选的用户。",
               .en = "The users one can be in demo mode.",
               .parameters = {},
               .body = {},
               .answer = {"application/json", R"({"$ref":"#/components/schemas/DemoUsers"})"}};
  users.run = answering([&room](const Call&) { return demo_users(room); });
  router.add(std::move(users));

  Route open;
  open.method = "POST";
  open.path = "/v1/demo/session";
  open.doc = {.id = "signInForDemo",
              .tag = "session",
              .zh = "演示模式下以任一用户登录。",
              .en = "Signs in as any user in demo mode.",
              .parameters = {},
              .body = ContentDoc{"application/json",
                                 R"({"type":"object","additionalProperties":false,)"
                                 R"("required":["user"],"properties":{"user":{"type":"string"}}})"},
              .answer = {"application/json", R"({"$ref":"#/components/schemas/Session"})"}};
  open.run = answering([&room](const Call& call) { return demo_sign_in(room, call); });
  router.add(std::move(open));
}

}  // namespace tanshu::api
