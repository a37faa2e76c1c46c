// SPDX-License-Identifier: Apache-2.0
// SM2 signatures with SM3 (GB/T 32918.2 and .5) through OpenSSL, always under the distinguishing
// identifier "1234567812345678" of GM/T 0009: what OpenSSL takes without a word differs between its
// versions.
#pragma once

#include <array>

#include "base/bytes.h"

namespace tanshu {

/// The private scalar, highest byte first.
struct Sm2Secret {
  std::array<std::uint8_t, 32> bytes{};
};
/// 04 ‖ x ‖ y.
using Sm2Public = std::array<std::uint8_t, 65>;

Sm2Secret make_sm2_secret();
/// Whether the scalar is one that a key may have: from 1 to the order of the curve less 2.
bool sm2_secret_is_valid(const Sm2Secret& secret);
Sm2Public sm2_public(const Sm2Secret& secret);

/// DER of r and s. Another one each time: SM2 draws at random.
Bytes sm2_sign(const Sm2Secret& secret, ByteView message);
/// Takes DER in its one strict spelling only, so that nobody can change the bytes of a signature
/// that stays good. False, too, for a key that is no point of the curve.
bool sm2_verify(const Sm2Public& key, ByteView message, ByteView signature);

}  // namespace tanshu
