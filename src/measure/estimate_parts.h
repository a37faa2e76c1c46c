// SPDX-License-Identifier: Apache-2.0
// The parts of `estimate` that only it uses: the figures a reader sees and the flags a reader must
// see.
#pragma once

#include <vector>

#include "measure/chain.h"
#include "measure/estimate.h"

namespace tanshu::measure {

/// Fills the stratum's figures from its sample and the trace of its chain. `sure` is what the chain
/// allows.
void describe_stratum(StratumEstimate& stratum, const Method& method, double quantity_mean,
                      const std::vector<StepTrace>& trace, Confidence sure);

/// Fills figures and parameters of the whole; numbers are already there.
void describe_whole(Estimate& estimate, const Method& method, const EstimateOptions& options);

/// Names the columns of a tree table.
void describe_trees(Estimate& estimate, const Method& method);

/// Adds every flag that follows from the numbers.
void raise_flags(Estimate& estimate, const Method& method, const EstimateOptions& options);

}  // namespace tanshu::measure
