// SPDX-License-Identifier: Apache-2.0
// Exact quotients rounded once, the way a market's rules say.
#pragma once

#include "base/quantity.h"
#include "protocol/market_profile.h"

namespace tanshu::market {

/// `above` / `below` rounded to a whole number; `below` is positive. Half-up goes away from zero,
/// as 四舍五入 does; down goes towards zero and up away from it.
Int128 rounded_quotient(Int128 above, Int128 below, protocol::Rounding rounding);

/// The largest or smallest count when `value` does not fit.
std::int64_t saturated(Int128 value);

}  // namespace tanshu::market
