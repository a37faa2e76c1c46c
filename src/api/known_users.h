// SPDX-License-Identifier: Apache-2.0
// Users as the views have them, kept for a moment: a client with many requests is looked up once,
// not for each.
#pragma once

#include <functional>
#include <map>
#include <mutex>

#include "api/reading.h"
#include "node/node.h"
#include "protocol/party.h"

namespace tanshu::api {

/// Every call may be made from any thread.
class KnownUsers {
 public:
  KnownUsers(node::Node& node, ReadingPool& reading, std::function<Instant()> clock = &now);
  ~KnownUsers();
  KnownUsers(const KnownUsers&) = delete;
  KnownUsers& operator=(const KnownUsers&) = delete;

  /// The user as the journal has it now, or user_is_unknown / user_is_suspended.
  protocol::Verdict<protocol::User> active(const protocol::UserId& id);

 private:
  struct Kept {
    protocol::User user;
    Instant until;
  };
  void on_record(const node::Published& published);
  void forget(const protocol::UserId& id);
  protocol::Verdict<protocol::User> read(const protocol::UserId& id);

  node::Node& node_;
  ReadingPool& reading_;
  const std::function<Instant()> clock_;
  std::mutex mutex_;
  std::map<protocol::UserId, Kept> kept_;
  /// Counts what was forgotten, so that nothing is kept that was read before.
  std::uint64_t forgotten_ = 0;
  std::uint64_t subscription_ = 0;
};

}  // namespace tanshu::api
