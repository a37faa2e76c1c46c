// SPDX-License-Identifier: Apache-2.0
// Guilloche: families of sine curves whose phases step evenly, as engine-turned plates make them.
#include "certificate/ornament.h"

#include <cmath>
#include <numbers>

namespace tanshu::certificate {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double band_middle = 27;
constexpr double band_half = 8.5;
constexpr int strands = 6;
constexpr double step = 3.2;

struct Point {
  double x = 0, y = 0;
};

/// A strand of `waves` whole waves from `from` to `to`.
void draw_strand(cairo_t* pen, Point from, Point to, double waves, double phase) {
  const double length = std::hypot(to.x - from.x, to.y - from.y);
  const Point along{(to.x - from.x) / length, (to.y - from.y) / length};
  const int steps = static_cast<int>(length / step);
  for (int i = 0; i <= steps; ++i) {
    const double t = length * i / steps;
    const double swing = band_half * std::sin(2 * pi * waves * t / length + phase) *
                         (0.62 + 0.38 * std::cos(2 * pi * 3 * waves / 4 * t / length));
    const double x = from.x + along.x * t - along.y * swing;
    const double y = from.y + along.y * t + along.x * swing;
    if (i == 0)
      cairo_move_to(pen, x, y);
    else
      cairo_line_to(pen, x, y);
  }
}

void draw_band(Canvas& canvas, Point from, Point to, double waves) {
  cairo_t* pen = canvas.pen();
  for (int i = 0; i < strands; ++i) {
    canvas.set(i % 2 == 0 ? palette::leaf : palette::gold);
    cairo_set_line_width(pen, 0.45);
    draw_strand(pen, from, to, waves, 2 * pi * i / strands);
    cairo_stroke(pen);
  }
}

void rectangle(Canvas& canvas, double inset, double line_width, const Colour& colour) {
  canvas.set(colour);
  cairo_set_line_width(canvas.pen(), line_width);
  cairo_rectangle(canvas.pen(), inset, inset, page_width - 2 * inset, page_height - 2 * inset);
  cairo_stroke(canvas.pen());
}

/// A leaf from its stalk at the origin to its tip straight above, `length` long.
void leaf_path(cairo_t* pen, double length) {
  cairo_move_to(pen, 0, 0);
  cairo_curve_to(pen, -0.52 * length, -0.30 * length, -0.36 * length, -0.78 * length, 0, -length);
  cairo_curve_to(pen, 0.36 * length, -0.78 * length, 0.52 * length, -0.30 * length, 0, 0);
  cairo_close_path(pen);
}

}  // namespace

void draw_rosette(Canvas& canvas, double x, double y, double radius, const Colour& colour) {
  cairo_t* pen = canvas.pen();
  canvas.set(colour);
  cairo_set_line_width(pen, radius / 260);
  constexpr int curves = 9;
  constexpr int points = 240;
  for (int curve = 0; curve < curves; ++curve) {
    const double turn = 2 * pi * curve / curves / 12;
    for (int i = 0; i <= points; ++i) {
      const double angle = 2 * pi * i / points;
      const double r =
          radius * (0.66 + 0.24 * std::sin(12 * (angle + turn)) + 0.10 * std::sin(36 * angle));
      const double px = x + r * std::cos(angle), py = y + r * std::sin(angle);
      if (i == 0)
        cairo_move_to(pen, px, py);
      else
        cairo_line_to(pen, px, py);
    }
    cairo_close_path(pen);
    cairo_stroke(pen);
  }
}

void draw_frame(Canvas& canvas) {
  cairo_t* pen = canvas.pen();
  rectangle(canvas, band_middle - band_half - 3, 0.9, palette::forest);
  const double near = band_middle, right = page_width - near, bottom = page_height - near;
  constexpr double corner = 17;
  draw_band(canvas, {near + corner, near}, {right - corner, near}, 16);
  draw_band(canvas, {near + corner, bottom}, {right - corner, bottom}, 16);
  draw_band(canvas, {near, near + corner}, {near, bottom - corner}, 24);
  draw_band(canvas, {right, near + corner}, {right, bottom - corner}, 24);
  rectangle(canvas, band_middle + band_half + 3, 0.5, palette::gold);
  for (const Point at : {Point{near, near}, {right, near}, {near, bottom}, {right, bottom}}) {
    canvas.set(palette::white);
    cairo_arc(pen, at.x, at.y, 15.5, 0, 2 * pi);
    cairo_fill(pen);
    draw_rosette(canvas, at.x, at.y, 14.5, palette::forest);
    canvas.set(palette::gold);
    cairo_arc(pen, at.x, at.y, 2.2, 0, 2 * pi);
    cairo_fill(pen);
  }
}

void draw_mark(Canvas& canvas, double x, double y, double size) {
  cairo_t* pen = canvas.pen();
  const double radius = size / 2;
  canvas.set(palette::forest);
  cairo_set_line_width(pen, size * 0.055);
  cairo_arc(pen, x, y, radius * 0.94, 0, 2 * pi);
  cairo_stroke(pen);
  canvas.set(palette::gold);
  cairo_set_line_width(pen, size * 0.018);
  cairo_arc(pen, x, y, radius * 0.80, 0, 2 * pi);
  cairo_stroke(pen);
  for (const double angle : {-0.95, 0.95, 0.0}) {
    cairo_save(pen);
    cairo_translate(pen, x, y + radius * 0.34);
    cairo_rotate(pen, angle);
    canvas.set(angle == 0.0 ? palette::forest : palette::leaf);
    leaf_path(pen, radius * (angle == 0.0 ? 0.98 : 0.74));
    cairo_fill(pen);
    canvas.set(palette::white);
    cairo_set_line_width(pen, size * 0.016);
    cairo_move_to(pen, 0, -radius * 0.10);
    cairo_line_to(pen, 0, -radius * (angle == 0.0 ? 0.78 : 0.56));
    cairo_stroke(pen);
    cairo_restore(pen);
  }
  canvas.set(palette::gold);
  cairo_arc(pen, x, y + radius * 0.36, radius * 0.13, 0, 2 * pi);
  cairo_fill(pen);
}

}  // namespace tanshu::certificate
