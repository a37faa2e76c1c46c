// SPDX-License-Identifier: Apache-2.0
// Rectangles and Ls, sound and broken.
#include "sim/land_grid.h"

#include <algorithm>

namespace tanshu::sim {

using protocol::Point;

namespace {

constexpr std::int64_t square_e7 = 100'000;  // a hundredth of a degree
constexpr std::int64_t west_e7 = 1'000'000'000, south_e7 = 300'000'000;
constexpr std::int64_t squares_across = 60;  // small, so that neighbours meet

struct Corner {
  std::int64_t x, y;
};

std::optional<std::vector<Corner>> corners_of(const std::vector<Point>& outline) {
  if (outline.size() != 4 && outline.size() != 6) return std::nullopt;
  std::vector<Corner> corners;
  for (const Point& point : outline) {
    const std::int64_t x = point.longitude.count - west_e7, y = point.latitude.count - south_e7;
    if (x < 0 || y < 0 || x % square_e7 != 0 || y % square_e7 != 0) return std::nullopt;
    corners.push_back({x / square_e7, y / square_e7});
  }
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const Corner &a = corners[i], &b = corners[(i + 1) % corners.size()];
    if ((a.x == b.x) == (a.y == b.y)) return std::nullopt;  // slanted, or no edge at all
  }
  return corners;
}

/// Counts the upright edges to the west of the square's middle: odd is inside.
bool inside(const std::vector<Corner>& corners, std::int64_t x, std::int64_t y) {
  bool odd = false;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const Corner &a = corners[i], &b = corners[(i + 1) % corners.size()];
    const bool upright = a.x == b.x && a.x <= x;
    if (upright && std::min(a.y, b.y) <= y && y < std::max(a.y, b.y)) odd = !odd;
  }
  return odd;
}

std::vector<Point> points_of(const std::vector<Corner>& corners) {
  std::vector<Point> points;
  for (const Corner& corner : corners)
    points.push_back({{west_e7 + corner.x * square_e7}, {south_e7 + corner.y * square_e7}});
  return points;
}

void break_outline(std::vector<Point>& outline, Chance& chance) {
  switch (chance.below(4)) {
    case 0:
      return std::swap(outline[1], outline[2]);  // a bow tie, or an L that crosses itself
    case 1:
      return outline.resize(2);
    case 2:
      outline[1] = outline[0];
      return;
    default:
      outline[2].longitude.count = 1'800'000'001;
      return;
  }
}

}  // namespace

std::optional<Squares> squares_of(const std::vector<Point>& outline) {
  const auto corners = corners_of(outline);
  if (!corners) return std::nullopt;
  std::int64_t west = INT64_MAX, east = 0, south = INT64_MAX, north = 0;
  for (const Corner& corner : *corners) {
    west = std::min(west, corner.x), east = std::max(east, corner.x);
    south = std::min(south, corner.y), north = std::max(north, corner.y);
  }
  if (east - west > squares_across || north - south > squares_across) return std::nullopt;
  Squares squares;
  for (std::int64_t x = west; x < east; ++x)
    for (std::int64_t y = south; y < north; ++y)
      if (inside(*corners, x, y)) squares.insert({x, y});
  return squares;
}

std::vector<Point> draw_outline(Chance& chance) {
  const std::int64_t x = chance.between(0, squares_across), y = chance.between(0, squares_across);
  const std::int64_t w = chance.between(2, 4), h = chance.between(2, 4);
  std::vector<Corner> corners = {{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}};
  if (chance.once_in(3))
    corners = {{x, y}, {x + w, y}, {x + w, y + 1}, {x + 1, y + 1}, {x + 1, y + h}, {x, y + h}};
  auto outline = points_of(corners);
  if (chance.once_in(30)) break_outline(outline, chance);
  return outline;
}

}  // namespace tanshu::sim
