// SPDX-License-Identifier: Apache-2.0
// The form of codes that people give to new things.
#pragma once

#include "protocol/refusal.h"

namespace tanshu::protocol {

/// At most 40 characters and no slash, so that "listing/" and the code still make a hold's name.
inline constexpr std::size_t given_code_bytes_max = 40;

/// Refuses code_is_malformed and, when `taken`, code_is_taken.
Verdict<void> check_new_code(std::string_view id, bool taken);

}  // namespace tanshu::protocol
