// SPDX-License-Identifier: Apache-2.0
// Only open, read and write differ from the unix VFS; all else passes through.
#include "journal/checked_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>

#include "base/check.h"
#include "journal/page_seal.h"
#include "journal/wal.h"
#include "journal/wording.h"

namespace tanshu::journal {
namespace {

enum class Role { database, wal, other };

/// The unix VFS keeps its own file object behind this one. SQLite aligns both to 8 bytes and no
/// more.
struct CheckedFile {
  sqlite3_file base;
  Role role;
  /// The byte order of the log's checksums: that of the machine that began it.
  bool big_endian;
  const char* name;
};

static_assert(sizeof(CheckedFile) % 8 == 0 && alignof(CheckedFile) <= 8);

thread_local std::string damage_found;

sqlite3_file* inner(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<CheckedFile*>(file) + 1);
}
const sqlite3_io_methods* methods(sqlite3_file* file) {
  return inner(file)->pMethods;
}

int damaged(const CheckedFile& file, std::uint64_t page, sqlite3_int64 offset) {
  const char* const name = file.name == nullptr ? "" : file.name;
  damage_found = file.role == Role::database
                     ? said(fmt::format("{} 第 {} 页（偏移 {}）校验和不符", name, page, offset),
                            fmt::format("page {} of {} (offset {}) does not match its checksum",
                                        page, name, offset))
                     : said(fmt::format("{} 第 {} 帧（偏移 {}）校验和不符", name, page, offset),
                            fmt::format("frame {} of {} (offset {}) does not match its checksum",
                                        page, name, offset));
  return SQLITE_IOERR_DATA;
}

int check_database_page(const CheckedFile& file, const void* bytes, sqlite3_int64 offset) {
  const auto at = static_cast<std::uint64_t>(offset);
  const std::uint64_t page = at / page_bytes + 1;
  if (sealed(page, PageView(static_cast<const std::uint8_t*>(bytes), page_bytes))) return SQLITE_OK;
  return damaged(file, page, offset);
}

/// A frame's checksum continues the one stored in the header before it, so one frame can be checked
/// alone.
int check_wal_page(sqlite3_file* file, const void* bytes, sqlite3_int64 offset) {
  auto& checked = *reinterpret_cast<CheckedFile*>(file);
  const std::uint64_t frame = (static_cast<std::uint64_t>(offset) - wal_header_bytes) / frame_bytes;
  const auto read = [&](std::uint64_t at, std::span<std::uint8_t> out) {
    return methods(file)->xRead(inner(file), out.data(), static_cast<int>(out.size()),
                                static_cast<sqlite3_int64>(at));
  };
  std::array<std::uint8_t, frame_header_bytes> head;
  std::array<std::uint8_t, 8> before;
  const std::uint64_t before_at =
      frame == 0 ? wal_header_bytes - 8 : frame_offset(frame - 1) + frame_header_bytes - 8;
  if (const int code = read(before_at, before); code != SQLITE_OK) return code;
  if (const int code = read(frame_offset(frame), head); code != SQLITE_OK) return code;
  const PageView page(static_cast<const std::uint8_t*>(bytes), page_bytes);
  if (frame_is_right(head, page, WalSum::stored(before), checked.big_endian)) return SQLITE_OK;
  return damaged(checked, frame, static_cast<sqlite3_int64>(frame_offset(frame)));
}

bool is_wal_page(sqlite3_int64 offset, int amount) {
  if (amount != static_cast<int>(page_bytes)) return false;
  const auto at = static_cast<std::uint64_t>(offset);
  return at > wal_header_bytes && (at - wal_header_bytes) % frame_bytes == frame_header_bytes;
}

int x_read(sqlite3_file* file, void* bytes, int amount, sqlite3_int64 offset) {
  const int code = methods(file)->xRead(inner(file), bytes, amount, offset);
  if (code != SQLITE_OK) return code;
  auto& checked = *reinterpret_cast<CheckedFile*>(file);
  if (checked.role == Role::database && amount == static_cast<int>(page_bytes))
    return check_database_page(checked, bytes, offset);
  if (checked.role == Role::wal && is_wal_page(offset, amount))
    return check_wal_page(file, bytes, offset);
  // The last byte of the magic number tells the byte order; SQLite reads the header before any
  // frame.
  if (checked.role == Role::wal && offset == 0 && amount >= 4)
    checked.big_endian = (static_cast<const std::uint8_t*>(bytes)[3] & 1) != 0;
  return SQLITE_OK;
}

int x_write(sqlite3_file* file, const void* bytes, int amount, sqlite3_int64 offset) {
  auto& checked = *reinterpret_cast<CheckedFile*>(file);
  if (checked.role == Role::wal && offset == 0) {
    checked.big_endian = (static_cast<const std::uint8_t*>(bytes)[3] & 1) != 0;
    if (const int code = methods(file)->xTruncate(inner(file), 0); code != SQLITE_OK) return code;
  }
  if (checked.role != Role::database)
    return methods(file)->xWrite(inner(file), bytes, amount, offset);
  // SQLite writes a database by whole pages; anything else could not be sealed.
  if (amount != static_cast<int>(page_bytes) || offset % amount != 0) return SQLITE_IOERR_WRITE;
  alignas(8) std::array<std::uint8_t, page_bytes> page;
  std::copy_n(static_cast<const std::uint8_t*>(bytes), page_bytes, page.begin());
  seal(static_cast<std::uint64_t>(offset) / page_bytes + 1, page);
  return methods(file)->xWrite(inner(file), page.data(), amount, offset);
}

int x_close(sqlite3_file* file) {
  const int code = methods(file)->xClose(inner(file));
  file->pMethods = nullptr;
  return code;
}

const sqlite3_io_methods checked_methods = {
    .iVersion = 2,  // without memory mapping, which would go past x_read
    .xClose = x_close,
    .xRead = x_read,
    .xWrite = x_write,
    .xTruncate = [](sqlite3_file* f,
                    sqlite3_int64 size) { return methods(f)->xTruncate(inner(f), size); },
    .xSync = [](sqlite3_file* f, int flags) { return methods(f)->xSync(inner(f), flags); },
    .xFileSize = [](sqlite3_file* f,
                    sqlite3_int64* size) { return methods(f)->xFileSize(inner(f), size); },
    .xLock = [](sqlite3_file* f, int level) { return methods(f)->xLock(inner(f), level); },
    .xUnlock = [](sqlite3_file* f, int level) { return methods(f)->xUnlock(inner(f), level); },
    .xCheckReservedLock = [](sqlite3_file* f,
                             int* out) { return methods(f)->xCheckReservedLock(inner(f), out); },
    .xFileControl = [](sqlite3_file* f, int op,
                       void* arg) { return methods(f)->xFileControl(inner(f), op, arg); },
    .xSectorSize = [](sqlite3_file* f) { return methods(f)->xSectorSize(inner(f)); },
    .xDeviceCharacteristics =
        [](sqlite3_file* f) { return methods(f)->xDeviceCharacteristics(inner(f)); },
    .xShmMap =
        [](sqlite3_file* f, int region, int size, int extend, void volatile** out) {
          return methods(f)->xShmMap(inner(f), region, size, extend, out);
        },
    .xShmLock = [](sqlite3_file* f, int offset, int count,
                   int flags) { return methods(f)->xShmLock(inner(f), offset, count, flags); },
    .xShmBarrier = [](sqlite3_file* f) { methods(f)->xShmBarrier(inner(f)); },
    .xShmUnmap = [](sqlite3_file* f,
                    int remove) { return methods(f)->xShmUnmap(inner(f), remove); },
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

sqlite3_vfs* unix_vfs() {
  static sqlite3_vfs* const vfs = sqlite3_vfs_find("unix");
  CHECK(vfs != nullptr);
  return vfs;
}

int x_open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  auto& checked = *reinterpret_cast<CheckedFile*>(file);
  checked.base.pMethods = nullptr;
  checked.big_endian = false;
  checked.name = name;
  checked.role = (flags & SQLITE_OPEN_MAIN_DB) != 0 ? Role::database
                 : (flags & SQLITE_OPEN_WAL) != 0   ? Role::wal
                                                    : Role::other;
  inner(file)->pMethods = nullptr;
  const int code = unix_vfs()->xOpen(unix_vfs(), name, inner(file), flags, flags_out);
  // The unix VFS wants its file closed only if it set methods; SQLite asks the same of us.
  if (inner(file)->pMethods != nullptr) checked.base.pMethods = &checked_methods;
  return code;
}

sqlite3_vfs make_vfs() {
  // A copy: the remaining calls of the unix VFS look only at fields that the copy has too.
  sqlite3_vfs vfs = *unix_vfs();
  vfs.zName = "tanshu-checked";
  vfs.pNext = nullptr;
  vfs.szOsFile = static_cast<int>(sizeof(CheckedFile)) + unix_vfs()->szOsFile;
  vfs.xOpen = x_open;
  return vfs;
}

}  // namespace

const char* checked_vfs() {
  static sqlite3_vfs vfs = make_vfs();
  static const int registered = sqlite3_vfs_register(&vfs, 0);
  CHECK(registered == SQLITE_OK);
  return vfs.zName;
}

std::string take_damage() {
  return std::exchange(damage_found, {});
}

}  // namespace tanshu::journal
