// SPDX-License-Identifier: Apache-2.0
// SQL columns of described structs. A record inside a record is flattened (`period_first`); lists
// have no column and live in the JSON only. Quantities are whole numbers of their smallest unit, so
// that SQL sums are exact.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.h"
#include "base/type_info.h"
#include "views/database.h"

namespace tanshu::views {

struct Column {
  std::string name;
  const TypeInfo* type = nullptr;  ///< a scalar
  bool nullable = false;
};

/// The columns of a record, in the order in which put_values() gives their values.
std::vector<Column> columns_of(const TypeInfo& record);

/// BIGINT or TEXT.
std::string_view sql_type(const Column& column);

/// "name" in double quotes: field names may be words of SQL.
std::string sql_name(std::string_view name);

/// The value that `text` means for the column in the API's spelling, or what would have been right.
std::expected<Value, std::string> value_from_text(const Column& column, std::string_view text);

inline Value value_of(bool value) {
  return std::int64_t{value};
}
inline Value value_of(const std::string& value) {
  return value;
}
inline Value value_of(const Digest& value) {
  return value.hex();
}
inline Value value_of(Instant value) {
  return value.ns;
}
inline Value value_of(Day value) {
  return std::int64_t{value.number};
}
inline Value value_of(Serial value) {
  return static_cast<std::int64_t>(value.position);
}
template <class Unit>
Value value_of(Quantity<Unit> value) {
  return value.count;
}
template <class Tag>
Value value_of(const Id<Tag>& value) {
  return value.text;
}
template <NamedEnum E>
Value value_of(E value) {
  return std::string(name_of(value));
}
template <class Integer>
requires std::is_integral_v<Integer> Value value_of(Integer value) {
  return static_cast<std::int64_t>(value);
}

/// Appends the values of the columns of `value`.
template <class T>
void put_values(std::vector<Value>& out, const T& value) {
  if constexpr (Described<T>) {
    T::fields(value,
              [&out](const char*, const auto& field, const char*) { put_values(out, field); });
  } else if constexpr (IsOptional<T>::value) {
    static_assert(!Described<typename IsOptional<T>::Element>, "an optional record has no columns");
    out.push_back(value ? value_of(*value) : Value{});
  } else if constexpr (!IsVector<T>::value) {
    out.push_back(value_of(value));
  }
}

}  // namespace tanshu::views
