// SPDX-License-Identifier: Apache-2.0
// Tree equations; powers go through portable_math so that a kilogram is the same kilogram
// everywhere.
#include "measure/allometry.h"

#include "base/check.h"
#include "measure/portable_math.h"

namespace tanshu::measure {

std::optional<EquationForm> equation_form_from_name(std::string_view name) {
  if (name == "power") return EquationForm::power;
  if (name == "power_d2h") return EquationForm::power_d2h;
  if (name == "exponential") return EquationForm::exponential;
  return std::nullopt;
}

std::string_view formula_of(EquationForm form) {
  switch (form) {
    case EquationForm::power:
      return "a D^b H^c";
    case EquationForm::power_d2h:
      return "a (D^2 H)^b";
    case EquationForm::exponential:
      return "exp(a + b ln D)";
  }
  return "";
}

namespace {

double value_of(EquationForm form, const Coefficients& k, double d, double h) {
  switch (form) {
    case EquationForm::power:
      return k.a * power(d, k.b) * power(h, k.c);
    case EquationForm::power_d2h:
      return k.a * power(d * d * h, k.b);
    case EquationForm::exponential:
      return exponential(k.a + k.b * natural_log(d));
  }
  return 0;
}

}  // namespace

double evaluate(const Equation& equation, double diameter_cm, double height_m) {
  CHECK(!equation.segments.empty());
  if (diameter_cm <= 0 || (height_m <= 0 && equation.form != EquationForm::exponential)) return 0;
  const Segment* segment = &equation.segments.back();
  for (const Segment& candidate : equation.segments) {
    if (diameter_cm >= candidate.to_cm) continue;
    segment = &candidate;
    break;
  }
  return value_of(equation.form, segment->coefficients, diameter_cm, height_m);
}

std::vector<double> segment_ratios(const Equation& equation) {
  std::vector<double> ratios;
  for (std::size_t i = 1; i < equation.segments.size(); ++i) {
    const double meet = equation.segments[i].from_cm;
    const double below = value_of(equation.form, equation.segments[i - 1].coefficients, meet, 1);
    const double above = value_of(equation.form, equation.segments[i].coefficients, meet, 1);
    ratios.push_back(above / below);
  }
  return ratios;
}

double volume_route_biomass(double volume_m3, double wood_density, double expansion,
                            double root_ratio) {
  return volume_m3 * wood_density * expansion * (1 + root_ratio);
}

double root_ratio(double aboveground_t_per_ha, double a, double b) {
  CHECK(aboveground_t_per_ha > 0);
  return exponential(a + b * natural_log(aboveground_t_per_ha)) / aboveground_t_per_ha;
}

double co2_from_carbon(double carbon) {
  return carbon * 44 / 12;
}

}  // namespace tanshu::measure
