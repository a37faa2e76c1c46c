// SPDX-License-Identifier: Apache-2.0
// Signing in and out, cookies and CSRF, the demo door.
#include "api/small_cell.h"

namespace tanshu::api {
namespace {

constexpr std::string_view password = "correct horse battery";

class SessionTest : public SmallCell {
 protected:
  void SetUp() override {
    SmallCell::SetUp();
    const auto access = AccessControl::open(options.data);
    ASSERT_TRUE((*access)->set_password({"clerk-1"}, password).has_value());
  }
  Reply sign_in(std::string_view given_password) {
    return post("/v1/session",
                fmt::format(R"({{"user":"clerk-1","password":"{}"}})", given_password));
  }
  /// "tanshu_session=…" of a reply.
  static std::string cookie(const Reply& reply) {
    const std::string set = reply.header("set-cookie");
    return set.substr(0, set.find(';'));
  }
  static std::string deposit() {
    return R"({"command":"deposit_cash","body":{"account":"firm-1-a","amount":"5.00 CNY","bank_reference":"r"}})";
  }
};

TEST_F(SessionTest, signs_in_and_out) {
  serve_now();
  EXPECT_EQ(member(get("/v1/session").body, "user"), "null");
  const Reply opened = sign_in(password);
  ASSERT_EQ(opened.status, 200) << opened.body;
  EXPECT_EQ(member(opened.body, "user"), "clerk-1");
  EXPECT_EQ(member(opened.body, "participant"), "operator");
  EXPECT_EQ(member(opened.body, "roles"), R"(["clearing_officer"])");
  EXPECT_EQ(member(opened.body, "cell"), "baotou");
  EXPECT_EQ(member(opened.body, "demo"), "false");
  EXPECT_NE(opened.header("set-cookie").find("HttpOnly; SameSite=Strict"), std::string::npos);
  EXPECT_EQ(opened.header("set-cookie").find("Secure"), std::string::npos);
  const std::string csrf = member(opened.body, "csrf");
  EXPECT_EQ(member(get("/v1/session", {{"Cookie", cookie(opened)}}).body, "csrf"), csrf);
  const auto refused = ask(port, "DELETE", "/v1/session", {{"Cookie", cookie(opened)}});
  EXPECT_EQ(code(*refused), "1037");
  const auto ended_session =
      ask(port, "DELETE", "/v1/session", {{"Cookie", cookie(opened)}, {"X-Tanshu-Csrf", csrf}});
  EXPECT_EQ(ended_session->status, 200);
  EXPECT_EQ(member(get("/v1/session", {{"Cookie", cookie(opened)}}).body, "user"), "null");
}

TEST_F(SessionTest, refuses_wrong_passwords_and_locks) {
  serve_now();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(code(sign_in("wrong")), "1011");
  const Reply locked = sign_in(password);
  EXPECT_EQ(locked.status, 429);
  EXPECT_EQ(code(locked), "1012");
  EXPECT_NE(locked.header("retry-after"), "");
}

TEST_F(SessionTest, wants_the_csrf_token_beside_a_cookie) {
  serve_now();
  const Reply opened = sign_in(password);
  const SentHeaders by_cookie = {{"Cookie", cookie(opened)}, {"Idempotency-Key", "k"}};
  EXPECT_EQ(code(post("/v1/commands", deposit(), by_cookie)), "1037");
  SentHeaders with_wrong = by_cookie;
  with_wrong.emplace_back("X-Tanshu-Csrf", "0000");
  EXPECT_EQ(code(post("/v1/commands", deposit(), with_wrong)), "1037");
  SentHeaders with_right = by_cookie;
  with_right.emplace_back("X-Tanshu-Csrf", member(opened.body, "csrf"));
  EXPECT_EQ(post("/v1/commands", deposit(), with_right).status, 200);
}

TEST_F(SessionTest, gives_secure_cookies_where_the_public_url_is) {
  options.public_url = "https://tickets.example/";
  serve_now();
  const Reply opened = sign_in(password);
  EXPECT_NE(opened.header("set-cookie").find("; Secure"), std::string::npos);
  EXPECT_NE(opened.header("strict-transport-security"), "");
}

TEST_F(SessionTest, has_no_demo_door_outside_demo_mode) {
  serve_now();
  EXPECT_EQ(code(get("/v1/demo/users")), "1032");
  EXPECT_EQ(code(post("/v1/demo/session", R"({"user":"trader-1"})")), "1032");
}

TEST_F(SessionTest, lets_anyone_be_anyone_in_demo_mode) {
  options.demo = true;
  serve_now();
  const Reply users = get("/v1/demo/users");
  EXPECT_NE(
      users.body.find(
          R"({"user":"trader-1","participant":"firm-1","name_zh":"公司","name_en":"Firm","roles":["trader"],"accounts":["firm-1-a"]})"),
      std::string::npos)
      << users.body;
  const Reply opened = post("/v1/demo/session", R"({"user":"trader-1"})");
  EXPECT_EQ(member(opened.body, "user"), "trader-1");
  EXPECT_EQ(code(post("/v1/demo/session", R"({"user":"nobody"})")), "1002");
  EXPECT_EQ(
      code(post("/v1/demo/session", R"({"user":"trader-1"})", {{"Origin", "http://evil.example"}})),
      "1034");
  const Reply other =
      post("/v1/demo/session", R"({"user":"trader-2"})", {{"Cookie", cookie(opened)}});
  EXPECT_EQ(member(other.body, "user"), "trader-2");
  EXPECT_EQ(member(get("/v1/session", {{"Cookie", cookie(opened)}}).body, "user"), "null");
}

}  // namespace
}  // namespace tanshu::api
