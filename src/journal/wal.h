// SPDX-License-Identifier: Apache-2.0
// The write-ahead log format of SQLite (sqlite.org/fileformat2.html section 4), read without
// SQLite.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "journal/page_seal.h"
#include "journal/raw_file.h"

namespace tanshu::journal {

inline constexpr std::size_t wal_header_bytes = 32;
inline constexpr std::size_t frame_header_bytes = 24;
inline constexpr std::size_t frame_bytes = frame_header_bytes + page_bytes;

inline constexpr std::uint64_t frame_offset(std::uint64_t frame) {
  return wal_header_bytes + frame * frame_bytes;
}

/// The running checksum of a log; each frame continues that of the one before.
struct WalSum {
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  auto operator<=>(const WalSum&) const = default;

  /// The length is a multiple of 8. `big_endian` is how the log's writer read its words.
  void add(ByteView bytes, bool big_endian);
  /// As stored in the last 8 bytes of a header.
  static WalSum stored(ByteView eight_bytes);
};

/// Is the frame right, given the checksum stored in the header before it?
bool frame_is_right(ByteView frame_header, PageView page, WalSum before, bool big_endian);

struct WalDamage {
  std::uint64_t offset = 0;
  std::string what;
  /// False when the damage lies in the last transaction, where a write torn by a power failure
  /// before it was acknowledged looks the same.
  bool acknowledged = true;
};

struct WalScan {
  /// Frames up to the last commit, and the bytes they end at.
  std::uint64_t frames = 0;
  std::uint64_t end = 0;
  std::uint64_t file_size = 0;
  /// Pages in the database as of the last commit; 0 when there is none.
  std::uint64_t database_pages = 0;
  /// The pages that the committed frames hold.
  std::vector<std::uint32_t> pages;
  std::optional<WalDamage> damage;
};

/// Reads every frame. Our logs have no leftovers of earlier rounds (the VFS shortens them at each
/// restart), so what follows the last good commit is either an append that was cut off, or damage.
Result<WalScan> scan_wal(RawFile& file);

}  // namespace tanshu::journal
