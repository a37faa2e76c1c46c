// SPDX-License-Identifier: Apache-2.0
// What a reader of an estimate must know, in both languages; some of it forbids issuing.
#include <fmt/format.h>

#include "measure/estimate_parts.h"

namespace tanshu::measure {

namespace {

class Flags {
 public:
  explicit Flags(Estimate& estimate) : estimate_(estimate) {}
  void add(const char* code, Severity severity, std::string zh, std::string en) {
    estimate_.flags.push_back({code, severity, {std::move(zh), std::move(en)}});
  }

 private:
  Estimate& estimate_;
};

constexpr auto blocks = Severity::blocks_issuance;

void flag_method(Flags& flags, const Estimate& e) {
  if (e.standing == Standing::placeholder)
    flags.add("method_is_a_stand_in", Severity::warning,
              "官方方法未公开，本方法文件只是可替换的替代稿，不得当作官方方法引用。",
              "The official method is not public; this method file is a replaceable stand-in and "
              "must not be "
              "cited as the official method.");
  std::string zh, en;
  for (const Figure& parameter : e.parameters) {
    if (parameter.source.confidence != Confidence::unverified) continue;
    zh += zh.empty() ? parameter.title.zh : "、" + parameter.title.zh;
    en += en.empty() ? parameter.title.en : ", " + parameter.title.en;
  }
  if (!en.empty())
    flags.add(
        "parameters_unverified", Severity::warning,
        "以下参数未对照官方文本核实，签发前必须核实：" + zh + "。",
        "These parameters are not verified against an official text and must be before anything is "
        "issued: " +
            en + ".");
}

void flag_rule(Flags& flags, const Method& method) {
  if (method.rule && method.rule->source.confidence == Confidence::unverified)
    flags.add("discount_rule_unverified", Severity::warning,
              "扣减规则“" + method.rule->title.zh + "”未对照官方文本核实。",
              "The discount rule \"" + method.rule->title.en +
                  "\" is not verified against an official text.");
}

void flag_strata(Flags& flags, const Estimate& e) {
  for (const StratumEstimate& stratum : e.strata) {
    if (stratum.sample.variance) continue;
    const std::string name = stratum.name.empty() ? "1" : stratum.name;
    flags.add(
        "single_plot", blocks,
        fmt::format("第“{}”层只有一个样地，方差不可估计（不是 0），不得签发。", name),
        fmt::format(
            "Stratum \"{}\" has a single plot: its variance is not estimable (it is not 0), and "
            "nothing may be issued.",
            name));
  }
}

void flag_sampling(Flags& flags, const Estimate& e, const Method& method) {
  if (e.design == Design::systematic)
    flags.add("successive_differences", Severity::note,
              "方差按相邻样地差值估计，只有当表中行序就是布设顺序时才成立。",
              "The variance comes from successive differences, which holds only if the rows are in "
              "the order in "
              "which the plots lie.");
  if (e.sample.standard_error && !e.sample.uncertainty_percent)
    flags.add("mean_is_not_positive", blocks, "均值不为正，相对不确定性无定义，不得签发。",
              "The mean is not positive, so its relative uncertainty has no meaning; nothing may "
              "be issued.");
  if (!e.area_ha && method.makes_tonnes())
    flags.add("area_is_missing", blocks, "表中没有面积，无法推算吨数。",
              "The table has no area, so no tonnes can be computed.");
  if (e.discount && e.discount->rejected)
    flags.add("too_uncertain", blocks,
              fmt::format("不确定性 {} % 超过规则允许的上限，须增加样地。",
                          number_text(e.sample.uncertainty_percent)),
              fmt::format(
                  "An uncertainty of {} % is beyond what the rule accepts; more plots are needed.",
                  number_text(e.sample.uncertainty_percent)));
  if (e.tonnes_discounted && *e.tonnes_discounted <= 0)
    flags.add("nothing_left", blocks, "扣减后没有剩余吨数。",
              "Nothing is left after the discount.");
}

void flag_counts(Flags& flags, const Estimate& e) {
  if (e.counts == Counts::nothing)
    flags.add("mean_only", blocks, "本方法只给出均值，不产生可签发的吨数。",
              "This method gives a mean only; there are no tonnes to issue.");
  if (e.counts == Counts::stock && e.has_mean)
    flags.add("counts_a_stock", Severity::note, "吨数是现存储量，不是一段时期的增量。",
              "The tonnes are a standing stock, not what a period added.");
}

void flag_rate(Flags& flags, const Estimate& e, const Method& method,
               const EstimateOptions& options) {
  if (!options.period_years || !method.plausibility || !e.has_mean || !method.makes_tonnes())
    return;
  const double rate = e.sample.mean / *options.period_years;
  if (!(rate > method.plausibility->rate_max)) return;
  const std::string bound = number_text(method.plausibility->rate_max);
  flags.add("rate_is_implausible", Severity::warning,
            fmt::format(
                "每公顷每年 {:.2f} tCO2e，超过参考上限 {}（{}）：请核对核算期，或说明计的是储量。",
                rate, bound, method.plausibility->source.document),
            fmt::format("{:.2f} tCO2e per hectare and year exceeds the reference bound {} ({}): "
                        "check the period, "
                        "or state that a stock is counted.",
                        rate, bound, method.plausibility->source.document));
}

void flag_trees(Flags& flags, const Estimate& e, const Method& method) {
  if (method.table != TableKind::trees) return;
  if (!e.has_mean)
    flags.add("no_plots", blocks, "树木表没有样地列：只逐株计算，不能推算每公顷值，不得签发。",
              "The tree table has no plots: trees are computed one by one, nothing per hectare "
              "follows, and "
              "nothing may be issued.");
  if (e.trees.out_of_range > 0)
    flags.add(
        "diameter_out_of_range", Severity::warning,
        fmt::format("{} 行的胸径超出方程适用范围，已计算并在表中标出。", e.trees.out_of_range),
        fmt::format("{} rows have a diameter outside the range of an equation; they are computed "
                    "and marked.",
                    e.trees.out_of_range));
  if (e.trees.below_breast_height > 0)
    flags.add(
        "below_breast_height", Severity::note,
        fmt::format("{} 行胸径为 0（未达胸高），按模型计 0。", e.trees.below_breast_height),
        fmt::format("{} rows have diameter 0 (below breast height) and count 0 by these models.",
                    e.trees.below_breast_height));
  bool stated = true;
  for (const Component& component : method.components)
    stated = stated && component.diameter_min_cm && component.diameter_max_cm;
  if (!stated)
    flags.add("diameter_range_unknown", Severity::note,
              "来源没有给出方程的胸径适用范围，因此未按范围检查。",
              "The source states no diameter range for the equations, so none was checked.");
  if (e.trees.trees > e.trees.rows.size())
    flags.add(
        "rows_not_shown", Severity::note,
        fmt::format("共 {} 行，只列出前 {} 行；汇总包含全部。", e.trees.trees, e.trees.rows.size()),
        fmt::format("Only the first {1} of {0} rows are listed; totals include all.", e.trees.trees,
                    e.trees.rows.size()));
}

}  // namespace

void raise_flags(Estimate& estimate, const Method& method, const EstimateOptions& options) {
  Flags flags(estimate);
  flag_strata(flags, estimate);
  flag_trees(flags, estimate, method);
  if (estimate.has_mean) flag_sampling(flags, estimate, method);
  flag_counts(flags, estimate);
  flag_rate(flags, estimate, method, options);
  flag_method(flags, estimate);
  flag_rule(flags, method);
}

}  // namespace tanshu::measure
