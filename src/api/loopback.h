// SPDX-License-Identifier: Apache-2.0
// A client over bare sockets for the tests of this room: it can also send what no decent client
// would.
#pragma once

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tanshu::api {

struct Reply {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
  }
};

class Loopback {
 public:
  explicit Loopback(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) close();
  }
  ~Loopback() { close(); }
  Loopback(const Loopback&) = delete;
  Loopback& operator=(const Loopback&) = delete;

  void close() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }

  bool send(std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// Reads until `mark` stands in what was received; false when the other end closed or nothing
  /// came for too long.
  bool read_until(std::string_view mark,
                  std::chrono::milliseconds patience = std::chrono::seconds(10)) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (received_.find(mark) == std::string::npos) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          until - std::chrono::steady_clock::now());
      if (left.count() <= 0 || !read_some(left)) return false;
    }
    return true;
  }

  /// True once the other end has closed, after reading whatever it still sent.
  bool closed_within(std::chrono::milliseconds patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (!ended_) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          until - std::chrono::steady_clock::now());
      if (left.count() <= 0) return false;
      read_some(left);
    }
    return true;
  }

  /// One response; `head_only` for HEAD, whose length is not followed by a body.
  std::optional<Reply> read_reply(bool head_only = false) {
    if (!read_until("\r\n\r\n")) return std::nullopt;
    const std::size_t end = received_.find("\r\n\r\n");
    Reply reply = parse_head(received_.substr(0, end));
    received_.erase(0, end + 4);
    if (reply.status == 100) return read_reply(head_only);
    std::size_t length = 0;
    const std::string text = reply.header("content-length");
    std::from_chars(text.data(), text.data() + text.size(), length);
    if (head_only || reply.status == 304 || reply.status == 204) return reply;
    while (received_.size() < length)
      if (!read_some(std::chrono::seconds(10))) return std::nullopt;
    reply.body = received_.substr(0, length);
    received_.erase(0, length);
    return reply;
  }

  std::string& received() { return received_; }

 private:
  bool read_some(std::chrono::milliseconds patience) {
    pollfd waiting{socket_, POLLIN, 0};
    if (ended_ || ::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) return false;
    char block[16384];
    const ssize_t size = ::recv(socket_, block, sizeof block, 0);
    if (size <= 0) {
      ended_ = true;
      return false;
    }
    received_.append(block, static_cast<std::size_t>(size));
    return true;
  }

  static Reply parse_head(const std::string& head) {
    Reply reply;
    std::from_chars(head.data() + 9, head.data() + 12, reply.status);
    std::size_t at = head.find("\r\n");
    while (at != std::string::npos) {
      const std::size_t next = head.find("\r\n", at + 2);
      const std::string line =
          head.substr(at + 2, next == std::string::npos ? next : next - at - 2);
      const std::size_t colon = line.find(": ");
      std::string name = line.substr(0, colon);
      for (char& c : name) c = static_cast<char>(std::tolower(c));
      if (colon != std::string::npos) reply.headers[name] = line.substr(colon + 2);
      at = next;
    }
    return reply;
  }

  int socket_;
  bool ended_ = false;
  std::string received_;
};

using SentHeaders = std::vector<std::pair<std::string, std::string>>;

/// One request on a connection of its own. A body is sent with its length.
inline std::optional<Reply> ask(std::uint16_t port, std::string_view method,
                                std::string_view target, const SentHeaders& headers = {},
                                std::string_view body = {}) {
  std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n", method, target, port);
  for (const auto& [name, value] : headers) text += fmt::format("{}: {}\r\n", name, value);
  if (!body.empty()) text += fmt::format("Content-Length: {}\r\n", body.size());
  text += "Connection: close\r\n\r\n";
  Loopback client(port);
  // The server may answer, and close, before it has taken all of a body it does not want.
  if (client.send(text)) client.send(body);
  return client.read_reply(method == "HEAD");
}

}  // namespace tanshu::api
