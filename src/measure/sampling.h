// SPDX-License-Identifier: Apache-2.0
// From plots to a mean and its error: simple random, stratified, and systematic samples.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "measure/problem.h"

namespace tanshu::measure {

/// How the plots were laid out, which decides how their variance is estimated.
enum class Design : std::uint8_t {
  random,      ///< at random, within each stratum if there are strata
  systematic,  ///< on a grid or line, in the order of the table: variance from successive
               ///< differences
};

std::string_view name_of(Design design);
std::optional<Design> design_from_name(std::string_view name);

/// One stratum's plots. With a single plot there is a mean but no variance: not estimable, never 0.
struct Sample {
  std::uint64_t n = 0;
  double mean = 0;
  std::optional<double> variance;  ///< of one plot: divide by n for the mean
};

/// Mean, and variance as AR-TOOL14 v04.2 equation (17) in the algebraically equal two-pass form
/// (random), or sum of squared successive differences / (2 (n - 1)) (systematic). Values are summed
/// in the order given.
Sample summarise(std::span<const double> values, Design design);

/// A stratum's sample and its share of the whole.
struct StratumSample {
  Sample sample;
  double weight = 1;                ///< area of the stratum / total area; weights sum to 1
  std::optional<double> plots_max;  ///< how many plots would fill the stratum: given, the finite
                                    ///< population correction (1 - n/N) is applied
};

struct SampleEstimate {
  std::uint64_t n = 0;
  double mean = 0;
  std::uint64_t df = 0;  ///< n minus the number of strata
  /// The following four are there together or not at all.
  std::optional<double> standard_error;
  std::optional<double> t;
  std::optional<double> half_width;
  /// 100 * half_width / mean, at full precision; also absent when the mean is not positive.
  std::optional<double> uncertainty_percent;
};

/// AR-TOOL14 v04.2 equations (14) and (15): weighted mean, U = t(confidence, n - M) sqrt(sum w^2
/// s^2/n) / mean.
SampleEstimate combine(std::span<const StratumSample> strata, double confidence);

}  // namespace tanshu::measure
