// SPDX-License-Identifier: Apache-2.0
// Arithmetic of serial ranges on documents: inside the batch, ascending, apart, and summing to what
// is claimed.
#pragma once

#include <map>
#include <vector>

#include "certificate/problem.h"
#include "protocol/record.h"

namespace tanshu::certificate {

/// The sum of ranges that lie in a batch of size `issued`, ascend and do not overlap; or what is
/// wrong.
Checked<Carbon> sum_of_ranges(const std::vector<protocol::Range>& ranges,
                              const protocol::Batch& batch, const std::string& field);

using UnitsByBatch = std::map<protocol::BatchId, std::vector<protocol::Range>>;

/// Ascending, with neighbours joined: equal sets of serials become equal lists. The ranges must be
/// sound.
std::vector<protocol::Range> joined(std::vector<protocol::Range> ranges);
UnitsByBatch joined(const std::vector<protocol::BatchRanges>& units);

/// The serials that the postings of a record moved into a place of an account.
UnitsByBatch moved_into(const protocol::Events& events, const protocol::AccountId& account,
                        protocol::Place place);

}  // namespace tanshu::certificate
