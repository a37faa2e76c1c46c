// SPDX-License-Identifier: Apache-2.0
// The seed of a process's hashes.
#include "base/hash_map.h"

#include <array>

#include "base/hash.h"

namespace tanshu {

std::uint64_t KeyHash::draw_seed() {
  std::array<std::uint8_t, sizeof(std::uint64_t)> bytes;
  fill_random(bytes);
  return std::bit_cast<std::uint64_t>(bytes);
}

}  // namespace tanshu
