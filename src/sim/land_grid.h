// SPDX-License-Identifier: Apache-2.0
// Simulated land: outlines along a grid, so that "do two share ground" is "do they share a square"
// and needs none of the registry's geometry.
#pragma once

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "protocol/project.h"
#include "sim/chance.h"

namespace tanshu::sim {

using Squares = std::set<std::pair<std::int64_t, std::int64_t>>;

/// The squares inside an outline that runs along the grid; nothing for any other outline. The
/// workload draws sound outlines along the grid and broken ones off it, and nothing between.
std::optional<Squares> squares_of(const std::vector<protocol::Point>& outline);

/// A rectangle or an L, or one time in thirty an outline that is no polygon.
std::vector<protocol::Point> draw_outline(Chance& chance);

}  // namespace tanshu::sim
