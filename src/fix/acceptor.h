// SPDX-License-Identifier: Apache-2.0
// The FIX acceptor: takes connections on a port and gives each to the session that its Logon names.
// One thread does it all, and what it reads at once it commits at once. It speaks plain TCP: for
// the loopback, a private line, or behind a TLS tunnel. Only acceptor.cc knows the library of
// sockets.
//
// No command of `tanshu` opens it yet: it will when there is an Application that places orders.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "fix/session.h"

namespace tanshu::fix {

struct AcceptorLimits {
  /// BodyLength of a message that comes in.
  std::size_t message_bytes = 64 * 1024;
  /// Connections at a time, logged on or not.
  std::size_t connections = 256;
  /// From the connection to a good Logon.
  std::chrono::milliseconds logon_time{10'000};
  /// What may wait for a counterparty that does not read; past it the connection ends, and what
  /// was to be sent stays stored.
  std::size_t queue_bytes = 8u << 20;
  /// How long a counterparty may go without taking a byte.
  std::chrono::milliseconds write_time{30'000};
  /// How long Logouts may take when the acceptor stops.
  std::chrono::milliseconds stop_time{5'000};
};

struct AcceptorOptions {
  std::string address = "127.0.0.1";
  /// 0 takes any free one.
  std::uint16_t port = 0;
  AcceptorLimits limits;
  SessionOptions session;
  /// SendingTime and the patience of sessions go by this clock.
  std::function<Instant()> clock = now;
  /// For the operator: a session or an address, and what happened. Called on the acceptor's thread.
  std::function<void(std::string_view who, std::string_view what)> log;
};

/// An application message and the session that it is for.
struct Addressed {
  SessionKey key;
  Message message;
};

class Acceptor {
 public:
  /// Takes the port. Store and application must outlive the acceptor and are used by its thread
  /// alone once it is started.
  static Result<std::unique_ptr<Acceptor>> listen(AcceptorOptions options, SessionStore& store,
                                                  Application& application);
  /// Stops.
  virtual ~Acceptor() = default;

  virtual void start() = 0;
  virtual std::uint16_t port() const = 0;
  /// From any other thread: stores the messages and `mark` with one commit, then sends each, at the
  /// next logon if nobody is there. Waits for the commit; false when it failed, and then nothing of
  /// it will be sent. Only between start() and stop().
  virtual bool offer(std::vector<Addressed> messages, std::uint64_t mark) = 0;
  /// From any thread: ends the connection without a word, as a broken line does.
  virtual void drop(const SessionKey& key) = 0;
  /// Logs everybody out and waits for it. Not from the acceptor's own thread.
  virtual void stop() = 0;
};

}  // namespace tanshu::fix
