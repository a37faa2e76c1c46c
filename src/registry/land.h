// SPDX-License-Identifier: Apache-2.0
// Exact polygon arithmetic in whole 10^-7 degrees: is a boundary a simple polygon, do two share
// ground.
#pragma once

#include <vector>

#include "protocol/project.h"
#include "protocol/refusal.h"

namespace tanshu::registry {

inline constexpr std::size_t corners_max = 1000;

/// Refuses boundary_is_not_a_polygon: fewer than 3 or more than 1000 corners, off the globe,
/// repeated corners, crossing or touching edges, no area.
protocol::Verdict<void> check_boundary(const std::vector<protocol::Point>& boundary);

/// True when the insides of two simple polygons share ground. Sharing only an edge or a corner is
/// no overlap. Exact: no rounding, so the answer is the same on every machine.
bool land_overlaps(const std::vector<protocol::Point>& a, const std::vector<protocol::Point>& b);

}  // namespace tanshu::registry
