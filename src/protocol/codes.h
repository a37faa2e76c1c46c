// SPDX-License-Identifier: Apache-2.0
// The form of what people give: codes of new things, and texts.
#pragma once

#include "protocol/refusal.h"

namespace tanshu::protocol {

/// At most 40 characters and no slash, so that "listing/" and the code still make a hold's name.
inline constexpr std::size_t given_code_bytes_max = 40;

/// Refuses code_is_malformed and, when `taken`, code_is_taken.
Verdict<void> check_new_code(std::string_view id, bool taken);

/// Refuses text_is_empty, naming the field, when there is nothing but blanks.
Verdict<void> check_text(std::string_view field, std::string_view text);

}  // namespace tanshu::protocol
