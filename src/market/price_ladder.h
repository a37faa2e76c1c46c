// SPDX-License-Identifier: Apache-2.0
// The occupied prices of one side of one book, as ranks: a higher rank is a better price, so that
// both sides are served by the same code. Finding the next best takes two words of bits.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace tanshu::market {

enum class Side : std::uint8_t { buy, sell };

inline constexpr Side opposite(Side side) {
  return side == Side::buy ? Side::sell : Side::buy;
}

/// Prices are whole ticks from price_min to price_max.
inline constexpr std::uint32_t price_min = 1;
inline constexpr std::uint32_t price_max = 32'767;
inline constexpr std::uint32_t price_places = price_max + 1;

/// A price seen from one side, 1 (worst) to price_max (best); 0 is none. The rank of a rank is the
/// price again.
inline constexpr std::uint32_t rank_of(Side side, std::uint32_t price) {
  // Without a branch: which side comes next is nobody's guess.
  const std::uint32_t sell = static_cast<std::uint32_t>(side);
  return (price ^ -sell) + sell * (price_places + 1);
}

class PriceLadder {
 public:
  /// 0 when no price is occupied.
  std::uint32_t best() const { return best_; }

  void occupy(std::uint32_t rank) {
    words_[rank / 64] |= bit(rank);
    summary_[rank / 4096] |= bit(rank / 64);
    best_ = std::max(best_, rank);
  }
  /// The rank must be occupied.
  void vacate(std::uint32_t rank) {
    const std::uint64_t left = words_[rank / 64] &= ~bit(rank);
    if (left == 0) summary_[rank / 4096] &= ~bit(rank / 64);
    if (rank == best_) best_ = below(rank);
  }
  /// The best rank that is occupied and worse than this one; 0 if there is none.
  std::uint32_t below(std::uint32_t rank) const {
    if (const std::uint64_t word = words_[rank / 64] & lower_bits(rank); word != 0)
      return rank / 64 * 64 + highest(word);
    std::uint32_t group = rank / 4096;
    std::uint64_t words = summary_[group] & lower_bits(rank / 64);
    while (words == 0) {
      if (group == 0) return 0;
      words = summary_[--group];
    }
    const std::uint32_t word = group * 64 + highest(words);
    return word * 64 + highest(words_[word]);
  }

 private:
  static std::uint64_t bit(std::uint32_t place) { return std::uint64_t{1} << (place % 64); }
  static std::uint64_t lower_bits(std::uint32_t place) { return bit(place) - 1; }
  static std::uint32_t highest(std::uint64_t word) {
    return 63 - static_cast<std::uint32_t>(std::countl_zero(word));
  }

  std::uint32_t best_ = 0;
  std::array<std::uint64_t, price_places / 4096> summary_{};  ///< a bit for each word with bits
  std::array<std::uint64_t, price_places / 64> words_{};
};

}  // namespace tanshu::market
