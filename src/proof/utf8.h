// SPDX-License-Identifier: Apache-2.0
// Just enough UTF-8 to hold signed notes to their grammar.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace tanshu::proof {

/// The code point at the front of `text`, which is shortened by it; nothing when the bytes are not
/// UTF-8 (over-long forms, surrogates and values above U+10FFFF are not).
std::optional<char32_t> take_code_point(std::string_view& text);

/// White space as Unicode's White_Space property has it.
bool is_unicode_space(char32_t code);

}  // namespace tanshu::proof
