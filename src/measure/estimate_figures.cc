// SPDX-License-Identifier: Apache-2.0
// The figures of an estimate, each with its formula and the clause the formula comes from.
#include <fmt/format.h>

#include <algorithm>

#include "measure/estimate_parts.h"

namespace tanshu::measure {

namespace {

Source ar_tool14(const char* clause) {
  return {"CDM AR-TOOL14 v04.2 (read in a transcript)", clause, Confidence::published};
}
Source soares(const char* clause) {
  return {"Soares, Paula Neto & Souza 2012, Dendrometria e Inventario Florestal", clause,
          Confidence::published};
}
Source from_table() {
  return {"输入表 input table", "", Confidence::own};
}

/// A result cannot be surer than what went into it.
Source at_most(Source source, Confidence confidence) {
  source.confidence = std::max(source.confidence, confidence);
  return source;
}

Figure whole_number(const char* name, Text title, std::uint64_t value, const char* formula,
                    Source source) {
  return {name, std::move(title), static_cast<double>(value), "", formula, std::move(source)};
}

Source variance_source(Design design) {
  return design == Design::random ? ar_tool14("equation (17)")
                                  : soares("systematic sampling, successive differences");
}

const char* variance_formula(Design design) {
  return design == Design::random ? "s^2 = sum (x - mean)^2 / (n - 1)"
                                  : "s^2 = sum (x_i+1 - x_i)^2 / (2 (n - 1))";
}

void add_steps(std::vector<Figure>& figures, const std::vector<StepTrace>& trace) {
  Confidence sure = Confidence::official;
  for (const StepTrace& step : trace) {
    for (const ParameterTrace& used : step.parameters) {
      figures.push_back({used.parameter->id, used.parameter->title, used.value,
                         used.parameter->unit, "as given", used.parameter->source});
      sure = std::max(sure, used.parameter->source.confidence);
    }
    figures.push_back({step.step->id, step.step->title, step.mean, step.step->unit,
                       step.step->formula, at_most(step.step->source, sure)});
  }
}

void add_sampling(Estimate& e, const Method& method, Confidence sure) {
  const std::string level = fmt::format("{} %", number_text(method.confidence * 100));
  const SampleEstimate& s = e.sample;
  e.figures.push_back({"mean",
                       {"每公顷均值", "mean"},
                       s.mean,
                       e.unit,
                       "mean = sum w_i mean_i",
                       at_most(ar_tool14("equation (14)"), sure)});
  e.figures.push_back({"standard_error",
                       {"均值标准误", "standard error of the mean"},
                       s.standard_error,
                       e.unit,
                       method.finite_population ? "SE = sqrt(sum w_i^2 s_i^2/n_i (1 - n_i/N_i))"
                                                : "SE = sqrt(sum w_i^2 s_i^2/n_i)",
                       at_most(ar_tool14("equation (15)"), sure)});
  const auto df = s.t ? std::optional(static_cast<double>(s.df)) : std::nullopt;
  e.figures.push_back({"degrees_of_freedom",
                       {"自由度", "degrees of freedom"},
                       df,
                       "",
                       "df = n - M",
                       ar_tool14("equation (15)")});
  e.figures.push_back({"t",
                       {"t 值（双侧 " + level + "）", "t, two-sided " + level},
                       s.t,
                       "",
                       "Student t(df)",
                       ar_tool14("equation (15)")});
  e.figures.push_back({"half_width",
                       {"置信区间半宽", "half-width of the interval"},
                       s.half_width,
                       e.unit,
                       "t * SE",
                       at_most(ar_tool14("equation (15)"), sure)});
  e.figures.push_back({"uncertainty",
                       {"相对不确定性 U", "relative uncertainty U"},
                       s.uncertainty_percent,
                       "%",
                       "U = 100 * t * SE / mean",
                       at_most(ar_tool14("equation (15)"), sure)});
}

void add_discount(Estimate& e, const UncertaintyRule& rule, Role role, Confidence sure) {
  const Source source = rule.source;
  const auto& d = e.discount;
  const auto value = [&](double Discount::*member, double scale) {
    return d && !d->rejected ? std::optional((*d).*member * scale) : std::nullopt;
  };
  e.figures.push_back({"uncertainty_class",
                       {"不确定性等级", "uncertainty class"},
                       std::nullopt,
                       "",
                       "class of U at full precision",
                       source,
                       d ? class_text(*d) : ""});
  e.figures.push_back({"discount",
                       {"扣减率 d", "discount d"},
                       value(&Discount::discount, 100),
                       "%",
                       "d of the class of U",
                       source});
  e.figures.push_back({"conservative_mean",
                       {"保守均值", "conservative mean"},
                       value(&Discount::conservative_mean, 1),
                       e.unit,
                       formula_of(rule.discount_of, role),
                       at_most(source, sure)});
}

void add_tonnes(Estimate& e, const EstimateOptions& options, Confidence sure) {
  const Source product = at_most({"Tanshu", "product of mean and area", Confidence::own}, sure);
  e.figures.push_back({"tonnes",
                       {"扣减前吨数", "tonnes before the discount"},
                       e.tonnes,
                       "tCO2e",
                       "mean * area",
                       product});
  e.figures.push_back({"tonnes_discounted",
                       {"扣减后吨数", "tonnes after the discount"},
                       e.tonnes_discounted,
                       "tCO2e",
                       "conservative mean * area",
                       product});
  if (!options.period_years) return;
  e.figures.push_back({"rate",
                       {"每公顷每年", "per hectare and year"},
                       e.sample.mean / *options.period_years,
                       "tCO2e/ha/a",
                       "mean / years",
                       at_most(ar_tool14("equation (11)"), sure)});
}

void add_parameters(Estimate& e, const Method& method) {
  for (const Parameter& parameter : method.parameters) {
    if (!parameter.variant.empty() && parameter.variant != e.variant) continue;
    std::string classes;
    for (const ParameterClass& one : parameter.classes)
      classes +=
          fmt::format("{}{}: {}", classes.empty() ? "" : "; ",
                      one.to ? fmt::format("<= {}", number_text(one.to)) : std::string("above"),
                      number_text(one.value));
    const bool plain = parameter.classes.size() == 1;
    e.parameters.push_back({parameter.id, parameter.title,
                            plain ? std::optional(parameter.classes[0].value) : std::nullopt,
                            parameter.unit, plain ? "" : classes, parameter.source});
  }
}

}  // namespace

void describe_stratum(StratumEstimate& stratum, const Method& method, double quantity_mean,
                      const std::vector<StepTrace>& trace, Confidence sure) {
  auto& figures = stratum.figures;
  figures.push_back(whole_number("plots", {"样地数 n", "plots n"}, stratum.sample.n,
                                 "count of rows", from_table()));
  figures.push_back({"area", {"面积", "area"}, stratum.area_ha, "ha", "as given", from_table()});
  figures.push_back({"weight",
                     {"权重 w", "weight w"},
                     stratum.weight,
                     "",
                     "w_i = A_i / A",
                     ar_tool14("equation (14)")});
  figures.push_back({"quantity", method.quantity_title, quantity_mean, method.quantity_unit,
                     "sum x / n", from_table()});
  add_steps(figures, trace);
  const std::string unit = method.steps.empty() ? method.quantity_unit : method.steps.back().unit;
  figures.push_back({"mean",
                     {"均值", "mean"},
                     stratum.sample.mean,
                     unit,
                     "sum x / n",
                     at_most(ar_tool14("equation (14)"), sure)});
  figures.push_back({"variance",
                     {"样地方差 s²", "variance s^2"},
                     stratum.sample.variance,
                     unit.empty() ? "" : "(" + unit + ")^2",
                     "",
                     ar_tool14("equation (17)")});
  figures.push_back({"standard_error",
                     {"标准误", "standard error"},
                     stratum.standard_error,
                     unit,
                     "sqrt(s^2 / n)",
                     ar_tool14("equation (15)")});
}

void describe_whole(Estimate& e, const Method& method, const EstimateOptions& options) {
  add_parameters(e, method);
  if (!e.has_mean) {
    e.figures.push_back(
        whole_number("trees", {"树木行数", "tree rows"}, e.trees.trees, "count", from_table()));
    return;
  }
  for (StratumEstimate& stratum : e.strata)
    for (Figure& figure : stratum.figures) {
      if (figure.name != "variance") continue;
      figure.formula = variance_formula(e.design);
      figure.source = variance_source(e.design);
    }
  const Confidence sure = chain_confidence(method, e.variant);
  e.figures.push_back(
      whole_number("plots", {"样地总数 n", "plots n"}, e.sample.n, "sum n_i", from_table()));
  e.figures.push_back(
      whole_number("strata", {"层数 M", "strata M"}, e.strata.size(), "count", from_table()));
  e.figures.push_back(
      {"area", {"总面积", "total area"}, e.area_ha, "ha", "A = sum A_i", from_table()});
  add_sampling(e, method, sure);
  if (!method.makes_tonnes()) return;
  if (method.rule) add_discount(e, *method.rule, method.role, sure);
  add_tonnes(e, options, sure);
}

void describe_trees(Estimate& e, const Method& method) {
  const Source input = from_table();
  auto& columns = e.tree_columns;
  columns.push_back({"label", {"树号或树龄", "tree or age"}, std::nullopt, "", "", input});
  columns.push_back({"diameter", {"胸径 D", "diameter D"}, std::nullopt, "cm", "", input});
  columns.push_back({"height", {"树高 H", "height H"}, std::nullopt, "m", "", input});
  for (const Component& component : method.components) {
    std::string formula(formula_of(component.equation.form));
    if (component.kind == ComponentKind::from_volume) formula = fmt::format("({}) * V", formula);
    if (component.kind == ComponentKind::share_of)
      formula = fmt::format("({}) * {}", formula, component.of);
    columns.push_back(
        {component.id, component.title, std::nullopt, "kg", formula, component.source});
  }
  const Confidence sure = chain_confidence(method, e.variant);
  columns.push_back({"biomass",
                     {"全树生物量", "biomass of the tree"},
                     std::nullopt,
                     "kg",
                     "sum of the components",
                     {"Tanshu", "", std::max(Confidence::own, sure)}});
  columns.push_back({"carbon",
                     {"碳", "carbon"},
                     std::nullopt,
                     "kg",
                     "sum component * CF",
                     {method.source.document, "", std::max(method.source.confidence, sure)}});
}

}  // namespace tanshu::measure
