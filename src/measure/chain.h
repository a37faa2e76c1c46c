// SPDX-License-Identifier: Apache-2.0
// Takes the plots of one stratum from the measured variable to tCO2e per hectare, step by step,
// leaving a trace.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "measure/method.h"

namespace tanshu::measure {

struct ParameterTrace {
  const Parameter* parameter = nullptr;
  std::optional<double> value;  ///< none when it differed from plot to plot
};

struct StepTrace {
  const Step* step = nullptr;
  double mean = 0;  ///< of the step's result over the stratum's plots
  std::vector<ParameterTrace> parameters;
};

struct ChainOutcome {
  std::vector<double> values;  ///< one a plot, in the order given
  std::vector<StepTrace> trace;
};

/// The method must hold for the variant (read_method has checked that); `values` is not empty.
ChainOutcome run_chain(const Method& method, std::string_view variant, std::vector<double> values);

/// The least sure of the steps and parameters of the variant.
Confidence chain_confidence(const Method& method, std::string_view variant);

}  // namespace tanshu::measure
