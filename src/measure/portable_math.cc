// SPDX-License-Identifier: Apache-2.0
// The elementary functions in pairs of doubles (Dekker 1971), so that powers keep their last bit.
#include "measure/portable_math.h"

#include <cmath>
#include <limits>

namespace tanshu::measure {

namespace {

/// The unevaluated sum high + low.
struct Pair {
  double high = 0;
  double low = 0;
};

constexpr double ln2_high = 6.93147180369123816490e-01;  // 33 bits, so that k * ln2_high is exact
constexpr double ln2_low = 1.90821492927058770002e-10;

Pair exact_sum(double a, double b) {
  const double sum = a + b;
  const double b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

Pair split(double a) {
  const double scaled = 134217729.0 * a;  // 2^27 + 1
  const double high = scaled - (scaled - a);
  return {high, a - high};
}

Pair exact_product(double a, double b) {
  const double product = a * b;
  const Pair x = split(a), y = split(b);
  const double low =
      ((x.high * y.high - product) + x.high * y.low + x.low * y.high) + x.low * y.low;
  return {product, low};
}

/// ln m = 2 artanh((m - 1)/(m + 1)) for m in [sqrt(1/2), sqrt 2), plus e ln 2.
Pair log_pair(double x) {
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);
  if (mantissa < 0.70710678118654752440) {
    mantissa *= 2;
    --exponent;
  }
  const double top = mantissa - 1;
  const Pair bottom = exact_sum(mantissa, 1);
  const double s = top / bottom.high;
  const Pair back = exact_product(s, bottom.high);
  const double s_low = (((top - back.high) - back.low) - s * bottom.low) / bottom.high;
  const double z = s * s;
  double series = 0;
  for (int k = 14; k >= 0; --k) series = series * z + 1.0 / (2 * k + 3);
  const double tail = 2 * s_low + 2 * s * z * series;
  const Pair sum = exact_sum(exponent * ln2_high, 2 * s);
  return exact_sum(sum.high, sum.low + (tail + exponent * ln2_low));
}

double exp_pair(Pair x) {
  if (x.high > 710) return std::numeric_limits<double>::infinity();
  if (x.high < -746) return 0;
  const double k = std::floor(x.high * 1.44269504088896340736 + 0.5);
  const Pair r = exact_sum(x.high, -k * ln2_high);
  const Pair reduced = exact_sum(r.high, r.low + (x.low - k * ln2_low));
  double series = 0;
  double factorial = 6402373705728000.0;  // 18!
  for (int n = 18; n >= 2; --n) {
    series = series * reduced.high + 1.0 / factorial;
    factorial /= n;
  }
  const double square = reduced.high * reduced.high;
  const double power_series = 1 + (reduced.high + (reduced.low + square * series));
  return std::ldexp(power_series, static_cast<int>(k));
}

}  // namespace

double natural_log(double x) {
  const Pair result = log_pair(x);
  return result.high + result.low;
}

double exponential(double x) {
  return exp_pair({x, 0});
}

double power(double x, double y) {
  if (y == 0) return 1;
  if (x == 0) return y > 0 ? 0 : std::numeric_limits<double>::infinity();
  const Pair log_x = log_pair(x);
  const Pair product = exact_product(y, log_x.high);
  return exp_pair(exact_sum(product.high, product.low + y * log_x.low));
}

double arctangent(double x) {
  constexpr double half_pi = 1.57079632679489661923;
  if (x < 0) return -arctangent(-x);
  if (x > 1) return half_pi - arctangent(1 / x);
  for (int halving = 0; halving < 3; ++halving) x = x / (1 + std::sqrt(1 + x * x));
  const double z = -x * x;
  double series = 0;
  for (int k = 14; k >= 0; --k) series = series * z + 1.0 / (2 * k + 1);
  return 8 * x * series;
}

void OrderedSum::add(double term) {
  const Pair next = exact_sum(sum_, term);
  sum_ = next.high;
  lost_ += next.low;
}

double ordered_sum(std::span<const double> terms) {
  OrderedSum sum;
  for (double term : terms) sum.add(term);
  return sum.total();
}

}  // namespace tanshu::measure
