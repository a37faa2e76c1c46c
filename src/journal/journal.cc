// SPDX-License-Identifier: Apache-2.0
// The wording all journals share.
#include "journal/journal.h"

#include "journal/wording.h"

namespace tanshu::journal {

std::unexpected<AppendFailure> not_the_head(std::uint64_t expected, std::uint64_t head) {
  return append_failure(
      AppendFailure::Kind::not_the_head,
      said(fmt::format("要写第 {} 块，而账本链头在 {}", expected, head),
           fmt::format("append at position {}, but the head is at {}", expected, head)));
}

Result<Standing> Journal::standing() {
  TRY_SET(const std::uint64_t here, head());
  Standing standing;
  standing.head = here;
  return standing;
}

Result<void> Journal::confirm(std::uint64_t, const Digest&) {
  return {};
}

}  // namespace tanshu::journal
