// SPDX-License-Identifier: Apache-2.0
// Tables through the eyes of the shipped methods: what is read, converted and refused.
#include "intake/plot_table.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "intake/cells.h"
#include "measure/method_library.h"

namespace tanshu::intake {
namespace {

const measure::MethodLibrary& library() {
  static const auto loaded =
      measure::MethodLibrary::load(std::string(TANSHU_SOURCE_DIR) + "/rules");
  return *loaded;
}

Verdict<ReadTable> read(const std::string& text, const char* method = "stand-volume-v1",
                        const std::vector<ColumnChoice>& choices = {},
                        const std::vector<UnitChoice>& units = {}) {
  std::istringstream in(text);
  return read_plot_table(in, **library().find(method), choices, units);
}

RefusalCode code_of(const std::string& text, const char* method = "stand-volume-v1") {
  const auto table = read(text, method);
  EXPECT_FALSE(table.has_value()) << text;
  return table ? RefusalCode{} : table.error().code();
}

const std::string header = "STRATA,STRATA_AREA,PLOT_AREA,VWB,VWB_m3ha\n";

TEST(PlotTable, reads_the_soares_tables_as_they_are) {
  for (const auto& [name, rows, strata] :
       std::vector<std::tuple<const char*, std::size_t, std::size_t>>{{"exfm1", 22, 3},
                                                                      {"exfm2", 57, 3},
                                                                      {"exfm3", 10, 1},
                                                                      {"exfm4", 25, 1},
                                                                      {"exfm5", 18, 1}}) {
    std::ifstream in(std::string(TANSHU_SOURCE_DIR) + "/fixtures/measurement/soares_exfm/" + name +
                     ".csv");
    const auto table = read_plot_table(in, **library().find("stand-volume-v1"));
    ASSERT_TRUE(table.has_value()) << name << protocol::english_of(table.error());
    EXPECT_EQ(table->table.plots.size(), rows);
    EXPECT_EQ(table->table.strata.size(), strata);
    EXPECT_TRUE(table->table.strata[0].area_ha.has_value());
  }
}

TEST(PlotTable, reads_the_stem_growth_table_as_trees) {
  std::ifstream in(std::string(TANSHU_SOURCE_DIR) +
                   "/fixtures/measurement/stemanalysis/StemGrowth.csv");
  const auto table = read_plot_table(in, **library().find("stem-segmented-v1"));
  ASSERT_TRUE(table.has_value());
  ASSERT_EQ(table->table.trees.size(), 11u);
  EXPECT_EQ(table->table.trees.back().diameter_cm, 10.347);
  EXPECT_EQ(table->table.trees.back().label, "20");
  EXPECT_TRUE(table->table.plots.empty());
}

TEST(PlotTable, converts_units_of_the_header_and_of_the_request) {
  const auto by_header = read("STRATA,STRATA_AREA_mu,PLOT_AREA_ha,VWB_m3\na,15,0.1,7.9\n");
  ASSERT_TRUE(by_header.has_value());
  EXPECT_EQ(*by_header->table.strata[0].area_ha, 1);
  EXPECT_NEAR(by_header->table.plots[0].value, 79, 1e-12);
  const auto by_request =
      read("area,VWB_m3ha\n15,79\n", "stand-volume-v1", {{"total_area", "area"}}, {{"area", "mu"}});
  ASSERT_TRUE(by_request.has_value());
  EXPECT_EQ(*by_request->table.strata[0].area_ha, 1);
  EXPECT_TRUE(read("TOTAL_AREA(亩),每公顷蓄积\n15,79\n").has_value());
}

TEST(PlotTable, refuses_wrong_units_by_name_and_field) {
  EXPECT_EQ(code_of("STRATA,STRATA_AREA,PLOT_AREA,VWB_ft3\n1,14.4,1000,7.9\n"),
            RefusalCode::column_has_wrong_unit);
  const auto acre = read("STRATA,STRATA_AREA,PLOT_AREA_acre,VWB\n1,14.4,0.25,7.9\n");
  ASSERT_FALSE(acre.has_value());
  EXPECT_EQ(protocol::english_of(acre.error()),
            "Column PLOT_AREA_acre (field 3 of the header) is in acre; the method needs m2 or a "
            "unit that "
            "converts to it exactly.");
  EXPECT_EQ(code_of("STRATA,STRATA_AREA,PLOT_AREA,VWB_ha\n1,14.4,1000,7.9\n"),
            RefusalCode::column_has_wrong_unit);
}

TEST(PlotTable, refuses_wrong_choices) {
  const auto with = [](std::vector<ColumnChoice> choices, std::vector<UnitChoice> units) {
    return read("VWB_m3ha\n79\n", "stand-volume-v1", choices, units).error().code();
  };
  EXPECT_EQ(with({{"value", "volume"}}, {}), RefusalCode::column_is_unknown);
  EXPECT_EQ(with({{"girth", "VWB_m3ha"}}, {}), RefusalCode::column_role_is_unknown);
  EXPECT_EQ(with({}, {{"VWB_m3ha", "bushel"}}), RefusalCode::unit_is_unknown);
  EXPECT_EQ(with({}, {{"VWB", "m3"}}), RefusalCode::column_is_unknown);
}

TEST(PlotTable, refuses_missing_columns_by_role) {
  EXPECT_EQ(code_of("STRATA,STRATA_AREA,PLOT_AREA\n1,14.4,1000\n"), RefusalCode::column_is_missing);
  EXPECT_EQ(code_of("STRATA,VWB_m3ha\n1,79\n"), RefusalCode::column_is_missing);
  EXPECT_EQ(code_of("STRATA_AREA,VWB_m3ha\n1,79\n"), RefusalCode::column_is_missing);
  EXPECT_EQ(code_of("VWB\n7.9\n"), RefusalCode::column_is_missing);
  EXPECT_EQ(code_of("DBHt\n10\n", "stem-segmented-v1"), RefusalCode::column_is_missing);
  EXPECT_EQ(code_of("PLOT,DBHt,Height\n1,10,9\n", "stem-segmented-v1"),
            RefusalCode::column_is_missing);
}

TEST(PlotTable, refuses_a_header_alone) {
  EXPECT_EQ(code_of(header), RefusalCode::csv_has_no_rows);
}

TEST(PlotTable, refuses_bad_numbers_with_line_and_column) {
  const std::vector<std::pair<std::string, RefusalCode>> rows = {
      {"1,14.4,1000,\"7,9\",79", RefusalCode::number_has_decimal_comma},
      {"1,14.4,1000,\"1,007.9\",79", RefusalCode::number_has_decimal_comma},
      {"1,14.4,1000,,79", RefusalCode::number_is_missing},
      {"1,14.4,1000,NA,79", RefusalCode::number_is_malformed},
      {"1,14.4,1000,nan,79", RefusalCode::number_is_malformed},
      {"1,14.4,1000,inf,79", RefusalCode::number_is_malformed},
      {"1,14.4,1000, 7.9,79", RefusalCode::number_is_malformed},
      {"1,14.4,1000,0x1p3,79", RefusalCode::number_is_malformed},
      {"1,14.4,1000,-7.9,79", RefusalCode::number_is_negative},
      {"1,-14.4,1000,7.9,79", RefusalCode::number_is_negative},
      {"1,14.4,-1000,7.9,79", RefusalCode::number_is_negative},
      {"1,0,1000,7.9,79", RefusalCode::number_is_zero},
      {"1,14.4,0,7.9,79", RefusalCode::number_is_zero},
      {"1,1e13,1000,7.9,79", RefusalCode::number_is_too_large},
      {"1,14.4,1000,1e999,79", RefusalCode::number_is_malformed},
      {",14.4,1000,7.9,79", RefusalCode::name_is_missing},
      {std::string(201, 's') + ",14.4,1000,7.9,79", RefusalCode::name_is_too_long},
  };
  for (const auto& [row, code] : rows) {
    const auto table = read(header + "1,14.4,1000,7.9,79\n" + row + "\n");
    ASSERT_FALSE(table.has_value()) << row;
    EXPECT_EQ(table.error().code(), code) << row;
    EXPECT_EQ(table.error().parameters[0].value, "3") << row;
  }
}

TEST(PlotTable, refuses_what_contradicts_itself) {
  EXPECT_EQ(code_of(header + "1,14.4,1000,7.9,79\n1,14.5,1000,7.9,79\n"),
            RefusalCode::stratum_area_is_inconsistent);
  EXPECT_EQ(code_of("TOTAL_AREA,VWB_m3ha\n46.8,79\n46.9,79\n"),
            RefusalCode::total_area_is_inconsistent);
  EXPECT_EQ(code_of(header + "1,14.4,1000,7.9,790\n"), RefusalCode::quantity_is_inconsistent);
  EXPECT_EQ(code_of("PLOT,VWB_m3ha\nA,79\nB,80\nA,81\n"), RefusalCode::plot_is_repeated);
  EXPECT_EQ(code_of("STRATA,STRATA_AREA,TOTAL_AREA,VWB_m3ha\n1,14.4,20,79\n2,14.4,20,79\n"),
            RefusalCode::areas_do_not_add_up);
  EXPECT_EQ(code_of("PLOT,PLOT_AREA,DBHt,Height\nA,600,10,9\nA,700,10,9\n", "stem-segmented-v1"),
            RefusalCode::plot_area_is_inconsistent);
}

TEST(PlotTable, refuses_ten_thousand_and_one_strata) {
  std::string text = header;
  for (int i = 0; i <= 10'000; ++i) text += std::to_string(i) + ",1,1000,7.9,79\n";
  EXPECT_EQ(code_of(text), RefusalCode::strata_are_too_many);
}

TEST(PlotTable, trees_gather_in_their_plots) {
  const auto table = read(
      "STRATA,STRATA_AREA,PLOT,PLOT_AREA,DBHt,Height\n"
      "a,5,1,600,10,9\na,5,1,600,12,9\nb,6,1,600,12,9\n",
      "stem-segmented-v1");
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(table->table.plots.size(), 2u);
  EXPECT_EQ(table->table.trees[1].plot, 0u);
  EXPECT_EQ(table->table.trees[2].plot, 1u);
}

TEST(Cells, cuts_long_texts_at_a_character) {
  EXPECT_EQ(cut_text("包头碳票", 4), "包…");
  EXPECT_EQ(cut_text("short", 40), "short");
}

}  // namespace
}  // namespace tanshu::intake
