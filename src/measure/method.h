// SPDX-License-Identifier: Apache-2.0
// A method as data: columns, parameters with their sources, the way from the measured variable to
// tCO2e, the discount rule and the rounding. A city replaces the file, not the program.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "measure/allometry.h"
#include "measure/figure.h"
#include "measure/problem.h"
#include "measure/uncertainty.h"

namespace tanshu::measure {

enum class TableKind : std::uint8_t { plots, trees };

/// What a ticket made with the method counts: what stands, or what was added since an earlier
/// survey.
enum class Counts : std::uint8_t { stock, change, nothing };

enum class Standing : std::uint8_t {
  official,     ///< the issuing body's own text
  general,      ///< published formulas, no issuing body's adoption
  placeholder,  ///< stands where an official method is not public; every parameter is replaceable
};

enum class ColumnRole : std::uint8_t {
  plot,
  stratum,
  stratum_area,
  total_area,
  plot_area,
  quantity,  ///< of the whole plot
  value,     ///< per hectare, or a variable taken as it is
  label,
  diameter,
  height,
  volume,
  count,
};

std::string_view name_of(ColumnRole role);
std::optional<ColumnRole> column_role_from_name(std::string_view name);

struct Column {
  ColumnRole role = ColumnRole::value;
  std::vector<std::string> names;  ///< headers it answers to, best first
  std::string unit;                ///< canonical; empty for names, counts and variables of any unit
  bool required = false;
  Text title;
};

struct ParameterClass {
  std::optional<double> to;  ///< included upper limit of the quantity the step starts from
  double value = 0;
};

struct Parameter {
  std::string id;
  std::string variant;  ///< empty: holds for every variant
  Text title;
  std::string unit;
  std::vector<ParameterClass> classes;  ///< one without limit when it is a plain number
  Source source;
};

enum class StepOp : std::uint8_t {
  multiply,       ///< x * p
  add_share,      ///< x * (1 + p)
  linear,         ///< p * x + q
  root_function,  ///< x + exp(p + q ln x)
};

/// Which value picks the class of a parameter: the stratum's mean, or each plot's own.
enum class ClassBy : std::uint8_t { stratum, plot };

/// One step of the way from the measured variable to tCO2e per hectare.
struct Step {
  std::string id;
  Text title;
  StepOp op = StepOp::multiply;
  std::vector<std::string> parameters;
  ClassBy class_by = ClassBy::stratum;
  std::string unit;
  std::string formula;
  Source source;
};

/// How one part of a tree gets its dry mass.
enum class ComponentKind : std::uint8_t {
  biomass,      ///< the equation gives kg
  from_volume,  ///< the equation gives t/m3, times the stem volume
  share_of,     ///< the equation gives a share of another component
};

struct Component {
  std::string id;
  Text title;
  ComponentKind kind = ComponentKind::biomass;
  Equation equation;
  std::string of;                ///< for share_of
  std::string carbon_parameter;  ///< id of the carbon fraction
  std::optional<double>
      diameter_min_cm;  ///< range the equation was fitted on, where the source states it
  std::optional<double> diameter_max_cm;
  Source source;
};

struct Variant {
  std::string id;
  Text title;
};

/// Above this yearly rate an estimate is flagged for a second look, not refused.
struct Plausibility {
  double rate_max = 0;  ///< tCO2e per hectare and year
  Source source;
};

struct Method {
  std::string id;
  std::string version;
  Text title;
  Text summary;
  Day effective;
  Standing standing = Standing::general;
  Source source;
  TableKind table = TableKind::plots;
  Counts counts = Counts::stock;
  Text quantity_title;  ///< of the measured variable
  std::string quantity_unit;
  std::vector<Column> columns;
  std::vector<Variant> variants;  ///< the first is the default
  std::vector<Parameter> parameters;
  std::vector<Step> steps;
  std::vector<Component> components;
  double confidence = 0.90;
  bool finite_population = false;
  Role role = Role::project;
  std::optional<UncertaintyRule> rule;
  std::optional<Plausibility> plausibility;
  Text rounding;
  Source rounding_source;
  Digest digest;  ///< of the method file's bytes and its rule file's

  /// Whether the result is tonnes; otherwise a mean only.
  bool makes_tonnes() const { return counts != Counts::nothing; }
  /// The parameter that holds for the variant; nullptr when there is none.
  const Parameter* parameter(std::string_view parameter_id, std::string_view variant) const;
  const Variant* variant(std::string_view variant_id) const;
};

/// Parses a rule file. `file` names it in problems.
Measured<UncertaintyRule> read_rule(std::string_view toml, const std::string& file);

struct NamedRule {
  UncertaintyRule rule;
  std::string text;  ///< the file's bytes
};

/// Parses a method file and joins it with the rule it names. Unknown keys are refused. Problems:
/// method_file_malformed, rule_unknown.
Measured<Method> read_method(std::string_view toml, const std::string& file,
                             const std::vector<NamedRule>& rules);

}  // namespace tanshu::measure
