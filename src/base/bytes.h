// SPDX-License-Identifier: Apache-2.0
// Bytes and their two text forms, hex and base64.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tanshu {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

inline ByteView view_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view text_of(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Lower-case hexadecimal.
std::string to_hex(ByteView bytes);
/// Accepts lower-case hexadecimal of even length only, so that one value has one text.
std::optional<Bytes> from_hex(std::string_view text);

/// Standard base64 with padding (RFC 4648 section 4).
std::string to_base64(ByteView bytes);
/// Accepts only the canonical padded form: no white space, no stray bits.
std::optional<Bytes> from_base64(std::string_view text);

/// A SHA-256 (or SM3) value: 32 bytes.
struct Digest {
  std::array<std::uint8_t, 32> bytes{};
  auto operator<=>(const Digest&) const = default;
  ByteView view() const { return bytes; }
  std::string hex() const { return to_hex(bytes); }
};

/// 64 lower-case hex digits, or nothing.
std::optional<Digest> digest_from_hex(std::string_view text);

}  // namespace tanshu
