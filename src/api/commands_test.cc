// SPDX-License-Identifier: Apache-2.0
// POST /v1/commands against a real node.
#include "api/small_cell.h"

namespace tanshu::api {
namespace {

class CommandsTest : public SmallCell {
 protected:
  void SetUp() override {
    SmallCell::SetUp();
    serve_now();
    clerk = token_of("clerk-1");
    trader = token_of("trader-1");
  }

  static std::string deposit(const std::string& reference, const std::string& amount = "5.00 CNY") {
    return R"({"command":"deposit_cash","body":{"account":"firm-1-a","amount":")" + amount +
           R"(","bank_reference":")" + reference + R"("}})";
  }
  Reply command(const std::string& body, const std::string& key, const std::string& who) {
    return post("/v1/commands", body, {{"Authorization", who}, {"Idempotency-Key", key}});
  }
  std::uint64_t log_size() { return node->log_head().size; }

  std::string clerk;
  std::string trader;
};

TEST_F(CommandsTest, accepts_and_says_what_happened) {
  const Reply reply = command(deposit("r-1"), "k-1", clerk);
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.header("content-type"), "application/json");
  EXPECT_EQ(member(reply.body, "accepted"), "true");
  EXPECT_NE(reply.body.find(R"("event":"cash_recorded")"), std::string::npos);
  EXPECT_EQ(reply.header("idempotent-replayed"), "");
}

TEST_F(CommandsTest, answers_a_repeated_key_with_the_first_answer) {
  const Reply first = command(deposit("r-1"), "k-1", clerk);
  const std::uint64_t size = log_size();
  const Reply again = command(deposit("r-1"), "k-1", clerk);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.header("idempotent-replayed"), "true");
  EXPECT_EQ(log_size(), size);
  const Reply other = command(deposit("r-2"), "k-1", clerk);
  EXPECT_EQ(other.status, 409);
  EXPECT_EQ(code(other), "1006");
}

TEST_F(CommandsTest, refuses_in_two_languages_and_journals_what_the_books_refuse) {
  const std::string withdraw =
      R"({"command":"withdraw_cash","body":{"account":"firm-1-a","amount":"99999.00 CNY","bank_reference":"w"}})";
  const Reply reply = command(withdraw, "k-1", clerk);
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(reply.header("content-type"), "application/problem+json");
  EXPECT_EQ(code(reply), "1306");
  EXPECT_EQ(member(reply.body, "title"), "cash_is_short");
  EXPECT_EQ(member(reply.body, "type"), "/docs/refusals#1306");
  EXPECT_NE(member(reply.body, "detail").find("1000.00 CNY"), std::string::npos);
  EXPECT_NE(member(reply.body, "detail_zh").find("可用资金"), std::string::npos);
  EXPECT_NE(member(reply.body, "log_index"), "(absent)");
  const Reply again = command(withdraw, "k-1", clerk);
  EXPECT_EQ(again.body, reply.body);
  EXPECT_EQ(again.header("idempotent-replayed"), "true");
}

TEST_F(CommandsTest, leaves_the_journal_alone_when_the_form_is_wrong) {
  const std::uint64_t size = log_size();
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"", "1020"},
      {"{", "1020"},
      {R"({"command":"fly","body":{}})", "1026"},
      {R"({"command":"deposit_cash","body":{"account":"firm-1-a","amount":"1.00 CNY","bank_reference":"x","unknown":1}})",
       "1021"},
      {R"({"command":"deposit_cash","body":{"account":"firm-1-a","amount":"1.00 CNY"}})", "1022"},
      {R"({"command":"deposit_cash","body":{"account":"firm-1-a","amount":"1.00 CNY","amount":"2.00 CNY","bank_reference":"x"}})",
       "1023"},
      {R"({"command":"deposit_cash","body":{"account":"firm-1-a","amount":1,"bank_reference":"x"}})",
       "1024"},
      {R"({"command":"deposit_cash","body":{"account":"firm-1-a","amount":"1,5 CNY","bank_reference":"x"}})",
       "1025"}};
  for (const auto& [body, number] : wrong)
    EXPECT_EQ(code(command(body, "k", clerk)), number) << body;
  EXPECT_EQ(code(command(deposit("r-1"), std::string(65, 'k'), clerk)), "1007");
  EXPECT_EQ(code(post("/v1/commands", deposit("r-1"), {{"Authorization", clerk}})), "1007");
  EXPECT_EQ(log_size(), size);
}

TEST_F(CommandsTest, refuses_who_is_not_signed_in_or_may_not) {
  EXPECT_EQ(code(post("/v1/commands", deposit("r-1"), {{"Idempotency-Key", "k"}})), "1001");
  EXPECT_EQ(code(command(deposit("r-1"), "k", "Bearer tanshu_0123")), "1039");
  EXPECT_EQ(code(command(deposit("r-1"), "k", "Basic abc")), "1039");
  EXPECT_EQ(code(command(deposit("r-1"), "k", trader)), "1004");
}

TEST_F(CommandsTest, refuses_a_suspended_user) {
  give("admin-1", protocol::SetUserState{{"clerk-1"}, protocol::UserState::suspended, "test"});
  EXPECT_EQ(code(command(deposit("r-1"), "k", clerk)), "1003");
}

TEST_F(CommandsTest, refuses_other_content_types_and_sizes) {
  const auto reply = ask(port, "POST", "/v1/commands",
                         {{"Content-Type", "text/plain"}, {"Authorization", clerk}}, deposit("r"));
  EXPECT_EQ(code(*reply), "1040");
  EXPECT_EQ(code(command(std::string(1'100'000, ' '), "k", clerk)), "1027");
}

TEST_F(CommandsTest, refuses_foreign_pages) {
  const Reply reply = post(
      "/v1/commands", deposit("r-1"),
      {{"Authorization", clerk}, {"Idempotency-Key", "k"}, {"Origin", "https://evil.example"}});
  EXPECT_EQ(code(reply), "1034");
}

TEST_F(CommandsTest, takes_many_at_once) {
  std::vector<std::thread> clients;
  std::atomic<int> accepted{0};
  for (int i = 0; i < 4; ++i)
    clients.emplace_back([this, i, &accepted] {
      for (int j = 0; j < 25; ++j) {
        const std::string name = fmt::format("many-{}-{}", i, j);
        if (command(deposit(name), name, clerk).status == 200) ++accepted;
      }
    });
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(accepted, 100);
}

}  // namespace
}  // namespace tanshu::api
