// SPDX-License-Identifier: Apache-2.0
// Every byte of both files is under a checksum or must be zero, and the two files must make a
// whole.
#include "journal/verify_file.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <thread>
#include <unordered_set>

#include "journal/wording.h"

namespace tanshu::journal {
namespace {

constexpr std::size_t chunk_pages = 256;
/// A running writer may be seen in the middle of a change; what is still wrong after these tries is
/// wrong.
constexpr int tries = 4;
constexpr std::chrono::milliseconds pause(5);

std::unexpected<Failure> bad_page(const std::string& path, std::uint64_t page) {
  const std::uint64_t offset = (page - 1) * page_bytes;
  return failed(
      fmt::format("{} 第 {} 页（偏移 {}）校验和不符", path, page, offset),
      fmt::format("page {} of {} (offset {}) does not match its checksum", page, path, offset));
}

using PageSet = std::unordered_set<std::uint32_t>;

PageSet page_set(const WalScan& wal) {
  return {wal.pages.begin(), wal.pages.end()};
}

/// A page that the log holds may still be a hole: while somebody reads an older state, SQLite
/// copies only what that state needs, and the rest later.
bool page_is_right(std::uint64_t page, PageView bytes, const PageSet& in_wal) {
  if (page != lock_page && sealed(page, bytes)) return true;
  const bool may_be_hole = page == lock_page || in_wal.contains(static_cast<std::uint32_t>(page));
  return may_be_hole && std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

/// Reads one page and the log again until the page is right or the tries are used up.
Result<bool> right_on_another_try(RawFile& file, const std::string& path, std::uint64_t page) {
  std::array<std::uint8_t, page_bytes> bytes;
  for (int i = 1; i < tries; ++i) {
    std::this_thread::sleep_for(pause);
    TRY_SET(const WalScan wal, scan_wal_of(path));
    TRY_SET(const bool whole, file.read((page - 1) * page_bytes, bytes));
    if (whole && page_is_right(page, bytes, page_set(wal))) return true;
  }
  return false;
}

Result<void> verify_pages(RawFile& file, const std::string& path, std::uint64_t pages,
                          const PageSet& in_wal) {
  Bytes chunk(chunk_pages * page_bytes);
  for (std::uint64_t first = 1; first <= pages; first += chunk_pages) {
    const std::uint64_t count = std::min<std::uint64_t>(chunk_pages, pages - first + 1);
    const std::span<std::uint8_t> part(chunk.data(), count * page_bytes);
    TRY(file.read((first - 1) * page_bytes, part));
    for (std::uint64_t i = 0; i < count; ++i) {
      const PageView bytes(chunk.data() + i * page_bytes, page_bytes);
      if (page_is_right(first + i, bytes, in_wal)) continue;
      TRY_SET(const bool right, right_on_another_try(file, path, first + i));
      if (!right) return bad_page(path, first + i);
    }
  }
  return {};
}

Result<std::uint64_t> pages_by_header(RawFile& file) {
  std::array<std::uint8_t, 4> bytes{};
  TRY(file.read(28, bytes));
  return static_cast<std::uint64_t>(bytes[0]) << 24 | static_cast<std::uint64_t>(bytes[1]) << 16 |
         static_cast<std::uint64_t>(bytes[2]) << 8 | bytes[3];
}

/// Every page up to the size that the last commit states must be in one of the two files, and none
/// beyond.
Result<void> verify_extent(RawFile& file, const std::string& path, const WalScan& wal) {
  TRY_SET(const std::uint64_t size, file.size());
  TRY_SET(const std::uint64_t by_header, pages_by_header(file));
  const std::uint64_t expected = wal.frames > 0 ? wal.database_pages : by_header;
  if (size > expected * page_bytes)
    return failed(
        fmt::format("{} 在偏移 {} 之后还有多余字节", path, expected * page_bytes),
        fmt::format("{} has bytes beyond its end at offset {}", path, expected * page_bytes));
  if (size % page_bytes != 0)
    return failed(fmt::format("{} 在偏移 {} 处中断", path, size),
                  fmt::format("{} breaks off at offset {}", path, size));
  const PageSet in_wal = page_set(wal);
  for (std::uint64_t page = size / page_bytes + 1; page <= expected; ++page)
    if (page != lock_page && !in_wal.contains(static_cast<std::uint32_t>(page)))
      return failed(
          fmt::format("{} 缺少第 {} 页（偏移 {}）", path, page, (page - 1) * page_bytes),
          fmt::format("page {} of {} (offset {}) is missing", page, path, (page - 1) * page_bytes));
  return {};
}

}  // namespace

std::string damage_text(const std::string& path, const WalDamage& damage) {
  const std::string place = fmt::format("{}-wal @{}: {}", path, damage.offset, damage.what);
  if (damage.acknowledged) return place;
  return place + "; " +
         said("它在最后一次写入之内：若刚断过电，可能是未确认的写入残留，须由运维确认后丢弃",
              "it is part of the last append: after a power failure it may be an unacknowledged "
              "write, which an operator can decide to drop");
}

Result<WalScan> scan_wal_of(const std::string& path) {
  Result<WalScan> scan;
  for (int i = 0; i < tries; ++i) {
    TRY_SET(const auto file,
            RawFile::open(path + "-wal", RawFile::Kind::wal, RawFile::Access::read));
    if (file == nullptr) return WalScan();
    scan = scan_wal(*file);
    if (!scan || !scan->damage) break;
    std::this_thread::sleep_for(pause);
  }
  return scan;
}

Result<bool> verify_first_page(const std::string& path) {
  TRY_SET(const auto file, RawFile::open(path, RawFile::Kind::database, RawFile::Access::read));
  if (file == nullptr) return true;
  TRY_SET(const std::uint64_t size, file->size());
  if (size == 0) return true;
  std::array<std::uint8_t, page_bytes> page{};
  TRY_SET(const bool whole, file->read(0, page));
  // Size and reserve first: of a database that is not ours at all, "checksum" would be the wrong
  // complaint.
  const bool ours = std::memcmp(page.data(), "SQLite format 3", 16) == 0 &&
                    page[16] == (page_bytes >> 8) && page[17] == 0 && page[20] == seal_bytes;
  if (whole && ours && sealed(1, page)) return false;
  if (whole) {
    TRY_SET(const bool right, right_on_another_try(*file, path, 1));
    if (right) return false;
  }
  if (!ours)
    return failed(fmt::format("{} 不是账本文件，或其文件头（偏移 0 至 99）已损坏", path),
                  fmt::format("{} is not a journal, or its header (page 1, offsets 0 to 99) is "
                              "damaged",
                              path));
  return bad_page(path, 1);
}

Result<void> verify_file(const std::string& path) {
  TRY_SET(const bool empty, verify_first_page(path));
  if (empty)
    return failed(fmt::format("没有账本文件 {}", path), fmt::format("no journal {}", path));
  TRY_SET(const auto file, RawFile::open(path, RawFile::Kind::database, RawFile::Access::read));
  if (file == nullptr) return failed("账本文件消失", "the journal vanished");
  Result<void> extent;
  PageSet in_wal;
  for (int i = 0; i < tries; ++i) {
    TRY_SET(const WalScan wal, scan_wal_of(path));
    if (wal.damage) return failure(damage_text(path, *wal.damage));
    in_wal = page_set(wal);
    extent = verify_extent(*file, path, wal);
    if (extent) break;
    std::this_thread::sleep_for(pause);
  }
  TRY_SET(const std::uint64_t size, file->size());
  TRY(verify_pages(*file, path, size / page_bytes, in_wal));
  return extent;
}

}  // namespace tanshu::journal
