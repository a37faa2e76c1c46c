// SPDX-License-Identifier: Apache-2.0
// Rounding on magnitudes, so that a fall rounds as a rise of the same size does.
#include "market/rounding.h"

#include <algorithm>
#include <limits>

namespace tanshu::market {

Int128 rounded_quotient(Int128 above, Int128 below, protocol::Rounding rounding) {
  CHECK(below > 0);
  const bool negative = above < 0;
  const Int128 size = negative ? -above : above;
  Int128 quotient = size / below;
  const Int128 rest = size % below;
  switch (rounding) {
    case protocol::Rounding::half_up:
      // rest >= below - rest is 2 * rest >= below without the overflow.
      if (rest >= below - rest) ++quotient;
      break;
    case protocol::Rounding::up:
      if (rest != 0) ++quotient;
      break;
    case protocol::Rounding::down:
      break;
  }
  return negative ? -quotient : quotient;
}

std::int64_t saturated(Int128 value) {
  constexpr Int128 least = std::numeric_limits<std::int64_t>::min();
  constexpr Int128 most = std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(std::clamp(value, least, most));
}

}  // namespace tanshu::market
