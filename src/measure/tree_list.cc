// SPDX-License-Identifier: Apache-2.0
// Applies the components of a method to each tree.
#include "measure/tree_list.h"

#include <algorithm>

#include "base/check.h"
#include "measure/portable_math.h"

namespace tanshu::measure {

namespace {

constexpr double kg_per_t = 1000;
constexpr double m2_per_ha = 10000;

bool is_out_of_range(const Component& component, double diameter_cm) {
  if (component.diameter_min_cm && diameter_cm < *component.diameter_min_cm) return true;
  return component.diameter_max_cm && diameter_cm > *component.diameter_max_cm;
}

double component_mass(const Method& method, std::size_t index, const PlotTable::Tree& tree,
                      const std::vector<double>& earlier) {
  const Component& component = method.components[index];
  const double value = evaluate(component.equation, tree.diameter_cm, tree.height_m);
  switch (component.kind) {
    case ComponentKind::biomass:
      return value;
    case ComponentKind::from_volume:
      return value * tree.volume_m3 * kg_per_t;
    case ComponentKind::share_of:
      break;
  }
  for (std::size_t i = 0; i < index; ++i)
    if (method.components[i].id == component.of) return value * earlier[i];
  return 0;
}

TreeRow measure_tree(const PlotTable::Tree& tree, const Method& method,
                     const std::vector<double>& carbon_fractions) {
  TreeRow row{tree.label, tree.diameter_cm, tree.height_m, tree.count, {}, 0, 0, false};
  for (std::size_t i = 0; i < method.components.size(); ++i) {
    const double mass = component_mass(method, i, tree, row.component_kg);
    row.component_kg.push_back(mass);
    row.biomass_kg += mass;
    row.carbon_kg += mass * carbon_fractions[i];
    row.out_of_range = row.out_of_range || is_out_of_range(method.components[i], tree.diameter_cm);
  }
  return row;
}

std::vector<double> carbon_fractions_of(const Method& method, std::string_view variant) {
  std::vector<double> fractions;
  fractions.reserve(method.components.size());
  for (const Component& component : method.components)
    fractions.push_back(
        method.parameter(component.carbon_parameter, variant)->classes.front().value);
  return fractions;
}

}  // namespace

TreeOutcome measure_trees(const PlotTable& table, const Method& method, std::string_view variant) {
  TreeOutcome outcome;
  const auto carbon_fractions = carbon_fractions_of(method, variant);
  std::vector<OrderedSum> plot_kg(table.plots.size());
  for (const PlotTable::Tree& tree : table.trees) {
    TreeRow row = measure_tree(tree, method, carbon_fractions);
    ++outcome.trees;
    outcome.out_of_range += row.out_of_range ? 1 : 0;
    outcome.below_breast_height += tree.diameter_cm == 0 ? 1 : 0;
    if (tree.plot != PlotTable::no_plot) plot_kg[tree.plot].add(row.carbon_kg * tree.count);
    if (outcome.rows.size() < tree_rows_shown_max) outcome.rows.push_back(std::move(row));
  }
  for (std::size_t i = 0; i < table.plots.size(); ++i) {
    const auto area_m2 = table.plots[i].area_m2;
    CHECK(area_m2.has_value());
    outcome.plot_carbon.push_back(plot_kg[i].total() / kg_per_t /
                                  (area_m2.value_or(1) / m2_per_ha));
  }
  return outcome;
}

}  // namespace tanshu::measure
