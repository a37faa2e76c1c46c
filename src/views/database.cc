// SPDX-License-Identifier: Apache-2.0
// The SQLite calls. Views are derived, so the file is synced at checkpoints only
// (synchronous=NORMAL).
#include "views/database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "base/check.h"

namespace tanshu::views {
namespace {

constexpr int busy_timeout_ms = 10'000;
/// Listings differ by their filters; past this many different statements the cache starts anew.
constexpr std::size_t statements_max = 256;

int bind(sqlite3_stmt* statement, int at, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value))
    return sqlite3_bind_int64(statement, at, *number);
  if (const auto* text = std::get_if<std::string>(&value))
    return sqlite3_bind_text64(statement, at, text->data(), text->size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  return sqlite3_bind_null(statement, at);
}

Value column(sqlite3_stmt* statement, int at) {
  switch (sqlite3_column_type(statement, at)) {
    case SQLITE_NULL:
      return std::monostate{};
    case SQLITE_INTEGER:
      return sqlite3_column_int64(statement, at);
    default: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, at));
      return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, at)));
    }
  }
}

}  // namespace

void Database::Close::operator()(sqlite3* connection) const {
  sqlite3_close_v2(connection);
}
void Database::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Database::Database(sqlite3* connection, Mode mode) : connection_(connection), mode_(mode) {}
Database::Database(Database&&) noexcept = default;
Database::~Database() = default;

std::unexpected<Failure> Database::problem(std::string_view doing) const {
  return failure(fmt::format("views: {}: {}", doing, sqlite3_errmsg(connection_.get())));
}

Result<Database> Database::open(const std::filesystem::path& path, Mode mode) {
  const int flags =
      SQLITE_OPEN_NOMUTEX |
      (mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  sqlite3* connection = nullptr;
  const int opened = sqlite3_open_v2(path.c_str(), &connection, flags, nullptr);
  Database database(connection, mode);
  if (opened != SQLITE_OK) return database.problem("cannot open " + path.string());
  sqlite3_extended_result_codes(connection, 1);
  sqlite3_busy_timeout(connection, busy_timeout_ms);
  if (mode == Mode::read_write) {
    TRY(database.run("PRAGMA journal_mode = WAL"));
    TRY(database.run("PRAGMA synchronous = NORMAL"));
  }
  return database;
}

Result<sqlite3_stmt*> Database::prepared(std::string_view sql) {
  const auto found = statements_.find(sql);
  if (found != statements_.end()) return found->second.get();
  sqlite3_stmt* raw = nullptr;
  const int made = sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  if (made != SQLITE_OK) return problem(sql);
  if (statements_.size() >= statements_max) statements_.clear();
  return statements_.emplace(std::string(sql), Statement(raw)).first->second.get();
}

Result<std::vector<Row>> Database::rows(std::string_view sql, const std::vector<Value>& values) {
  TRY_SET(sqlite3_stmt * statement, prepared(sql));
  CHECK(sqlite3_bind_parameter_count(statement) == static_cast<int>(values.size()));
  for (std::size_t i = 0; i < values.size(); ++i)
    if (bind(statement, static_cast<int>(i) + 1, values[i]) != SQLITE_OK) return problem("bind");
  std::vector<Row> found;
  int step = sqlite3_step(statement);
  for (; step == SQLITE_ROW; step = sqlite3_step(statement)) {
    Row& row = found.emplace_back();
    const int width = sqlite3_column_count(statement);
    for (int i = 0; i < width; ++i) row.push_back(column(statement, i));
  }
  if (step != SQLITE_DONE) {
    auto wrong = problem(sql);
    sqlite3_reset(statement);
    return wrong;
  }
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  return found;
}

Result<void> Database::run(std::string_view sql, const std::vector<Value>& values) {
  TRY(rows(sql, values));
  return {};
}

Result<std::int64_t> Database::integer(std::string_view sql, const std::vector<Value>& values) {
  TRY_SET(const std::vector<Row> found, rows(sql, values));
  if (found.empty() || found.front().empty()) return 0;
  const auto* number = std::get_if<std::int64_t>(&found.front().front());
  return number == nullptr ? 0 : *number;
}

Result<void> Database::begin() {
  return run(mode_ == Mode::read_write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Result<void> Database::commit() {
  return run("COMMIT");
}

void Database::roll_back() {
  if (sqlite3_get_autocommit(connection_.get()) == 0) static_cast<void>(run("ROLLBACK"));
}

Result<Transaction> Transaction::begin(Database& database) {
  TRY(database.begin());
  return Transaction(database);
}

Transaction::~Transaction() {
  if (database_ != nullptr) database_->roll_back();
}

Result<void> Transaction::commit() {
  TRY(database_->commit());
  database_ = nullptr;
  return {};
}

}  // namespace tanshu::views
