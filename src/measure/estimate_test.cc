// SPDX-License-Identifier: Apache-2.0
// Whole estimates by the method files that ship, and the refusals of bad files and tables.
#include "measure/estimate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <fstream>
#include <iterator>

#include "measure/fixture_column.h"
#include "measure/method_library.h"

namespace tanshu::measure {
namespace {

const MethodLibrary& library() {
  static const auto loaded = MethodLibrary::load(std::string(TANSHU_SOURCE_DIR) + "/rules");
  if (!loaded)
    for (const auto& [key, value] : loaded.error().params) ADD_FAILURE() << key << ": " << value;
  return *loaded;
}

const Method& method(const char* id) {
  return **library().find(id);
}

PlotTable two_strata() {
  PlotTable table;
  table.strata = {{"a", 60}, {"b", 40}};
  for (double v : {40, 50, 60, 50}) table.plots.push_back({0, std::nullopt, v});
  for (double v : {80, 100, 90, 110, 120}) table.plots.push_back({1, std::nullopt, v});
  return table;
}

/// Dry biomass in t/ha to tCO2e with CF 0.47 under AR-TOOL14.
Method biomass_method() {
  Method result = method("stand-volume-v1");
  result.steps.erase(result.steps.begin(), result.steps.begin() + 2);
  return result;
}

bool has_flag(const Estimate& estimate, std::string_view code) {
  return std::ranges::any_of(estimate.flags, [&](const Flag& flag) { return flag.code == code; });
}

double figure(const std::vector<Figure>& figures, std::string_view name) {
  for (const Figure& one : figures)
    if (one.name == name) return one.value.value_or(std::nan(""));
  ADD_FAILURE() << "no figure " << name;
  return 0;
}

TEST(Methods, all_shipped_files_load_and_name_their_sources) {
  ASSERT_EQ(library().methods().size(), 5u);
  for (const Method& one : library().methods()) {
    EXPECT_FALSE(one.title.zh.empty() || one.title.en.empty());
    EXPECT_FALSE(one.source.document.empty());
    for (const Parameter& parameter : one.parameters)
      EXPECT_FALSE(parameter.source.document.empty()) << one.id << ' ' << parameter.id;
    for (const Component& component : one.components)
      for (double ratio : segment_ratios(component.equation)) EXPECT_NEAR(ratio, 1, 5e-5);
  }
  EXPECT_EQ(method("baotou-ticket-v1").standing, Standing::placeholder);
  for (const Parameter& parameter : method("baotou-ticket-v1").parameters) {
    const bool physics = parameter.id == "co2-per-carbon";
    EXPECT_EQ(parameter.source.confidence == Confidence::unverified, !physics) << parameter.id;
  }
}

TEST(Methods, an_unknown_method_is_a_problem) {
  const auto found = library().find("nobody-v9");
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().kind, ProblemKind::method_unknown);
}

std::string shipped(const std::string& path) {
  std::ifstream in(std::string(TANSHU_SOURCE_DIR) + "/rules/" + path);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::vector<NamedRule> shipped_rules() {
  const std::string text = shipped("uncertainty/ar-tool14.toml");
  return {{*read_rule(text, "ar-tool14.toml"), text}};
}

TEST(Methods, every_slip_in_a_file_is_named) {
  const std::string good = shipped("methods/stand-volume-v1.toml");
  ASSERT_TRUE(read_method(good, "x", shipped_rules()).has_value());
  const std::vector<std::array<std::string, 3>> slips = {
      {"table = \"plots\"", "table = \"rows\"", "table"},
      {"counts = \"stock\"", "count = \"stock\"", "counts"},
      {"confidence = 0.90", "confidence = 1.5", "sampling.confidence"},
      {"[rounding]", "surprise = 1\n[rounding]", "sampling.surprise"},
      {"{ to = 40, value = 1.7 }", "{ to = 4, value = 1.7 }", "parameter[0].classes[1].to"},
      {"parameters = [\"bcef\"]", "parameters = [\"befc\"]", "parameter"},
      {"unit = \"ha\"", "unit = \"hectare\"", "column[2].unit"},
      {"effective = \"2023-01-01\"", "effective = \"yesterday\"", "effective"},
      {"id = \"stand-volume-v1\"", "id = stand-volume-v1", "line 4"},
  };
  for (const auto& [from, to, where] : slips) {
    const auto read = read_method(replaced(good, from, to), "x", shipped_rules());
    ASSERT_FALSE(read.has_value()) << to;
    EXPECT_EQ(read.error().kind, ProblemKind::method_file_malformed);
    EXPECT_EQ(read.error().params.at(1).second, where);
  }
  const auto lost = read_method(good, "x", {});
  ASSERT_FALSE(lost.has_value());
  EXPECT_EQ(lost.error().kind, ProblemKind::rule_unknown);
}

TEST(Methods, a_rule_with_falling_limits_is_refused) {
  const std::string good = shipped("uncertainty/ar-tool14.toml");
  EXPECT_FALSE(read_rule(replaced(good, "to_percent = 15", "to_percent = 5"), "x").has_value());
  EXPECT_FALSE(read_rule(replaced(good, "discount = 0.25", "discount = 25"), "x").has_value());
  EXPECT_FALSE(read_rule(replaced(good, "[[class]]\ndiscount = 1", ""), "x").has_value());
}

TEST(Methods, the_digest_follows_file_and_rule) {
  const std::string good = shipped("methods/stand-volume-v1.toml");
  const auto one = read_method(good, "x", shipped_rules());
  const auto same = read_method(good, "y", shipped_rules());
  const auto other = read_method(good + "\n", "x", shipped_rules());
  EXPECT_EQ(one->digest, same->digest);
  EXPECT_NE(one->digest, other->digest);
}

TEST(EstimateWhole, two_strata_to_tonnes_V20_to_V25) {
  const auto result = estimate(two_strata(), biomass_method());
  ASSERT_TRUE(result.has_value());
  const double to_co2 = 0.47 * 44 / 12;
  EXPECT_NEAR(result->sample.mean, 70 * to_co2, 1e-9);
  EXPECT_NEAR(*result->sample.standard_error, 3.741657387 * to_co2, 1e-8);
  EXPECT_NEAR(*result->sample.uncertainty_percent, 10.12694862, 1e-8);
  EXPECT_NEAR(result->discount->discount, 0.25, 0);
  EXPECT_NEAR(result->discount->conservative_mean, 68.22778399 * to_co2, 1e-7);
  EXPECT_NEAR(*result->area_ha, 100, 0);
  EXPECT_NEAR(*result->tonnes_discounted, 11757.92144, 1e-4);
  EXPECT_TRUE(result->issuable());
  EXPECT_TRUE(has_flag(*result, "counts_a_stock"));
}

TEST(EstimateWhole, every_figure_names_formula_or_source) {
  const auto result = estimate(two_strata(), biomass_method());
  for (const Figure& one : result->figures) {
    EXPECT_FALSE(one.title.zh.empty() || one.title.en.empty()) << one.name;
    EXPECT_FALSE(one.source.document.empty()) << one.name;
    EXPECT_FALSE(one.formula.empty()) << one.name;
  }
  for (const StratumEstimate& stratum : result->strata) {
    EXPECT_EQ(figure(stratum.figures, "mean"), stratum.sample.mean);
    EXPECT_EQ(figure(stratum.figures, "variance"), *stratum.sample.variance);
    for (const Figure& one : stratum.figures) EXPECT_FALSE(one.source.document.empty()) << one.name;
  }
}

TEST(EstimateWhole, a_single_plot_blocks_issuance) {
  PlotTable table = two_strata();
  table.plots.resize(5);
  const auto result = estimate(table, biomass_method());
  ASSERT_TRUE(result.has_value());
  EXPECT_TRUE(has_flag(*result, "single_plot"));
  EXPECT_FALSE(result->sample.standard_error.has_value());
  EXPECT_TRUE(std::isnan(figure(result->figures, "standard_error")));
  EXPECT_FALSE(result->tonnes_discounted.has_value());
  EXPECT_FALSE(result->issuable());
}

TEST(EstimateWhole, ipcc_factors_follow_the_stratums_growing_stock) {
  PlotTable table;
  table.strata = {{"", 10}};
  for (double v : {28, 32}) table.plots.push_back({0, 1000, v});
  const auto result = estimate(table, method("stand-volume-v1"), {"temperate-hardwoods", {}, {}});
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(figure(result->strata[0].figures, "bcef"), 1.7);
  EXPECT_EQ(figure(result->strata[0].figures, "root-ratio"), 0.46);
  EXPECT_NEAR(result->sample.mean, 30 * 1.7 * 1.46 * 0.47 * 44 / 12, 1e-9);
  EXPECT_EQ(result->unit, "tCO2e/ha");
}

TEST(EstimateWhole, larch_by_the_stand_in_method_V05_V06) {
  PlotTable table;
  table.strata = {{"", 10}};
  for (double v : {60, 60, 60}) table.plots.push_back({0, 1000, v});
  const auto result = estimate(table, method("baotou-ticket-v1"), {"larch", {}, {}});
  ASSERT_TRUE(result.has_value());
  EXPECT_NEAR(figure(result->strata[0].figures, "biomass"), 50.4560448, 1e-9);
  EXPECT_NEAR(result->sample.mean, 96.38786425, 1e-6);
  EXPECT_TRUE(has_flag(*result, "method_is_a_stand_in"));
  EXPECT_TRUE(has_flag(*result, "parameters_unverified"));
  EXPECT_TRUE(has_flag(*result, "discount_rule_unverified"));
  EXPECT_EQ(result->method_version, "1.0.0-unverified");
}

TEST(EstimateWhole, linear_and_root_steps_V07_V08_V19) {
  Method larch = method("stand-volume-v1");
  const Source source{"test", "", Confidence::own};
  larch.parameters = {{"a", "", {}, "", {{std::nullopt, 0.6079}}, source},
                      {"b", "", {}, "", {{std::nullopt, 17.062}}, source},
                      {"p", "", {}, "", {{std::nullopt, -1.085}}, source},
                      {"q", "", {}, "", {{std::nullopt, 0.9256}}, source}};
  larch.variants.clear();
  larch.steps = {{"line", {}, StepOp::linear, {"a", "b"}, ClassBy::plot, "t/ha", "", source}};
  PlotTable table;
  table.strata = {{"", 1}};
  table.plots = {{0, std::nullopt, 60}, {0, std::nullopt, 60}};
  EXPECT_NEAR(estimate(table, larch)->sample.mean, 53.536, 1e-9);
  larch.steps = {
      {"root", {}, StepOp::root_function, {"p", "q"}, ClassBy::plot, "t/ha", "", source}};
  for (auto& plot : table.plots) plot.value = 50;
  EXPECT_NEAR(estimate(table, larch)->sample.mean, 50 * 1.252573114, 1e-7);
}

TEST(EstimateWhole, the_guyang_ticket_over_five_years_is_flagged_as_implausible) {
  PlotTable table;
  table.strata = {{"", 22000.0 / 15}};
  Method co2 = biomass_method();
  co2.steps.clear();
  for (double v : {101.0, 103.5454545, 102.2727273}) table.plots.push_back({0, std::nullopt, v});
  const auto result = estimate(table, co2, {"", {}, 5.0});
  ASSERT_TRUE(result.has_value());
  EXPECT_NEAR(*result->tonnes, 150000, 1);
  EXPECT_NEAR(figure(result->figures, "rate"), 20.45, 0.01);
  EXPECT_TRUE(has_flag(*result, "rate_is_implausible"));
  EXPECT_FALSE(has_flag(*estimate(table, co2, {"", {}, 30.0}), "rate_is_implausible"));
}

TEST(EstimateWhole, too_uncertain_a_sample_is_rejected_by_ar_cm) {
  PlotTable table;
  table.strata = {{"", 10}};
  for (double v : {10, 90, 200}) table.plots.push_back({0, std::nullopt, v});
  const auto result = estimate(table, method("baotou-ticket-v1"));
  EXPECT_TRUE(has_flag(*result, "too_uncertain"));
  EXPECT_FALSE(result->tonnes_discounted.has_value());
}

TEST(EstimateWhole, mean_only_gives_no_tonnes) {
  const auto result = estimate(two_strata(), method("mean-only"));
  EXPECT_NEAR(result->sample.mean, 70, 1e-9);
  EXPECT_FALSE(result->tonnes.has_value());
  EXPECT_TRUE(has_flag(*result, "mean_only"));
  EXPECT_FALSE(result->issuable());
}

PlotTable stem_table() {
  PlotTable table;
  const auto d = fixture_column("stemanalysis/StemGrowth.csv", "DBHt");
  const auto h = fixture_column("stemanalysis/StemGrowth.csv", "Height");
  const auto v = fixture_column("stemanalysis/StemGrowth.csv", "Volume");
  for (std::size_t i = 0; i < d.size(); ++i)
    table.trees.push_back({PlotTable::no_plot, d[i], h[i], v[i], 1, std::to_string(2 * i)});
  return table;
}

TEST(EstimateTrees, the_chinese_fir_is_computed_row_by_row_and_not_issuable_O10) {
  const auto result = estimate(stem_table(), method("stem-segmented-v1"));
  ASSERT_TRUE(result.has_value());
  const auto published = fixture_column("stemanalysis/allomCarbon.csv", "totalC");
  ASSERT_EQ(result->trees.rows.size(), 11u);
  for (std::size_t i = 0; i < 11; ++i)
    EXPECT_NEAR(result->trees.rows[i].carbon_kg, published[i], 0.003) << i;
  EXPECT_TRUE(has_flag(*result, "no_plots"));
  EXPECT_TRUE(has_flag(*result, "below_breast_height"));
  EXPECT_FALSE(result->issuable());
}

TEST(EstimateTrees, the_volume_route_stays_within_the_rounding_of_its_volumes_O10) {
  const auto result = estimate(stem_table(), method("stem-volume-v1"));
  const auto published = fixture_column("stemanalysis/volumeCarbon.csv", "totalB");
  const auto volumes = fixture_column("stemanalysis/StemGrowth.csv", "Volume");
  for (std::size_t i = 2; i < 11; ++i)  // volumes are printed to 0.001 m3
    EXPECT_NEAR(result->trees.rows[i].biomass_kg / published[i], 1, 0.0006 / volumes[i]) << i;
}

TEST(EstimateTrees, trees_outside_the_range_are_computed_flagged_and_counted) {
  Method narrow = method("stem-segmented-v1");
  for (Component& component : narrow.components) {
    component.diameter_min_cm = 2;
    component.diameter_max_cm = 8;
  }
  const auto result = estimate(stem_table(), narrow);
  EXPECT_EQ(result->trees.out_of_range, 7u);
  EXPECT_TRUE(has_flag(*result, "diameter_out_of_range"));
  EXPECT_GT(result->trees.rows.back().biomass_kg, 20);
  EXPECT_TRUE(result->trees.rows.back().out_of_range);
}

TEST(EstimateTrees, thirty_birches_on_a_plot_V13_to_V15) {
  Method birch = method("stem-segmented-v1");
  const Source source{"test", "", Confidence::own};
  birch.parameters.push_back({"cf", "", {}, "", {{std::nullopt, 0.5008}}, source});
  birch.components.clear();
  for (auto [a, b] : std::vector<std::pair<double, double>>{
           {0.01175, 0.636}, {0.02938, 0.663}, {0.04152, 0.923}, {0.02993, 0.767}}) {
    Component organ;
    organ.id = "organ" + std::to_string(birch.components.size());
    organ.equation = {EquationForm::power_d2h, {{0, 100, {a, b, 0}}}};
    organ.carbon_parameter = "cf";
    birch.components.push_back(organ);
  }
  PlotTable table;
  table.strata = {{"", 5}};
  table.plots = {{0, 600, 0}, {0, 600, 0}};
  for (std::uint32_t plot : {0u, 1u}) table.trees.push_back({plot, 15, 10, 0, 30, ""});
  const auto result = estimate(table, birch);
  ASSERT_TRUE(result.has_value());
  EXPECT_NEAR(result->trees.rows[0].biomass_kg, 69.20620811, 1e-6);
  EXPECT_NEAR(result->sample.mean, 63.54052654, 1e-6);
}

TEST(EstimateWhole, refuses_what_cannot_be_estimated) {
  const auto kind = [](const auto& result) { return result.error().kind; };
  EXPECT_EQ(kind(estimate({}, biomass_method())), ProblemKind::table_is_empty);
  EXPECT_EQ(kind(estimate(stem_table(), biomass_method())), ProblemKind::table_does_not_fit);
  EXPECT_EQ(kind(estimate(two_strata(), biomass_method(), {"oak", {}, {}})),
            ProblemKind::variant_unknown);
  EXPECT_EQ(kind(estimate(two_strata(), biomass_method(), {"", {}, 0.0})),
            ProblemKind::period_out_of_range);
  PlotTable no_area = two_strata();
  no_area.strata[1].area_ha.reset();
  EXPECT_EQ(kind(estimate(no_area, biomass_method())), ProblemKind::table_does_not_fit);
}

TEST(EstimateWhole, bits_are_pinned) {
  // The same on every machine and compiler: see portable_math.h.
  const auto result = estimate(two_strata(), biomass_method());
  EXPECT_EQ(std::bit_cast<std::uint64_t>(*result->tonnes_discounted), 0x40c6f6f5f1c98edcull);
}

}  // namespace
}  // namespace tanshu::measure
