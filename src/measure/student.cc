// SPDX-License-Identifier: Apache-2.0
// Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.3 and 26.7.4 (exact sums
// for whole degrees of freedom) and 26.7.5 (expansion about the normal quantile when they are
// many).
#include "measure/student.h"

#include <cmath>

#include "base/check.h"
#include "measure/portable_math.h"

namespace tanshu::measure {

namespace {

constexpr double pi = 3.14159265358979323846;

/// P(|T| < t), A&S 26.7.3 (odd) and 26.7.4 (even).
double student_central(double t, std::uint64_t df) {
  const double nu = static_cast<double>(df);
  const double cos2 = nu / (nu + t * t);
  const double sine = t / std::sqrt(nu + t * t);
  const std::uint64_t first = df % 2 == 0 ? 1 : 2;
  double term = 1, sum = 0;
  for (std::uint64_t k = first; k < df; k += 2) {
    sum += term;
    term *= cos2 * static_cast<double>(k) / static_cast<double>(k + 1);
  }
  if (df % 2 == 0) return sine * sum;
  return 2 / pi * (arctangent(t / std::sqrt(nu)) + sine * std::sqrt(cos2) * sum);
}

/// P(|Z| < z) by its all-positive series, A&S 26.2.11 doubled.
double normal_central(double z) {
  double term = z, sum = 0;
  for (int k = 1; sum + term != sum; ++k) {
    sum += term;
    term *= z * z / (2 * k + 1);
  }
  return std::sqrt(2 / pi) * exponential(-z * z / 2) * sum;
}

/// The x with f(x) = p, for f rising from 0: bisection until two neighbouring doubles are left.
template <class Rising>
double root_of(const Rising& f, double p) {
  double low = 0, high = 1;
  while (f(high) < p) high *= 2;
  for (;;) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    (f(middle) < p ? low : high) = middle;
  }
}

double expansion_about_normal(double z, double nu) {
  const double z2 = z * z;
  const double g1 = z * (z2 + 1) / 4;
  const double g2 = z * ((5 * z2 + 16) * z2 + 3) / 96;
  const double g3 = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
  const double g4 = z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160;
  return z + (g1 + (g2 + (g3 + g4 / nu) / nu) / nu) / nu;
}

}  // namespace

double student_t(double confidence, std::uint64_t df) {
  CHECK(confidence > 0 && confidence <= 0.9999 && df >= 1);
  constexpr std::uint64_t df_exact_max = 1000;
  if (df <= df_exact_max)
    return root_of([df](double t) { return student_central(t, df); }, confidence);
  return expansion_about_normal(root_of(normal_central, confidence), static_cast<double>(df));
}

}  // namespace tanshu::measure
