// SPDX-License-Identifier: Apache-2.0
// Turns a statement into strips of text and the strips into pages.
#pragma once

#include <string>
#include <vector>

#include "certificate/canvas.h"
#include "certificate/statement.h"

namespace tanshu::certificate {

inline constexpr double text_left = 64;
inline constexpr double text_right = page_width - text_left;

/// One line of text at a place relative to the strip's top left corner.
struct TextPiece {
  double x = 0;
  double y = 0;
  TextStyle style;
  std::string text;
};

/// What stays together on a page, from text_left to text_right.
struct Strip {
  double height = 0;
  std::vector<TextPiece> pieces;
  /// A hairline above it.
  bool ruled = false;
  /// A tinted ground.
  bool shaded = false;
  /// Not to be the last on its page.
  bool heading = false;
};

struct PlacedStrip {
  double y = 0;
  Strip strip;
};
using PagePlan = std::vector<PlacedStrip>;

/// Between which heights strips may stand.
struct Body {
  double top = 0;
  double bottom = 0;
};

/// The table of the statement's rows, then the list of its serial ranges.
std::vector<Strip> strips_of(Canvas& canvas, const Statement& statement);

/// As many pages as it takes, at least one. A strip higher than a page would stand alone on one.
std::vector<PagePlan> paginate(std::vector<Strip> strips, const Body& first, const Body& others);

}  // namespace tanshu::certificate
