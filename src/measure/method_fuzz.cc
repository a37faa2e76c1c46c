// SPDX-License-Identifier: Apache-2.0
// Fuzz target: any bytes as a method file and as a rule file; a method that loads must estimate
// without a fault.
#include <cstdint>
#include <string_view>

#include "measure/estimate.h"
#include "measure/method.h"

using namespace tanshu::measure;

namespace {

constexpr std::string_view plain_rule = R"(
id = "plain"
version = "1"
title = { zh = "规则", en = "rule" }
source = { document = "fuzz", confidence = "own" }
confidence = 0.90
discount_of = "half_width"
[[class]]
)";

PlotTable small_table(TableKind kind) {
  PlotTable table;
  table.strata = {{"a", 1.5}, {"b", 2}};
  for (std::uint32_t i = 0; i < 6; ++i) {
    table.plots.push_back({i % 2, 600, 20.0 * i});
    if (kind == TableKind::trees) table.trees.push_back({i, 4.0 * i, 2.0 * i, 0.1 * i, 3, "t"});
  }
  return table;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const auto plain = read_rule(plain_rule, "plain.toml");
  (void)read_rule(text, "fuzz.toml");
  const auto method = read_method(text, "fuzz.toml", {{*plain, std::string(plain_rule)}});
  if (!method) return 0;
  for (const Variant& variant : method->variants)
    (void)estimate(small_table(method->table), *method, {variant.id, Design::random, 5.0});
  (void)estimate(small_table(method->table), *method, {"", Design::systematic, {}});
  return 0;
}
