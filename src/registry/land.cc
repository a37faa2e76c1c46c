// SPDX-License-Identifier: Apache-2.0
// Orientation tests in 128-bit integers. Where boundaries only touch, edges are cut at the touching
// corners and the midpoint of each piece decides; coordinates are doubled so that midpoints are
// whole.
#include "registry/land.h"

#include <algorithm>

namespace tanshu::registry {
namespace {

using protocol::Point;
using protocol::RefusalCode;
using protocol::refuse;

struct Vec {
  std::int64_t x, y;
  bool operator==(const Vec&) const = default;
  auto operator<=>(const Vec&) const = default;
};
using Ring = std::vector<Vec>;

/// Corners in doubled units.
Ring ring_of(const std::vector<Point>& boundary) {
  Ring ring;
  ring.reserve(boundary.size());
  for (const Point& p : boundary) ring.push_back({p.longitude.count * 2, p.latitude.count * 2});
  return ring;
}

/// Positive when c lies left of the line from a to b.
int side(const Vec& a, const Vec& b, const Vec& c) {
  const Int128 cross =
      static_cast<Int128>(b.x - a.x) * (c.y - a.y) - static_cast<Int128>(b.y - a.y) * (c.x - a.x);
  return cross > 0 ? 1 : cross < 0 ? -1 : 0;
}

bool on_edge(const Vec& a, const Vec& b, const Vec& p) {
  return side(a, b, p) == 0 && std::min(a.x, b.x) <= p.x && p.x <= std::max(a.x, b.x) &&
         std::min(a.y, b.y) <= p.y && p.y <= std::max(a.y, b.y);
}

bool cross_properly(const Vec& a, const Vec& b, const Vec& c, const Vec& d) {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

bool touch(const Vec& a, const Vec& b, const Vec& c, const Vec& d) {
  return cross_properly(a, b, c, d) || on_edge(a, b, c) || on_edge(a, b, d) || on_edge(c, d, a) ||
         on_edge(c, d, b);
}

enum class Where { outside, edge, inside };

Where locate(const Ring& ring, const Vec& p) {
  bool inside = false;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Vec &a = ring[i], &b = ring[(i + 1) % ring.size()];
    if (on_edge(a, b, p)) return Where::edge;
    const bool straddles = (a.y > p.y) != (b.y > p.y);
    if (straddles && side(a.y < b.y ? a : b, a.y < b.y ? b : a, p) > 0) inside = !inside;
  }
  return inside ? Where::inside : Where::outside;
}

/// The corners of `other` that lie on the edge a–b, with its two ends, in order along it.
Ring cuts_of(const Vec& a, const Vec& b, const Ring& other) {
  Ring cuts{a, b};
  for (const Vec& p : other)
    if (p != a && p != b && on_edge(a, b, p)) cuts.push_back(p);
  std::sort(cuts.begin(), cuts.end());
  if (b < a) std::reverse(cuts.begin(), cuts.end());
  return cuts;
}

Vec midpoint(const Vec& a, const Vec& b) {
  return {a.x + (b.x - a.x) / 2, a.y + (b.y - a.y) / 2};
}

/// With no proper crossing, each piece of an edge is wholly inside, outside or on the other's
/// boundary.
bool any_piece_inside(const Ring& ring, const Ring& other) {
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Ring cuts = cuts_of(ring[i], ring[(i + 1) % ring.size()], other);
    for (std::size_t k = 0; k + 1 < cuts.size(); ++k)
      if (locate(other, midpoint(cuts[k], cuts[k + 1])) == Where::inside) return true;
  }
  return false;
}

bool all_on_boundary(const Ring& ring, const Ring& other) {
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Ring cuts = cuts_of(ring[i], ring[(i + 1) % ring.size()], other);
    for (std::size_t k = 0; k + 1 < cuts.size(); ++k)
      if (locate(other, midpoint(cuts[k], cuts[k + 1])) != Where::edge) return false;
  }
  return true;
}

/// An edge may meet its neighbours only at the shared corner, and no other edge at all.
bool edges_are_apart(const Ring& ring, std::size_t i, std::size_t k) {
  const std::size_t n = ring.size();
  const Vec &a = ring[i], &b = ring[(i + 1) % n], &c = ring[k], &d = ring[(k + 1) % n];
  if ((i + 1) % n == k) return !on_edge(a, b, d) && !on_edge(c, d, a);
  if ((k + 1) % n == i) return !on_edge(a, b, c) && !on_edge(c, d, b);
  return !touch(a, b, c, d);
}

bool boxes_are_apart(const Ring& a, const Ring& b) {
  const auto by_x = [](const Vec& p, const Vec& q) { return p.x < q.x; };
  const auto by_y = [](const Vec& p, const Vec& q) { return p.y < q.y; };
  const auto [a_west, a_east] = std::minmax_element(a.begin(), a.end(), by_x);
  const auto [b_west, b_east] = std::minmax_element(b.begin(), b.end(), by_x);
  const auto [a_south, a_north] = std::minmax_element(a.begin(), a.end(), by_y);
  const auto [b_south, b_north] = std::minmax_element(b.begin(), b.end(), by_y);
  return a_east->x <= b_west->x || b_east->x <= a_west->x || a_north->y <= b_south->y ||
         b_north->y <= a_south->y;
}

std::unexpected<protocol::Refusal> bad(const char* problem) {
  return refuse(RefusalCode::boundary_is_not_a_polygon, {{"problem", problem}});
}

}  // namespace

protocol::Verdict<void> check_boundary(const std::vector<Point>& boundary) {
  if (boundary.size() < 3) return bad("fewer than 3 corners 少于三个角点");
  if (boundary.size() > corners_max) return bad("more than 1000 corners 超过一千个角点");
  constexpr std::int64_t longitude_max = 1'800'000'000, latitude_max = 900'000'000;
  const auto beyond = [](std::int64_t degrees, std::int64_t max) {
    return degrees > max || degrees < -max;
  };
  for (const Point& p : boundary)
    if (beyond(p.longitude.count, longitude_max) || beyond(p.latitude.count, latitude_max))
      return bad("a corner is off the globe 角点超出经纬度范围");
  const Ring ring = ring_of(boundary);
  if (ring.size() == 3 && side(ring[0], ring[1], ring[2]) == 0) return bad("no area 面积为零");
  for (std::size_t i = 0; i < ring.size(); ++i)
    if (ring[i] == ring[(i + 1) % ring.size()]) return bad("a corner stands twice 角点重复");
  for (std::size_t i = 0; i < ring.size(); ++i)
    for (std::size_t k = i + 1; k < ring.size(); ++k)
      if (!edges_are_apart(ring, i, k)) return bad("edges cross or touch 边界自相交");
  return {};
}

bool land_overlaps(const std::vector<Point>& a, const std::vector<Point>& b) {
  const Ring first = ring_of(a), second = ring_of(b);
  if (boxes_are_apart(first, second)) return false;  // most pairs, without a look at every edge
  for (std::size_t i = 0; i < first.size(); ++i)
    for (std::size_t k = 0; k < second.size(); ++k)
      if (cross_properly(first[i], first[(i + 1) % first.size()], second[k],
                         second[(k + 1) % second.size()]))
        return true;
  return any_piece_inside(first, second) || any_piece_inside(second, first) ||
         (all_on_boundary(first, second) && all_on_boundary(second, first));
}

}  // namespace tanshu::registry
