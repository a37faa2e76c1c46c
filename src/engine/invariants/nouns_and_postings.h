// SPDX-License-Identifier: Apache-2.0
// What a record's nouns say was moved, beside what its postings moved.
#pragma once

#include <string>
#include <vector>

#include "protocol/record.h"

namespace tanshu::engine::invariants {

/// One sentence for each posting without a noun that explains it, each noun without its posting,
/// and each noun whose own figures do not add up.
std::vector<std::string> compare_nouns_and_postings(const protocol::Events& events);

}  // namespace tanshu::engine::invariants
