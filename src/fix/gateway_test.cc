// SPDX-License-Identifier: Apache-2.0
// Orders over FIX on a real node: they trade, and each report comes once, whatever breaks. With
// TANSHU_FIX_CLIENT, which names a client that others wrote, the same with that one:
// tools/tests/fix.sh builds it with QuickFIX.
#include "fix/gateway.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <thread>
#include <tuple>

#include "base/check.h"
#include "base/temporary_directory.h"
#include "engine/story.h"
#include "fix/order_id.h"
#include "fix/order_reports.h"
#include "fix/sample_wire.h"
#include "node/data_dir.h"
#include "views/views.h"

namespace tanshu::fix {
namespace {

/// The market of engine/story.h on a real node with its day open, and a gateway before it: an offer
/// of 3 t at 10 yuan and a bid of 3 t at 9 rest. Farm's niu and firm's ma trade.
class SampleMarket {
 public:
  SampleMarket() {
    const engine::Story story = engine::Story::with_orders();
    EXPECT_TRUE(node::Node::create(house_ / "data", "c"));
    clock_ = story.records().front().envelope.at;
    auto opened = node::Node::open({house_ / "data", [this] { return clock_.load(); }});
    CHECK(opened);
    node = std::move(*opened);
    for (const protocol::Record& record : story.records()) {
      clock_ = record.envelope.at;
      give(record.envelope);
    }
    open();
  }

  /// What a program beside the gateway does.
  void give(const protocol::Envelope& envelope) {
    const auto receipt = node->submit({envelope.actor, envelope.key, envelope.command});
    EXPECT_TRUE(receipt && receipt->outcome);
  }
  /// An offer of a tonne, placed by niu over no session.
  void offer_a_tonne(const std::string& id, Money price) {
    give({{"niu"}, id, {}, engine::sample_order(id.c_str(), protocol::OrderSide::sell, 1, price)});
  }

  void open() {
    OrderDeskOptions desk;
    desk.is_user = [](const std::string& user) { return user == "niu" || user == "ma"; };
    desk.may_sign_in = [](const std::string& user, const std::string& token) {
      return token == "token of " + user;
    };
    desk.read_depth = [this](const std::string& instrument, protocol::TradingMode mode,
                             std::size_t levels) -> Result<std::optional<std::string>> {
      if (instrument != "f") return std::nullopt;
      EXPECT_TRUE(node->wait_published(std::chrono::seconds(10), {}));
      TRY_SET(auto views, views::Views::open(node::DataDir{house_ / "data"}.views(), "c",
                                             views::Mode::read_only));
      TRY_SET(std::string json, views->depth_json(instrument, mode, levels));
      return json;
    };
    AcceptorOptions acceptor;
    acceptor.limits.stop_time = std::chrono::milliseconds(100);  // nobody answers Logouts here
    auto opened = Gateway::open(*node, house_ / "fix.db", acceptor, desk);
    CHECK(opened);
    gateway = std::move(*opened);
  }
  void close() { gateway.reset(); }

  std::filesystem::path place(const char* name) const { return house_ / name; }

 private:
  TemporaryDirectory house_{"fix"};
  std::atomic<Instant> clock_{Instant{}};

 public:
  std::unique_ptr<node::Node> node;
  std::unique_ptr<Gateway> gateway;
};

/// What is said of the order: its ClOrdID, how, and how much is left.
std::string in_short(const std::string& gist) {
  std::string kept;
  for (const char* tag : {"35=", "11=", "41=", "150=", "103=", "102=", "151=", "380=", "533="}) {
    const std::size_t at = ("|" + gist).find("|" + std::string(tag));
    if (at != gist.npos) kept += gist.substr(at, gist.find('|', at) - at) + '|';
  }
  return kept.empty() ? gist : kept;
}

class GatewayTest : public testing::Test {
 protected:
  std::unique_ptr<Wire> log_on(const std::string& user, std::uint64_t number = 1) {
    auto wire = std::make_unique<Wire>(market_.gateway->port(), user, 0, "TANSHU");
    wire->send("A", number, "98=0|108=30|554=token of " + user + "|");
    EXPECT_TRUE(wire->next().starts_with("35=A|"));
    return wire;
  }
  static std::string order(const std::string& id, bool sells, const std::string& grams,
                           const std::string& price, const std::string& more = {}) {
    return "11=" + id + (sells ? "|1=farm|48=b|54=2" : "|1=firm|54=1") +
           "|55=f|60=20240301-02:00:00|40=2|38=" + grams + "|44=" + price + "|" + more;
  }
  static std::string said(Wire& wire) { return in_short(wire.next()); }

  SampleMarket market_;
};

TEST_F(GatewayTest, trades_between_two) {
  const auto niu = log_on("niu"), ma = log_on("ma");
  niu->send("D", 2, order("S-1", true, "2000000", "11.00"));
  EXPECT_EQ(said(*niu), "35=8|11=S-1|150=0|151=2000000|");
  ma->send("D", 2, order("B-1", false, "4000000", "11.00"));
  EXPECT_EQ(said(*ma), "35=8|11=B-1|150=0|151=4000000|");
  EXPECT_EQ(said(*ma), "35=8|11=B-1|150=F|151=1000000|");  // with s1, which came over no session
  EXPECT_EQ(said(*ma), "35=8|11=B-1|150=F|151=0|");
  EXPECT_EQ(said(*niu), "35=8|11=S-1|150=F|151=1000000|");
}

TEST_F(GatewayTest, cancels_and_replaces) {
  const auto niu = log_on("niu"), ma = log_on("ma");
  niu->send("D", 2, order("S1", true, "3000000", "12.00"));
  said(*niu);
  ma->send("D", 2, order("B1", false, "3000000", "9.50"));
  said(*ma);
  niu->send("G", 3, "41=S1|" + order("S2", true, "2000000", "11.50"));
  EXPECT_EQ(said(*niu), "35=8|11=S2|41=S1|150=4|151=0|");
  EXPECT_EQ(said(*niu), "35=8|11=S2|150=0|151=2000000|");
  niu->send("F", 4, "41=S2|11=C1|55=f|54=2|60=20240301-02:00:00|");
  EXPECT_EQ(said(*niu), "35=8|11=C1|41=S2|150=4|151=0|");
  niu->send("F", 5, "41=S2|11=C2|55=f|54=2|60=20240301-02:00:00|");
  EXPECT_EQ(said(*niu), "35=9|11=C2|41=S2|102=1|");
  ma->send("q", 3, "11=Q1|530=7|60=20240301-02:00:00|");
  EXPECT_EQ(said(*ma), "35=r|11=Q1|533=2|");  // with b2, which came over no session
  EXPECT_EQ(said(*ma), "35=8|11=B1|150=4|151=0|");
}

TEST_F(GatewayTest, picks_an_order_that_rests) {
  const auto ma = log_on("ma");
  ma->send("D", 2, "11=P1|1=firm|55=f|54=1|60=20240301-02:00:00|40=D|117=s1|38=1000000|");
  const std::string answer = said(*ma);
  // A market of the order book alone does not let orders be picked, and says so.
  EXPECT_TRUE(answer.starts_with("35=8|11=P1|150=8|103=99|")) << answer;
}

TEST_F(GatewayTest, answers_refusals_with_their_numbers_and_reasons) {
  const auto niu = log_on("niu");
  std::uint64_t number = 2;
  const auto reason = [&](const std::string& body) {
    niu->send("D", number++, body);
    return niu->next();
  };
  EXPECT_NE(reason(order("a", true, "900000000", "11.00")).find("|103=99|"), std::string::npos);
  std::string other = order("b", true, "1000000", "11.00");
  other.replace(other.find("55=f"), 4, "55=x");
  EXPECT_NE(reason(other).find("|103=1|"), std::string::npos);
  other = order("c", true, "1000000", "11.00");
  other.replace(other.find("1=farm"), 6, "1=firm");
  EXPECT_NE(reason(other).find("|103=15|"), std::string::npos);
  EXPECT_NE(reason(order("a b", true, "1000000", "11.00")).find("58=ClOrdID must be"),
            std::string::npos);
  EXPECT_NE(reason(order("d", true, "0", "11.00")).find("58=OrderQty must be"), std::string::npos);
  EXPECT_NE(reason(order("e", true, "1", "11.001")).find("58=Price must be"), std::string::npos);
  for (const auto& [from, to, words] :
       {std::tuple("|40=2|", "|40=1|", "58=Market orders are not taken"),
        std::tuple("|40=2|", "|40=2|59=1|", "58=TimeInForce 1"),
        std::tuple("|40=2|", "|40=2|126=20240301-09:00:00|", "58=Orders end with a day")}) {
    std::string other_terms = order("h", true, "1", "1");
    other_terms.replace(other_terms.find(from), std::string_view(from).size(), to);
    EXPECT_NE(reason(other_terms).find(words), std::string::npos) << to;
  }
  EXPECT_NE(reason(order("g", true, "1", "1", "386=1|336=nowhere|")).find("58=TradingSessionID"),
            std::string::npos);
  niu->send("AE", number,
            "571=t|570=N|55=f|32=5|31=80.5|75=20240501|60=20240501-08:30:00|552=1|54=1|37=o|");
  EXPECT_EQ(said(*niu), "35=j|380=3|");
}

TEST_F(GatewayTest, takes_a_cl_ord_id_once) {
  const auto niu = log_on("niu");
  niu->send("D", 2, order("S1", true, "1000000", "12.00"));
  EXPECT_EQ(said(*niu), "35=8|11=S1|150=0|151=1000000|");
  niu->send("D", 3, order("S1", true, "1000000", "12.00"));
  EXPECT_EQ(said(*niu), "35=8|11=S1|150=8|103=6|151=0|");
  niu->send("D", 4, order("S1", true, "2000000", "12.00"));
  EXPECT_EQ(said(*niu), "35=8|11=S1|150=8|103=6|151=0|");
  niu->send_bytes(framed("35=D|49=niu|56=TANSHU|34=5|97=Y|52=" + timestamp_text(now()) + "|" +
                         order("S1", true, "1000000", "12.00")));
  niu->send("1", 6, "112=X|");
  EXPECT_EQ(said(*niu), "35=0|");
}

TEST_F(GatewayTest, reports_once_what_happened_while_nobody_was_there) {
  auto niu = log_on("niu");
  niu->send("D", 2, order("S1", true, "1000000", "9.80"));
  EXPECT_EQ(said(*niu), "35=8|11=S1|150=0|151=1000000|");
  niu->close();
  const auto ma = log_on("ma");
  ma->send("D", 2, order("B1", false, "1000000", "9.80"));
  said(*ma);
  EXPECT_EQ(said(*ma), "35=8|11=B1|150=F|151=0|");
  // The gateway stops and starts in between; the node trades on without it.
  market_.close();
  protocol::PlaceOrder late = engine::sample_order("", protocol::OrderSide::sell, 1, yuan(12));
  late.id = *order_id_of({Version::fix44, "TANSHU", "niu"}, "S2");
  market_.give({{"niu"}, "fix/f/S2", {}, late});
  market_.open();
  niu = std::make_unique<Wire>(market_.gateway->port(), "niu", 0, "TANSHU");
  niu->send("A", 3, "98=0|108=30|554=token of niu|");
  EXPECT_TRUE(niu->next().starts_with("35=A|"));
  niu->send("2", 4, "7=3|16=0|");
  // By their numbers: the second may come both as news and as what was missed.
  std::map<std::string, std::string> reports;
  while (reports.size() < 2) {
    const std::string message = niu->next();
    ASSERT_TRUE(message.starts_with("35=")) << message;
    if (!message.starts_with("35=8|34=")) continue;
    reports[message.substr(8, message.find('|', 8) - 8)] = in_short(message);
  }
  EXPECT_EQ(reports.begin()->second, "35=8|11=S1|150=F|151=0|");
  EXPECT_EQ(reports.rbegin()->second, "35=8|11=S2|150=0|151=1000000|");
}

TEST_F(GatewayTest, shows_what_rests) {
  const auto ma = log_on("ma");
  ma->send("D", 2, order("B1", false, "2000000", "9.50"));
  said(*ma);
  const auto ask = [&](std::uint64_t number, const std::string& rest) {
    ma->send("V", number, "262=r|" + rest);
    return ma->next();
  };
  EXPECT_EQ(ask(3, "263=0|264=0|267=2|269=0|269=1|146=1|55=f|"),
            "35=W|34=3|262=r|55=f|268=3|269=0|270=9.50|271=2000000|346=1|290=1|"
            "269=0|270=9.00|271=3000000|346=1|290=2|269=1|270=10.00|271=3000000|346=1|290=1|");
  EXPECT_EQ(ask(4, "263=0|264=1|267=1|269=0|146=1|55=f|"),
            "35=W|34=4|262=r|55=f|268=1|269=0|270=9.50|271=2000000|346=1|290=1|");
  EXPECT_TRUE(ask(5, "263=0|264=1|267=1|269=0|146=1|55=x|").starts_with("35=Y|34=5|262=r|281=0|"));
  EXPECT_TRUE(ask(6, "263=1|264=1|267=1|269=0|146=1|55=f|").starts_with("35=Y|34=6|262=r|281=4|"));
  EXPECT_TRUE(ask(7, "263=0|264=1|267=1|269=2|146=1|55=f|").starts_with("35=Y|34=7|262=r|281=8|"));
}

TEST_F(GatewayTest, lets_nobody_in_without_a_token) {
  for (const char* body :
       {"98=0|108=30|", "98=0|108=30|554=token of ma|", "98=0|108=30|553=ma|554=token of niu|"}) {
    Wire wire(market_.gateway->port(), "niu", 0, "TANSHU");
    wire.send("A", 1, body);
    EXPECT_EQ(wire.next(), "closed") << body;
  }
  Wire stranger(market_.gateway->port(), "nobody", 0, "TANSHU");
  stranger.send("A", 1, "98=0|108=30|554=token of nobody|");
  EXPECT_EQ(stranger.next(), "closed");
}

/// A line between client and acceptor. It breaks once behind an order named "cut", which arrives
/// but whose answer does not, and once before an order named "lost" arrives.
class Line {
 public:
  Line(std::uint16_t to, std::function<void(const std::string& order)> on_break)
      : to_(to), on_break_(std::move(on_break)), socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = loopback(0);
    ::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::listen(socket_, 4);
    socklen_t size = sizeof address;
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
  }
  ~Line() {
    stopping_ = true;
    thread_.join();
    ::close(socket_);
  }
  std::uint16_t port() const { return port_; }
  int breaks() const { return breaks_; }

 private:
  static sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }
  static bool is_readable(int socket) {
    pollfd waiting{socket, POLLIN, 0};
    return ::poll(&waiting, 1, 20) > 0;
  }
  static bool write(int socket, std::string_view bytes) {
    return ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  }

  void run() {
    while (!stopping_) {
      if (!is_readable(socket_)) continue;
      const int client = ::accept(socket_, nullptr, nullptr);
      const int server = ::socket(AF_INET, SOCK_STREAM, 0);
      const sockaddr_in address = loopback(to_);
      if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        forward(client, server);
      ::close(client);
      ::close(server);
      if (!broken_by_.empty()) on_break_(std::exchange(broken_by_, {}));
    }
  }

  void forward(int client, int server) {
    char block[65536];
    while (!stopping_) {
      pollfd both[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
      if (::poll(both, 2, 20) <= 0) continue;
      const int from = both[0].revents != 0 ? client : server;
      const ssize_t size = ::recv(from, block, sizeof block, 0);
      if (size <= 0) return;
      const std::string_view bytes(block, static_cast<std::size_t>(size));
      if (from == server && !write(client, bytes)) return;
      if (from == client && !pass_on(server, bytes)) return;
    }
  }

  /// False when the line breaks.
  bool pass_on(int server, std::string_view bytes) {
    const auto names = [bytes](std::string_view order) {
      return bytes.find(
                 "\x01"
                 "11=" +
                 std::string(order) + '\x01') != bytes.npos;
    };
    if (!lost_ && names("lost")) {
      lost_ = true;
      return note_break("lost");
    }
    if (!write(server, bytes)) return false;
    if (cut_ || !names("cut")) return true;
    cut_ = true;
    return note_break("cut");
  }

  bool note_break(const std::string& order) {
    ++breaks_;
    broken_by_ = order;
    return false;
  }

  const std::uint16_t to_;
  const std::function<void(const std::string&)> on_break_;
  int socket_;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_{false};
  std::atomic<int> breaks_{0};
  bool cut_ = false;
  bool lost_ = false;
  std::string broken_by_;
  std::thread thread_;
};

class ForeignClient : public testing::TestWithParam<Version> {
 protected:
  void SetUp() override {
    program_ = std::getenv("TANSHU_FIX_CLIENT");
    if (program_ == nullptr) GTEST_SKIP() << "TANSHU_FIX_CLIENT names no client";
    market_ = std::make_unique<SampleMarket>();
  }
  /// What the client says when it is done, a line for each ExecID and how often it came; its exit
  /// code must be 0.
  std::vector<std::string> run(std::uint16_t port, const std::string& mode) {
    const std::string said = market_->place("said").string();
    const std::string command =
        fmt::format("timeout 60 '{}' {} {} '{}' {} > '{}'", program_, port,
                    begin_string(GetParam()), market_->place("client").string(), mode, said);
    EXPECT_EQ(std::system(command.c_str()), 0);  // NOLINT: a test's own program
    std::ifstream file(said);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }
  /// The same as it should be: every report of the journal from an entry on, once.
  std::vector<std::string> reports_from(std::uint64_t log_index) const {
    std::vector<std::string> lines;
    const auto records = market_->node->records(log_index, 1'000);
    for (const node::Published& record : *records)
      for (const Addressed& report : reports_of(record, "TANSHU"))
        lines.push_back(*report.message.find(tag::ExecID) + " 1");
    std::ranges::sort(lines);
    return lines;
  }

  const char* program_ = nullptr;
  std::unique_ptr<SampleMarket> market_;
};

TEST_P(ForeignClient, sees_each_execution_once_over_a_line_that_breaks) {
  int offers = 0;
  // While nobody is there, three tonnes are sold to the orders that rest.
  const auto sell = [&](const std::string&) {
    for (int i = 0; i < 3; ++i) market_->offer_a_tonne(fmt::format("o{}", ++offers), Money{950});
  };
  const std::uint64_t before = market_->node->durable_size();
  std::vector<std::string> seen;
  {
    Line line(market_->gateway->port(), sell);
    seen = run(line.port(), "trade");
    EXPECT_EQ(line.breaks(), 2);
  }
  EXPECT_EQ(seen.size(), 9u);  // three orders rest, and six tonnes are bought
  EXPECT_EQ(seen, reports_from(before));
  const std::uint64_t between = market_->node->durable_size();
  const auto seen_again = run(market_->gateway->port(), "again");
  EXPECT_EQ(seen_again, reports_from(between));
  EXPECT_EQ(reports_from(between).size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(Versions, ForeignClient, testing::Values(Version::fix44, Version::fixt11),
                         [](const auto& version) {
                           return version.param == Version::fix44 ? "fix44" : "fixt11";
                         });

}  // namespace
}  // namespace tanshu::fix
