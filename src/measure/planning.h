// SPDX-License-Identifier: Apache-2.0
// How many plots, and where, to meet a wanted precision.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "measure/problem.h"

namespace tanshu::measure {

struct PlanStratum {
  double weight = 1;    ///< share of the area
  double variance = 0;  ///< of one plot, from the pilot survey
  std::uint64_t n = 0;  ///< plots of the pilot survey
};

/// Where the t of the plan comes from: n decides t, and t decides n.
enum class PlanT : std::uint8_t {
  fixed,              ///< `t` as given
  recalculated_once,  ///< df = pilot n - 1, then df = planned n - 1 (Soares, Paula Neto & Souza
                      ///< 2012)
  iterated,           ///< df = n - strata, repeated until n stays (AR-TOOL03's advice, unverified)
};

struct PlanWish {
  double half_width = 0;  ///< wanted, in the unit of the mean
  double confidence = 0.90;
  std::optional<double>
      plots_max;  ///< plots that would fill the whole area; none for an infinite population
  PlanT rule = PlanT::iterated;
  double t = 0;  ///< for PlanT::fixed
};

struct Plan {
  double n_exact = 0;                          ///< before rounding up
  std::uint64_t n = 0;                         ///< total, rounded up
  double t = 0;                                ///< the t it rests on
  std::vector<std::uint64_t> n_by_stratum;     ///< Neyman's share of n_exact, rounded up
  std::vector<std::uint64_t> more_by_stratum;  ///< beyond the pilot, at least 0
};

/// n = N t^2 (sum w s)^2 / (N E^2 + t^2 sum w s^2), n_h = n w_h s_h / sum w s. Problem:
/// plan_impossible.
Measured<Plan> plan_sample(std::span<const PlanStratum> strata, const PlanWish& wish);

}  // namespace tanshu::measure
