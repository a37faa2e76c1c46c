// SPDX-License-Identifier: Apache-2.0
// One statement an append; three connections, so that appending, reading and tidying do not wait
// for each other.
#include "journal/sqlite_journal.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <limits>
#include <system_error>

#include "base/check.h"
#include "journal/checked_vfs.h"
#include "journal/page_seal.h"
#include "journal/verify_file.h"
#include "journal/wording.h"

namespace tanshu::journal {
namespace {

constexpr std::int64_t application_id = 0x5453'4a31;  // "TSJ1"
constexpr std::int64_t schema_version = 1;
/// tidy leaves a smaller log alone: 8 MiB.
constexpr int tidy_pages = 512;
/// An append checkpoints by itself once nobody has tidied for so long: 128 MiB.
constexpr int overdue_pages = 8192;
constexpr int blocks_a_read = 64;
/// SQLite's limit for one value is 10^9 bytes.
constexpr std::size_t block_bytes_max = 900'000'000;
constexpr int busy_ms = 5000;

// With a rowid: large rows at the end of a table cost SQLite a third of what they cost in an index
// tree.
constexpr const char* schema_sql =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE blocks("
    " cell TEXT NOT NULL, position INTEGER NOT NULL,"
    " header BLOB NOT NULL, body BLOB NOT NULL,"
    " PRIMARY KEY(cell, position)) STRICT;"
    "PRAGMA application_id=0x54534a31;"
    "PRAGMA user_version=1;"
    "COMMIT";

constexpr const char* head_sql =
    "SELECT position + 1 FROM blocks WHERE cell = ?1 ORDER BY position DESC LIMIT 1";

constexpr const char* insert_sql =
    "INSERT INTO blocks(cell, position, header, body) VALUES(?1, ?2, ?3, ?4)";

constexpr const char* read_sql =
    "SELECT position, header, body FROM blocks WHERE cell = ?1 AND position >= ?2"
    " ORDER BY position LIMIT ?3";

/// What SQLite says, and what our VFS saw if it was the one to object.
std::string trouble(sqlite3* database, const std::string& path, int code) {
  const std::string damage = take_damage();
  std::string text =
      fmt::format("{}: {} (SQLite {})", path,
                  database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code), code);
  return damage.empty() ? text : damage + "; " + text;
}

ByteView blob(sqlite3_stmt* statement, int column) {
  const auto* const bytes =
      static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
}

void bind(sqlite3_stmt* statement, int index, std::string_view text) {
  CHECK(sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_STATIC,
                            SQLITE_UTF8) == SQLITE_OK);
}

void bind(sqlite3_stmt* statement, int index, std::uint64_t number) {
  CHECK(sqlite3_bind_int64(statement, index, static_cast<sqlite3_int64>(number)) == SQLITE_OK);
}

void bind(sqlite3_stmt* statement, int index, ByteView bytes) {
  // A null pointer would be NULL, not the empty blob.
  static constexpr std::uint8_t nothing = 0;
  CHECK(sqlite3_bind_blob64(statement, index, bytes.empty() ? &nothing : bytes.data(), bytes.size(),
                            SQLITE_STATIC) == SQLITE_OK);
}

/// Ends a statement's run and forgets what was bound.
class Running {
 public:
  explicit Running(sqlite3_stmt* statement) : statement_(statement) {}
  ~Running() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  sqlite3_stmt* statement_;
};

std::unexpected<AppendFailure> storage_failure(std::string what) {
  return append_failure(AppendFailure::Kind::storage, std::move(what));
}

}  // namespace

void SqliteJournal::Close::operator()(sqlite3* database) const {
  sqlite3_close_v2(database);
}
void SqliteJournal::Close::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

SqliteJournal::WriterLock::~WriterLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<void> SqliteJournal::WriterLock::take(const std::string& path) {
  const std::string name = path + "-lock";
  descriptor_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return {};
  if (descriptor_ >= 0 && errno == EWOULDBLOCK)
    return failed(fmt::format("{} 正由另一个进程写入", path),
                  fmt::format("{} is open for writing elsewhere", path));
  const std::string reason = std::system_category().message(errno);
  return failed(fmt::format("无法锁定 {}：{}", name, reason),
                fmt::format("cannot lock {}: {}", name, reason));
}

SqliteJournal::~SqliteJournal() = default;

Result<std::unique_ptr<SqliteJournal>> SqliteJournal::open(const std::string& path,
                                                           const std::string& cell, Mode mode) {
  std::unique_ptr<SqliteJournal> journal(new SqliteJournal(path, cell, mode));
  TRY(journal->start());
  return journal;
}

Result<void> SqliteJournal::start() {
  if (mode_ != Mode::read_only) TRY(lock_.take(path_));
  TRY(check_before_opening());
  if (mode_ != Mode::read_only) {
    TRY_SET(writer_, connect());
    TRY(make_schema());
    TRY(check_schema());
    TRY_SET(begin_, prepare(writer_.get(), "BEGIN IMMEDIATE"));
    TRY_SET(writer_head_, prepare(writer_.get(), head_sql));
    TRY_SET(insert_, prepare(writer_.get(), insert_sql));
    TRY_SET(commit_, prepare(writer_.get(), "COMMIT"));
    TRY_SET(rollback_, prepare(writer_.get(), "ROLLBACK"));
    TRY_SET(tidier_, connect());
    // Called after each commit with the length of the log; taking this place turns SQLite's own
    // checkpoints off.
    sqlite3_wal_hook(
        writer_.get(),
        [](void* self, sqlite3*, const char*, int pages) {
          static_cast<SqliteJournal*>(self)->log_pages_ = pages;
          return SQLITE_OK;
        },
        this);
  }
  TRY_SET(reader_, connect());
  TRY(check_schema());
  TRY_SET(head_, prepare(reader_.get(), head_sql));
  TRY(head());
  return {};
}

/// SQLite takes a log up to its first bad frame and forgets the rest without a word. So the log is
/// read before, and what an interrupted append left is cut off by us.
Result<void> SqliteJournal::check_before_opening() {
  TRY_SET(const bool empty, verify_first_page(path_));
  if (empty && mode_ == Mode::read_only)
    return failed(fmt::format("没有账本文件 {}", path_), fmt::format("no journal {}", path_));
  TRY_SET(const WalScan scan, scan_wal_of(path_));
  const bool may_drop = mode_ == Mode::read_write_dropping_torn_tail;
  if (scan.damage && (scan.damage->acknowledged || !may_drop))
    return failure(damage_text(path_, *scan.damage));
  if (mode_ == Mode::read_only || scan.end == scan.file_size) return {};
  TRY_SET(const auto wal,
          RawFile::open(path_ + "-wal", RawFile::Kind::wal, RawFile::Access::write));
  if (wal == nullptr) return {};
  return wal->truncate(scan.end);
}

Result<SqliteJournal::Database> SqliteJournal::connect() {
  sqlite3* opened = nullptr;
  const int flags = (mode_ == Mode::read_only ? SQLITE_OPEN_READONLY
                                              : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) |
                    SQLITE_OPEN_FULLMUTEX;
  const int code = sqlite3_open_v2(path_.c_str(), &opened, flags, checked_vfs());
  Database database(opened);
  if (code != SQLITE_OK) return failure(trouble(opened, path_, code));
  sqlite3_extended_result_codes(opened, 1);
  sqlite3_busy_timeout(opened, busy_ms);
  // Without spilling, a page reaches the log only at commit and only once, so every frame there is
  // final.
  TRY(run(opened, "PRAGMA cache_spill=OFF; PRAGMA mmap_size=0; PRAGMA synchronous=FULL"));
  TRY(run(opened, "PRAGMA wal_autocheckpoint=0; PRAGMA trusted_schema=OFF"));
  return database;
}

Result<void> SqliteJournal::run(sqlite3* database, const char* sql) {
  const int code = sqlite3_exec(database, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failure(trouble(database, path_, code));
  return {};
}

Result<SqliteJournal::Statement> SqliteJournal::prepare(sqlite3* database, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return failure(trouble(database, path_, code));
  return Statement(statement);
}

Result<std::int64_t> SqliteJournal::number(sqlite3* database, const char* sql) {
  TRY_SET(const Statement statement, prepare(database, sql));
  const int code = sqlite3_step(statement.get());
  if (code != SQLITE_ROW) return failure(trouble(database, path_, code));
  return sqlite3_column_int64(statement.get(), 0);
}

Result<void> SqliteJournal::make_schema() {
  sqlite3* const database = writer_.get();
  TRY_SET(const std::int64_t tables, number(database, "SELECT count(*) FROM sqlite_schema"));
  if (tables != 0) return {};
  TRY(run(database, fmt::format("PRAGMA page_size={}", page_bytes).c_str()));
  int reserve = static_cast<int>(seal_bytes);
  const int code = sqlite3_file_control(database, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserve);
  if (code != SQLITE_OK) return failure(trouble(database, path_, code));
  TRY(run(database, "PRAGMA journal_mode=WAL"));
  return run(database, schema_sql);
}

Result<void> SqliteJournal::check_schema() {
  sqlite3* const database = reader_ != nullptr ? reader_.get() : writer_.get();
  TRY_SET(const std::int64_t application, number(database, "PRAGMA application_id"));
  TRY_SET(const std::int64_t version, number(database, "PRAGMA user_version"));
  if (application != application_id)
    return failed(fmt::format("{} 不是账本文件", path_), fmt::format("{} is not a journal", path_));
  if (version != schema_version)
    return failed(
        fmt::format("{} 的格式版本 {} 未知，本程序只认 {}", path_, version, schema_version),
        fmt::format("{} has format version {}; this program knows {}", path_, version,
                    schema_version));
  return {};
}

Appended SqliteJournal::append(std::uint64_t expected_position, ByteView header, ByteView body) {
  const std::lock_guard lock(append_mutex_);
  if (mode_ == Mode::read_only)
    return storage_failure(said("账本以只读方式打开", "the journal is open for reading only"));
  if (broken_)
    return storage_failure(
        said("此前写入失败，须重新打开账本", "an earlier append failed; open the journal anew"));
  if (header.size() > block_bytes_max || body.size() > block_bytes_max - header.size())
    return storage_failure(said("区块过大", "the block is too large"));
  if (expected_position > std::numeric_limits<std::int64_t>::max() - 1)
    return not_the_head(expected_position, head().value_or(0));
  auto appended = insert(expected_position, header, body);
  if (appended) checkpoint_if_overdue();
  return appended;
}

/// Compare and append in one transaction, so that not even a writer that went round the lock can
/// come between.
Appended SqliteJournal::insert(std::uint64_t position, ByteView header, ByteView body) {
  const auto broken = [&](std::string what) {
    broken_ = true;
    return storage_failure(std::move(what));
  };
  if (const auto begun = step(begin_.get()); !begun) return broken(begun.error().what);
  const auto found = head_by(writer_head_.get());
  if (!found) return broken(found.error().what);
  if (*found != position) {
    if (const auto ended = step(rollback_.get()); !ended) return broken(ended.error().what);
    return not_the_head(position, *found);
  }
  bind(insert_.get(), 1, std::string_view(cell_));
  bind(insert_.get(), 2, position);
  bind(insert_.get(), 3, header);
  bind(insert_.get(), 4, body);
  if (const auto inserted = step(insert_.get()); !inserted) return broken(inserted.error().what);
  if (const auto committed = step(commit_.get()); !committed) return broken(committed.error().what);
  return {};
}

/// Runs a statement of the writer that gives no rows.
Result<void> SqliteJournal::step(sqlite3_stmt* statement) {
  const Running running(statement);
  const int code = sqlite3_step(statement);
  if (code != SQLITE_DONE) return failure(trouble(writer_.get(), path_, code));
  return {};
}

Result<std::uint64_t> SqliteJournal::head_by(sqlite3_stmt* statement) {
  const Running running(statement);
  bind(statement, 1, std::string_view(cell_));
  const int code = sqlite3_step(statement);
  if (code == SQLITE_DONE) return 0;
  if (code != SQLITE_ROW) return failure(trouble(sqlite3_db_handle(statement), path_, code));
  return static_cast<std::uint64_t>(sqlite3_column_int64(statement, 0));
}

/// While appends never pause, tidy cannot reach the end of the log; the rest, which is short if
/// tidy is called, is copied here. The append itself has succeeded, so trouble here is for the next
/// one.
void SqliteJournal::checkpoint_if_overdue() {
  if (log_pages_ < overdue_pages) return;
  const int code =
      sqlite3_wal_checkpoint_v2(writer_.get(), "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (code != SQLITE_OK && code != SQLITE_BUSY) broken_ = true;
}

Result<std::uint64_t> SqliteJournal::head() {
  const std::lock_guard lock(read_mutex_);
  return head_by(head_.get());
}

Result<void> SqliteJournal::read(std::uint64_t from, const BlockVisitor& visit) {
  // A few blocks a transaction: an open reader keeps the log from being begun anew.
  bool more = true;
  while (more) {
    TRY_SET(Database reader, take_reader());
    TRY_SET(from, read_some(reader.get(), from, visit, more));
    const std::lock_guard lock(idle_mutex_);
    idle_readers_.push_back(std::move(reader));
  }
  return {};
}

Result<SqliteJournal::Database> SqliteJournal::take_reader() {
  {
    const std::lock_guard lock(idle_mutex_);
    if (!idle_readers_.empty()) {
      Database reader = std::move(idle_readers_.back());
      idle_readers_.pop_back();
      return reader;
    }
  }
  return connect();
}

/// Gives the position after the last visited block; `more` says whether to come again.
Result<std::uint64_t> SqliteJournal::read_some(sqlite3* reader, std::uint64_t from,
                                               const BlockVisitor& visit, bool& more) {
  more = false;
  if (from > std::numeric_limits<std::int64_t>::max()) return from;
  // A statement of its own: the visitor may call head or read.
  TRY_SET(const Statement statement, prepare(reader, read_sql));
  bind(statement.get(), 1, std::string_view(cell_));
  bind(statement.get(), 2, from);
  bind(statement.get(), 3, std::uint64_t{blocks_a_read});
  for (int count = 0;; ++count) {
    const int code = sqlite3_step(statement.get());
    if (code == SQLITE_DONE) {
      more = count == blocks_a_read;
      return from;
    }
    if (code != SQLITE_ROW) return failure(trouble(reader, path_, code));
    const auto position = static_cast<std::uint64_t>(sqlite3_column_int64(statement.get(), 0));
    if (position != from)
      return failed(fmt::format("{} 缺第 {} 块", path_, from),
                    fmt::format("block {} of {} is missing", from, path_));
    ++from;
    if (!visit(position, blob(statement.get(), 1), blob(statement.get(), 2))) return from;
  }
}

Result<void> SqliteJournal::tidy() {
  if (tidier_ == nullptr || log_pages_ < tidy_pages) return {};
  const std::lock_guard lock(tidy_mutex_);
  const int code =
      sqlite3_wal_checkpoint_v2(tidier_.get(), "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (code == SQLITE_OK || code == SQLITE_BUSY) return {};
  return failure(trouble(tidier_.get(), path_, code));
}

}  // namespace tanshu::journal
