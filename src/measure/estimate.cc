// SPDX-License-Identifier: Apache-2.0
// Groups the plots, runs the chain, estimates, discounts and multiplies out.
#include "measure/estimate.h"

#include <cmath>
#include <limits>

#include "measure/chain.h"
#include "measure/estimate_parts.h"
#include "measure/portable_math.h"

namespace tanshu::measure {

namespace {

constexpr double m2_per_ha = 10000;
constexpr double years_max = 200;

std::unexpected<Problem> does_not_fit(const Method& method, std::string what) {
  return problem(ProblemKind::table_does_not_fit,
                 {{"method", method.id}, {"what", std::move(what)}});
}

Measured<std::string> variant_for(const Method& method, const EstimateOptions& options) {
  if (options.variant.empty()) return method.variants.empty() ? "" : method.variants.front().id;
  if (method.variant(options.variant) != nullptr) return options.variant;
  std::string known;
  for (const Variant& variant : method.variants)
    known += known.empty() ? variant.id : ", " + variant.id;
  return problem(ProblemKind::variant_unknown,
                 {{"method", method.id}, {"variant", options.variant}, {"known", known}});
}

Measured<bool> check_table(const PlotTable& table, const Method& method) {
  if (table.plots.empty() && table.trees.empty()) return problem(ProblemKind::table_is_empty);
  if (method.table == TableKind::plots && table.plots.empty()) return does_not_fit(method, "plots");
  if (method.table == TableKind::trees && table.trees.empty()) return does_not_fit(method, "trees");
  std::vector<std::uint64_t> plots(table.strata.size());
  for (const PlotTable::Plot& plot : table.plots) {
    if (plot.stratum >= table.strata.size()) return does_not_fit(method, "stratum");
    if (method.table == TableKind::trees && !plot.area_m2) return does_not_fit(method, "plot_area");
    ++plots[plot.stratum];
  }
  for (std::size_t i = 0; i < plots.size(); ++i) {
    if (plots[i] == 0 && !table.plots.empty()) return does_not_fit(method, "stratum");
    if (plots.size() > 1 && !table.strata[i].area_ha) return does_not_fit(method, "stratum_area");
  }
  return true;
}

struct StratumInput {
  std::vector<double> values;
  OrderedSum area_m2;
  bool every_area_known = true;
};

std::vector<StratumInput> by_stratum(const PlotTable& table, const std::vector<double>& carbon) {
  std::vector<StratumInput> inputs(table.strata.size());
  for (std::size_t i = 0; i < table.plots.size(); ++i) {
    const PlotTable::Plot& plot = table.plots[i];
    StratumInput& input = inputs[plot.stratum];
    input.values.push_back(carbon.empty() ? plot.value : carbon[i]);
    if (plot.area_m2)
      input.area_m2.add(*plot.area_m2);
    else
      input.every_area_known = false;
  }
  return inputs;
}

std::optional<double> total_area(const PlotTable& table) {
  OrderedSum total;
  for (const PlotTable::Stratum& stratum : table.strata) {
    if (!stratum.area_ha) return std::nullopt;
    total.add(*stratum.area_ha);
  }
  return total.total();
}

/// How many plots of the mean size would fill the stratum.
std::optional<double> plots_max(const Method& method, const StratumEstimate& stratum,
                                const StratumInput& input) {
  if (!method.finite_population || !stratum.area_ha || !input.every_area_known) return std::nullopt;
  const double plot_m2 = input.area_m2.total() / static_cast<double>(input.values.size());
  return *stratum.area_ha * m2_per_ha / plot_m2;
}

void measure_strata(Estimate& result, const PlotTable& table, const Method& method) {
  std::vector<StratumInput> inputs = by_stratum(table, result.trees.plot_carbon);
  std::vector<StratumSample> samples;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    StratumEstimate stratum;
    stratum.name = table.strata[i].name;
    stratum.area_ha = table.strata[i].area_ha;
    if (stratum.area_ha && result.area_ha) stratum.weight = *stratum.area_ha / *result.area_ha;
    const double quantity_mean = summarise(inputs[i].values, Design::random).mean;
    const ChainOutcome chain = run_chain(method, result.variant, inputs[i].values);
    stratum.sample = summarise(chain.values, result.design);
    samples.push_back({stratum.sample, stratum.weight, plots_max(method, stratum, inputs[i])});
    if (stratum.sample.variance) {
      StratumSample alone = samples.back();
      alone.weight = 1;
      stratum.standard_error = combine({&alone, 1}, method.confidence).standard_error;
    }
    describe_stratum(stratum, method, quantity_mean, chain.trace,
                     chain_confidence(method, result.variant));
    result.strata.push_back(std::move(stratum));
  }
  result.sample = combine(samples, method.confidence);
  result.has_mean = true;
}

void discount_and_total(Estimate& result, const Method& method) {
  if (!method.makes_tonnes()) return;
  if (result.area_ha) result.tonnes = result.sample.mean * *result.area_ha;
  if (!method.rule || !result.sample.uncertainty_percent) return;
  const double half_width = result.sample.half_width.value_or(0);
  result.discount = discount_of(*method.rule, result.sample.mean, half_width, method.role);
  if (result.area_ha && !result.discount->rejected)
    result.tonnes_discounted = result.discount->conservative_mean * *result.area_ha;
}

Estimate headed(const Method& method, const std::string& variant, const EstimateOptions& options) {
  Estimate result;
  result.method_id = method.id;
  result.method_version = method.version;
  result.method_title = method.title;
  result.method_summary = method.summary;
  result.standing = method.standing;
  result.method_source = method.source;
  result.method_digest = method.digest;
  result.variant = variant;
  if (const Variant* chosen = method.variant(variant)) result.variant_title = chosen->title;
  result.design = options.design;
  result.counts = method.counts;
  result.unit = method.steps.empty() ? method.quantity_unit : method.steps.back().unit;
  result.rounding = method.rounding;
  result.rounding_source = method.rounding_source;
  return result;
}

}  // namespace

bool Estimate::issuable() const {
  for (const Flag& flag : flags)
    if (flag.severity == Severity::blocks_issuance) return false;
  return tonnes_discounted.has_value();
}

Measured<Estimate> estimate(const PlotTable& table, const Method& method,
                            const EstimateOptions& options) {
  const auto variant = variant_for(method, options);
  if (!variant) return std::unexpected(variant.error());
  if (const auto fits = check_table(table, method); !fits) return std::unexpected(fits.error());
  if (options.period_years && !(*options.period_years > 0 && *options.period_years <= years_max))
    return problem(ProblemKind::period_out_of_range,
                   {{"years", number_text(options.period_years)}});

  Estimate result = headed(method, *variant, options);
  if (method.table == TableKind::trees) {
    result.trees = measure_trees(table, method, *variant);
    describe_trees(result, method);
  }
  if (!table.plots.empty()) {
    result.area_ha = total_area(table);
    measure_strata(result, table, method);
    discount_and_total(result, method);
  }
  describe_whole(result, method, options);
  raise_flags(result, method, options);
  return result;
}

}  // namespace tanshu::measure
