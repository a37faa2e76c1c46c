// SPDX-License-Identifier: Apache-2.0
// Why a measurement cannot be made. Intake gives each kind its number and its words in both
// languages.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace tanshu::measure {

enum class ProblemKind : std::uint8_t {
  method_file_unreadable,  ///< file, what
  method_file_malformed,   ///< file, where, what
  method_unknown,          ///< method, known
  rule_unknown,            ///< rule, known
  variant_unknown,         ///< method, variant, known
  table_is_empty,          ///< (none)
  table_does_not_fit,      ///< method, what
  period_out_of_range,     ///< years
  plan_impossible,         ///< what
};

struct Problem {
  ProblemKind kind = ProblemKind::table_is_empty;
  std::vector<std::pair<std::string, std::string>> params;
  bool operator==(const Problem&) const = default;
};

template <class T>
using Measured = std::expected<T, Problem>;

inline std::unexpected<Problem> problem(
    ProblemKind kind, std::vector<std::pair<std::string, std::string>> params = {}) {
  return std::unexpected(Problem{kind, std::move(params)});
}

}  // namespace tanshu::measure
