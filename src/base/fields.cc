// SPDX-License-Identifier: Apache-2.0
// What a code and a text may consist of.
#include "base/fields.h"

namespace tanshu {
namespace {

bool is_lower_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

constexpr std::array<bool, 256> make_id_bytes() {
  std::array<bool, 256> allowed{};
  for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyz0123456789._-/"))
    allowed[static_cast<unsigned char>(c)] = true;
  return allowed;
}
constexpr auto id_bytes = make_id_bytes();

/// Length of the well-formed UTF-8 sequence at the front, or 0 (table 3-7 of the Unicode Standard).
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto trails = [&](std::size_t from, std::size_t count) {
    if (text.size() < count) return false;
    for (std::size_t i = from; i < count; ++i)
      if (byte(i) < 0x80 || byte(i) > 0xbf) return false;
    return true;
  };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return trails(1, 2) ? 2 : 0;
  if (text.size() < 2) return 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    const unsigned char low = lead == 0xe0 ? 0xa0 : 0x80, high = lead == 0xed ? 0x9f : 0xbf;
    return byte(1) >= low && byte(1) <= high && trails(2, 3) ? 3 : 0;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    const unsigned char low = lead == 0xf0 ? 0x90 : 0x80, high = lead == 0xf4 ? 0x8f : 0xbf;
    return byte(1) >= low && byte(1) <= high && trails(2, 4) ? 4 : 0;
  }
  return 0;
}

/// A control character, or one that makes the text read in another order than it is stored: a
/// certificate must not show a name that its bytes do not say.
bool misleads(std::string_view sequence) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(sequence[i]); };
  if (sequence.size() == 1)
    return (byte(0) < 0x20 || byte(0) == 0x7f) && byte(0) != '\n' && byte(0) != '\t';
  if (sequence.size() == 2) return byte(0) == 0xc2 && byte(1) < 0xa0;  // U+0080 to U+009F
  if (sequence.size() != 3 || byte(0) != 0xe2) return false;
  return (byte(1) == 0x80 && byte(2) >= 0xa8 && byte(2) <= 0xae) ||  // U+2028 to U+202E
         (byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9);    // U+2066 to U+2069
}

}  // namespace

bool id_is_well_formed(std::string_view text) {
  if (text.empty() || text.size() > id_bytes_max || !is_lower_or_digit(text.front())) return false;
  bool allowed = true;
  for (const char c : text) allowed &= id_bytes[static_cast<unsigned char>(c)];
  return allowed;
}

bool text_is_clean(std::string_view text) {
  const auto is_printable = [](char c) { return c >= 0x20 && c < 0x7f; };
  while (!text.empty() && is_printable(text.front())) text.remove_prefix(1);
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0 || misleads(text.substr(0, length))) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace tanshu
