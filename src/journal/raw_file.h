// SPDX-License-Identifier: Apache-2.0
// A database file, or its write-ahead log, as plain bytes.
#pragma once

#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/result.h"

struct sqlite3_file;

namespace tanshu::journal {

/// Opened by SQLite's own file layer, because closing a plain descriptor of a database would drop
/// the locks that SQLite holds on it in the same process.
class RawFile {
 public:
  enum class Kind { database, wal };
  enum class Access { read, write };

  /// Nothing when the file does not exist.
  static Result<std::unique_ptr<RawFile>> open(const std::string& path, Kind kind, Access access);
  ~RawFile();
  RawFile(const RawFile&) = delete;
  RawFile& operator=(const RawFile&) = delete;

  Result<std::uint64_t> size();
  /// Fills `bytes` from `offset`; false when the file ends before.
  Result<bool> read(std::uint64_t offset, std::span<std::uint8_t> bytes);
  /// Shortens the file and syncs it.
  Result<void> truncate(std::uint64_t size);

 private:
  RawFile() = default;
  std::string path_;
  const char* name_ = nullptr;
  std::unique_ptr<std::max_align_t[]> storage_;
  sqlite3_file* file_ = nullptr;
};

}  // namespace tanshu::journal
