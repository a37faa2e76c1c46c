// SPDX-License-Identifier: Apache-2.0
// Follows the checksum chain of a log from its header to its last byte.
#include "journal/wal.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "journal/wording.h"

namespace tanshu::journal {
namespace {

constexpr std::uint32_t magic_little = 0x377f0682;
constexpr std::uint32_t magic_big = 0x377f0683;

std::uint32_t big32(ByteView bytes, std::size_t at) {
  return static_cast<std::uint32_t>(bytes[at]) << 24 |
         static_cast<std::uint32_t>(bytes[at + 1]) << 16 |
         static_cast<std::uint32_t>(bytes[at + 2]) << 8 | bytes[at + 3];
}

template <bool swapped>
void add_words(WalSum& sum, ByteView bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += 8) {
    std::uint32_t words[2];
    std::memcpy(words, bytes.data() + at, sizeof words);
    sum.first += (swapped ? __builtin_bswap32(words[0]) : words[0]) + sum.second;
    sum.second += (swapped ? __builtin_bswap32(words[1]) : words[1]) + sum.first;
  }
}

bool all_zero(ByteView bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

class Scanner {
 public:
  explicit Scanner(RawFile& file) : file_(file) {}

  Result<WalScan> run() {
    TRY_SET(scan_.file_size, file_.size());
    if (scan_.file_size < wal_header_bytes) return std::move(scan_);
    TRY(file_.read(0, header_));
    if (!header_is_right()) {
      TRY_SET(const bool empty, zeros_from(0));
      if (!empty) damage(0, "日志头校验和不符", "the header does not match its checksum");
      return std::move(scan_);
    }
    scan_.end = wal_header_bytes;
    TRY_SET(const std::uint64_t bad, follow_frames());
    if (frame_offset(bad + 1) > scan_.file_size) return std::move(scan_);
    TRY_SET(const bool unwritten, zeros_from(frame_offset(bad)));
    if (!unwritten) TRY(name_damage(bad));
    return std::move(scan_);
  }

 private:
  bool header_is_right() {
    const ByteView header(header_);
    const std::uint32_t magic = big32(header, 0);
    big_endian_ = magic == magic_big;
    WalSum sum;
    sum.add(header.first(24), big_endian_);
    return (magic == magic_little || big_endian_) && big32(header, 8) == page_bytes &&
           sum == WalSum::stored(header.subspan(24));
  }

  bool same_salt(ByteView frame_header) const {
    return std::ranges::equal(frame_header.subspan(8, 8), ByteView(header_).subspan(16, 8));
  }

  /// Takes in frames up to the first that is not right and gives its number.
  Result<std::uint64_t> follow_frames() {
    WalSum sum = WalSum::stored(ByteView(header_).subspan(24));
    for (std::uint64_t frame = 0;; ++frame) {
      TRY_SET(const bool whole, file_.read(frame_offset(frame), frame_));
      if (!whole) return frame;
      const ByteView head = ByteView(frame_).first(frame_header_bytes);
      const PageView page(frame_.data() + frame_header_bytes, page_bytes);
      if (!same_salt(head) || !frame_is_right(head, page, sum, big_endian_)) return frame;
      sum = WalSum::stored(head.subspan(16));
      pending_.push_back(big32(head, 0));
      if (big32(head, 4) == 0) continue;
      scan_.frames = frame + 1;
      scan_.end = frame_offset(frame + 1);
      scan_.database_pages = big32(head, 4);
      scan_.pages.insert(scan_.pages.end(), pending_.begin(), pending_.end());
      pending_.clear();
    }
  }

  Result<bool> zeros_from(std::uint64_t offset) {
    Bytes chunk(std::size_t{1} << 20);
    while (offset < scan_.file_size) {
      const std::uint64_t count = std::min<std::uint64_t>(chunk.size(), scan_.file_size - offset);
      const std::span<std::uint8_t> part(chunk.data(), count);
      TRY(file_.read(offset, part));
      if (!all_zero(part)) return false;
      offset += count;
    }
    return true;
  }

  void damage(std::uint64_t offset, std::string_view chinese, std::string_view english) {
    scan_.damage = WalDamage{offset, said(chinese, english), true};
  }

  /// Appends wait for the sync of the one before: where a frame follows the commit that closes the
  /// bad frame's transaction, that transaction had been acknowledged.
  Result<void> name_damage(std::uint64_t bad) {
    damage(frame_offset(bad), fmt::format("第 {} 帧损坏", bad),
           fmt::format("frame {} is damaged", bad));
    bool closed = false;
    scan_.damage->acknowledged = false;
    std::array<std::uint8_t, frame_header_bytes> head;
    for (std::uint64_t frame = bad; frame_offset(frame + 1) <= scan_.file_size; ++frame) {
      TRY(file_.read(frame_offset(frame), head));
      if (frame != bad && !same_salt(head)) continue;
      if (closed) {
        scan_.damage->acknowledged = true;
        return {};
      }
      closed = big32(head, 4) != 0;
    }
    return {};
  }

  RawFile& file_;
  WalScan scan_;
  std::array<std::uint8_t, wal_header_bytes> header_{};
  std::array<std::uint8_t, frame_bytes> frame_{};
  std::vector<std::uint32_t> pending_;
  bool big_endian_ = false;
};

}  // namespace

void WalSum::add(ByteView bytes, bool big_endian) {
  if (big_endian == (std::endian::native == std::endian::big))
    add_words<false>(*this, bytes);
  else
    add_words<true>(*this, bytes);
}

WalSum WalSum::stored(ByteView eight_bytes) {
  return {big32(eight_bytes, 0), big32(eight_bytes, 4)};
}

bool frame_is_right(ByteView frame_header, PageView page, WalSum before, bool big_endian) {
  if (big32(frame_header, 0) == 0) return false;
  before.add(frame_header.first(8), big_endian);
  before.add(page, big_endian);
  return before == WalSum::stored(frame_header.subspan(16));
}

Result<WalScan> scan_wal(RawFile& file) {
  return Scanner(file).run();
}

}  // namespace tanshu::journal
