// SPDX-License-Identifier: Apache-2.0
// A counterparty over a bare socket, which can also send what no decent one would.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.h"
#include "fix/sample_session.h"

namespace tanshu::fix {

class Wire {
 public:
  static constexpr std::chrono::seconds patience{20};

  explicit Wire(std::uint16_t port, std::string name = "TW", int receive_bytes = 0,
                std::string other = "ISLD")
      : name_(std::move(name)),
        other_(std::move(other)),
        socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (receive_bytes > 0)
      ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) close();
  }
  ~Wire() { close(); }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  void close() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }

  bool send_bytes(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  std::string text(const std::string& type, std::uint64_t number,
                   const std::string& rest = {}) const {
    return framed("35=" + type + "|49=" + name_ + "|56=" + other_ +
                  "|34=" + std::to_string(number) + "|52=" + timestamp_text(now()) + "|" + rest);
  }
  bool send(const std::string& type, std::uint64_t number, const std::string& rest = {}) {
    return send_bytes(text(type, number, rest));
  }
  bool order(std::uint64_t number, const std::string& id) {
    return send("D", number,
                "11=" + id + "|55=CEA|54=1|60=" + timestamp_text(now()) + "|38=5|40=2|44=80.50|");
  }

  /// The gist of the next message; "closed" when the other end closed, "silence" when nothing comes
  /// for too long.
  std::string next() {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (true) {
      const Frame frame = next_frame(received_, 1 << 20);
      if (frame.state == Frame::State::whole) {
        std::string found = gist(frame.text);
        received_.erase(0, frame.skip);
        return found;
      }
      if (ended_) return "closed";
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          until - std::chrono::steady_clock::now());
      if (left.count() <= 0 || !read_some(left)) return "silence";
    }
  }
  /// Whatever comes until the other end closes; true once it has.
  bool ends() {
    while (!ended_)
      if (!read_some(patience)) return false;
    return true;
  }

 private:
  /// False when nothing comes in time.
  bool read_some(std::chrono::milliseconds time) {
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(time.count())) <= 0) return false;
    char block[16384];
    const ssize_t size = ::recv(socket_, block, sizeof block, 0);
    if (size <= 0)
      ended_ = true;
    else
      received_.append(block, static_cast<std::size_t>(size));
    return true;
  }

  const std::string name_;
  const std::string other_;
  int socket_;
  bool ended_ = false;
  std::string received_;
};

}  // namespace tanshu::fix
