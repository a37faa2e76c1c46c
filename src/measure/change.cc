// SPDX-License-Identifier: Apache-2.0
// Change estimates; pairing the plots removes what is common to both surveys.
#include "measure/change.h"

#include <cmath>
#include <vector>

#include "base/check.h"
#include "measure/sampling.h"

namespace tanshu::measure {

namespace {

std::optional<double> relative_percent(double half_width, double mean) {
  if (mean == 0) return std::nullopt;
  return 100 * half_width / std::abs(mean);
}

}  // namespace

Change independent_change(Survey first, Survey second) {
  Change change;
  change.mean = second.mean - first.mean;
  change.half_width =
      std::sqrt(first.half_width * first.half_width + second.half_width * second.half_width);
  change.uncertainty_percent = relative_percent(*change.half_width, change.mean);
  return change;
}

Change paired_change(std::span<const double> first, std::span<const double> second,
                     double confidence) {
  CHECK(first.size() == second.size() && !first.empty());
  std::vector<double> differences;
  differences.reserve(first.size());
  for (std::size_t i = 0; i < first.size(); ++i) differences.push_back(second[i] - first[i]);
  const StratumSample stratum{summarise(differences, Design::random), 1, std::nullopt};
  const SampleEstimate estimate = combine({&stratum, 1}, confidence);
  Change change{estimate.mean, estimate.half_width, std::nullopt};
  if (change.half_width)
    change.uncertainty_percent = relative_percent(*change.half_width, change.mean);
  return change;
}

double change_per_year(double change, double years) {
  CHECK(years > 0);
  return change / years;
}

}  // namespace tanshu::measure
