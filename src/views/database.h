// SPDX-License-Identifier: Apache-2.0
// SQL as the views need it: statements with $1, $2 … parameters, rows of values, transactions.
// SQLite behind it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace tanshu::views {

/// NULL, an integer or a text; views have no other columns.
using Value = std::variant<std::monostate, std::int64_t, std::string>;
using Row = std::vector<Value>;

enum class Mode { read_write, read_only };

/// A connection. Not for sharing between threads; every thread opens its own.
class Database {
 public:
  static Result<Database> open(const std::filesystem::path& path, Mode mode);
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept = delete;
  ~Database();

  /// Runs one statement. Parameters are written $1, $2 … and first appear in that order.
  Result<std::vector<Row>> rows(std::string_view sql, const std::vector<Value>& values = {});
  Result<void> run(std::string_view sql, const std::vector<Value>& values = {});
  /// The one integer that the statement gives; 0 for NULL or no row.
  Result<std::int64_t> integer(std::string_view sql, const std::vector<Value>& values = {});

  /// In read_write mode a transaction takes the write lock at once, so that it cannot fail for it
  /// later.
  Result<void> begin();
  Result<void> commit();
  void roll_back();

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

  Database(sqlite3* connection, Mode mode);
  Result<sqlite3_stmt*> prepared(std::string_view sql);
  std::unexpected<Failure> problem(std::string_view doing) const;

  std::unique_ptr<sqlite3, Close> connection_;
  std::map<std::string, Statement, std::less<>> statements_;
  Mode mode_;
};

/// Rolls back unless committed.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace tanshu::views
