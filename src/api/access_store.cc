// SPDX-License-Identifier: Apache-2.0
// SQL of access.db.
#include "api/access_store.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <utility>

namespace tanshu::api {
namespace {

constexpr const char* schema =
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA secure_delete=ON;"
    "CREATE TABLE IF NOT EXISTS passwords("
    " user TEXT PRIMARY KEY, salt BLOB NOT NULL, hash BLOB NOT NULL, set_at INTEGER NOT NULL) "
    "STRICT;"
    "CREATE TABLE IF NOT EXISTS tokens("
    " digest BLOB PRIMARY KEY, user TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS sessions("
    " digest BLOB PRIMARY KEY, user TEXT NOT NULL, opened_at INTEGER NOT NULL,"
    " used_at INTEGER NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS failed_sign_ins("
    " user TEXT PRIMARY KEY, count INTEGER NOT NULL, locked_until INTEGER NOT NULL,"
    " last_at INTEGER NOT NULL) STRICT;";

Failure sql_failure(sqlite3* database) {
  return Failure{fmt::format("access.db: {}", sqlite3_errmsg(database))};
}

}  // namespace

class AccessStore::Statement {
 public:
  Statement(sqlite3* database, sqlite3_stmt* statement)
      : database_(database), statement_(statement) {}
  Statement(Statement&& other) noexcept
      : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}
  Statement& operator=(Statement&&) = delete;
  ~Statement() { sqlite3_finalize(statement_); }

  Statement& bind(const std::string& text) {
    sqlite3_bind_text(statement_, ++bound_, text.data(), static_cast<int>(text.size()),
                      SQLITE_TRANSIENT);
    return *this;
  }
  Statement& bind(ByteView bytes) {
    sqlite3_bind_blob(statement_, ++bound_, bytes.data(), static_cast<int>(bytes.size()),
                      SQLITE_TRANSIENT);
    return *this;
  }
  Statement& bind(std::int64_t value) {
    sqlite3_bind_int64(statement_, ++bound_, value);
    return *this;
  }

  /// True when there is a row.
  Result<bool> step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return std::unexpected(sql_failure(database_));
  }
  Result<void> finish() {
    TRY(step());
    return {};
  }
  std::string text(int column) const {
    const auto* from = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return {from, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  Bytes bytes(int column) const {
    const auto* from = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    return {from, from + sqlite3_column_bytes(statement_, column)};
  }
  std::int64_t number(int column) const { return sqlite3_column_int64(statement_, column); }
  Instant instant(int column) const { return Instant{number(column)}; }

 private:
  sqlite3* database_;
  sqlite3_stmt* statement_;
  int bound_ = 0;
};

Result<std::unique_ptr<AccessStore>> AccessStore::open(const std::filesystem::path& file) {
  sqlite3* database = nullptr;
  const int code =
      sqlite3_open_v2(file.c_str(), &database,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX, nullptr);
  std::unique_ptr<AccessStore> store(new AccessStore(database));
  if (code != SQLITE_OK) return failure(fmt::format("{}: {}", file.string(), sqlite3_errstr(code)));
  sqlite3_busy_timeout(database, 5000);
  TRY(store->run(schema));
  ::chmod(file.c_str(), S_IRUSR | S_IWUSR);  // hashes are for the server's own user only
  return store;
}

AccessStore::~AccessStore() {
  sqlite3_close(database_);
}

Result<void> AccessStore::run(const char* sql) {
  if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
    return std::unexpected(sql_failure(database_));
  return {};
}

Result<AccessStore::Statement> AccessStore::prepare(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr) != SQLITE_OK)
    return std::unexpected(sql_failure(database_));
  return Statement(database_, statement);
}

Result<void> AccessStore::put_password(const std::string& user, const StoredPassword& password,
                                       Instant at) {
  const std::lock_guard lock(mutex_);
  TRY_SET(Statement statement, prepare("INSERT OR REPLACE INTO passwords VALUES(?,?,?,?)"));
  return statement.bind(user)
      .bind(ByteView(password.salt))
      .bind(ByteView(password.hash))
      .bind(at.ns)
      .finish();
}

Result<std::optional<StoredPassword>> AccessStore::password(const std::string& user) {
  const std::lock_guard lock(mutex_);
  TRY_SET(Statement statement, prepare("SELECT salt, hash FROM passwords WHERE user=?"));
  TRY_SET(const bool found, statement.bind(user).step());
  if (!found) return std::nullopt;
  return StoredPassword{statement.bytes(0), statement.bytes(1)};
}

Result<void> AccessStore::put_token(const Digest& token, const std::string& user, Instant at) {
  const std::lock_guard lock(mutex_);
  TRY_SET(Statement statement, prepare("INSERT INTO tokens VALUES(?,?,?)"));
  return statement.bind(token.view()).bind(user).bind(at.ns).finish();
}

Result<std::optional<std::string>> AccessStore::token_user(const Digest& token) {
  const std::lock_guard lock(mutex_);
  TRY_SET(Statement statement, prepare("SELECT user FROM tokens WHERE digest=?"));
  TRY_SET(const bool found, statement.bind(token.view()).step());
  if (!found) return std::nullopt;
  return statement.text(0);
}

Result<void> AccessStore::put_session(const Digest& session, const StoredSession& row) {
  const std::lock_guard lock(mutex_);
  TRY_SET(Statement statement, prepare("INSERT INTO sessions VALUES(?,?,?,?)"));
  return statement.bind(session.view())
      .bind(row.user)
      .bind(row.opened_at.ns)
      .bind(row.used_at.ns)
      .finish();
}

Result<std::optional<StoredSession>> AccessStore::session(const Digest& session) {
  const std::lock_guard lock(mutex_);
  TRY_SET(Statement statement,
          prepare("SELECT user, opened_at, used_at FROM sessions WHERE digest=?"));
  TRY_SET(const bool found, statement.bind(session.view()).step());
  if (!found) return std::nullopt;
  return StoredSession{statement.text(0), statement.instant(1), statement.instant(2)};
}

Result<void> AccessStore::touch_session(const Digest& session, Instant at) {
  const std::lock_guard lock(mutex_);
  TRY_SET(Statement statement, prepare("UPDATE sessions SET used_at=? WHERE digest=?"));
  return statement.bind(at.ns).bind(session.view()).finish();
}

Result<void> AccessStore::end_session(const Digest& session) {
  const std::lock_guard lock(mutex_);
  TRY_SET(Statement statement, prepare("DELETE FROM sessions WHERE digest=?"));
  return statement.bind(session.view()).finish();
}

Result<void> AccessStore::end_sessions_of(const std::string& user) {
  const std::lock_guard lock(mutex_);
  TRY_SET(Statement statement, prepare("DELETE FROM sessions WHERE user=?"));
  return statement.bind(user).finish();
}

Result<void> AccessStore::end_sessions_before(Instant opened, Instant used) {
  const std::lock_guard lock(mutex_);
  TRY_SET(Statement statement, prepare("DELETE FROM sessions WHERE opened_at<? OR used_at<?"));
  return statement.bind(opened.ns).bind(used.ns).finish();
}

Result<FailedSignIns> AccessStore::failed_sign_ins(const std::string& user) {
  const std::lock_guard lock(mutex_);
  TRY_SET(Statement statement,
          prepare("SELECT count, locked_until, last_at FROM failed_sign_ins WHERE user=?"));
  TRY_SET(const bool found, statement.bind(user).step());
  if (!found) return FailedSignIns{};
  return FailedSignIns{statement.number(0), statement.instant(1), statement.instant(2)};
}

Result<void> AccessStore::put_failed_sign_ins(const std::string& user, const FailedSignIns& row) {
  const std::lock_guard lock(mutex_);
  TRY_SET(Statement statement, prepare("INSERT OR REPLACE INTO failed_sign_ins VALUES(?,?,?,?)"));
  return statement.bind(user)
      .bind(row.count)
      .bind(row.locked_until.ns)
      .bind(row.last_at.ns)
      .finish();
}

Result<void> AccessStore::forget_failed_sign_ins(const std::string& user) {
  const std::lock_guard lock(mutex_);
  TRY_SET(Statement statement, prepare("DELETE FROM failed_sign_ins WHERE user=?"));
  return statement.bind(user).finish();
}

Result<void> AccessStore::forget_failed_sign_ins_before(Instant at) {
  const std::lock_guard lock(mutex_);
  TRY_SET(Statement statement, prepare("DELETE FROM failed_sign_ins WHERE last_at<?"));
  return statement.bind(at.ns).finish();
}

}  // namespace tanshu::api
