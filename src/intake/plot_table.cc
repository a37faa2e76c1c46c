// SPDX-License-Identifier: Apache-2.0
// Builds the plot table row by row; what is said twice must be said alike.
#include "intake/plot_table.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "intake/cells.h"
#include "measure/figure.h"

namespace tanshu::intake {

namespace {

using measure::ColumnRole;
using measure::PlotTable;
using measure::TableKind;

constexpr std::size_t strata_max = 10'000;
constexpr double m2_per_ha = 10'000;
/// Field sheets round the value per hectare; more than half a percent apart is a wrong unit or plot
/// area.
constexpr double per_hectare_tolerance = 0.005;
constexpr double area_tolerance = 1e-6;

bool differ(double a, double b, double relative) {
  return std::abs(a - b) > relative * std::max(std::abs(a), std::abs(b));
}

class Builder {
 public:
  Builder(const measure::Method& method, const Columns& columns)
      : method_(method),
        plot_(columns.find(ColumnRole::plot)),
        stratum_(columns.find(ColumnRole::stratum)),
        stratum_area_(columns.find(ColumnRole::stratum_area)),
        total_area_(columns.find(ColumnRole::total_area)),
        plot_area_(columns.find(ColumnRole::plot_area)),
        quantity_(columns.find(ColumnRole::quantity)),
        value_(columns.find(ColumnRole::value)),
        label_(columns.find(ColumnRole::label)),
        diameter_(columns.find(ColumnRole::diameter)),
        height_(columns.find(ColumnRole::height)),
        volume_(columns.find(ColumnRole::volume)),
        count_(columns.find(ColumnRole::count)) {}

  Verdict<bool> check_columns() const;
  Verdict<bool> add(const std::vector<std::string_view>& fields, std::uint64_t line);
  Verdict<PlotTable> finish();

 private:
  using Fields = std::vector<std::string_view>;

  Verdict<std::optional<double>> number_if(const BoundColumn* column, const Fields& fields,
                                           Bound bound) const {
    if (column == nullptr) return std::nullopt;
    TRY_SET(const double value, number_in(fields[column->field], *column, bound, line_));
    return value;
  }
  Verdict<std::uint32_t> stratum_of(const Fields& fields);
  Verdict<bool> check_total_area(const Fields& fields);
  Verdict<bool> add_plot(const Fields& fields, std::uint32_t stratum);
  Verdict<double> per_hectare(const Fields& fields, std::optional<double> area_m2) const;
  Verdict<bool> add_tree(const Fields& fields, std::uint32_t stratum);
  Verdict<std::uint32_t> plot_of_tree(const Fields& fields, std::uint32_t stratum);
  std::string line() const { return std::to_string(line_); }

  const measure::Method& method_;
  const BoundColumn *plot_, *stratum_, *stratum_area_, *total_area_, *plot_area_, *quantity_,
      *value_, *label_, *diameter_, *height_, *volume_, *count_;
  PlotTable table_;
  std::map<std::string, std::uint32_t, std::less<>> strata_;
  std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> plots_;
  std::optional<double> total_ha_;
  std::uint64_t line_ = 0;
};

Verdict<bool> Builder::check_columns() const {
  const auto missing = [&](ColumnRole role) { return column_missing(method_, role); };
  if (stratum_ != nullptr && stratum_area_ == nullptr) return missing(ColumnRole::stratum_area);
  if (stratum_area_ != nullptr && stratum_ == nullptr) return missing(ColumnRole::stratum);
  if (method_.table == TableKind::trees) {
    if (plot_ != nullptr && plot_area_ == nullptr) return missing(ColumnRole::plot_area);
    return true;
  }
  if (quantity_ == nullptr && value_ == nullptr) {
    const bool asks_quantity = std::ranges::any_of(
        method_.columns, [](const auto& c) { return c.role == ColumnRole::quantity; });
    return missing(asks_quantity ? ColumnRole::quantity : ColumnRole::value);
  }
  if (value_ == nullptr && plot_area_ == nullptr) return missing(ColumnRole::plot_area);
  return true;
}

Verdict<bool> Builder::add(const Fields& fields, std::uint64_t line) {
  line_ = line;
  ++table_.rows;
  TRY(check_total_area(fields));
  if (method_.table == TableKind::trees && plot_ == nullptr) return add_tree(fields, 0);
  TRY_SET(const std::uint32_t stratum, stratum_of(fields));
  return method_.table == TableKind::trees ? add_tree(fields, stratum) : add_plot(fields, stratum);
}

Verdict<bool> Builder::check_total_area(const Fields& fields) {
  TRY_SET(const auto total, number_if(total_area_, fields, Bound::positive));
  if (total && total_ha_ && *total != *total_ha_)
    return refuse(RefusalCode::total_area_is_inconsistent,
                  {{"line", line()},
                   {"column", total_area_->header},
                   {"now", measure::number_text(total)},
                   {"first", measure::number_text(total_ha_)}});
  if (total) total_ha_ = total;
  return true;
}

Verdict<std::uint32_t> Builder::stratum_of(const Fields& fields) {
  std::string name;
  if (stratum_ != nullptr) {
    TRY_SET(name, name_in(fields[stratum_->field], *stratum_, line_));
  }
  TRY_SET(const auto area, number_if(stratum_area_, fields, Bound::positive));
  const auto [at, fresh] = strata_.emplace(name, static_cast<std::uint32_t>(strata_.size()));
  if (fresh) {
    if (strata_.size() > strata_max)
      return refuse(RefusalCode::strata_are_too_many,
                    {{"line", line()}, {"limit", std::to_string(strata_max)}});
    table_.strata.push_back({name, area});
    return at->second;
  }
  const auto& known = table_.strata[at->second].area_ha;
  if (area != known)
    return refuse(RefusalCode::stratum_area_is_inconsistent,
                  {{"line", line()},
                   {"column", stratum_area_->header},
                   {"stratum", shown(name)},
                   {"now", measure::number_text(area)},
                   {"first", measure::number_text(known)}});
  return at->second;
}

Verdict<bool> Builder::add_plot(const Fields& fields, std::uint32_t stratum) {
  if (plot_ != nullptr) {
    TRY_SET(std::string name, name_in(fields[plot_->field], *plot_, line_));
    const auto index = static_cast<std::uint32_t>(table_.plots.size());
    if (!plots_.emplace(std::pair(stratum, name), index).second)
      return refuse(RefusalCode::plot_is_repeated,
                    {{"line", line()}, {"column", plot_->header}, {"plot", shown(name)}});
  }
  TRY_SET(const auto area, number_if(plot_area_, fields, Bound::positive));
  TRY_SET(const double value, per_hectare(fields, area));
  table_.plots.push_back({stratum, area, value});
  return true;
}

Verdict<double> Builder::per_hectare(const Fields& fields, std::optional<double> area_m2) const {
  const Bound bound = method_.makes_tonnes() ? Bound::not_negative : Bound::any;
  TRY_SET(const auto quantity, number_if(quantity_, fields, bound));
  TRY_SET(const auto stated, number_if(value_, fields, bound));
  if (!quantity || !area_m2) return stated.value_or(0);
  const double computed = *quantity / (*area_m2 / m2_per_ha);
  if (stated && differ(computed, *stated, per_hectare_tolerance))
    return refuse(RefusalCode::quantity_is_inconsistent,
                  {{"line", line()},
                   {"quantity_column", quantity_->header},
                   {"value_column", value_->header},
                   {"computed", measure::number_text(computed)},
                   {"stated", measure::number_text(stated)}});
  return computed;
}

Verdict<std::uint32_t> Builder::plot_of_tree(const Fields& fields, std::uint32_t stratum) {
  TRY_SET(std::string name, name_in(fields[plot_->field], *plot_, line_));
  TRY_SET(const auto area, number_if(plot_area_, fields, Bound::positive));
  const auto index = static_cast<std::uint32_t>(table_.plots.size());
  const auto [at, fresh] = plots_.emplace(std::pair(stratum, name), index);
  if (fresh) {
    table_.plots.push_back({stratum, area, 0});
    return index;
  }
  const auto& known = table_.plots[at->second].area_m2;
  if (area != known)
    return refuse(RefusalCode::plot_area_is_inconsistent, {{"line", line()},
                                                           {"column", plot_area_->header},
                                                           {"plot", shown(name)},
                                                           {"now", measure::number_text(area)},
                                                           {"first", measure::number_text(known)}});
  return at->second;
}

Verdict<bool> Builder::add_tree(const Fields& fields, std::uint32_t stratum) {
  PlotTable::Tree tree;
  if (plot_ != nullptr) {
    TRY_SET(tree.plot, plot_of_tree(fields, stratum));
  }
  TRY_SET(const auto diameter, number_if(diameter_, fields, Bound::not_negative));
  TRY_SET(const auto height, number_if(height_, fields, Bound::not_negative));
  TRY_SET(const auto volume, number_if(volume_, fields, Bound::not_negative));
  TRY_SET(const auto count, number_if(count_, fields, Bound::not_negative));
  tree.diameter_cm = diameter.value_or(0);
  tree.height_m = height.value_or(0);
  tree.volume_m3 = volume.value_or(0);
  tree.count = count.value_or(1);
  if (label_ != nullptr) tree.label = cut_text(fields[label_->field], name_bytes_max);
  table_.trees.push_back(std::move(tree));
  return true;
}

Verdict<PlotTable> Builder::finish() {
  if (stratum_ == nullptr && !table_.strata.empty()) table_.strata[0].area_ha = total_ha_;
  if (stratum_ != nullptr && total_ha_) {
    double sum = 0;
    for (const auto& stratum : table_.strata) sum += stratum.area_ha.value_or(0);
    if (differ(sum, *total_ha_, area_tolerance))
      return refuse(RefusalCode::areas_do_not_add_up, {{"sum", measure::number_text(sum)},
                                                       {"total", measure::number_text(total_ha_)}});
  }
  return std::move(table_);
}

}  // namespace

Verdict<ReadTable> read_plot_table(std::istream& in, const measure::Method& method,
                                   const std::vector<ColumnChoice>& choices,
                                   const std::vector<UnitChoice>& units, CsvLimits limits) {
  CsvReader reader(in, limits);
  TRY_SET(const auto header, reader.next());
  TRY_SET(Columns columns, Columns::bind(header, method, choices, units));
  Builder builder(method, columns);
  TRY(builder.check_columns());
  for (;;) {
    TRY_SET(const auto fields, reader.next());
    if (fields.empty()) break;
    TRY(builder.add(fields, reader.line()));
  }
  if (reader.rows() == 0) return refuse(RefusalCode::csv_has_no_rows);
  ReadTable read;
  TRY_SET(read.table, builder.finish());
  read.columns = columns.all();
  read.bytes = reader.bytes();
  read.digest = reader.digest();
  return read;
}

}  // namespace tanshu::intake
