// SPDX-License-Identifier: Apache-2.0
// Four independent lanes of multiply and fold. Each step is a bijection of its lane for a given
// word, and of the word for a given lane, so one changed word can never cancel out.
#include "journal/page_seal.h"

#include <bit>
#include <cstring>

namespace tanshu::journal {
namespace {

constexpr std::uint64_t multiplier = 0x9e3779b97f4a7c15;  // odd: 2^64 divided by the golden ratio
constexpr std::size_t words = page_bytes / 8;

constexpr std::uint64_t mix(std::uint64_t state, std::uint64_t word) {
  state = (state ^ word) * multiplier;
  return state ^ (state >> 32);
}

std::uint64_t little_endian(const std::uint8_t* bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

}  // namespace

std::uint64_t seal_of(std::uint64_t page, PageView bytes) {
  std::uint64_t lanes[4] = {page, ~page, page + multiplier, 1};
  constexpr std::size_t lanes_end = (words - 1) / 4 * 4;
  for (std::size_t i = 0; i < lanes_end; i += 4)
    for (std::size_t lane = 0; lane < 4; ++lane)
      lanes[lane] = mix(lanes[lane], little_endian(bytes.data() + (i + lane) * 8));
  std::uint64_t seal = page;
  for (std::size_t i = lanes_end; i < words - 1; ++i)
    seal = mix(seal, little_endian(bytes.data() + i * 8));
  for (const std::uint64_t lane : lanes) seal = mix(seal, lane);
  return seal;
}

void seal(std::uint64_t page, Page bytes) {
  const std::uint64_t value = seal_of(page, bytes);
  for (std::size_t i = 0; i < seal_bytes; ++i)
    bytes[page_bytes - seal_bytes + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

bool sealed(std::uint64_t page, PageView bytes) {
  return little_endian(bytes.data() + page_bytes - seal_bytes) == seal_of(page, bytes);
}

}  // namespace tanshu::journal
