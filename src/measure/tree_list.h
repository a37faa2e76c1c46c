// SPDX-License-Identifier: Apache-2.0
// Tree by tree: dry mass and carbon of every component, and the carbon per hectare of every plot.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "measure/method.h"
#include "measure/plot_table.h"

namespace tanshu::measure {

struct TreeRow {
  std::string label;
  double diameter_cm = 0;
  double height_m = 0;
  double count = 1;
  std::vector<double>
      component_kg;  ///< dry mass of one such tree, in the order of the method's components
  double biomass_kg = 0;
  double carbon_kg = 0;
  bool out_of_range = false;  ///< diameter outside the range an equation was fitted on
};

struct TreeOutcome {
  std::vector<TreeRow> rows;  ///< the first `tree_rows_shown_max` of the table
  std::uint64_t trees = 0;    ///< table rows
  std::uint64_t out_of_range = 0;
  std::uint64_t below_breast_height = 0;  ///< D = 0: no mass by these models
  std::vector<double> plot_carbon;        ///< tC/ha, one a plot; empty when the table has no plots
};

inline constexpr std::size_t tree_rows_shown_max = 2000;

/// Every plot of the table must have an area.
TreeOutcome measure_trees(const PlotTable& table, const Method& method, std::string_view variant);

}  // namespace tanshu::measure
