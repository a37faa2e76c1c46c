// SPDX-License-Identifier: Apache-2.0
// The journal in one SQLite file, every page under a checksum.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "journal/journal.h"

struct sqlite3;
struct sqlite3_stmt;

namespace tanshu::journal {

/// append and tidy may be called from different threads; read and head from any.
class SqliteJournal : public Journal {
 public:
  /// Opens or (for writing) makes the file. The log beside it is checked first, so that damage
  /// there is a failure and not a silently shorter journal.
  static Result<std::unique_ptr<SqliteJournal>> open(const std::string& path,
                                                     const std::string& cell, Mode mode);
  ~SqliteJournal() override;
  SqliteJournal(const SqliteJournal&) = delete;
  SqliteJournal& operator=(const SqliteJournal&) = delete;

  Appended append(std::uint64_t expected_position, ByteView header, ByteView body) override;
  Result<std::uint64_t> head() override;
  Result<void> read(std::uint64_t from, const BlockVisitor& visit) override;
  /// Copies the write-ahead log into the database once it is large enough to be worth a sync.
  Result<void> tidy() override;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
    void operator()(sqlite3_stmt* statement) const;
  };
  using Database = std::unique_ptr<sqlite3, Close>;
  using Statement = std::unique_ptr<sqlite3_stmt, Close>;

  /// The lock file's descriptor; the lock goes with it.
  class WriterLock {
   public:
    ~WriterLock();
    Result<void> take(const std::string& path);

   private:
    int descriptor_ = -1;
  };

  SqliteJournal(std::string path, std::string cell, Mode mode)
      : path_(std::move(path)), cell_(std::move(cell)), mode_(mode) {}
  Result<void> start();
  Result<void> check_before_opening();
  Result<Database> connect();
  Result<void> run(sqlite3* database, const char* sql);
  Result<std::int64_t> number(sqlite3* database, const char* sql);
  Result<Statement> prepare(sqlite3* database, const char* sql);
  Result<void> check_schema();
  Result<void> make_schema();
  Result<void> step(sqlite3_stmt* statement);
  Result<std::uint64_t> head_by(sqlite3_stmt* statement);
  Appended insert(std::uint64_t position, ByteView header, ByteView body);
  Result<std::uint64_t> read_some(sqlite3* reader, std::uint64_t from, const BlockVisitor& visit,
                                  bool& more);
  Result<Database> take_reader();
  void checkpoint_if_overdue();

  std::string path_;
  std::string cell_;
  Mode mode_;
  WriterLock lock_;

  std::mutex append_mutex_;
  Database writer_;
  Statement begin_;
  Statement writer_head_;
  Statement insert_;
  Statement commit_;
  Statement rollback_;
  /// Set by a failed append; only opening anew clears it.
  bool broken_ = false;

  std::mutex read_mutex_;
  Database reader_;
  /// Connections for read(), one each: statements of one connection share what it sees, and a
  /// reader must see what was appended before he came, whoever else is reading.
  std::mutex idle_mutex_;
  std::vector<Database> idle_readers_;
  Statement head_;

  std::mutex tidy_mutex_;
  Database tidier_;
  /// Pages in the log after the last append.
  std::atomic<int> log_pages_ = 0;
};

}  // namespace tanshu::journal
