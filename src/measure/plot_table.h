// SPDX-License-Identifier: Apache-2.0
// What the field brought home, in the units of the method: strata, plots and trees in the order of
// the file.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace tanshu::measure {

struct PlotTable {
  struct Stratum {
    std::string name;  ///< empty when the table has no strata
    std::optional<double> area_ha;
  };
  struct Plot {
    std::uint32_t stratum = 0;
    std::optional<double> area_m2;
    double value = 0;  ///< plot tables: the measured variable per hectare (or as it is)
  };
  struct Tree {
    std::uint32_t plot = no_plot;
    double diameter_cm = 0;
    double height_m = 0;
    double volume_m3 = 0;
    double count = 1;   ///< how many such trees
    std::string label;  ///< age or number, to find the row again
  };
  static constexpr std::uint32_t no_plot = std::numeric_limits<std::uint32_t>::max();

  std::vector<Stratum> strata;
  std::vector<Plot> plots;
  std::vector<Tree> trees;  ///< tree tables only
  std::uint64_t rows = 0;
};

}  // namespace tanshu::measure
