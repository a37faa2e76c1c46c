// SPDX-License-Identifier: Apache-2.0
// Reads cells; decimals have a point, no sign but minus, no grouping, no spaces.
#include "intake/cells.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace tanshu::intake {

namespace {

constexpr double number_max = 1e12;
constexpr std::size_t number_bytes_max = 40;

std::unexpected<Refusal> at_cell(RefusalCode code, std::string_view cell, const BoundColumn& column,
                                 std::uint64_t line) {
  return refuse(code, {{"line", std::to_string(line)},
                       {"column", column.header},
                       {"value", shown(cell)},
                       {"limit", "1e12"}});
}

bool has_decimal_comma(std::string_view cell) {
  const bool digits_and_marks = std::ranges::all_of(cell, [](char c) {
    return (c >= '0' && c <= '9') || c == ',' || c == '.' || c == '-' || c == ' ';
  });
  return digits_and_marks && cell.find(',') != std::string_view::npos;
}

}  // namespace

std::string cut_text(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return std::string(text);
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

std::string shown(std::string_view text) {
  return '"' + cut_text(text, 40) + '"';
}

std::optional<double> plain_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

Verdict<double> number_in(std::string_view cell, const BoundColumn& column, Bound bound,
                          std::uint64_t line) {
  if (cell.empty()) return at_cell(RefusalCode::number_is_missing, cell, column, line);
  if (has_decimal_comma(cell))
    return at_cell(RefusalCode::number_has_decimal_comma, cell, column, line);
  const auto value = cell.size() <= number_bytes_max ? plain_number(cell) : std::nullopt;
  if (!value) return at_cell(RefusalCode::number_is_malformed, cell, column, line);
  if (std::abs(*value) > number_max)
    return at_cell(RefusalCode::number_is_too_large, cell, column, line);
  if (bound != Bound::any && *value < 0)
    return at_cell(RefusalCode::number_is_negative, cell, column, line);
  if (bound == Bound::positive && *value == 0)
    return at_cell(RefusalCode::number_is_zero, cell, column, line);
  return column.to_method.apply(*value);
}

Verdict<std::string> name_in(std::string_view cell, const BoundColumn& column, std::uint64_t line) {
  if (cell.empty()) return at_cell(RefusalCode::name_is_missing, cell, column, line);
  if (cell.size() > name_bytes_max)
    return refuse(RefusalCode::name_is_too_long, {{"line", std::to_string(line)},
                                                  {"column", column.header},
                                                  {"limit", std::to_string(name_bytes_max)}});
  return std::string(cell);
}

}  // namespace tanshu::intake
