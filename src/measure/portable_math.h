// SPDX-License-Identifier: Apache-2.0
// Logarithm, exponential, power and arctangent built from + - * / and sqrt alone.
//
// IEEE 754 fixes the result of those five to the last bit; the C library's pow, exp and log differ
// between versions and even between processors with and without fused multiply-add. A ticket's
// milligrams must not.
#pragma once

#include <span>

namespace tanshu::measure {

/// Within one unit in the last place; x > 0.
double natural_log(double x);
/// Within one unit in the last place; infinity above and 0 below the range of double.
double exponential(double x);
/// x^y for x >= 0, within one unit in the last place; 0^0 is 1.
double power(double x, double y);
/// In radians, any x.
double arctangent(double x);

/// Adds in the order given, carrying the lost low bits (Neumaier 1974), so that long tables lose
/// nothing.
class OrderedSum {
 public:
  void add(double term);
  double total() const { return sum_ + lost_; }

 private:
  double sum_ = 0;
  double lost_ = 0;
};

double ordered_sum(std::span<const double> terms);

}  // namespace tanshu::measure
