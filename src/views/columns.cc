// SPDX-License-Identifier: Apache-2.0
// Columns from run-time types, and filter values from text.
#include "views/columns.h"

#include "base/check.h"
#include "base/decimal.h"

namespace tanshu::views {
namespace {

void add_columns(std::vector<Column>& columns, const TypeInfo& record, const std::string& prefix) {
  for (const FieldInfo& field : record.fields) {
    const bool nullable = field.type->shape == Shape::optional;
    const TypeInfo& type = nullable ? *field.type->element : *field.type;
    if (type.shape == Shape::list || type.shape == Shape::bytes) continue;
    if (type.shape == Shape::record) {
      add_columns(columns, type, prefix + field.name + "_");
    } else {
      columns.push_back({prefix + field.name, &type, nullable});
    }
  }
}

template <class Parsed>
std::expected<Value, std::string> parsed_or(const Parsed& parsed, const char* expected) {
  if (!parsed) return std::unexpected(std::string(expected));
  return value_of(*parsed);
}

std::expected<Value, std::string> name_from_text(const Column& column, std::string_view text) {
  std::string choices;
  for (const std::string& value : column.type->values) {
    if (value == text) return Value{value};
    choices += (choices.empty() ? "one of " : ", ") + value;
  }
  return std::unexpected(choices);
}

std::expected<Value, std::string> boolean_from_text(std::string_view text) {
  if (text == "true" || text == "false") return value_of(text == "true");
  return std::unexpected("true or false");
}

/// Contra pockets have empty ids, and one may ask for them.
std::expected<Value, std::string> id_from_text(std::string_view text) {
  if (text.empty() || id_is_well_formed(text)) return Value{std::string(text)};
  return std::unexpected("a code of a-z 0-9 . _ / -");
}

}  // namespace

std::vector<Column> columns_of(const TypeInfo& record) {
  CHECK(record.shape == Shape::record);
  std::vector<Column> columns;
  add_columns(columns, record, "");
  return columns;
}

std::string_view sql_type(const Column& column) {
  switch (column.type->shape) {
    case Shape::text:
    case Shape::digest:
    case Shape::id:
    case Shape::enumeration:
      return "TEXT";
    default:
      return "BIGINT";
  }
}

std::string sql_name(std::string_view name) {
  return '"' + std::string(name) + '"';
}

std::expected<Value, std::string> value_from_text(const Column& column, std::string_view text) {
  switch (column.type->shape) {
    case Shape::boolean:
      return boolean_from_text(text);
    case Shape::text:
      if (!text_is_clean(text)) return std::unexpected("text");
      return Value{std::string(text)};
    case Shape::digest:
      return parsed_or(digest_from_hex(text), "64 lower-case hex digits");
    case Shape::carbon:
      return parsed_or(carbon_from_text(text), "carbon such as \"12.5 tCO2e\"");
    case Shape::money:
      return parsed_or(money_from_text(text), "money such as \"45200.00 CNY\"");
    case Shape::area:
      return parsed_or(area_from_text(text), "an area such as \"22000 mu\"");
    case Shape::degrees:
      return parsed_or(degrees_from_text(text), "degrees such as \"110.0623\"");
    case Shape::instant:
      return parsed_or(instant_from_text(text), "an instant such as \"2024-05-01T08:30:00Z\"");
    case Shape::day:
      return parsed_or(day_from_text(text), "a day such as \"2024-05-01\"");
    case Shape::id:
      return id_from_text(text);
    case Shape::enumeration:
      return name_from_text(column, text);
    default:
      return parsed_or(decimal_from_text(text, 0), "a whole number");
  }
}

}  // namespace tanshu::views
