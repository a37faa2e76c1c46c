// SPDX-License-Identifier: Apache-2.0
// A message cut into blocks of 64 bytes, padded as SHA-256 (FIPS 180-4 section 5.1.1) and SM3
// (GB/T 32905-2016 section 5.2) both do.
#pragma once

#include <algorithm>
#include <cstring>

#include "base/bytes.h"

namespace tanshu {

class PaddedMessage {
 public:
  static constexpr std::size_t block_bytes = 64;

  PaddedMessage() = default;
  PaddedMessage(std::span<const std::uint8_t> prefix, ByteView message)
      : prefix_(prefix), message_(message), size_(prefix.size() + message.size()) {}

  std::size_t blocks() const { return (size_ + 8) / block_bytes + 1; }

  /// The block's 64 bytes: in the message itself, or put together in `scratch`.
  const std::uint8_t* block(std::size_t number, std::uint8_t* scratch) const {
    const std::size_t from = number * block_bytes;
    if (from >= prefix_.size() && from + block_bytes <= size_)
      return message_.data() + (from - prefix_.size());
    std::size_t filled = 0;
    for (; filled < block_bytes && from + filled < prefix_.size(); ++filled)
      scratch[filled] = prefix_[from + filled];
    const std::size_t at = from + filled - prefix_.size();
    if (at < message_.size()) {
      const std::size_t rest = std::min(block_bytes - filled, message_.size() - at);
      std::memcpy(scratch + filled, message_.data() + at, rest);
      filled += rest;
    }
    if (filled == block_bytes) return scratch;
    std::memset(scratch + filled, 0, block_bytes - filled);
    if (from + filled == size_) scratch[filled] = 0x80;
    if (number + 1 == blocks()) {
      const std::uint64_t bits = __builtin_bswap64(std::uint64_t{size_} * 8);
      std::memcpy(scratch + block_bytes - sizeof(bits), &bits, sizeof(bits));
    }
    return scratch;
  }

 private:
  std::span<const std::uint8_t> prefix_;
  ByteView message_;
  std::size_t size_ = 0;
};

}  // namespace tanshu
