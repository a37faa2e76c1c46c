// SPDX-License-Identifier: Apache-2.0
// A FIX client that others wrote, over a line that breaks. TANSHU_FIX_CLIENT names the program,
// which tools/tests/fix.sh builds with QuickFIX; without it there is nothing to do here.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <thread>

#include "base/temporary_directory.h"
#include "fix/acceptor.h"
#include "fix/sample_wire.h"

namespace tanshu::fix {
namespace {

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
    store_ = std::move(*open_session_store(house_ / "fix.db"));
    acceptor_ = std::move(*Acceptor::listen({}, *store_, application_));
    acceptor_->start();
  }
  /// What the client says when it is done; its exit code must be 0.
  std::string run(std::uint16_t port, const std::string& mode) {
    const std::string said = (house_ / "said").string();
    const std::string command =
        fmt::format("timeout 60 '{}' {} {} '{}' {} > '{}'", program_, port,
                    begin_string(GetParam()), (house_ / "client").string(), mode, said);
    EXPECT_EQ(std::system(command.c_str()), 0);  // NOLINT: a test's own program
    std::ifstream file(said);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  const char* program_ = nullptr;
  TemporaryDirectory house_{"fix"};
  EchoApplication application_;
  std::unique_ptr<SessionStore> store_;
  std::unique_ptr<Acceptor> acceptor_;
};

TEST_P(ForeignClient, sees_each_message_once_over_a_line_that_breaks) {
  const SessionKey key{GetParam(), "ISLD", "TW"};
  const auto late = [&](const std::string& order) {
    // While nobody is there.
    for (const char* name : {"-late-1", "-late-2", "-late-3"})
      acceptor_->send(key, EchoApplication::report(order + name));
  };
  Line line(acceptor_->port(), late);
  // The client prints each ExecID and how often it came.
  EXPECT_EQ(run(line.port(), "trade"),
            "e-c1 1\ne-cut 1\ne-cut-late-1 1\ne-cut-late-2 1\ne-cut-late-3 1\n"
            "e-lost 1\ne-lost-late-1 1\ne-lost-late-2 1\ne-lost-late-3 1\n");
  EXPECT_EQ(line.breaks(), 2);
  EXPECT_EQ(run(line.port(), "again"), "e-again 1\n");
  acceptor_->stop();
  EXPECT_EQ(application_.orders, (std::vector<std::string>{"c1", "cut", "lost", "again"}));
}

INSTANTIATE_TEST_SUITE_P(Versions, ForeignClient, testing::Values(Version::fix44, Version::fixt11),
                         [](const auto& version) {
                           return version.param == Version::fix44 ? "fix44" : "fixt11";
                         });

}  // namespace
}  // namespace tanshu::fix
