// SPDX-License-Identifier: Apache-2.0
// Exact decimal text of scaled integers: the only way numbers with a point enter or leave the
// books.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tanshu {

/// `value` / 10^`scale` as text, with at least `decimals_min` decimals and no further trailing
/// zeros.
std::string decimal_text(std::int64_t value, int scale, int decimals_min = 0);

/// Reads [-]digits[.digits] as an integer of 10^-`scale`. Refuses exponents, leading '+', spaces,
/// grouping, a comma, leading zeros, more decimals than `scale`, and overflow.
std::optional<std::int64_t> decimal_from_text(std::string_view text, int scale);

}  // namespace tanshu
