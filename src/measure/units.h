// SPDX-License-Identifier: Apache-2.0
// Units as they appear in column headers, and the few conversions that are exact.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tanshu::measure {

/// The canonical name of a unit ("m3/ha" for "m3ha", "mu" for "亩"), or nothing when the text is no
/// unit we know. Knows imperial units too, so that they can be refused by name rather than
/// overlooked.
std::optional<std::string> unit_named(std::string_view text);

/// value * multiply / divide. Two whole numbers keep 1/15 exact until the one division.
struct Conversion {
  double multiply = 1;
  double divide = 1;
  double apply(double value) const { return value * multiply / divide; }
};

/// From one canonical unit to another of the same kind; nothing between kinds and nothing from
/// imperial units, whose definitions (survey acre, board foot) a table seldom states.
std::optional<Conversion> conversion_between(std::string_view from, std::string_view to);

}  // namespace tanshu::measure
