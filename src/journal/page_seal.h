// SPDX-License-Identifier: Apache-2.0
// The checksum at the end of every page of a journal file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/bytes.h"

namespace tanshu::journal {

/// All journal files have pages of this size, of which SQLite leaves the last seal_bytes to us.
inline constexpr std::size_t page_bytes = 16384;
inline constexpr std::size_t seal_bytes = 8;
/// SQLite never uses the page that holds byte 2^30 (its lock bytes); it stays a hole of zeroes.
inline constexpr std::uint64_t lock_page = (std::uint64_t{1} << 30) / page_bytes + 1;

using Page = std::span<std::uint8_t, page_bytes>;
using PageView = std::span<const std::uint8_t, page_bytes>;

/// 64 bits over the page's number (from 1) and all its bytes but the seal. A change within any one
/// aligned 8-byte word changes it for certain; it guards against accidents, the hash chain of the
/// blocks guards against intent.
std::uint64_t seal_of(std::uint64_t page, PageView bytes);

void seal(std::uint64_t page, Page bytes);
bool sealed(std::uint64_t page, PageView bytes);

}  // namespace tanshu::journal
