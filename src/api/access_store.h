// SPDX-License-Identifier: Apache-2.0
// access.db: what proves who someone is. Only hashes of secrets are in it; losing it costs new
// passwords, no books.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

struct sqlite3;
struct sqlite3_stmt;

namespace tanshu::api {

struct StoredPassword {
  Bytes salt;
  Bytes hash;
};

struct StoredSession {
  std::string user;
  Instant opened_at;
  Instant used_at;
};

struct FailedSignIns {
  std::int64_t count = 0;
  Instant locked_until;
  Instant last_at;
};

/// One row in, one row out; every call may be made from any thread.
class AccessStore {
 public:
  static Result<std::unique_ptr<AccessStore>> open(const std::filesystem::path& file);
  ~AccessStore();
  AccessStore(const AccessStore&) = delete;
  AccessStore& operator=(const AccessStore&) = delete;

  Result<void> put_password(const std::string& user, const StoredPassword& password, Instant at);
  Result<std::optional<StoredPassword>> password(const std::string& user);

  Result<void> put_token(const Digest& token, const std::string& user, Instant at);
  Result<std::optional<std::string>> token_user(const Digest& token);

  Result<void> put_session(const Digest& session, const StoredSession& row);
  Result<std::optional<StoredSession>> session(const Digest& session);
  Result<void> touch_session(const Digest& session, Instant at);
  Result<void> end_session(const Digest& session);
  Result<void> end_sessions_of(const std::string& user);
  /// Removes sessions opened before the one instant or last used before the other.
  Result<void> end_sessions_before(Instant opened, Instant used);

  Result<FailedSignIns> failed_sign_ins(const std::string& user);
  Result<void> put_failed_sign_ins(const std::string& user, const FailedSignIns& row);
  Result<void> forget_failed_sign_ins(const std::string& user);
  Result<void> forget_failed_sign_ins_before(Instant at);

 private:
  class Statement;
  explicit AccessStore(sqlite3* database) : database_(database) {}
  Result<void> run(const char* sql);
  Result<Statement> prepare(const char* sql);

  std::mutex mutex_;
  sqlite3* database_;
};

}  // namespace tanshu::api
