// SPDX-License-Identifier: Apache-2.0
// Sample means and errors; every sum in table order, every variance refused when it cannot be
// estimated.
#include "measure/sampling.h"

#include <cmath>

#include "base/check.h"
#include "measure/portable_math.h"
#include "measure/student.h"

namespace tanshu::measure {

std::string_view name_of(Design design) {
  return design == Design::random ? "random" : "systematic";
}

std::optional<Design> design_from_name(std::string_view name) {
  if (name == "random") return Design::random;
  if (name == "systematic") return Design::systematic;
  return std::nullopt;
}

namespace {

double squared_deviations(std::span<const double> values, double mean) {
  OrderedSum squares;
  for (double value : values) squares.add((value - mean) * (value - mean));
  return squares.total();
}

/// Half the sum of squared steps estimates the same quantity as the squared deviations, without the
/// trend.
double half_squared_steps(std::span<const double> values) {
  OrderedSum squares;
  for (std::size_t i = 1; i < values.size(); ++i) {
    const double step = values[i] - values[i - 1];
    squares.add(step * step);
  }
  return squares.total() / 2;
}

double variance_of_mean(const StratumSample& stratum, double plot_variance) {
  const double n = static_cast<double>(stratum.sample.n);
  const double correction = stratum.plots_max ? 1 - n / *stratum.plots_max : 1;
  return plot_variance / n * (correction > 0 ? correction : 0);
}

}  // namespace

Sample summarise(std::span<const double> values, Design design) {
  Sample sample;
  sample.n = values.size();
  if (values.empty()) return sample;
  const double n = static_cast<double>(values.size());
  sample.mean = ordered_sum(values) / n;
  if (values.size() < 2) return sample;
  const double squares = design == Design::random ? squared_deviations(values, sample.mean)
                                                  : half_squared_steps(values);
  sample.variance = squares / (n - 1);
  return sample;
}

SampleEstimate combine(std::span<const StratumSample> strata, double confidence) {
  CHECK(!strata.empty());
  SampleEstimate estimate;
  OrderedSum mean, variance;
  bool estimable = true;
  for (const StratumSample& stratum : strata) {
    estimate.n += stratum.sample.n;
    mean.add(stratum.weight * stratum.sample.mean);
    if (!stratum.sample.variance) {
      estimable = false;
      continue;
    }
    variance.add(stratum.weight * stratum.weight *
                 variance_of_mean(stratum, *stratum.sample.variance));
  }
  estimate.mean = mean.total();
  if (!estimable) return estimate;
  estimate.df = estimate.n - strata.size();
  estimate.standard_error = std::sqrt(variance.total());
  estimate.t = student_t(confidence, estimate.df);
  estimate.half_width = *estimate.t * *estimate.standard_error;
  if (estimate.mean > 0) estimate.uncertainty_percent = 100 * *estimate.half_width / estimate.mean;
  return estimate;
}

}  // namespace tanshu::measure
