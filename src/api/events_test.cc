// SPDX-License-Identifier: Apache-2.0
// GET /v1/events over a socket: nothing missing and nothing twice, whatever happens to the
// connection.
#include <set>

#include "api/small_cell.h"

namespace tanshu::api {
namespace {

class EventsTest : public SmallCell {
 protected:
  void SetUp() override {
    SmallCell::SetUp();
    serve_now();
  }

  std::string request(const std::string& target, const std::string& last_id = {}) {
    return fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n{}\r\n", target, port,
                       last_id.empty() ? "" : "Last-Event-ID: " + last_id + "\r\n");
  }
  /// Takes complete events from what was received: their ids.
  static std::vector<std::string> take_ids(std::string& received) {
    std::vector<std::string> ids;
    std::size_t end = 0;
    while ((end = received.find("\n\n")) != std::string::npos) {
      const std::string event = received.substr(0, end);
      received.erase(0, end + 2);
      const std::size_t id = event.find("id: ");
      if (id != std::string::npos)
        ids.push_back(event.substr(id + 4, event.find('\n', id) - id - 4));
    }
    return ids;
  }
  void open_account(const std::string& id) {
    give("admin-1", protocol::OpenAccount{{id}, {"firm-1"}});
  }
  /// Everything there is for the public, by reading from the start until `mark` comes by.
  std::vector<std::string> all_ids(const std::string& mark) {
    Loopback client(port);
    client.send(request("/v1/events", "0"));
    EXPECT_TRUE(client.read_until("\"id\":\"" + mark + "\""));
    client.read_until("\n\n" + mark, std::chrono::milliseconds(300));
    return take_ids(client.received());
  }
};

TEST_F(EventsTest, sends_what_happens_from_now_on) {
  Loopback client(port);
  client.send(request("/v1/events"));
  ASSERT_TRUE(client.read_until("retry: 2000\n\n"));
  EXPECT_NE(client.received().find("text/event-stream"), std::string::npos);
  client.received().clear();
  open_account("new-1");
  ASSERT_TRUE(client.read_until("\n\n"));
  EXPECT_NE(client.received().find("event: account_opened\ndata: {\"log_index\":"),
            std::string::npos)
      << client.received();
  EXPECT_NE(client.received().find("new-1"), std::string::npos);
  EXPECT_EQ(client.received().find("bank-1"), std::string::npos);
}

TEST_F(EventsTest, resumes_without_gap_or_repeat_while_commands_come_in) {
  std::atomic<bool> writing{true};
  std::thread writer([&] {
    for (int i = 0; i < 60; ++i) open_account(fmt::format("busy-{}", i));
    open_account("last-one");
    writing = false;
  });
  std::vector<std::string> ids;
  std::string last = "0";
  bool seen_last = false;
  for (int connection = 0; connection < 1000 && !seen_last; ++connection) {
    Loopback client(port);
    client.send(request("/v1/events", last));
    if (!client.read_until("retry: 2000\n\n")) continue;
    client.read_until("\n\nid: ", std::chrono::milliseconds(50));
    client.read_until("no such text", std::chrono::milliseconds(connection % 7));
    seen_last = client.received().find("\"last-one\"") != std::string::npos;
    for (std::string& id : take_ids(client.received())) ids.push_back(std::move(id));
    if (!ids.empty()) last = ids.back();
  }
  writer.join();
  EXPECT_TRUE(seen_last);
  EXPECT_EQ(ids, all_ids("last-one"));
  const std::set<std::string> once(ids.begin(), ids.end());
  EXPECT_EQ(once.size(), ids.size());
}

TEST_F(EventsTest, resumes_across_a_restart) {
  open_account("before");
  const std::vector<std::string> before = all_ids("before");
  stop_serving();
  node.reset();
  open_node();
  open_account("between");
  serve_now();
  Loopback client(port);
  client.send(request("/v1/events", before.back()));
  ASSERT_TRUE(client.read_until("between"));
  EXPECT_EQ(client.received().find("\"before\""), std::string::npos);
}

TEST_F(EventsTest, takes_a_place_in_the_query_too) {
  Loopback client(port);
  client.send(request("/v1/events?after=0"));
  EXPECT_TRUE(client.read_until("account_opened"));
  EXPECT_EQ(code(get("/v1/events?after=x")), "1030");
  EXPECT_EQ(code(get("/v1/events", {{"Last-Event-ID", "seven"}})), "1030");
  EXPECT_EQ(code(get("/v1/events?limit=1")), "1030");
}

TEST_F(EventsTest, shows_cash_only_to_those_concerned) {
  const auto text_for = [this](const std::string& user) {
    Loopback client(port);
    client.send(fmt::format(
        "GET /v1/events?after=0 HTTP/1.1\r\nHost: x\r\nAuthorization: {}\r\n\r\n", token_of(user)));
    EXPECT_TRUE(client.read_until("batch_imported"));
    return client.received();
  };
  EXPECT_NE(text_for("trader-1").find("bank-1"), std::string::npos);
  EXPECT_EQ(text_for("trader-1").find("bank-2"), std::string::npos);
  EXPECT_NE(text_for("clerk-1").find("bank-2"), std::string::npos);
}

TEST_F(EventsTest, ends_when_the_server_stops) {
  Loopback client(port);
  client.send(request("/v1/events"));
  ASSERT_TRUE(client.read_until("retry: 2000\n\n"));
  stop_serving();
  EXPECT_TRUE(client.closed_within(std::chrono::seconds(5)));
}

}  // namespace
}  // namespace tanshu::api
