// SPDX-License-Identifier: Apache-2.0
// From a table and a method to an estimate in which every number names its formula, its source and
// its confidence.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "measure/method.h"
#include "measure/plot_table.h"
#include "measure/sampling.h"
#include "measure/tree_list.h"

namespace tanshu::measure {

struct EstimateOptions {
  std::string variant;  ///< empty: the method's first
  Design design = Design::random;
  std::optional<double>
      period_years;  ///< given, the result per hectare and year is shown and judged
};

struct StratumEstimate {
  std::string name;
  std::optional<double> area_ha;
  double weight = 1;
  Sample sample;                         ///< of the final variable
  std::optional<double> standard_error;  ///< of the stratum's mean
  std::vector<Figure> figures;  ///< n, area, weight, the steps with their parameters, mean, s2, SE
};

struct Estimate {
  std::string method_id;
  std::string method_version;
  Text method_title;
  Text method_summary;
  Standing standing = Standing::general;
  Source method_source;
  Digest method_digest;
  std::string variant;
  Text variant_title;
  Design design = Design::random;
  Counts counts = Counts::stock;
  std::string unit;  ///< of the mean
  Text rounding;
  Source rounding_source;

  bool has_mean = false;  ///< false for a tree list without plots
  SampleEstimate sample;
  std::optional<Discount> discount;
  std::optional<double> area_ha;
  std::optional<double> tonnes;             ///< tCO2e before the discount
  std::optional<double> tonnes_discounted;  ///< tCO2e after it; not yet rounded

  std::vector<StratumEstimate> strata;
  std::vector<Figure> figures;       ///< of the whole, in the order a reader wants them
  std::vector<Figure> parameters;    ///< every parameter that was used
  std::vector<Figure> tree_columns;  ///< what the columns of `trees` are; no values
  TreeOutcome trees;                 ///< tree tables only
  std::vector<Flag> flags;

  /// True when there are discounted tonnes and no flag blocks issuance.
  bool issuable() const;
};

/// Problems: table_is_empty, table_does_not_fit, variant_unknown, period_out_of_range.
Measured<Estimate> estimate(const PlotTable& table, const Method& method,
                            const EstimateOptions& options = {});

}  // namespace tanshu::measure
