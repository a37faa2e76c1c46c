// SPDX-License-Identifier: Apache-2.0
// One rule for all codes, and one for all texts.
#include "protocol/codes.h"

namespace tanshu::protocol {

Verdict<void> check_new_code(std::string_view id, bool taken) {
  const bool good = id_is_well_formed(id) && id.size() <= given_code_bytes_max && !id.contains('/');
  if (!good) return refuse(RefusalCode::code_is_malformed, {{"id", std::string(id)}});
  if (taken) return refuse(RefusalCode::code_is_taken, {{"id", std::string(id)}});
  return {};
}

Verdict<void> check_text(std::string_view field, std::string_view text) {
  constexpr std::string_view wide_space = "\u3000";  // what a Chinese keyboard gives
  while (!text.empty()) {
    const bool wide = text.starts_with(wide_space);
    if (!wide && text.find_first_of(" \t\n") != 0) return {};
    text.remove_prefix(wide ? wide_space.size() : 1);
  }
  return refuse(RefusalCode::text_is_empty, {{"field", std::string(field)}});
}

}  // namespace tanshu::protocol
