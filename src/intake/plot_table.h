// SPDX-License-Identifier: Apache-2.0
// A CSV table of plots or trees, read through the eyes of a method.
#pragma once

#include <istream>
#include <vector>

#include "intake/columns.h"
#include "measure/plot_table.h"

namespace tanshu::intake {

struct ReadTable {
  measure::PlotTable table;
  std::vector<BoundColumn> columns;
  Digest digest;  ///< SHA-256 of the file's exact bytes
  std::uint64_t bytes = 0;
};

/// The whole table is held in memory: at most `limits.rows_max` rows of a few dozen bytes.
Verdict<ReadTable> read_plot_table(std::istream& in, const measure::Method& method,
                                   const std::vector<ColumnChoice>& choices = {},
                                   const std::vector<UnitChoice>& units = {},
                                   CsvLimits limits = {});

}  // namespace tanshu::intake
