// SPDX-License-Identifier: Apache-2.0
// The portable functions against long double, and the t quantile against tables and Boost.
#include "measure/portable_math.h"

#include <gtest/gtest.h>

#include <bit>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "measure/student.h"

namespace tanshu::measure {
namespace {

/// Distance in units in the last place of `truth`.
double ulps(double got, long double truth) {
  const double near = static_cast<double>(truth);
  const double step = std::nextafter(std::abs(near), INFINITY) - std::abs(near);
  return static_cast<double>(std::abs(static_cast<long double>(got) - truth) / step);
}

TEST(PortableMath, log_exp_and_power_are_within_one_last_place) {
  std::uint64_t seed = 7;
  double worst = 0;
  for (int i = 0; i < 200000; ++i) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    const double x = std::ldexp(1.0 + static_cast<double>(seed >> 12) * 0x1p-52,
                                static_cast<int>(seed % 40) - 20);
    const double y = static_cast<double>(static_cast<std::int64_t>(seed)) * 0x1p-61;
    worst = std::max(worst, ulps(natural_log(x), std::log(static_cast<long double>(x))));
    worst = std::max(worst, ulps(exponential(y), std::exp(static_cast<long double>(y))));
    worst = std::max(worst, ulps(power(x, y), std::pow(static_cast<long double>(x), y)));
  }
  EXPECT_LT(worst, 1.0);
}

TEST(PortableMath, arctangent_is_accurate) {
  for (double x = -50; x < 50; x += 0.0137)
    EXPECT_NEAR(arctangent(x), static_cast<double>(std::atan(static_cast<long double>(x))), 1e-15);
}

TEST(PortableMath, power_knows_its_edges) {
  EXPECT_EQ(power(0, 0.5), 0);
  EXPECT_EQ(power(0, 0), 1);
  EXPECT_EQ(power(2, 10), 1024);
  EXPECT_EQ(power(10, 400), std::numeric_limits<double>::infinity());
  EXPECT_EQ(power(10, -400), 0);
}

TEST(PortableMath, bits_are_pinned) {
  // What every machine must print: a change here means that old estimates no longer reproduce.
  EXPECT_EQ(std::bit_cast<std::uint64_t>(power(10.347, 2.01735)), 0x405bdf5c3765178full);
  EXPECT_EQ(std::bit_cast<std::uint64_t>(natural_log(50.0)), 0x400f4bd2b7ac1bafull);
  EXPECT_EQ(std::bit_cast<std::uint64_t>(student_t(0.90, 7)), 0x3ffe5031a7c9018dull);
}

TEST(OrderedSum, keeps_what_plain_addition_loses) {
  const std::vector<double> terms = {1e16, 1, -1e16, 1};
  EXPECT_EQ(ordered_sum(terms), 2);
}

TEST(StudentT, two_sided_90_percent_matches_the_vectors_T1_to_T298) {
  const std::vector<std::pair<std::uint64_t, double>> vectors = {
      {1, 6.313751515},  {2, 2.91998558},   {5, 2.015048373},  {7, 1.894578605},
      {10, 1.812461123}, {29, 1.699127027}, {33, 1.692360309}, {298, 1.649982976}};
  for (const auto& [df, t] : vectors) EXPECT_NEAR(student_t(0.90, df), t, 1e-9) << df;
}

TEST(StudentT, agrees_with_boost_over_degrees_and_levels) {
  for (double confidence : {0.5, 0.8, 0.90, 0.95, 0.99, 0.999})
    for (std::uint64_t df : {1, 2, 3, 4, 9, 24, 57, 298, 999, 1000, 1001, 5000, 4'999'999}) {
      const boost::math::students_t distribution(static_cast<double>(df));
      const double truth = boost::math::quantile(distribution, 0.5 + confidence / 2);
      EXPECT_NEAR(student_t(confidence, df) / truth, 1, 1e-11) << confidence << ' ' << df;
    }
}

}  // namespace
}  // namespace tanshu::measure
