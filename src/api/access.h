// SPDX-License-Identifier: Apache-2.0
// Signing in: passwords, bearer tokens, sessions with a cookie, and the lock after failed attempts.
// What a user may do is not here: roles and states of users are in the journal.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "api/access_store.h"
#include "protocol/ids.h"
#include "protocol/refusal.h"

namespace tanshu::api {

class AccessControl {
 public:
  static constexpr std::size_t password_bytes_min = 10;
  static constexpr std::size_t password_bytes_max = 200;
  static constexpr std::int64_t failures_max = 5;

  /// Opens `data`/access.db, or makes it.
  static Result<std::unique_ptr<AccessControl>> open(const std::filesystem::path& data,
                                                     std::function<Instant()> clock = &now);

  /// Sets or replaces the password and ends the user's sessions.
  protocol::Verdict<void> set_password(const protocol::UserId& user, std::string_view password);
  /// A new bearer token; it is shown once and kept as a hash only.
  protocol::Verdict<std::string> create_token(const protocol::UserId& user);
  /// The user a bearer token speaks for, or token_is_wrong. Whether a token still stands in
  /// access.db is looked up once a second.
  protocol::Verdict<protocol::UserId> user_of_token(std::string_view token);

  /// Right password: nothing. Else password_is_wrong, or too_many_attempts from the fifth failure
  /// on, for twice as long each time. Takes about a tenth of a second: not for I/O threads.
  protocol::Verdict<void> check_password(const protocol::UserId& user, std::string_view password);

  /// Opens a session and returns its secret.
  protocol::Verdict<std::string> open_session(const protocol::UserId& user);
  /// The user of a live session, or nothing: idle for 30 minutes or older than 12 hours is over.
  protocol::Verdict<std::optional<protocol::UserId>> user_of_session(std::string_view session);
  protocol::Verdict<void> end_session(std::string_view session);

  /// The token that a page must send beside the cookie; follows from the session's secret.
  static std::string csrf_of(std::string_view session);

  static constexpr std::int64_t session_seconds_max = 12 * 3600;
  static constexpr std::int64_t idle_seconds_max = 30 * 60;

 private:
  AccessControl(std::unique_ptr<AccessStore> store, std::function<Instant()> clock)
      : store_(std::move(store)), clock_(std::move(clock)) {}
  protocol::Verdict<void> count_failure(const std::string& user);

  /// A token that was looked up, by its hash.
  struct KnownToken {
    protocol::UserId user;
    Instant until;
  };

  std::unique_ptr<AccessStore> store_;
  std::function<Instant()> clock_;
  std::mutex tokens_mutex_;
  std::map<Digest, KnownToken> tokens_;
};

}  // namespace tanshu::api
