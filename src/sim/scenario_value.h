// SPDX-License-Identifier: Apache-2.0
// Field values of scenarios, read by the field's declared type:
//
//   vintage=2023  approved=yes  amount="32000.5 tCO2e"  name_zh="固阳县国营林场"  occasion=gift
//   period=2024-01-01..2024-12-31
//   roles=trader,auditor          lots="b1 10 tCO2e, b2 5 tCO2e"
//   boundary=(110.00 41.00, 110.05 41.00, 110.05 41.05)
//   input_digest=sha256(plots-2023.csv)     the digest of the words in the parentheses
//   purpose_zh=4000*"长"                    a text of so many repetitions
//   anything=[…] or {…}                     JSON as it stands
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/type_info.h"

namespace tanshu::sim {

/// The value in JSON.
Result<std::string> value_json(const TypeInfo& type, std::string_view text);

/// The JSON object of a record from its words "name=value". Unknown names go in as texts, so that
/// the protocol's own reader names them.
Result<std::string> record_json(const TypeInfo& type, const std::vector<std::string>& words);

}  // namespace tanshu::sim
