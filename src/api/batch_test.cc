// SPDX-License-Identifier: Apache-2.0
// POST /v1/commands/batch against a real node.
#include "api/batch_answer.h"
#include "api/small_cell.h"

namespace tanshu::api {
namespace {

class BatchTest : public SmallCell {
 protected:
  void SetUp() override {
    SmallCell::SetUp();
    serve_now();
    clerk = token_of("clerk-1");
  }

  static std::string deposit(const std::string& key) {
    return R"({"key":")" + key +
           R"(","command":"deposit_cash","body":{"account":"firm-1-a","amount":"1.00 CNY",)" +
           R"("bank_reference":"b-)" + key + "\"}}\n";
  }
  static std::string frame(const std::string& actor, const std::string& key) {
    Bytes bytes;
    node::append_submission(
        bytes, {{actor}, key, protocol::DepositCash{{"firm-1-a"}, yuan(1), "f-" + key}});
    return std::string(text_of(bytes));
  }
  Reply batch(std::string_view body, std::string_view type = "application/x-ndjson") {
    auto reply = ask(port, "POST", "/v1/commands/batch",
                     {{"Authorization", clerk}, {"Content-Type", std::string(type)}}, body);
    EXPECT_TRUE(reply.has_value());
    return reply.value_or(Reply{});
  }
  static std::vector<std::string> lines(const Reply& reply) {
    std::vector<std::string> all;
    std::string_view left = reply.body;
    while (!left.empty()) {
      const std::size_t end = left.find('\n');
      EXPECT_NE(end, std::string_view::npos);
      if (end == std::string_view::npos) break;
      all.emplace_back(left.substr(0, end));
      left.remove_prefix(end + 1);
    }
    return all;
  }
  static std::vector<BatchAnswer> answers(const Reply& reply) {
    std::vector<BatchAnswer> all;
    Decoder decoder(view_of(reply.body));
    while (decoder.ok() && !decoder.at_end()) decoder.get(all.emplace_back());
    EXPECT_TRUE(decoder.at_end());
    return all;
  }

  std::string clerk;
};

TEST_F(BatchTest, answers_every_line_by_itself) {
  const std::string too_much =
      R"({"key":"k-2","command":"withdraw_cash","body":{"account":"firm-1-a","amount":"9999999.00 CNY","bank_reference":"w"}})"
      "\n";
  const std::uint64_t size = node->durable_size();
  const Reply reply = batch(deposit("k-1") + too_much + "{oops\n\n" + deposit("k-3"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("content-type"), "application/x-ndjson");
  const auto said = lines(reply);
  ASSERT_EQ(said.size(), 4u) << reply.body;
  EXPECT_EQ(said[0], fmt::format(R"({{"line":1,"accepted":true,"log_index":{}}})", size));
  EXPECT_EQ(member(said[1], "code"), "1306");
  EXPECT_EQ(member(said[1], "log_index"), std::to_string(size + 1));
  EXPECT_NE(member(said[1], "detail_zh").find("可用资金"), std::string::npos);
  EXPECT_EQ(member(said[2], "line"), "3");
  EXPECT_EQ(member(said[2], "accepted"), "false");
  EXPECT_EQ(member(said[2], "code"), "1020");
  EXPECT_EQ(member(said[2], "log_index"), "(absent)");
  EXPECT_EQ(said[3], fmt::format(R"({{"line":5,"accepted":true,"log_index":{}}})", size + 2));
}

TEST_F(BatchTest, answers_a_repeated_batch_as_before) {
  const Reply first = batch(deposit("k-1") + deposit("k-2"));
  const std::uint64_t size = node->durable_size();
  const Reply again = batch(deposit("k-1") + deposit("k-2"));
  EXPECT_EQ(node->durable_size(), size);
  ASSERT_EQ(lines(again).size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(member(lines(again)[i], "log_index"), member(lines(first)[i], "log_index"));
    EXPECT_EQ(member(lines(again)[i], "repeated"), "true");
  }
}

TEST_F(BatchTest, takes_what_the_single_command_took) {
  const std::string body =
      R"({"command":"deposit_cash","body":{"account":"firm-1-a","amount":"1.00 CNY","bank_reference":"b-k-1"}})";
  const Reply single =
      post("/v1/commands", body, {{"Authorization", clerk}, {"Idempotency-Key", "k-1"}});
  const Reply reply = batch(deposit("k-1"));
  EXPECT_EQ(member(lines(reply).at(0), "log_index"), member(single.body, "log_index"));
  EXPECT_EQ(member(lines(reply).at(0), "repeated"), "true");
}

TEST_F(BatchTest, takes_frames_and_answers_in_binary) {
  const std::uint64_t size = node->durable_size();
  const std::string body = frame("clerk-1", "k-1") + frame("clerk-2", "k-2") +
                           frame("clerk-1", "k-1") + frame("clerk-1", "k-3");
  const Reply reply = batch(body, "application/vnd.tanshu.commands");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("content-type"), "application/vnd.tanshu.answers");
  EXPECT_EQ(reply.body.size(), 4 * 12u);
  const auto said = answers(reply);
  ASSERT_EQ(said.size(), 4u);
  EXPECT_EQ(said[0].log_index, size);
  EXPECT_TRUE(said[0].recorded);
  EXPECT_EQ(said[1].refusal, 1050);
  EXPECT_FALSE(said[1].recorded);
  EXPECT_TRUE(said[2].repeated);
  EXPECT_EQ(said[2].log_index, size);
  EXPECT_EQ(said[3].log_index, size + 1);
}

TEST_F(BatchTest, says_of_a_frame_that_it_is_no_envelope) {
  std::string broken = frame("clerk-1", "k-1");
  broken[0] = static_cast<char>(broken[0] + 1);  // a byte too long
  broken += '\0';
  const auto said =
      answers(batch(broken + frame("clerk-1", "k-2"), "application/vnd.tanshu.commands"));
  ASSERT_EQ(said.size(), 2u);
  EXPECT_EQ(said[0].refusal, 1033);
  EXPECT_EQ(said[1].refusal, 0);
}

TEST_F(BatchTest, takes_a_batch_of_many_pieces) {
  std::string body;
  constexpr int count = 20'000;
  for (int i = 0; i < count; ++i) body += deposit(fmt::format("many-{}", i));
  const std::uint64_t size = node->durable_size();
  const auto said = lines(batch(body));
  ASSERT_EQ(said.size(), static_cast<std::size_t>(count));
  EXPECT_EQ(member(said.front(), "log_index"), std::to_string(size));
  for (const std::string& line : said) EXPECT_EQ(member(line, "accepted"), "true") << line;
  EXPECT_EQ(member(said.back(), "line"), std::to_string(count));
}

TEST_F(BatchTest, keeps_the_connection_for_the_next) {
  Loopback client(port);
  for (int i = 0; i < 3; ++i) {
    const std::string body = deposit(fmt::format("kept-{}", i));
    client.send(
        fmt::format("POST /v1/commands/batch HTTP/1.1\r\nHost: x\r\nAuthorization: {}\r\n"
                    "Content-Type: application/x-ndjson\r\nContent-Length: {}\r\n\r\n{}",
                    clerk, body.size(), body));
    const auto reply = client.read_reply();
    ASSERT_TRUE(reply.has_value());
    EXPECT_EQ(member(lines(*reply).at(0), "accepted"), "true");
  }
}

TEST_F(BatchTest, answers_an_empty_batch_with_nothing) {
  const Reply reply = batch("");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "");
}

TEST_F(BatchTest, refuses_who_is_not_signed_in_other_types_and_sizes) {
  const auto refused = [this](const SentHeaders& headers, std::string_view body) {
    const auto reply = ask(port, "POST", "/v1/commands/batch", headers, body);
    return reply ? code(*reply) : std::string("(no answer)");
  };
  const std::pair<std::string, std::string> type = {"Content-Type", "application/x-ndjson"};
  EXPECT_EQ(refused({type}, deposit("k")), "1001");
  EXPECT_EQ(refused({type, {"Authorization", "Bearer tanshu_0"}}, deposit("k")), "1039");
  EXPECT_EQ(refused({{"Authorization", clerk}, {"Content-Type", "application/json"}}, deposit("k")),
            "1040");
  Loopback client(port);
  client.send(
      fmt::format("POST /v1/commands/batch HTTP/1.1\r\nHost: x\r\nAuthorization: {}\r\n"
                  "Content-Type: application/x-ndjson\r\nContent-Length: {}\r\n\r\n",
                  clerk, 100u << 20));
  const auto reply = client.read_reply();
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(code(*reply), "1027");
}

TEST_F(BatchTest, stops_at_the_limit_and_closes) {
  std::string body;
  for (std::uint64_t i = 0; i < batch_request_commands_max; ++i) body += "x\n";
  body += deposit("k-1");
  for (int i = 0; i < 1000; ++i) body += std::string(1000, ' ') + "\n";
  const std::uint64_t size = node->durable_size();
  const Reply reply = batch(body);
  const auto said = lines(reply);
  ASSERT_EQ(said.size(), batch_request_commands_max + 1);
  EXPECT_EQ(member(said.back(), "code"), "1048");
  EXPECT_EQ(reply.header("connection"), "close");
  EXPECT_EQ(node->durable_size(), size);
}

}  // namespace
}  // namespace tanshu::api
