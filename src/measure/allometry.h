// SPDX-License-Identifier: Apache-2.0
// Equations from a tree's diameter and height to its biomass, its conversion factors and its
// carbon.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "measure/figure.h"

namespace tanshu::measure {

/// D in cm at breast height (1.3 m), H in m.
enum class EquationForm : std::uint8_t {
  power,        ///< a D^b H^c
  power_d2h,    ///< a (D^2 H)^b
  exponential,  ///< exp(a + b ln D)
};

std::optional<EquationForm> equation_form_from_name(std::string_view name);
/// The formula as people read it.
std::string_view formula_of(EquationForm form);

struct Coefficients {
  double a = 0;
  double b = 0;
  double c = 0;
};

/// One diameter range of an equation: from (included) to (excluded).
struct Segment {
  double from_cm = 0;
  double to_cm = std::numeric_limits<double>::infinity();
  Coefficients coefficients;
};

/// An equation of one form in one or more diameter segments, as the LY/T and GB/T tree models are
/// printed.
struct Equation {
  EquationForm form = EquationForm::power;
  std::vector<Segment> segments;  ///< rising and touching
};

/// A tree below breast height (D = 0) has no value by any of these models: 0, as the published
/// tables print it.
double evaluate(const Equation& equation, double diameter_cm, double height_m);

/// The ratio of two neighbouring segments where they meet, for H = 1 m and equal height exponents;
/// 1 when the model is continuous. Empty for an equation of one segment.
std::vector<double> segment_ratios(const Equation& equation);

/// B = V * WD * BEF * (1 + R): volume m3, wood density t/m3, expansion and root ratio as numbers; t
/// d.m. AR-TOOL14 v04.2 appendix 1, equation (5), with the root share written out.
double volume_route_biomass(double volume_m3, double wood_density, double expansion,
                            double root_ratio);

/// R = exp(a + b ln x) / x for x t/ha above ground; AR-TOOL14 v04.2's default is a = -1.085, b =
/// 0.9256.
double root_ratio(double aboveground_t_per_ha, double a, double b);

/// CO2 from carbon: molar masses 44 and 12.
double co2_from_carbon(double carbon);

}  // namespace tanshu::measure
