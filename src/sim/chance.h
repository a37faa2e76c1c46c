// SPDX-License-Identifier: Apache-2.0
// Reproducible chance: SplitMix64 (Steele, Lea, Flood 2014), the same numbers on every machine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"

namespace tanshu::sim {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}

  std::uint64_t bits() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  /// 0 to count - 1; the bias of a remainder of 64 bits does not matter here.
  std::uint64_t below(std::uint64_t count) {
    CHECK(count > 0);
    return bits() % count;
  }
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
  }
  bool once_in(std::uint64_t count) { return below(count) == 0; }
  template <class T>
  const T& one_of(const std::vector<T>& values) {
    return values[below(values.size())];
  }

 private:
  std::uint64_t state_;
};

}  // namespace tanshu::sim
