// SPDX-License-Identifier: Apache-2.0
// Clients over bare sockets and epoll: as little work as a client can do, because it runs on the
// cores that the server has.
#include "apps/bench/http_load.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <future>
#include <set>

#include "api/access.h"
#include "api/serve.h"

namespace tanshu::apps {
namespace {

constexpr std::size_t read_bytes = 256 * 1024;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

Result<Descriptor> connect_to(std::uint16_t port) {
  Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket.number(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    return failure("the server does not take connections");
  const int yes = 1;
  ::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  return socket;
}

struct Head {
  int status = 0;
  std::size_t body_at = 0;
  std::size_t body_bytes = 0;
};

/// Nothing while the head is not whole.
std::optional<Head> head_of(std::string_view text) {
  static constexpr std::string_view length = "\r\nContent-Length: ";
  const std::size_t end = text.find("\r\n\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  Head head{.body_at = end + 4};
  std::from_chars(text.data() + 9, text.data() + 12, head.status);
  const std::size_t at = text.substr(0, end + 2).find(length);
  if (at != std::string_view::npos)
    std::from_chars(text.data() + at + length.size(), text.data() + end, head.body_bytes);
  return head;
}

/// One kept connection: what is still to be sent, what has come so far.
class Client {
 public:
  explicit Client(Descriptor socket) : socket_(std::move(socket)) {}
  int number() const { return socket_.number(); }
  bool sending() const { return sent_ < out_.size(); }

  void begin(const Load& load) {
    out_.clear();
    sent_ = 0;
    load.next(out_);
    since_ = Stopwatch();
  }
  Result<void> send() {
    while (sending()) {
      const ssize_t sent =
          ::send(number(), out_.data() + sent_, out_.size() - sent_, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return {};
      if (sent <= 0) return failure("the server closed a connection while it was sent a request");
      sent_ += static_cast<std::size_t>(sent);
    }
    return {};
  }
  /// True once the whole answer is there; it is counted then.
  Result<bool> receive(const Load& load, LoadFigures& figures) {
    static thread_local char block[read_bytes];
    const ssize_t size = ::recv(number(), block, sizeof block, MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return false;
    if (size <= 0) return failure("the server closed a connection before it answered");
    in_.append(block, static_cast<std::size_t>(size));
    const auto head = head_of(in_);
    if (!head || in_.size() < head->body_at + head->body_bytes) return false;
    const auto body = std::string_view(in_).substr(head->body_at, head->body_bytes);
    TRY_SET(const std::uint64_t operations, load.acknowledged(head->status, body));
    figures.operations += operations;
    figures.taken.push_back(since_.seconds());
    in_.clear();
    return true;
  }

 private:
  Descriptor socket_;
  std::string out_;
  std::size_t sent_ = 0;
  std::string in_;
  Stopwatch since_;
};

class Clients {
 public:
  explicit Clients(const Load& load) : load_(load), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}

  Result<LoadFigures> run() {
    for (std::size_t i = 0; i < load_.connections; ++i) {
      TRY_SET(Descriptor socket, connect_to(load_.port));
      clients_.emplace_back(std::move(socket));
    }
    const Stopwatch watch;
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      epoll_event event{.events = EPOLLIN, .data = {.u64 = i}};
      ::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, clients_[i].number(), &event);
      if (there_is_more()) TRY(begin(i));
    }
    while (under_way_ > 0) TRY(wait(watch));
    figures_.seconds = watch.seconds();
    std::ranges::sort(figures_.taken);
    return std::move(figures_);
  }

 private:
  Result<void> begin(std::size_t which) {
    clients_[which].begin(load_);
    ++under_way_;
    return go_on_sending(which);
  }
  Result<void> go_on_sending(std::size_t which) {
    TRY(clients_[which].send());
    const std::uint32_t out = clients_[which].sending() ? EPOLLOUT : 0u;
    if (out == 0 && !writing_.contains(which)) return {};
    epoll_event event{.events = EPOLLIN | out, .data = {.u64 = which}};
    ::epoll_ctl(epoll_.number(), EPOLL_CTL_MOD, clients_[which].number(), &event);
    if (out != 0)
      writing_.insert(which);
    else
      writing_.erase(which);
    return {};
  }
  bool there_is_more() const { return !load_.more || load_.more(); }
  Result<void> wait(const Stopwatch& watch) {
    constexpr int events_max = 64, patience_ms = 60'000;
    epoll_event events[events_max];
    const int count = ::epoll_wait(epoll_.number(), events, events_max, patience_ms);
    if (count == 0) return failure("the server has not answered for a minute");
    for (int i = 0; i < count; ++i) {
      const std::size_t which = events[i].data.u64;
      if ((events[i].events & EPOLLOUT) != 0) TRY(go_on_sending(which));
      if ((events[i].events & ~static_cast<std::uint32_t>(EPOLLOUT)) == 0) continue;
      TRY_SET(const bool answered, clients_[which].receive(load_, figures_));
      if (!answered) continue;
      --under_way_;
      if (watch.seconds() < load_.seconds && there_is_more()) TRY(begin(which));
    }
    return {};
  }

  const Load& load_;
  Descriptor epoll_;
  std::vector<Client> clients_;
  std::set<std::size_t> writing_;
  std::size_t under_way_ = 0;
  LoadFigures figures_;
};

}  // namespace

Result<LoadFigures> put_under_load(const Load& load) {
  return Clients(load).run();
}

std::string post_head(std::string_view path, std::string_view more_headers,
                      std::size_t body_bytes) {
  return fmt::format("POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\n{}Content-Length: {}\r\n\r\n", path,
                     more_headers, body_bytes);
}

Result<std::unique_ptr<CellServer>> CellServer::start(BenchCell& cell) {
  auto server = std::make_unique<CellServer>();
  TRY_SET(const auto access, api::AccessControl::open(cell.node().data()));
  const auto token = access->create_token({"teller"});
  if (!token) return failure(protocol::english_of(token.error()));
  server->authorization_ = fmt::format("Authorization: Bearer {}\r\n", *token);
  std::promise<Result<void>> listening;
  server->thread_ = std::thread([&cell, &listening, server = server.get()] {
    api::ServeOptions options;
    options.data = cell.node().data();
    options.port = 0;
    options.listening = [&](const std::string& url) {
      server->port_ = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
      listening.set_value({});
    };
    const auto served = api::serve(cell.node(), options, server->stop_);
    if (server->port_ == 0) listening.set_value(served);
  });
  TRY(listening.get_future().get());
  return server;
}

CellServer::~CellServer() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

void EmptyHandler::handle(api::Request, api::Respond respond) {
  api::Response response;
  response.header("Content-Type", "application/json");
  response.body = "{}";
  respond(std::move(response));
}

api::Response EmptyHandler::refused(api::HttpRefusal, std::size_t, std::string_view) const {
  api::Response response;
  response.status = 400;
  return response;
}

}  // namespace tanshu::apps
