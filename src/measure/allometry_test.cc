// SPDX-License-Identifier: Apache-2.0
// Tree equations and discount rules against published figures (O02, O03, O10, O18; vectors V05-V19,
// V24, V50).
#include "measure/allometry.h"

#include <gtest/gtest.h>

#include <cmath>

#include "measure/fixture_column.h"
#include "measure/uncertainty.h"

namespace tanshu::measure {
namespace {

Equation two_segments(Coefficients below, Coefficients above) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  return {EquationForm::power, {{0, 5, below}, {5, infinity, above}}};
}

/// The two rows of a StemAnalysis parameter table that share a name.
Equation from_fixture(const std::string& file, const std::string& key, const std::string& name) {
  Coefficients rows[2];
  for (int i = 0; i < 2; ++i) {
    const auto read = [&](const char* column) {
      return fixture_column_where(file, column, key, name).at(static_cast<std::size_t>(i));
    };
    rows[i] = {read("a"), read("b"), read("c")};
  }
  return two_segments(rows[1], rows[0]);
}

TEST(Allometry, eleven_rows_of_the_chinese_fir_O10) {
  const auto above = from_fixture("stemanalysis/allomPardata.csv", "tissues", "aboveground");
  const auto below = from_fixture("stemanalysis/allomPardata.csv", "tissues", "belowground");
  const auto diameters = fixture_column("stemanalysis/StemGrowth.csv", "DBHt");
  const auto heights = fixture_column("stemanalysis/StemGrowth.csv", "Height");
  const auto published = [](const char* column) {
    return fixture_column("stemanalysis/allomCarbon.csv", column);
  };
  ASSERT_EQ(diameters.size(), 11u);
  constexpr double kg = 0.003;  // D is printed to 0.001 cm, which alone moves 25.5 kg by 0.0025
  for (std::size_t i = 0; i < diameters.size(); ++i) {
    const double agb = evaluate(above, diameters[i], heights[i]);
    const double bgb = evaluate(below, diameters[i], heights[i]);
    EXPECT_NEAR(agb, published("abovegroundB")[i], kg) << i;
    EXPECT_NEAR(bgb, published("belowgroundB")[i], kg) << i;
    EXPECT_NEAR(agb * 0.5003 + bgb * 0.488, published("totalC")[i], kg) << i;
  }
  EXPECT_NEAR(evaluate(above, 10.347, 12.6), 25.501, kg);
  EXPECT_NEAR(evaluate(below, 10.347, 12.6), 4.488, kg);
}

TEST(Allometry, conversion_factors_of_the_volume_route_O10) {
  const auto bcf = from_fixture("stemanalysis/volumePardata.csv", "factors", "BCF");
  const auto rsr = from_fixture("stemanalysis/volumePardata.csv", "factors", "RSR");
  const auto diameters = fixture_column("stemanalysis/StemGrowth.csv", "DBHt");
  const auto heights = fixture_column("stemanalysis/StemGrowth.csv", "Height");
  const auto bcf_published = fixture_column("stemanalysis/volumeCarbon.csv", "BCF");
  const auto rsr_published = fixture_column("stemanalysis/volumeCarbon.csv", "RSR");
  for (std::size_t i = 0; i < diameters.size(); ++i) {
    EXPECT_NEAR(evaluate(bcf, diameters[i], heights[i]), bcf_published[i], 0.0006) << i;
    EXPECT_NEAR(evaluate(rsr, diameters[i], heights[i]), rsr_published[i], 0.0006) << i;
  }
  EXPECT_NEAR(evaluate(bcf, 10.347, 12.6), 0.408, 0.0006);
  EXPECT_NEAR(evaluate(rsr, 10.347, 12.6), 0.176, 0.0006);
}

TEST(Allometry, segments_meet_at_5_cm_O18) {
  const std::string allom = "stemanalysis/allomPardata.csv",
                    volume = "stemanalysis/volumePardata.csv";
  const std::vector<Equation> models = {
      from_fixture(allom, "tissues", "aboveground"), from_fixture(allom, "tissues", "belowground"),
      from_fixture(volume, "factors", "BCF"), from_fixture(volume, "factors", "RSR")};
  for (const Equation& model : models) {
    const auto ratios = segment_ratios(model);
    ASSERT_EQ(ratios.size(), 1u);
    EXPECT_NEAR(ratios[0], 1, 5e-5);
  }
}

TEST(Allometry, white_birch_organs_V09_to_V15) {
  const auto organ = [](double a, double b) {
    return evaluate({EquationForm::power_d2h, {{0, 100, {a, b, 0}}}}, 15, 10);
  };
  const double leaf = organ(0.01175, 0.636), branch = organ(0.02938, 0.663);
  const double stem = organ(0.04152, 0.923), root = organ(0.02993, 0.767);
  EXPECT_NEAR(leaf, 1.592303861, 1e-6);
  EXPECT_NEAR(branch, 4.903981249, 1e-6);
  EXPECT_NEAR(stem, 51.56105667, 1e-6);
  EXPECT_NEAR(root, 11.14886632, 1e-6);
  const double tree = leaf + branch + stem + root;
  EXPECT_NEAR(tree, 69.20620811, 1e-6);
  const double per_ha = 30 * tree / 1000 / 0.06;
  EXPECT_NEAR(per_ha, 34.60310405, 1e-6);
  EXPECT_NEAR(co2_from_carbon(per_ha * 0.5008), 63.54052654, 1e-6);
}

TEST(Allometry, exponential_form_V17_V18) {
  EXPECT_NEAR(evaluate({EquationForm::power, {{0, 100, {0.0559, 2.7239, 0}}}}, 12, 9), 48.64000423,
              1e-6);
  EXPECT_NEAR(evaluate({EquationForm::exponential, {{0, 100, {-2.7028, 2.4934, 0}}}}, 20, 0),
              117.5376668, 1e-6);
}

TEST(Allometry, larch_volume_route_V05_V06) {
  const double biomass = volume_route_biomass(60, 0.49, 1.416, 0.212);
  EXPECT_NEAR(biomass, 50.4560448, 1e-9);
  EXPECT_NEAR(co2_from_carbon(biomass * 0.521), 96.38786425, 1e-6);
}

TEST(Allometry, root_ratio_default_V19) {
  EXPECT_NEAR(root_ratio(50, -1.085, 0.9256), 0.252573114, 1e-9);
}

UncertaintyRule ar_tool14() {
  UncertaintyRule rule;
  rule.classes = {{10.0, 0, false},
                  {15.0, 0.25, false},
                  {20.0, 0.50, false},
                  {30.0, 0.75, false},
                  {std::nullopt, 1, false}};
  return rule;
}

TEST(Uncertainty, worked_example_of_ar_tool14_O02) {
  const auto project = discount_of(ar_tool14(), 60, 9, Role::project);
  EXPECT_EQ(project.class_index, 1u);
  EXPECT_DOUBLE_EQ(project.conservative_mean, 57.75);
  EXPECT_DOUBLE_EQ(discount_of(ar_tool14(), 60, 9, Role::baseline).conservative_mean, 62.25);
}

TEST(Uncertainty, compares_u_at_full_precision_V24) {
  const double half_width = 0.1012694862 * 70;
  const auto discount = discount_of(ar_tool14(), 70, half_width, Role::project);
  EXPECT_EQ(class_text(discount), "(10 %, 15 %]");
  EXPECT_NEAR(discount.conservative_mean, 68.227784, 1e-6);
  EXPECT_EQ(class_text(discount_of(ar_tool14(), 70, 7.0, Role::project)), "<= 10 %");
}

TEST(Uncertainty, discounted_change_V28) {
  const auto discount = discount_of(ar_tool14(), 60, 16.47300823, Role::project);
  EXPECT_NEAR(discount.conservative_mean, 47.64524383, 1e-7);
}

TEST(Uncertainty, gold_standard_takes_the_excess_O03) {
  UncertaintyRule rule;
  rule.discount_of = DiscountOf::excess;
  rule.classes = {{20.0, 0, false}, {std::nullopt, 0, false}};
  EXPECT_NEAR(discount_of(rule, 100, 23, Role::project).conservative_mean, 97, 1e-12);
  EXPECT_EQ(discount_of(rule, 100, 19, Role::project).conservative_mean, 100);
}

TEST(Uncertainty, change_rule_multiplies_and_rejects_V50) {
  UncertaintyRule rule;
  rule.discount_of = DiscountOf::mean;
  rule.classes = {
      {10.0, 0, false}, {20.0, 0.06, false}, {30.0, 0.11, false}, {std::nullopt, 0, true}};
  EXPECT_NEAR(discount_of(rule, 1000, 150, Role::project).conservative_mean, 940, 1e-9);
  EXPECT_TRUE(discount_of(rule, 1000, 301, Role::project).rejected);
  EXPECT_NEAR(discount_of(rule, -1000, 150, Role::project).conservative_mean, -1060, 1e-9);
}

}  // namespace
}  // namespace tanshu::measure
