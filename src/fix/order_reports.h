// SPDX-License-Identifier: Apache-2.0
// Execution reports of a record of the journal: a function of the record alone, so that each can be
// made again, with the same ExecID, whenever it has to be.
#pragma once

#include <vector>

#include "fix/acceptor.h"
#include "node/node.h"

namespace tanshu::fix {

/// For the orders that were placed over FIX and whatever happened to them in this entry, in the
/// order of its events. ExecID is the log index and the event's place in the entry. `ours` is our
/// CompID; a user's CompID is its code. Nothing for a refused command: who gave it has been told.
std::vector<Addressed> reports_of(const node::Published& published, const std::string& ours);

/// Grams, as OrderQty and its kin say them, with what is less than a gram behind the point.
std::string grams_text(Carbon amount);

}  // namespace tanshu::fix
