// SPDX-License-Identifier: Apache-2.0
// Binds header fields to roles.
#include "intake/columns.h"

#include <algorithm>

namespace tanshu::intake {

namespace {

using measure::Column;
using measure::ColumnRole;
using measure::Method;

struct Found {
  std::size_t field = 0;
  std::string unit;  ///< from the header; empty when it names none
};

bool is_a_name(const Method& method, std::string_view header) {
  return std::ranges::any_of(method.columns, [&](const Column& column) {
    return std::ranges::find(column.names, header) != column.names.end();
  });
}

/// "_m3", "(m3)", " (m3)" or "[m3]" after the name.
std::optional<std::string> unit_after(std::string_view header, std::string_view name) {
  if (!header.starts_with(name)) return std::nullopt;
  std::string_view rest = header.substr(name.size());
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  if (rest.starts_with("_")) return measure::unit_named(rest.substr(1));
  const bool bracketed = rest.size() > 2 && ((rest.front() == '(' && rest.back() == ')') ||
                                             (rest.front() == '[' && rest.back() == ']'));
  if (bracketed) return measure::unit_named(rest.substr(1, rest.size() - 2));
  constexpr std::string_view open = "（", close = "）";
  if (rest.starts_with(open) && rest.ends_with(close) && rest.size() > open.size() + close.size())
    return measure::unit_named(rest.substr(open.size(), rest.size() - open.size() - close.size()));
  return std::nullopt;
}

std::optional<Found> find_by_name(const std::vector<std::string_view>& header, const Method& method,
                                  const Column& column) {
  for (const std::string& name : column.names) {
    const auto exact = std::ranges::find(header, std::string_view(name));
    if (exact != header.end()) return Found{static_cast<std::size_t>(exact - header.begin()), ""};
  }
  if (column.unit.empty()) return std::nullopt;
  for (const std::string& name : column.names)
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (is_a_name(method, header[i])) continue;
      if (auto unit = unit_after(header[i], name)) return Found{i, std::move(*unit)};
    }
  return std::nullopt;
}

Verdict<std::optional<Found>> find_field(const std::vector<std::string_view>& header,
                                         const Method& method, const Column& column,
                                         const std::vector<ColumnChoice>& choices) {
  for (const ColumnChoice& choice : choices) {
    if (choice.role != measure::name_of(column.role)) continue;
    const auto at = std::ranges::find(header, std::string_view(choice.column));
    if (at == header.end() || choice.column.empty())
      return refuse(RefusalCode::column_is_unknown, {{"column", choice.column}});
    return Found{static_cast<std::size_t>(at - header.begin()), ""};
  }
  return find_by_name(header, method, column);
}

Verdict<BoundColumn> with_unit(const Found& found, std::string_view header, const Column& column,
                               const std::vector<UnitChoice>& units) {
  BoundColumn bound{column.role, std::string(header), column.unit, found.field, {}};
  if (!found.unit.empty()) bound.unit = found.unit;
  for (const UnitChoice& choice : units) {
    if (choice.column != header) continue;
    const auto unit = measure::unit_named(choice.unit);
    if (!unit)
      return refuse(RefusalCode::unit_is_unknown,
                    {{"unit", choice.unit}, {"column", bound.header}});
    bound.unit = *unit;
  }
  if (column.unit.empty()) return bound;
  const auto conversion = measure::conversion_between(bound.unit, column.unit);
  if (!conversion)
    return refuse(RefusalCode::column_has_wrong_unit, {{"column", bound.header},
                                                       {"field", std::to_string(found.field + 1)},
                                                       {"unit", bound.unit},
                                                       {"expected", column.unit}});
  bound.to_method = *conversion;
  return bound;
}

Verdict<bool> check_choices(const std::vector<std::string_view>& header, const Method& method,
                            const std::vector<ColumnChoice>& choices,
                            const std::vector<UnitChoice>& units) {
  std::string roles;
  for (const Column& column : method.columns)
    roles += (roles.empty() ? "" : ", ") + std::string(measure::name_of(column.role));
  for (const ColumnChoice& choice : choices) {
    const bool known = std::ranges::any_of(method.columns, [&](const Column& column) {
      return measure::name_of(column.role) == choice.role;
    });
    if (!known)
      return refuse(RefusalCode::column_role_is_unknown,
                    {{"method", method.id}, {"role", choice.role}, {"roles", roles}});
  }
  for (const UnitChoice& choice : units)
    if (std::ranges::find(header, std::string_view(choice.column)) == header.end())
      return refuse(RefusalCode::column_is_unknown, {{"column", choice.column}});
  return true;
}

}  // namespace

std::unexpected<Refusal> column_missing(const Method& method, ColumnRole role) {
  for (const Column& column : method.columns) {
    if (column.role != role) continue;
    std::string names;
    for (const std::string& name : column.names) names += (names.empty() ? "" : ", ") + name;
    return refuse(RefusalCode::column_is_missing, {{"column", column.names.front()},
                                                   {"title", column.title.en},
                                                   {"title_zh", column.title.zh},
                                                   {"names", names}});
  }
  return refuse(RefusalCode::table_does_not_fit_method,
                {{"method", method.id}, {"what", std::string(measure::name_of(role))}});
}

Verdict<Columns> Columns::bind(const std::vector<std::string_view>& header, const Method& method,
                               const std::vector<ColumnChoice>& choices,
                               const std::vector<UnitChoice>& units) {
  TRY(check_choices(header, method, choices, units));
  Columns columns;
  for (const Column& column : method.columns) {
    TRY_SET(const std::optional<Found> found, find_field(header, method, column, choices));
    if (!found) {
      if (column.required) return column_missing(method, column.role);
      continue;
    }
    TRY_SET(BoundColumn bound, with_unit(*found, header[found->field], column, units));
    columns.columns_.push_back(std::move(bound));
  }
  return columns;
}

const BoundColumn* Columns::find(ColumnRole role) const {
  for (const BoundColumn& column : columns_)
    if (column.role == role) return &column;
  return nullptr;
}

}  // namespace tanshu::intake
