// SPDX-License-Identifier: Apache-2.0
// The acceptor over the loopback: what sockets add to the session.
#include "fix/acceptor.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>

#include "base/temporary_directory.h"
#include "fix/sample_wire.h"

namespace tanshu::fix {
namespace {

const SessionKey desk{Version::fix44, "ISLD", "TW"};
constexpr const char* logon_body = "98=0|108=30|";
constexpr const char* logon_answer = "35=A|34=1|98=0|108=30|";

class AcceptorTest : public testing::Test {
 protected:
  void serve(AcceptorOptions options = {}) {
    acceptor_.reset();
    store_.reset();
    store_ = std::move(*open_session_store(house_ / "fix.db"));
    options.log = [this](std::string_view, std::string_view what) {
      const std::lock_guard lock(mutex_);
      log_ += std::string(what) + ";";
    };
    acceptor_ = std::move(*Acceptor::listen(std::move(options), *store_, application_));
    acceptor_->start();
  }
  std::uint16_t port() const { return acceptor_->port(); }
  std::string log() {
    const std::lock_guard lock(mutex_);
    return log_;
  }
  void log_on(Wire& wire, std::uint64_t number = 1) {
    wire.send("A", number, logon_body);
    ASSERT_TRUE(wire.next().starts_with("35=A|"));
  }

  TemporaryDirectory house_{"fix"};
  EchoApplication application_;
  std::unique_ptr<SessionStore> store_;
  std::unique_ptr<Acceptor> acceptor_;
  std::mutex mutex_;
  std::string log_;
};

TEST_F(AcceptorTest, serves_a_session_from_logon_to_logout) {
  serve();
  Wire wire(port());
  wire.send("A", 1, logon_body);
  EXPECT_EQ(wire.next(), logon_answer);
  wire.order(2, "c1");
  EXPECT_TRUE(wire.next().starts_with("35=8|34=2|37=o-c1|"));
  wire.send("5", 3);
  EXPECT_EQ(wire.next(), "35=5|34=3|");
  EXPECT_EQ(wire.next(), "closed");
}

TEST_F(AcceptorTest, takes_bytes_however_they_are_cut) {
  serve();
  Wire wire(port());
  std::string all = wire.text("A", 1, logon_body);
  for (std::uint64_t i = 2; i < 50; ++i) all += wire.text("1", i, "112=" + std::to_string(i) + "|");
  for (std::size_t at = 0; at < all.size(); at += 7)
    ASSERT_TRUE(wire.send_bytes(std::string_view(all).substr(at, 7)));
  EXPECT_EQ(wire.next(), logon_answer);
  for (int i = 2; i < 50; ++i) EXPECT_EQ(wire.next(), fmt::format("35=0|34={0}|112={0}|", i));
}

TEST_F(AcceptorTest, passes_over_garbled_bytes_case_2d) {
  serve();
  Wire wire(port());
  log_on(wire);
  wire.send_bytes(with_ends("8=FIX.4.4|9=52|35=0|34=2|4garbled9=TW|56=ISLD|10=000|"));
  wire.send_bytes(with_ends("nothing like FIX|"));
  wire.send("1", 2, "112=HELLO|");
  EXPECT_EQ(wire.next(), "35=0|34=2|112=HELLO|");
  std::string wrong = wire.text("1", 3, "112=SUM|");
  wrong.replace(wrong.size() - 4, 3, "256");
  wire.send_bytes(wrong);
  wire.send("0", 4);
  EXPECT_EQ(wire.next(), "35=2|34=3|7=3|16=0|");
}

TEST_F(AcceptorTest, closes_on_strangers_without_a_word_case_1) {
  serve();
  const std::string time = timestamp_text(now());
  for (const std::string& first :
       {framed("35=A|49=WT|56=ISLD|34=1|52=" + time + "|98=0|108=30|"),
        framed("35=A|49=TW|56=DLSI|34=1|52=" + time + "|98=0|108=30|"),
        framed("35=A|49=TW|56=ISLD|34=1|52=" + time + "|98=0|108=30|", "FIX.4.2"),
        framed("35=A|49=TW A|56=ISLD|34=1|52=" + time + "|98=0|108=30|"),
        framed("35=0|49=TW|56=ISLD|34=1|52=" + time + "|"),
        with_ends("8=FIX.4.4|9=40|35=A|34=1|49=TW|52=" + time + "|56=ISLD|98=0|108=30|10=123|"),
        with_ends("8=FIX.4.4|9=99999999|35=A|"), std::string("GET / HTTP/1.1\r\n\r\n")}) {
    Wire wire(port());
    wire.send_bytes(first);
    EXPECT_EQ(wire.next(), "closed") << with_bars(first);
  }
  EXPECT_EQ(*store_->numbers(desk), Numbers{});
}

TEST_F(AcceptorTest, closes_on_a_second_logon_of_the_same_case_1b) {
  serve();
  Wire first(port());
  log_on(first);
  Wire second(port());
  second.send("A", 1, logon_body);
  EXPECT_EQ(second.next(), "closed");
  first.send("1", 2, "112=X|");
  EXPECT_EQ(first.next(), "35=0|34=2|112=X|");
}

TEST_F(AcceptorTest, goes_on_after_the_line_was_cut) {
  serve();
  {
    Wire wire(port());
    log_on(wire);
    wire.order(2, "c1");
    EXPECT_TRUE(wire.next().starts_with("35=8|34=2|"));
    acceptor_->drop(desk);
    EXPECT_EQ(wire.next(), "closed");
  }
  EXPECT_TRUE(acceptor_->offer({{desk, EchoApplication::report("late")}}, 7));
  Wire wire(port());
  wire.send("A", 3, logon_body);
  EXPECT_EQ(wire.next(), "35=A|34=4|98=0|108=30|");
  wire.send("2", 4, "7=3|16=0|");
  EXPECT_TRUE(wire.next().starts_with("35=8|34=3|43=Y|37=o-late|"));
  EXPECT_EQ(wire.next(), "35=4|34=4|43=Y|123=Y|36=5|");
}

TEST_F(AcceptorTest, goes_on_after_a_restart) {
  AcceptorOptions options;
  options.limits.stop_time = std::chrono::milliseconds(100);  // nobody answers the Logout
  serve(options);
  {
    Wire wire(port());
    log_on(wire);
    wire.order(2, "c1");
    wire.next();
    acceptor_->stop();
    EXPECT_EQ(wire.next(), "35=5|34=3|58=The server is stopping|");
  }
  serve();
  Wire wire(port());
  wire.send("A", 3, logon_body);
  EXPECT_EQ(wire.next(), "35=A|34=4|98=0|108=30|");
  wire.send("2", 4, "7=2|16=2|");
  EXPECT_TRUE(wire.next().starts_with("35=8|34=2|43=Y|37=o-c1|"));
}

TEST_F(AcceptorTest, knows_after_a_restart_how_far_the_application_was) {
  serve();
  EXPECT_TRUE(acceptor_->offer({{desk, EchoApplication::report("a")},
                                {{Version::fixt11, "ISLD", "TW2"}, EchoApplication::report("b")},
                                {{Version::fix44, "ISLD", "nobody"}, EchoApplication::report("c")}},
                               42));
  serve();
  EXPECT_EQ(*store_->mark(), 42u);
  EXPECT_EQ(*store_->numbers(desk), (Numbers{1, 2}));
  EXPECT_EQ(*store_->numbers({Version::fixt11, "ISLD", "TW2"}), (Numbers{1, 2}));
}

TEST_F(AcceptorTest, stops_at_once_when_logouts_are_answered) {
  AcceptorOptions options;
  options.limits.stop_time = std::chrono::hours(1);
  serve(options);
  Wire wire(port());
  log_on(wire);
  std::thread stopping([this] { acceptor_->stop(); });
  EXPECT_EQ(wire.next(), "35=5|34=2|58=The server is stopping|");
  wire.send("5", 2);
  EXPECT_EQ(wire.next(), "closed");
  wire.close();
  stopping.join();
}

TEST_F(AcceptorTest, waits_for_a_logon_only_so_long) {
  AcceptorOptions options;
  options.limits.logon_time = std::chrono::milliseconds(200);
  serve(options);
  Wire wire(port());
  EXPECT_EQ(wire.next(), "closed");
  EXPECT_EQ(log(), "no Logon;");
}

TEST_F(AcceptorTest, has_so_many_connections_and_no_more) {
  AcceptorOptions options;
  options.limits.connections = 2;
  serve(options);
  Wire one(port(), "TW1"), two(port(), "TW2");
  log_on(one);
  log_on(two);
  Wire three(port(), "TW3");
  EXPECT_EQ(three.next(), "closed");
  one.send("5", 2);
  EXPECT_TRUE(one.ends());
  one.close();
  // The place is free once the acceptor has seen the end; until then the next one is turned away.
  std::string answer = "closed";
  for (int tries = 0; tries < 1000 && answer == "closed"; ++tries) {
    Wire four(port(), "TW4");
    four.send("A", 1, logon_body);
    answer = four.next();
  }
  EXPECT_EQ(answer, logon_answer);
}

TEST_F(AcceptorTest, logs_out_who_announces_too_much) {
  AcceptorOptions options;
  options.limits.message_bytes = 500;
  serve(options);
  Wire wire(port());
  log_on(wire);
  wire.send("5", 2, "58=" + std::string(500, 'x') + "|");
  EXPECT_EQ(wire.next(), "35=5|34=2|58=Message too large|");
  EXPECT_EQ(wire.next(), "closed");
}

TEST_F(AcceptorTest, lets_go_of_who_does_not_read_and_keeps_what_was_sent) {
  AcceptorOptions options;
  options.limits.queue_bytes = 200'000;
  serve(options);
  constexpr int reports = 40'000;  // more than the kernel takes
  {
    Wire wire(port(), "TW", 4096);
    log_on(wire);
    for (int i = 0; i < reports; i += 1000) {
      std::vector<Addressed> some;
      for (int j = i; j < i + 1000; ++j)
        some.push_back({desk, EchoApplication::report(std::to_string(j))});
      ASSERT_TRUE(acceptor_->offer(std::move(some), 1));
      if (log().find("does not read") != std::string::npos) break;
    }
    const auto until = std::chrono::steady_clock::now() + Wire::patience;
    while (log().find("does not read") == std::string::npos &&
           std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_NE(log().find("does not read"), std::string::npos);
  }
  Wire wire(port());
  wire.send("A", 2, logon_body);
  const std::string answer = wire.next();
  ASSERT_TRUE(answer.starts_with("35=A|34=")) << answer;
  const std::uint64_t last = std::stoull(answer.substr(8));
  wire.send("2", 3, "7=2|16=0|");
  std::uint64_t number = 2;
  while (number < last) {
    const std::string message = wire.next();
    ASSERT_TRUE(message.starts_with("35=")) << message;
    ASSERT_TRUE(message.starts_with(fmt::format("35=8|34={}|", number))) << message;
    ++number;
  }
}

TEST_F(AcceptorTest, answers_pages_of_malformed_fields_as_the_standard_says) {
  serve();
  Wire wire(port());
  log_on(wire);
  const std::pair<const char*, const char*> cases[] = {
      {"999=x|", "371=999|372=0|373=0|"},  // 14a
      {"0=x|", "371=0|372=0|373=0|"},      // 14a
      {"55=CEA|", "371=55|372=0|373=2|"},  // 14c
      {"112=|", "371=112|372=0|373=4|"},   // 14d
      {"354=9|355=abc|", "371=354|372=0|373=2|"},
      {"112=a|112=b|", "371=112|372=0|373=13|"},  // 14h
      {"112=a|43=N|", "371=43|372=0|373=14|"},    // 14g
      {"112=\xff\xff|", "371=112|372=0|373=6|"},
  };
  std::uint64_t number = 2;
  for (const auto& [rest, expected] : cases) {
    wire.send("0", number, rest);
    const std::string answer = wire.next();
    EXPECT_TRUE(answer.starts_with(fmt::format("35=3|34={0}|45={0}|{1}", number, expected)))
        << answer;
    ++number;
  }
  wire.send("D", number, "55=CEA|54=1|60=20240501-08:30:00|40=2|");  // 14b
  EXPECT_TRUE(wire.next().find("|371=11|372=D|373=1|") != std::string::npos);
  wire.send("D", ++number, "11=c|55=CEA|54=3|60=20240501-08:30:00|40=2|");  // 14e
  EXPECT_TRUE(wire.next().find("|371=54|372=D|373=5|") != std::string::npos);
  wire.send("D", ++number, "11=c|453=2|448=p|55=CEA|54=1|60=20240501-08:30:00|40=2|");  // 14i
  EXPECT_TRUE(wire.next().find("|371=453|372=D|373=16|") != std::string::npos);
  EXPECT_TRUE(application_.orders.empty());
}

TEST_F(AcceptorTest, says_why_it_cannot_listen) {
  serve();
  AcceptorOptions options;
  options.port = port();
  EXPECT_FALSE(Acceptor::listen(options, *store_, application_));
  options.address = "not an address";
  EXPECT_FALSE(Acceptor::listen(options, *store_, application_));
}

}  // namespace
}  // namespace tanshu::fix
