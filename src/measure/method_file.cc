// SPDX-License-Identifier: Apache-2.0
// Reads method and rule files; every key is known, every reference between them resolves.
#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "measure/method.h"
#include "measure/toml_fields.h"
#include "measure/units.h"

namespace tanshu::measure {

namespace {

constexpr std::pair<const char*, ColumnRole> roles[] = {
    {"plot", ColumnRole::plot},
    {"stratum", ColumnRole::stratum},
    {"stratum_area", ColumnRole::stratum_area},
    {"total_area", ColumnRole::total_area},
    {"plot_area", ColumnRole::plot_area},
    {"quantity", ColumnRole::quantity},
    {"value", ColumnRole::value},
    {"label", ColumnRole::label},
    {"diameter", ColumnRole::diameter},
    {"height", ColumnRole::height},
    {"volume", ColumnRole::volume},
    {"count", ColumnRole::count},
};
constexpr std::pair<const char*, Standing> standings[] = {{"official", Standing::official},
                                                          {"general", Standing::general},
                                                          {"placeholder", Standing::placeholder}};
constexpr std::pair<const char*, TableKind> table_kinds[] = {{"plots", TableKind::plots},
                                                             {"trees", TableKind::trees}};
constexpr std::pair<const char*, Counts> counts_names[] = {
    {"stock", Counts::stock}, {"change", Counts::change}, {"nothing", Counts::nothing}};
constexpr std::pair<const char*, StepOp> ops[] = {{"multiply", StepOp::multiply},
                                                  {"add_share", StepOp::add_share},
                                                  {"linear", StepOp::linear},
                                                  {"root_function", StepOp::root_function}};
constexpr std::pair<const char*, ClassBy> class_bys[] = {{"stratum", ClassBy::stratum},
                                                         {"plot", ClassBy::plot}};
constexpr std::pair<const char*, ComponentKind> component_kinds[] = {
    {"biomass", ComponentKind::biomass},
    {"from_volume", ComponentKind::from_volume},
    {"share_of", ComponentKind::share_of}};
constexpr std::pair<const char*, Role> role_names[] = {{"project", Role::project},
                                                       {"baseline", Role::baseline}};
constexpr std::pair<const char*, DiscountOf> discount_names[] = {
    {"half_width", DiscountOf::half_width},
    {"mean", DiscountOf::mean},
    {"excess", DiscountOf::excess}};

Column read_column(TomlFields& fields) {
  Column column;
  column.role = fields.choice("role", roles);
  column.names = fields.texts("names");
  if (column.names.empty()) fields.wrong("names", "at least one name");
  column.unit = fields.text_or("unit", "");
  if (!column.unit.empty() && unit_named(column.unit) != column.unit)
    fields.wrong("unit", "a known unit");
  column.required = fields.flag_or("required", false);
  column.title = fields.words("title");
  fields.done();
  return column;
}

/// Whether a class with limit `next` may follow one with limit `last`.
bool rises(std::optional<double> last, std::optional<double> next) {
  return last && (!next || *next > *last);
}

std::vector<ParameterClass> read_classes(TomlFields& fields) {
  std::vector<ParameterClass> classes;
  for (TomlFields& row : fields.tables("classes")) {
    ParameterClass one;
    one.to = row.number_if("to");
    one.value = row.number("value");
    if (!classes.empty() && !rises(classes.back().to, one.to))
      row.wrong("to", "limits that rise, the last class without one");
    row.done();
    classes.push_back(one);
  }
  if (!classes.empty() && classes.back().to) fields.wrong("classes", "a last class without limit");
  return classes;
}

Parameter read_parameter(TomlFields& fields) {
  Parameter parameter;
  parameter.id = fields.text("id");
  parameter.variant = fields.text_or("variant", "");
  parameter.title = fields.words("title");
  parameter.unit = fields.text_or("unit", "");
  parameter.classes = read_classes(fields);
  if (parameter.classes.empty()) {
    const double divisor = fields.number_if("divisor").value_or(1);
    if (divisor == 0) fields.wrong("divisor", "not 0");
    parameter.classes = {{std::nullopt, fields.number("value") / (divisor == 0 ? 1 : divisor)}};
  }
  parameter.source = fields.source("source");
  fields.done();
  return parameter;
}

Step read_step(TomlFields& fields) {
  Step step;
  step.id = fields.text("id");
  step.title = fields.words("title");
  step.op = fields.choice("op", ops);
  step.parameters = fields.texts("parameters");
  const std::size_t wanted = step.op == StepOp::linear || step.op == StepOp::root_function ? 2 : 1;
  if (step.parameters.size() != wanted)
    fields.wrong("parameters", fmt::format("{} parameter(s)", wanted));
  if (fields.has("class_by")) step.class_by = fields.choice("class_by", class_bys);
  step.unit = fields.text("unit");
  step.formula = fields.text("formula");
  step.source = fields.source("source");
  fields.done();
  return step;
}

Equation read_equation(TomlFields& fields) {
  Equation equation;
  const auto form = equation_form_from_name(fields.text("form"));
  if (!form) fields.wrong("form", "one of power, power_d2h, exponential");
  equation.form = form.value_or(EquationForm::power);
  for (TomlFields& row : fields.tables("segments")) {
    Segment segment;
    segment.from_cm = equation.segments.empty() ? 0 : equation.segments.back().to_cm;
    segment.to_cm = row.number_if("to_cm").value_or(std::numeric_limits<double>::infinity());
    if (!(segment.to_cm > segment.from_cm)) row.wrong("to_cm", "limits that rise");
    segment.coefficients = {row.number("a"), row.number("b"), row.number_if("c").value_or(0)};
    row.done();
    equation.segments.push_back(segment);
  }
  if (equation.segments.empty()) {
    fields.wrong("segments", "at least one segment");
    equation.segments.emplace_back();
  }
  return equation;
}

Component read_component(TomlFields& fields) {
  Component component;
  component.id = fields.text("id");
  component.title = fields.words("title");
  component.kind = fields.choice("kind", component_kinds);
  component.equation = read_equation(fields);
  component.of = component.kind == ComponentKind::share_of ? fields.text("of") : "";
  component.carbon_parameter = fields.text("carbon");
  component.diameter_min_cm = fields.number_if("diameter_min_cm");
  component.diameter_max_cm = fields.number_if("diameter_max_cm");
  component.source = fields.source("source");
  fields.done();
  return component;
}

void read_head(TomlFields& fields, Method& method) {
  method.id = fields.text("id");
  method.version = fields.text("version");
  method.title = fields.words("title");
  method.summary = fields.words("summary");
  const auto day = day_from_text(fields.text("effective"));
  if (!day) fields.wrong("effective", "a day like \"2024-05-01\"");
  method.effective = day.value_or(Day{});
  method.standing = fields.choice("standing", standings);
  method.source = fields.source("source");
  method.table = fields.choice("table", table_kinds);
  method.counts = fields.choice("counts", counts_names);
  TomlFields quantity = fields.table("quantity");
  method.quantity_title = quantity.words("title");
  method.quantity_unit = quantity.text_or("unit", "");
  quantity.done();
}

/// Returns the id of the discount rule, or "" when the method has none.
std::string read_sampling(TomlFields& fields, Method& method) {
  TomlFields sampling = fields.table("sampling");
  method.confidence = sampling.number("confidence");
  if (!(method.confidence > 0 && method.confidence <= 0.9999))
    sampling.wrong("confidence", "above 0 and at most 0.9999");
  method.finite_population = sampling.flag_or("finite_population", false);
  method.role = sampling.has("role") ? sampling.choice("role", role_names) : Role::project;
  std::string rule = sampling.text_or("rule", "");
  sampling.done();
  return rule;
}

void read_lists(TomlFields& fields, Method& method) {
  for (TomlFields& row : fields.tables("column")) method.columns.push_back(read_column(row));
  for (TomlFields& row : fields.tables("variant")) {
    method.variants.push_back({row.text("id"), row.words("title")});
    row.done();
  }
  for (TomlFields& row : fields.tables("parameter"))
    method.parameters.push_back(read_parameter(row));
  for (TomlFields& row : fields.tables("step")) method.steps.push_back(read_step(row));
  for (TomlFields& row : fields.tables("component"))
    method.components.push_back(read_component(row));
}

void check_parameter(const Method& method, const std::string& id, TomlFields& fields) {
  if (method.variants.empty() && method.parameter(id, "") == nullptr)
    fields.wrong("parameter", "no parameter \"" + id + "\"");
  for (const Variant& variant : method.variants)
    if (method.parameter(id, variant.id) == nullptr)
      fields.wrong("parameter", "no parameter \"" + id + "\" for variant \"" + variant.id + "\"");
}

void check_references(const Method& method, TomlFields& fields) {
  for (const Parameter& parameter : method.parameters)
    if (!parameter.variant.empty() && method.variant(parameter.variant) == nullptr)
      fields.wrong("parameter", "no variant \"" + parameter.variant + "\"");
  for (const Step& step : method.steps)
    for (const std::string& id : step.parameters) check_parameter(method, id, fields);
  std::vector<std::string> earlier;
  for (const Component& component : method.components) {
    check_parameter(method, component.carbon_parameter, fields);
    if (component.kind == ComponentKind::share_of && !std::ranges::count(earlier, component.of))
      fields.wrong("component", "no earlier component \"" + component.of + "\"");
    earlier.push_back(component.id);
  }
  if ((method.table == TableKind::trees) != !method.components.empty())
    fields.wrong("component", "components for tree tables, and only for them");
}

Digest digest_of(std::string_view method, std::string_view rule) {
  Sha256 hash;
  hash.update(sha256(method).view()).update(sha256(rule).view());
  return hash.finish();
}

}  // namespace

std::string_view name_of(ColumnRole role) {
  return roles[static_cast<std::size_t>(role)].first;
}

std::optional<ColumnRole> column_role_from_name(std::string_view name) {
  for (const auto& [role_name, role] : roles)
    if (role_name == name) return role;
  return std::nullopt;
}

const Parameter* Method::parameter(std::string_view parameter_id, std::string_view chosen) const {
  const Parameter* general = nullptr;
  for (const Parameter& candidate : parameters) {
    if (candidate.id != parameter_id) continue;
    if (!candidate.variant.empty() && candidate.variant == chosen) return &candidate;
    if (candidate.variant.empty()) general = &candidate;
  }
  return general;
}

const Variant* Method::variant(std::string_view variant_id) const {
  for (const Variant& candidate : variants)
    if (candidate.id == variant_id) return &candidate;
  return nullptr;
}

Measured<UncertaintyRule> read_rule(std::string_view toml, const std::string& file) {
  TomlTrouble trouble{file, std::nullopt};
  const toml::table root = parse_toml(toml, trouble);
  TomlFields fields(root, "", trouble);
  UncertaintyRule rule;
  rule.id = fields.text("id");
  rule.version = fields.text("version");
  rule.title = fields.words("title");
  rule.source = fields.source("source");
  rule.confidence = fields.number("confidence");
  rule.discount_of = fields.choice("discount_of", discount_names);
  for (TomlFields& row : fields.tables("class")) {
    UncertaintyClass one;
    one.to_percent = row.number_if("to_percent");
    one.discount = row.number_if("discount").value_or(0);
    one.rejected = row.flag_or("rejected", false);
    if (!rule.classes.empty() && !rises(rule.classes.back().to_percent, one.to_percent))
      row.wrong("to_percent", "limits that rise, the last class without one");
    if (one.discount < 0 || one.discount > 1) row.wrong("discount", "a share from 0 to 1");
    row.done();
    rule.classes.push_back(one);
  }
  if (rule.classes.empty() || rule.classes.back().to_percent)
    fields.wrong("class", "a last class without limit");
  fields.done();
  if (trouble.first) return std::unexpected(*trouble.first);
  return rule;
}

Measured<Method> read_method(std::string_view toml, const std::string& file,
                             const std::vector<NamedRule>& rules) {
  TomlTrouble trouble{file, std::nullopt};
  const toml::table root = parse_toml(toml, trouble);
  TomlFields fields(root, "", trouble);
  Method method;
  read_head(fields, method);
  const std::string rule_id = read_sampling(fields, method);
  read_lists(fields, method);
  TomlFields rounding = fields.table("rounding");
  method.rounding = rounding.words("title");
  method.rounding_source = rounding.source("source");
  rounding.done();
  if (fields.has("plausibility")) {
    TomlFields bound = fields.table("plausibility");
    method.plausibility = Plausibility{bound.number("rate_max"), bound.source("source")};
    bound.done();
  }
  check_references(method, fields);
  fields.done();
  if (trouble.first) return std::unexpected(*trouble.first);

  std::string_view rule_text;
  std::string known;
  for (const NamedRule& named : rules) {
    known += known.empty() ? named.rule.id : ", " + named.rule.id;
    if (named.rule.id != rule_id) continue;
    method.rule = named.rule;
    rule_text = named.text;
  }
  if (!rule_id.empty() && !method.rule)
    return problem(ProblemKind::rule_unknown, {{"rule", rule_id}, {"known", known}});
  if (method.makes_tonnes() && !method.rule)
    return problem(ProblemKind::method_file_malformed,
                   {{"file", file}, {"where", "sampling.rule"}, {"what", "missing"}});
  if (method.rule && method.rule->confidence != method.confidence)
    return problem(
        ProblemKind::method_file_malformed,
        {{"file", file}, {"where", "sampling.confidence"}, {"what", "the rule's own level"}});
  method.digest = digest_of(toml, rule_text);
  return method;
}

}  // namespace tanshu::measure
