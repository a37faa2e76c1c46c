// SPDX-License-Identifier: Apache-2.0
// The look of an official paper, drawn by us in vectors: guilloche frame, rosette, and the mark of
// Tanshu.
#pragma once

#include "certificate/canvas.h"

namespace tanshu::certificate {

namespace palette {
inline constexpr Colour forest{0.043, 0.290, 0.208};
inline constexpr Colour leaf{0.180, 0.490, 0.345};
inline constexpr Colour mist{0.936, 0.962, 0.944};
inline constexpr Colour gold{0.690, 0.545, 0.255};
inline constexpr Colour ink{0.105, 0.125, 0.115};
inline constexpr Colour slate{0.400, 0.450, 0.425};
inline constexpr Colour hairline{0.780, 0.835, 0.800};
inline constexpr Colour white{1, 1, 1};
}  // namespace palette

/// The frame of the page; everything else stays inside frame_inset.
void draw_frame(Canvas& canvas);
inline constexpr double frame_inset = 48;

/// A rosette of interlaced curves around a point, for the ground of the page.
void draw_rosette(Canvas& canvas, double x, double y, double radius, const Colour& colour);

/// The mark: a leaf on the pivot (枢) of a ring; `size` is its diameter.
void draw_mark(Canvas& canvas, double x, double y, double size);

}  // namespace tanshu::certificate
