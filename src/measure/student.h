// SPDX-License-Identifier: Apache-2.0
// The Student t quantile, from closed sums rather than a library, so that it has the same bits
// everywhere.
#pragma once

#include <cstdint>

namespace tanshu::measure {

/// Two-sided: the t that a Student variable of `df` degrees of freedom exceeds in absolute value
/// with probability 1 - confidence. 0 < confidence <= 0.9999, df >= 1. Relative error below 1e-11.
double student_t(double confidence, std::uint64_t df);

}  // namespace tanshu::measure
