// SPDX-License-Identifier: Apache-2.0
// SQL of the session store: WAL, synced in full, because a message goes out only once it is stored.
#include "fix/session_store.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <utility>

namespace tanshu::fix {
namespace {

constexpr const char* schema =
    "PRAGMA locking_mode=EXCLUSIVE;"
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "CREATE TABLE IF NOT EXISTS sessions("
    " session TEXT PRIMARY KEY, next_in INTEGER NOT NULL, next_out INTEGER NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS sent("
    " session TEXT NOT NULL, number INTEGER NOT NULL, text BLOB NOT NULL,"
    " PRIMARY KEY(session, number)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS marks(id INTEGER PRIMARY KEY, mark INTEGER NOT NULL) STRICT;";

struct Close {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

class SqliteStore final : public SessionStore {
 public:
  SqliteStore(sqlite3* database, SessionStoreLimits limits)
      : limits_(limits), database_(database) {}

  Result<void> prepare() {
    TRY(run(schema));
    TRY(prepare(select_numbers_, "SELECT next_in, next_out FROM sessions WHERE session=?1"));
    TRY(prepare(insert_numbers_, "INSERT OR REPLACE INTO sessions VALUES(?1,?2,?3)"));
    TRY(prepare(insert_sent_, "INSERT OR REPLACE INTO sent VALUES(?1,?2,?3)"));
    TRY(prepare(select_sent_,
                "SELECT number, text FROM sent WHERE session=?1 AND number>=?2 AND number<=?3"
                " ORDER BY number LIMIT ?4"));
    TRY(prepare(select_mark_, "SELECT mark FROM marks WHERE id=0"));
    TRY(prepare(insert_mark_, "INSERT OR REPLACE INTO marks VALUES(0,?1)"));
    return prepare(delete_sent_, "DELETE FROM sent WHERE session=?1 AND number<?2");
  }

  Result<Numbers> numbers(const SessionKey& key) override {
    sqlite3_stmt* statement = bound(select_numbers_, key);
    TRY_SET(const bool found, step(statement));
    Numbers numbers;
    if (found) numbers = {unsigned_column(statement, 0), unsigned_column(statement, 1)};
    sqlite3_reset(statement);
    return numbers;
  }

  Result<void> put_numbers(const SessionKey& key, Numbers numbers) override {
    TRY(begin());
    return finish(bound(insert_numbers_, key, numbers.next_in, numbers.next_out));
  }

  Result<void> put_sent(const SessionKey& key, const SentMessage& message) override {
    TRY(begin());
    sqlite3_stmt* statement = bound(insert_sent_, key, message.number);
    sqlite3_bind_blob64(statement, 3, message.text.data(), message.text.size(), SQLITE_TRANSIENT);
    TRY(finish(statement));
    // Old messages go many at a time, so that most writes do not look for them.
    const std::uint64_t spare = limits_.messages_max / 4 + 1;
    return message.number % spare == 0 ? forget_old(key, message.number) : Result<void>();
  }

  Result<std::vector<SentMessage>> sent(const SessionKey& key, std::uint64_t first,
                                        std::uint64_t last, std::size_t count) override {
    sqlite3_stmt* statement = bound(select_sent_, key, first, last, count);
    std::vector<SentMessage> found;
    while (true) {
      TRY_SET(const bool row, step(statement));
      if (!row) break;
      const auto* text = static_cast<const char*>(sqlite3_column_blob(statement, 1));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, 1));
      found.push_back({unsigned_column(statement, 0), std::string(text, size)});
    }
    sqlite3_reset(statement);
    return found;
  }

  Result<void> reset(const SessionKey& key) override {
    TRY(begin());
    TRY(finish(bound(delete_sent_, key, INT64_MAX)));
    return put_numbers(key, {});
  }

  Result<std::uint64_t> mark() override {
    TRY_SET(const bool found, step(select_mark_.get()));
    const std::uint64_t mark = found ? unsigned_column(select_mark_.get(), 0) : 0;
    sqlite3_reset(select_mark_.get());
    return mark;
  }

  Result<void> put_mark(std::uint64_t mark) override {
    TRY(begin());
    sqlite3_bind_int64(insert_mark_.get(), 1, static_cast<std::int64_t>(mark));
    return finish(insert_mark_.get());
  }

  Result<void> commit() override {
    if (!std::exchange(open_, false)) return {};
    auto committed = run("COMMIT");
    if (!committed) roll_back();
    return committed;
  }

  void roll_back() override {
    open_ = false;
    if (sqlite3_get_autocommit(database_.get()) == 0) static_cast<void>(run("ROLLBACK"));
  }

 private:
  using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

  std::unexpected<Failure> problem() const {
    return failure(fmt::format("FIX session store: {}", sqlite3_errmsg(database_.get())));
  }

  Result<void> run(const char* sql) {
    if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
      return problem();
    return {};
  }

  Result<void> prepare(Statement& into, const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database_.get(), sql, -1, &statement, nullptr) != SQLITE_OK)
      return problem();
    into.reset(statement);
    return {};
  }

  template <class... Values>
  static sqlite3_stmt* bound(const Statement& statement, const SessionKey& key, Values... values) {
    const std::string name = to_text(key);
    sqlite3_bind_text(statement.get(), 1, name.data(), static_cast<int>(name.size()),
                      SQLITE_TRANSIENT);
    int at = 1;
    (sqlite3_bind_int64(statement.get(), ++at, static_cast<std::int64_t>(values)), ...);
    return statement.get();
  }

  static std::uint64_t unsigned_column(sqlite3_stmt* statement, int at) {
    return static_cast<std::uint64_t>(sqlite3_column_int64(statement, at));
  }

  /// True when there is a row; else the statement is ready for its next use.
  Result<bool> step(sqlite3_stmt* statement) {
    const int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) return true;
    sqlite3_reset(statement);
    if (code == SQLITE_DONE) return false;
    return problem();
  }

  Result<void> finish(sqlite3_stmt* statement) {
    TRY(step(statement));
    return {};
  }

  Result<void> begin() {
    if (open_) return {};
    TRY(run("BEGIN IMMEDIATE"));
    open_ = true;
    return {};
  }

  Result<void> forget_old(const SessionKey& key, std::uint64_t newest) {
    if (newest < limits_.messages_max) return {};
    return finish(bound(delete_sent_, key, newest - limits_.messages_max + 1));
  }

  const SessionStoreLimits limits_;
  std::unique_ptr<sqlite3, Close> database_;
  Statement select_numbers_, insert_numbers_, insert_sent_, select_sent_, delete_sent_;
  Statement select_mark_, insert_mark_;
  bool open_ = false;
};

}  // namespace

std::string to_text(const SessionKey& key) {
  return fmt::format("{} {} {}", begin_string(key.version), key.ours, key.theirs);
}

Result<std::unique_ptr<SessionStore>> open_session_store(const std::filesystem::path& file,
                                                         SessionStoreLimits limits) {
  sqlite3* database = nullptr;
  const int code =
      sqlite3_open_v2(file.c_str(), &database,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  auto store = std::make_unique<SqliteStore>(database, limits);
  if (code != SQLITE_OK) return failure(fmt::format("{}: {}", file.string(), sqlite3_errstr(code)));
  TRY(store->prepare());
  ::chmod(file.c_str(), S_IRUSR | S_IWUSR);  // orders are nobody else's business
  return std::unique_ptr<SessionStore>(std::move(store));
}

}  // namespace tanshu::fix
