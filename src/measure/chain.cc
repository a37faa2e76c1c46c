// SPDX-License-Identifier: Apache-2.0
// Applies the steps of a method.
#include "measure/chain.h"

#include <algorithm>

#include "base/check.h"
#include "measure/portable_math.h"

namespace tanshu::measure {

namespace {

double mean_of(const std::vector<double>& values) {
  return ordered_sum(values) / static_cast<double>(values.size());
}

double value_at(const Parameter& parameter, double x) {
  for (const ParameterClass& one : parameter.classes)
    if (!one.to || x <= *one.to) return one.value;
  return parameter.classes.back().value;
}

double applied(StepOp op, double x, double p, double q) {
  switch (op) {
    case StepOp::multiply:
      return x * p;
    case StepOp::add_share:
      return x * (1 + p);
    case StepOp::linear:
      return p * x + q;
    case StepOp::root_function:
      return x > 0 ? x + x * root_ratio(x, p, q) : x;
  }
  return x;
}

struct StepParameters {
  const Parameter* first = nullptr;
  const Parameter* second = nullptr;

  double apply(StepOp op, double x, double class_at) const {
    const double q = second == nullptr ? 0 : value_at(*second, class_at);
    return applied(op, x, value_at(*first, class_at), q);
  }
};

ParameterTrace trace_of(const Parameter& parameter, ClassBy class_by, double mean) {
  const bool one_value = parameter.classes.size() == 1 || class_by == ClassBy::stratum;
  return {&parameter, one_value ? std::optional(value_at(parameter, mean)) : std::nullopt};
}

}  // namespace

ChainOutcome run_chain(const Method& method, std::string_view variant, std::vector<double> values) {
  CHECK(!values.empty());
  ChainOutcome outcome;
  for (const Step& step : method.steps) {
    StepParameters parameters;
    parameters.first = method.parameter(step.parameters[0], variant);
    if (step.parameters.size() > 1)
      parameters.second = method.parameter(step.parameters[1], variant);
    CHECK(parameters.first != nullptr);
    const double before = mean_of(values);
    for (double& value : values)
      value = parameters.apply(step.op, value, step.class_by == ClassBy::stratum ? before : value);
    StepTrace trace{&step, mean_of(values), {trace_of(*parameters.first, step.class_by, before)}};
    if (parameters.second != nullptr)
      trace.parameters.push_back(trace_of(*parameters.second, step.class_by, before));
    outcome.trace.push_back(std::move(trace));
  }
  outcome.values = std::move(values);
  return outcome;
}

Confidence chain_confidence(const Method& method, std::string_view variant) {
  Confidence worst = Confidence::official;
  for (const Step& step : method.steps) {
    worst = std::max(worst, step.source.confidence);
    for (const std::string& id : step.parameters)
      worst = std::max(worst, method.parameter(id, variant)->source.confidence);
  }
  for (const Component& component : method.components) {
    worst = std::max(worst, component.source.confidence);
    worst =
        std::max(worst, method.parameter(component.carbon_parameter, variant)->source.confidence);
  }
  return worst;
}

}  // namespace tanshu::measure
