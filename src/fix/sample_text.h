// SPDX-License-Identifier: Apache-2.0
// Messages as tests write them: with bars for field ends, without BodyLength and CheckSum.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "fix/codec.h"

namespace tanshu::fix {

inline std::string with_ends(std::string text) {
  std::ranges::replace(text, '|', field_end);
  return text;
}

inline std::string with_bars(std::string text) {
  std::ranges::replace(text, field_end, '|');
  return text;
}

/// `rest` is what lies between BodyLength and CheckSum. Any begin string may be given.
inline std::string framed(const std::string& rest, std::string_view begin = "FIX.4.4") {
  std::string text = with_ends(fmt::format("8={}|9={}|{}", begin, rest.size(), rest));
  unsigned sum = 0;
  for (const char c : text) sum += static_cast<unsigned char>(c);
  return text + with_ends(fmt::format("10={:03}|", sum % 256));
}

}  // namespace tanshu::fix
