// SPDX-License-Identifier: Apache-2.0
// Tests of the chart: where points lie, what is written, and that no word breaks the file.
#include "apps/bench/chart.h"

#include <gtest/gtest.h>

namespace tanshu::apps {
namespace {

bool has(const std::string& svg, const std::string& part) {
  return svg.find(part) != std::string::npos;
}

TEST(Chart, places_points_on_a_logarithmic_axis_and_names_them) {
  const Panel panel{
      {"标题", "Title"},
      {"账户", "accounts"},
      {"微秒", "µs"},
      {{{"转账", "transfers"}, "#1a7350", false, {{1e6, 0.0}, {1e7, 5.0}, {1e8, 10.0}}}}};
  const std::string svg = svg_of(std::span(&panel, 1));
  EXPECT_TRUE(svg.starts_with("<svg ")) << svg;
  EXPECT_TRUE(has(svg, "points=\"70.0,300.0 285.0,180.0 500.0,60.0 \"")) << svg;
  for (const char* text : {">标题 Title<", ">账户 accounts<", ">微秒 µs<", ">转账 transfers<",
                           ">1 M<", ">10 M<", ">100 M<"})
    EXPECT_TRUE(has(svg, text)) << text;
}

TEST(Chart, draws_limits_dashed_and_escapes_words) {
  const Panel panel{
      {"a<b", "R&D"}, {}, {}, {{{"限", "limit"}, "#9b2c1f", true, {{1, 3.0}, {2, 3.0}}}}};
  const std::string svg = svg_of(std::span(&panel, 1));
  EXPECT_TRUE(has(svg, "a&lt;b R&amp;D")) << svg;
  EXPECT_TRUE(has(svg, "stroke-dasharray"));
  EXPECT_FALSE(has(svg, "<circle"));
}

TEST(Chart, is_a_file_even_with_nothing_in_it) {
  EXPECT_TRUE(svg_of({}).ends_with("</svg>\n"));
  const Panel empty{};
  EXPECT_TRUE(svg_of(std::span(&empty, 1)).ends_with("</svg>\n"));
}

}  // namespace
}  // namespace tanshu::apps
