// SPDX-License-Identifier: Apache-2.0
// The default VFS of SQLite, called directly.
#include "journal/raw_file.h"

#include <sqlite3.h>

#include <cstddef>

#include "base/check.h"
#include "journal/wording.h"

namespace tanshu::journal {
namespace {

std::unexpected<Failure> trouble(const char* chinese, const char* english, const std::string& path,
                                 int code) {
  return failed(fmt::format("无法{} {}：{}", chinese, path, sqlite3_errstr(code)),
                fmt::format("cannot {} {}: {}", english, path, sqlite3_errstr(code)));
}

}  // namespace

Result<std::unique_ptr<RawFile>> RawFile::open(const std::string& path, Kind kind, Access access) {
  sqlite3_vfs* const vfs = sqlite3_vfs_find("unix");
  CHECK(vfs != nullptr);
  int there = 0;
  if (const int code = vfs->xAccess(vfs, path.c_str(), SQLITE_ACCESS_EXISTS, &there); code != 0)
    return trouble("打开", "open", path, code);
  // SQLite counts an empty file as missing; the size tells them apart where it matters, which is
  // nowhere here.
  if (there == 0) return std::unique_ptr<RawFile>();
  std::unique_ptr<RawFile> file(new RawFile);
  file->path_ = path;
  file->name_ = sqlite3_create_filename(path.c_str(), "", "", 0, nullptr);
  CHECK(file->name_ != nullptr);
  const auto size = static_cast<std::size_t>(vfs->szOsFile);
  file->storage_ = std::make_unique<std::max_align_t[]>(size / sizeof(std::max_align_t) + 1);
  auto* const opened = reinterpret_cast<sqlite3_file*>(file->storage_.get());
  const int flags = (kind == Kind::database ? SQLITE_OPEN_MAIN_DB : SQLITE_OPEN_WAL) |
                    (access == Access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
  const int code = vfs->xOpen(vfs, file->name_, opened, flags, nullptr);
  if (opened->pMethods != nullptr) file->file_ = opened;
  if (code != SQLITE_OK) return trouble("打开", "open", path, code);
  return file;
}

RawFile::~RawFile() {
  if (file_ != nullptr) file_->pMethods->xClose(file_);
  if (name_ != nullptr) sqlite3_free_filename(const_cast<char*>(name_));
}

Result<std::uint64_t> RawFile::size() {
  sqlite3_int64 size = 0;
  if (const int code = file_->pMethods->xFileSize(file_, &size); code != SQLITE_OK)
    return trouble("读", "read", path_, code);
  return static_cast<std::uint64_t>(size);
}

Result<bool> RawFile::read(std::uint64_t offset, std::span<std::uint8_t> bytes) {
  const int code = file_->pMethods->xRead(file_, bytes.data(), static_cast<int>(bytes.size()),
                                          static_cast<sqlite3_int64>(offset));
  if (code == SQLITE_IOERR_SHORT_READ) return false;
  if (code != SQLITE_OK) return trouble("读", "read", path_, code);
  return true;
}

Result<void> RawFile::truncate(std::uint64_t size) {
  int code = file_->pMethods->xTruncate(file_, static_cast<sqlite3_int64>(size));
  if (code == SQLITE_OK) code = file_->pMethods->xSync(file_, SQLITE_SYNC_NORMAL);
  if (code != SQLITE_OK) return trouble("截短", "shorten", path_, code);
  return {};
}

}  // namespace tanshu::journal
