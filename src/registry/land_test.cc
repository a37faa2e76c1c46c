// SPDX-License-Identifier: Apache-2.0
// Tests of the polygon arithmetic: touching is no overlap, a ten-millionth of a degree is one.
#include "registry/land.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace tanshu::registry {
namespace {

using Land = std::vector<protocol::Point>;

Land land(std::initializer_list<std::pair<std::int64_t, std::int64_t>> corners) {
  Land points;
  for (const auto& [x, y] : corners) points.push_back({{x}, {y}});
  return points;
}

Land box(std::int64_t west, std::int64_t south, std::int64_t east, std::int64_t north) {
  return land({{west, south}, {east, south}, {east, north}, {west, north}});
}

Land turned(Land points, std::size_t by, bool back) {
  std::rotate(points.begin(), points.begin() + static_cast<std::ptrdiff_t>(by % points.size()),
              points.end());
  if (back) std::reverse(points.begin(), points.end());
  return points;
}

/// Asks in both orders and from every corner both ways round: the answer is one.
bool overlap(const Land& a, const Land& b) {
  const bool answer = land_overlaps(a, b);
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_EQ(land_overlaps(turned(a, i, i % 2 == 1), turned(b, i / 2, i % 3 == 1)), answer);
    EXPECT_EQ(land_overlaps(turned(b, i, i % 2 == 1), turned(a, i / 2, i % 3 == 1)), answer);
  }
  return answer;
}

const Land square = box(0, 0, 100, 100);

TEST(LandOverlaps, touching_edges_do_not) {
  EXPECT_FALSE(overlap(square, box(100, 0, 200, 100)));
  EXPECT_FALSE(overlap(square, box(100, 20, 200, 80)));
  EXPECT_FALSE(overlap(square, box(100, -50, 200, 150)));
  EXPECT_FALSE(overlap(square, box(20, 100, 80, 200)));
}

TEST(LandOverlaps, shared_corners_do_not) {
  EXPECT_FALSE(overlap(square, box(100, 100, 200, 200)));
  EXPECT_FALSE(overlap(square, land({{100, 50}, {150, 0}, {150, 100}})));
  EXPECT_FALSE(overlap(square, land({{100, 100}, {150, 90}, {150, 200}})));
}

TEST(LandOverlaps, identical_land_does) {
  EXPECT_TRUE(overlap(square, square));
  EXPECT_TRUE(overlap(square, land({{0, 0}, {50, 0}, {100, 0}, {100, 100}, {30, 100}, {0, 100}})));
}

TEST(LandOverlaps, contained_land_does) {
  EXPECT_TRUE(overlap(square, box(10, 10, 20, 20)));
  EXPECT_TRUE(overlap(square, box(0, 0, 50, 50)));
  EXPECT_TRUE(overlap(square, land({{0, 0}, {100, 0}, {100, 100}})));
  EXPECT_TRUE(overlap(square, land({{0, 50}, {50, 0}, {100, 50}, {50, 100}})));
}

TEST(LandOverlaps, crossing_land_does) {
  EXPECT_TRUE(overlap(square, box(50, 50, 150, 150)));
  EXPECT_TRUE(overlap(square, box(20, -10, 80, 110)));
  EXPECT_TRUE(overlap(box(0, 40, 100, 60), box(40, 0, 60, 100)));
  EXPECT_TRUE(overlap(square, land({{0, 0}, {100, 100}, {-50, 200}})));
}

TEST(LandOverlaps, slivers_do) {
  EXPECT_TRUE(overlap(square, box(99, 0, 200, 100)));
  EXPECT_TRUE(overlap(square, land({{99, 50}, {200, 49}, {200, 51}})));
  EXPECT_FALSE(overlap(square, land({{100, 50}, {200, 49}, {200, 51}})));
}

TEST(LandOverlaps, bays_are_free) {
  const Land u = land({{0, 0}, {90, 0}, {90, 90}, {60, 90}, {60, 30}, {30, 30}, {30, 90}, {0, 90}});
  EXPECT_FALSE(overlap(u, box(30, 30, 60, 90)));
  EXPECT_FALSE(overlap(u, box(40, 40, 50, 200)));
  EXPECT_TRUE(overlap(u, box(30, 29, 60, 90)));
  EXPECT_TRUE(overlap(u, box(29, 40, 50, 50)));
  EXPECT_FALSE(overlap(u, land({{30, 90}, {60, 90}, {45, 31}})));
}

TEST(LandOverlaps, whole_globes_do_not_overflow) {
  const Land globe = box(-1'800'000'000, -900'000'000, 1'800'000'000, 900'000'000);
  EXPECT_TRUE(check_boundary(globe));
  EXPECT_TRUE(overlap(globe, box(1'799'999'999, 899'999'999, 1'800'000'000, 900'000'000)));
  EXPECT_TRUE(overlap(globe, globe));
}

/// Against the answer that rectangles have.
TEST(LandOverlaps, agrees_with_rectangles) {
  std::mt19937_64 random(11);
  const auto pick = [&](std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
  };
  for (int i = 0; i < 3'000; ++i) {
    std::int64_t a[4], b[4];
    for (auto* r : {a, b}) {
      r[0] = pick(0, 8), r[1] = pick(0, 8);
      r[2] = r[0] + pick(1, 6), r[3] = r[1] + pick(1, 6);
    }
    const bool exact = a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
    EXPECT_EQ(land_overlaps(box(a[0], a[1], a[2], a[3]), box(b[0], b[1], b[2], b[3])), exact);
  }
}

/// Staircases of unit squares, against counting the squares they share.
TEST(LandOverlaps, agrees_with_counted_squares) {
  std::mt19937_64 random(12);
  constexpr std::int64_t width = 6;
  for (int i = 0; i < 1'000; ++i) {
    std::int64_t low[2], heights[2][width];
    Land lands[2];
    for (int k = 0; k < 2; ++k) {
      low[k] = static_cast<std::int64_t>(random() % 8);
      const std::int64_t left = static_cast<std::int64_t>(random() % 3) * (k == 0 ? 0 : 1);
      Land& points = lands[k];
      points.push_back({{left}, {low[k]}});
      points.push_back({{left + width}, {low[k]}});
      for (std::int64_t x = width - 1; x >= 0; --x) {
        const std::int64_t top = low[k] + 1 + static_cast<std::int64_t>(random() % 5);
        heights[k][x] = top;
        points.push_back({{left + x + 1}, {top}});
        points.push_back({{left + x}, {top}});
      }
      if (k == 1) {
        bool shared = false;
        for (std::int64_t x = 0; x < width; ++x) {
          const std::int64_t other = x + left;
          if (other >= width) continue;
          shared =
              shared || (std::max(low[0], low[1]) < std::min(heights[0][other], heights[1][x]));
        }
        points.erase(std::unique(points.begin(), points.end()), points.end());
        lands[0].erase(std::unique(lands[0].begin(), lands[0].end()), lands[0].end());
        ASSERT_TRUE(check_boundary(lands[0])) << i;
        ASSERT_TRUE(check_boundary(lands[1])) << i;
        EXPECT_EQ(land_overlaps(lands[0], lands[1]), shared) << i;
      }
    }
  }
}

TEST(CheckBoundary, refuses_what_is_no_simple_polygon) {
  EXPECT_TRUE(check_boundary(square));
  EXPECT_TRUE(check_boundary(turned(square, 1, true)));
  EXPECT_FALSE(check_boundary({}));
  EXPECT_FALSE(check_boundary(land({{0, 0}, {10, 0}})));
  EXPECT_FALSE(check_boundary(land({{0, 0}, {10, 0}, {20, 0}})));
  EXPECT_FALSE(check_boundary(land({{0, 0}, {10, 0}, {5, 0}, {20, 0}})));
  EXPECT_FALSE(check_boundary(land({{0, 0}, {10, 10}, {10, 0}, {0, 10}})));
  EXPECT_FALSE(check_boundary(land({{0, 0}, {10, 0}, {10, 0}, {10, 10}})));
  EXPECT_FALSE(check_boundary(land({{0, 0}, {10, 0}, {10, 10}, {0, 0}})));
  EXPECT_FALSE(check_boundary(land({{0, 0}, {10, 0}, {20, 0}, {15, 0}, {15, 9}})));
  EXPECT_FALSE(check_boundary(  // two squares that meet in one corner
      land({{0, 0}, {10, 0}, {10, 10}, {20, 10}, {20, 20}, {10, 20}, {10, 10}, {0, 10}})));
}

TEST(CheckBoundary, refuses_corners_off_the_globe) {
  EXPECT_FALSE(check_boundary(land({{0, 0}, {1'800'000'001, 0}, {0, 10}})));
  EXPECT_FALSE(check_boundary(land({{0, 0}, {10, -900'000'001}, {0, 10}})));
  EXPECT_FALSE(check_boundary(land({{INT64_MIN, 0}, {10, 0}, {0, 10}})));
  EXPECT_FALSE(check_boundary(land({{0, INT64_MIN}, {10, 0}, {0, 10}})));
  EXPECT_FALSE(check_boundary(land({{INT64_MAX, INT64_MAX}, {10, 0}, {0, 10}})));
}

TEST(CheckBoundary, takes_a_thousand_corners) {
  Land comb;
  for (std::int64_t i = 0; i < 998; ++i) comb.push_back({{i * 10}, {i % 2 == 0 ? 100 : 200}});
  comb.push_back({{9'980}, {0}});
  comb.push_back({{0}, {0}});
  EXPECT_TRUE(check_boundary(comb));
  comb.insert(comb.begin(), protocol::Point{{-10}, {50}});
  EXPECT_FALSE(check_boundary(comb));
}

}  // namespace
}  // namespace tanshu::registry
