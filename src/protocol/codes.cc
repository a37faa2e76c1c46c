// SPDX-License-Identifier: Apache-2.0
// One rule for all codes.
#include "protocol/codes.h"

namespace tanshu::protocol {

Verdict<void> check_new_code(std::string_view id, bool taken) {
  const bool good = id_is_well_formed(id) && id.size() <= given_code_bytes_max && !id.contains('/');
  if (!good) return refuse(RefusalCode::code_is_malformed, {{"id", std::string(id)}});
  if (taken) return refuse(RefusalCode::code_is_taken, {{"id", std::string(id)}});
  return {};
}

}  // namespace tanshu::protocol
