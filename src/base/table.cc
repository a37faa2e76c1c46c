// SPDX-License-Identifier: Apache-2.0
// 256-bit sums of row digests.
#include "base/table.h"

namespace tanshu {

void StateDigest::add(const Digest& row) {
  unsigned carry = 0;
  for (std::size_t i = 0; i < sum_.bytes.size(); ++i) {
    const unsigned byte = sum_.bytes[i] + row.bytes[i] + carry;
    sum_.bytes[i] = static_cast<std::uint8_t>(byte);
    carry = byte >> 8;
  }
}

void StateDigest::remove(const Digest& row) {
  unsigned borrow = 0;
  for (std::size_t i = 0; i < sum_.bytes.size(); ++i) {
    const unsigned byte = 0x100u + sum_.bytes[i] - row.bytes[i] - borrow;
    sum_.bytes[i] = static_cast<std::uint8_t>(byte);
    borrow = byte < 0x100u ? 1 : 0;
  }
}

}  // namespace tanshu
