// SPDX-License-Identifier: Apache-2.0
// Where two accounts of one log part: the first entry that is served otherwise than it is held.
#pragma once

#include "link/bundles.h"
#include "link/reexecution.h"

namespace tanshu::link {

/// The first entry at which `served`, whose checkpoint does not continue what is held, differs.
/// Tiles lead to it where they can; what counts are the bytes. Where all entries held are served
/// alike, it is the first one beyond, which does not lead to the signed root.
Result<Finding> first_difference(const Account& held, const Account& served, HashKind hash);

/// The number of the block that the entry belongs to, from the next header in the log; nothing when
/// none follows.
Result<std::optional<std::uint64_t>> block_of(const Account& log, std::uint64_t log_index);

}  // namespace tanshu::link
