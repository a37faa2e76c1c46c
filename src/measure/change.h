// SPDX-License-Identifier: Apache-2.0
// The change between two surveys and its error: independent plots, or the same plots measured
// again.
#pragma once

#include <optional>
#include <span>

namespace tanshu::measure {

struct Change {
  double mean = 0;
  std::optional<double> half_width;  ///< absent with fewer than two pairs
  std::optional<double>
      uncertainty_percent;  ///< 100 half_width / |mean|; absent when the mean is 0
};

struct Survey {
  double mean = 0;
  double half_width = 0;  ///< of the two-sided interval, in the unit of the mean
};

/// AR-TOOL14 v04.2 equation (2): the half-widths add in quadrature. The first mean is the
/// undiscounted one.
Change independent_change(Survey first, Survey second);

/// AR-TOOL14 v04.2 equations (3) to (8) for one stratum: mean and variance of the plots' own
/// differences. `first` and `second` hold the same plots in the same order.
Change paired_change(std::span<const double> first, std::span<const double> second,
                     double confidence);

/// Change per year; a period may be a fraction (4 years 5 months is 4.417), AR-TOOL14 v04.2
/// equation (11).
double change_per_year(double change, double years);

}  // namespace tanshu::measure
