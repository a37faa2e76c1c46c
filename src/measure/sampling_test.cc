// SPDX-License-Identifier: Apache-2.0
// Means, errors, plans and changes against published figures (oracles O01, O04, O11; vectors
// V20-V29, V59-V60).
#include "measure/sampling.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "measure/change.h"
#include "measure/fixture_column.h"
#include "measure/planning.h"
#include "measure/student.h"

namespace tanshu::measure {
namespace {

using Values = std::vector<double>;

StratumSample stratum(const Values& values, double weight, Design design = Design::random) {
  return {summarise(values, design), weight, std::nullopt};
}

TEST(Sampling, worked_example_of_ar_tool14_O01) {
  const StratumSample all{Sample{34, 45.328, 12.776 * 12.776}, 1, std::nullopt};
  const auto estimate = combine({&all, 1}, 0.90);
  EXPECT_EQ(estimate.df, 33u);
  EXPECT_NEAR(*estimate.standard_error, 2.191, 0.0005);
  EXPECT_NEAR(*estimate.t, 1.692, 0.0005);
  EXPECT_NEAR(*estimate.uncertainty_percent, 8.18, 0.005);
}

TEST(Sampling, two_strata_V20_to_V23) {
  const std::vector<StratumSample> strata = {stratum({40, 50, 60, 50}, 0.6),
                                             stratum({80, 100, 90, 110, 120}, 0.4)};
  const auto estimate = combine(strata, 0.90);
  EXPECT_NEAR(estimate.mean, 70, 1e-9);
  EXPECT_NEAR(*estimate.standard_error, 3.741657387, 1e-9);
  EXPECT_EQ(estimate.df, 7u);
  EXPECT_NEAR(*estimate.t, 1.894578605, 1e-9);
  EXPECT_NEAR(*estimate.uncertainty_percent, 10.12694862, 1e-8);
}

TEST(Sampling, a_single_plot_in_a_stratum_is_not_estimable_and_never_0) {
  const std::vector<StratumSample> strata = {stratum({40, 50, 60}, 0.5), stratum({80}, 0.5)};
  const auto estimate = combine(strata, 0.90);
  EXPECT_NEAR(estimate.mean, 65, 1e-12);
  EXPECT_FALSE(estimate.standard_error.has_value());
  EXPECT_FALSE(estimate.t.has_value());
  EXPECT_FALSE(estimate.uncertainty_percent.has_value());
}

TEST(Sampling, two_plots_use_t_of_one_degree_of_freedom_T1) {
  const std::vector<StratumSample> strata = {stratum({40, 60}, 1)};
  EXPECT_NEAR(*combine(strata, 0.90).t, 6.313752, 1e-6);
}

TEST(Sampling, a_mean_of_zero_has_no_relative_uncertainty) {
  const std::vector<StratumSample> strata = {stratum({-1, 1}, 1)};
  const auto estimate = combine(strata, 0.90);
  EXPECT_TRUE(estimate.half_width.has_value());
  EXPECT_FALSE(estimate.uncertainty_percent.has_value());
}

// The vignette surveys 18 ha with 200 m2 plots (the data's own TOTAL_AREA says 10) at two-sided 95
// %: 22.2 % as an infinite random population, 4.2 % by successive differences with the finite
// correction of 900 plots.
TEST(Sampling, systematic_pilot_is_22_2_percent_as_random_and_4_2_by_differences_O11) {
  const auto volumes = fixture_column("soares_exfm/exfm5.csv", "VWB");
  ASSERT_EQ(volumes.size(), 18u);
  const StratumSample random = stratum(volumes, 1);
  EXPECT_NEAR(*combine({&random, 1}, 0.95).uncertainty_percent, 22.2, 0.05);
  StratumSample steps = stratum(volumes, 1, Design::systematic);
  steps.plots_max = 18.0 / (200.0 / 10000);
  EXPECT_NEAR(*combine({&steps, 1}, 0.95).uncertainty_percent, 4.2, 0.05);
}

TEST(Sampling, definitive_inventories_meet_their_target_O11) {
  StratumSample simple = stratum(fixture_column("soares_exfm/exfm4.csv", "VWB"), 1);
  simple.plots_max = 46.8 / 0.3;
  EXPECT_LT(*combine({&simple, 1}, 0.95).uncertainty_percent, 20);
  std::vector<StratumSample> strata;
  for (const auto& [name, area] :
       std::vector<std::pair<std::string, double>>{{"1", 14.4}, {"2", 16.4}, {"3", 14.2}}) {
    const auto values = fixture_column_where("soares_exfm/exfm2.csv", "VWB", "STRATA", name);
    strata.push_back({summarise(values, Design::random), area / 45.0, area / 0.1});
  }
  EXPECT_LT(*combine(strata, 0.95).uncertainty_percent, 5);
}

struct Pilot {
  std::vector<PlanStratum> strata;
  double mean = 0;
};

Pilot stratified_pilot() {
  Pilot pilot;
  const std::vector<std::pair<std::string, double>> areas = {{"1", 14.4}, {"2", 16.4}, {"3", 14.2}};
  for (const auto& [name, area] : areas) {
    const auto values = fixture_column_where("soares_exfm/exfm1.csv", "VWB", "STRATA", name);
    const Sample sample = summarise(values, Design::random);
    const double weight = area / 45.0;
    pilot.strata.push_back({weight, *sample.variance, sample.n});
    pilot.mean += weight * sample.mean;
  }
  return pilot;
}

TEST(Planning, simple_pilot_needs_15_more_plots_O11) {
  const Sample sample = summarise(fixture_column("soares_exfm/exfm3.csv", "VWB"), Design::random);
  const PlanStratum all{1, *sample.variance, sample.n};
  const auto plan =
      plan_sample({&all, 1}, {0.20 * sample.mean, 0.95, 46.8 / 0.3, PlanT::recalculated_once, 0});
  ASSERT_TRUE(plan.has_value());
  EXPECT_EQ(plan->n, 25u);
  EXPECT_EQ(plan->more_by_stratum.at(0), 15u);
}

TEST(Planning, stratified_pilot_needs_4_8_12_with_the_vignettes_plot_area_O11) {
  const Pilot pilot = stratified_pilot();
  const auto plan =
      plan_sample(pilot.strata, {0.05 * pilot.mean, 0.95, 45.0 / 0.3, PlanT::recalculated_once, 0});
  ASSERT_TRUE(plan.has_value());
  EXPECT_EQ(plan->more_by_stratum, (std::vector<std::uint64_t>{4, 8, 12}));
}

// With the plot area the data themselves state (1000 m2) the plan is the one the definitive
// inventory carried out.
TEST(Planning, stratified_pilot_needs_14_20_23_plots_with_the_datas_own_plot_area) {
  const Pilot pilot = stratified_pilot();
  const auto plan =
      plan_sample(pilot.strata, {0.05 * pilot.mean, 0.95, 45.0 / 0.1, PlanT::recalculated_once, 0});
  ASSERT_TRUE(plan.has_value());
  EXPECT_EQ(plan->n_by_stratum, (std::vector<std::uint64_t>{14, 20, 23}));
}

TEST(Planning, invented_population_V29) {
  const std::vector<PlanStratum> strata = {{0.6, 200.0 / 3, 4}, {0.4, 250, 5}};
  const auto plan = plan_sample(strata, {7, 0.90, 1000, PlanT::fixed, 1.645});
  ASSERT_TRUE(plan.has_value());
  EXPECT_NEAR(plan->n_exact, 6.903196025, 1e-4);
  EXPECT_EQ(plan->n, 7u);
  EXPECT_EQ(plan->n_by_stratum, (std::vector<std::uint64_t>{4, 4}));
}

TEST(Planning, iterates_until_n_and_t_agree) {
  const std::vector<PlanStratum> strata = {{1, 100, 5}};
  const auto plan = plan_sample(strata, {4, 0.90, std::nullopt, PlanT::iterated, 0});
  ASSERT_TRUE(plan.has_value());
  EXPECT_NEAR(plan->t, student_t(0.90, plan->n - 1), 1e-12);
}

TEST(Planning, refuses_a_wish_without_variance_or_width) {
  const std::vector<PlanStratum> flat = {{1, 0, 5}}, rough = {{1, 4, 5}};
  EXPECT_FALSE(plan_sample(flat, {4, 0.90, std::nullopt, PlanT::iterated, 0}).has_value());
  EXPECT_FALSE(plan_sample(rough, {0, 0.90, std::nullopt, PlanT::iterated, 0}).has_value());
  EXPECT_FALSE(plan_sample({}, {1, 0.90, std::nullopt, PlanT::iterated, 0}).has_value());
}

TEST(Change, independent_surveys_V26_V27) {
  const Change change = independent_change({100, 0.08 * 100}, {160, 0.09 * 160});
  EXPECT_NEAR(*change.half_width, 16.47300823, 1e-8);
  EXPECT_NEAR(*change.uncertainty_percent, 27.45501371, 1e-7);
}

TEST(Change, paired_plots_V59_against_independent_V60) {
  const Values first = {90, 100, 110, 100}, second = {150, 160, 175, 155};
  const Change paired = paired_change(first, second, 0.90);
  EXPECT_NEAR(paired.mean, 60, 1e-12);
  EXPECT_NEAR(*paired.half_width, 4.803782995, 1e-9);
  EXPECT_NEAR(*paired.uncertainty_percent, 8.006305, 1e-6);
  const auto survey = [](const Values& values) {
    const StratumSample all = stratum(values, 1);
    const auto estimate = combine({&all, 1}, 0.90);
    return Survey{estimate.mean, *estimate.half_width};
  };
  const Change apart = independent_change(survey(first), survey(second));
  EXPECT_NEAR(*apart.half_width, 15.93234577, 1e-8);
  EXPECT_NEAR(*apart.uncertainty_percent, 26.553910, 1e-6);
}

TEST(Change, one_pair_has_no_error) {
  const Values one = {90}, other = {150};
  EXPECT_FALSE(paired_change(one, other, 0.90).half_width.has_value());
}

}  // namespace
}  // namespace tanshu::measure
