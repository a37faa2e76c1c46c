// SPDX-License-Identifier: Apache-2.0
// JSON in: described structs from a parsed document. Every field must be there once (optionals may
// be missing or null) and no other; what is wrong is named by its path.
#pragma once

#include <simdjson.h>

#include <expected>
#include <set>
#include <string>

#include "base/bytes.h"
#include "base/check.h"
#include "base/fields.h"
#include "base/json_problem.h"
#include "base/quantity.h"
#include "base/time.h"

namespace tanshu {

/// A parsed document that owns its memory.
class JsonDocument {
 public:
  static std::expected<JsonDocument, JsonProblem> parse(std::string_view text);
  JsonElement root() const { return root_; }

 private:
  std::unique_ptr<simdjson::dom::parser> parser_;
  JsonElement root_;
};

/// Parses one text after another in the same memory.
class JsonParser {
 public:
  /// So many bytes after a text must be there to be read; what they are does not matter.
  static constexpr std::size_t padding_bytes = simdjson::SIMDJSON_PADDING;
  /// The element lives until the next call.
  std::expected<JsonElement, JsonProblem> parse(std::string_view padded_text);

 private:
  simdjson::dom::parser parser_;
};

class JsonReader {
 public:
  /// Fills `value` from `element`, or returns the first problem.
  template <class T>
  static std::expected<T, JsonProblem> read(JsonElement element, std::string path = {}) {
    T value{};
    JsonReader reader;
    if (reader.get(element, value)) return value;
    if (!path.empty()) reader.at(path);
    return std::unexpected(std::move(reader.problem_));
  }

 private:
  template <class T>
  bool get(JsonElement element, T& value) {
    if constexpr (Described<T>)
      return get_record(element, value);
    else if constexpr (std::is_same_v<T, Bytes>)
      return get_scalar(element, value);
    else if constexpr (IsVector<T>::value)
      return get_vector(element, value);
    else if constexpr (IsOptional<T>::value)
      return get_optional(element, value);
    else if constexpr (IsId<T>::value)
      return get_id(element, value.text);
    else if constexpr (NamedEnum<T>)
      return get_enum(element, value);
    else
      return get_scalar(element, value);
  }

  template <class T>
  bool get_record(JsonElement element, T& value) {
    static const std::vector<std::string_view> names = names_of(value);
    Members members;
    if (!open_record(element, names, members)) return false;
    std::size_t next = 0;
    bool ok = true;
    T::fields(value, [&]<class Field>(const char* name, Field& field, const char*) {
      const std::size_t number = next++;
      if (!ok) return;
      if (members.has(number))
        ok = get(members.found[number], field);
      else if constexpr (!IsOptional<Field>::value)
        ok = problem(JsonProblem::Kind::missing_field, "");
      if (!ok) at(name);
    });
    if (ok && !members.unknown.empty()) {
      ok = problem(JsonProblem::Kind::unknown_field, "");
      at(*members.unknown.begin());
    }
    return ok;
  }

  template <class T>
  bool get_vector(JsonElement element, std::vector<T>& values) {
    if (!element.is_array()) return problem(JsonProblem::Kind::wrong_type, "an array");
    for (JsonElement item : simdjson::dom::array(element)) {
      if (get(item, values.emplace_back())) continue;
      at('[' + std::to_string(values.size() - 1) + ']');
      return false;
    }
    return true;
  }

  template <class T>
  bool get_optional(JsonElement element, std::optional<T>& value) {
    if (element.is_null()) return true;
    return get(element, value.emplace());
  }

  template <class E>
  bool get_enum(JsonElement element, E& value) {
    std::string_view text;
    if (!get_view(element, text)) return false;
    const auto found = enum_from_name<E>(text);
    if (!found) {
      std::string choices;
      for (std::string_view choice : EnumNames<E>::values)
        choices += (choices.empty() ? "" : ", ") + std::string(choice);
      return problem(JsonProblem::Kind::bad_value, "one of " + choices);
    }
    value = *found;
    return true;
  }

  template <class Value>
  bool get_from_text(JsonElement element, Value& value,
                     std::optional<Value> (*parse)(std::string_view), const char* expected) {
    std::string_view text;
    if (!get_view(element, text)) return false;
    const auto parsed = parse(text);
    if (!parsed) return problem(JsonProblem::Kind::bad_value, expected);
    value = *parsed;
    return true;
  }

  template <class Integer>
  bool get_integer(JsonElement element, Integer& value) {
    if constexpr (std::is_signed_v<Integer>) {
      std::int64_t wide = 0;
      if (element.get(wide) != simdjson::SUCCESS || wide < std::numeric_limits<Integer>::min() ||
          wide > std::numeric_limits<Integer>::max())
        return problem(JsonProblem::Kind::wrong_type, "an integer in range");
      value = static_cast<Integer>(wide);
    } else {
      std::uint64_t wide = 0;
      if (element.get(wide) != simdjson::SUCCESS || wide > std::numeric_limits<Integer>::max())
        return problem(JsonProblem::Kind::wrong_type, "a whole number in range");
      value = static_cast<Integer>(wide);
    }
    return true;
  }

  bool get_scalar(JsonElement element, std::uint8_t& value) { return get_integer(element, value); }
  bool get_scalar(JsonElement element, std::uint16_t& value) { return get_integer(element, value); }
  bool get_scalar(JsonElement element, std::uint32_t& value) { return get_integer(element, value); }
  bool get_scalar(JsonElement element, std::uint64_t& value) { return get_integer(element, value); }
  bool get_scalar(JsonElement element, std::int32_t& value) { return get_integer(element, value); }
  bool get_scalar(JsonElement element, std::int64_t& value) { return get_integer(element, value); }
  bool get_scalar(JsonElement element, bool& value);
  bool get_scalar(JsonElement element, std::string& value);
  bool get_scalar(JsonElement element, Bytes& value);
  bool get_scalar(JsonElement element, Digest& value);
  bool get_scalar(JsonElement element, Carbon& value);
  bool get_scalar(JsonElement element, Money& value);
  bool get_scalar(JsonElement element, Area& value);
  bool get_scalar(JsonElement element, Degrees& value);
  bool get_scalar(JsonElement element, Instant& value);
  bool get_scalar(JsonElement element, Day& value);
  bool get_scalar(JsonElement element, Serial& value);
  bool get_id(JsonElement element, Code& value);
  bool get_view(JsonElement element, std::string_view& text);

  /// The members of an object by the number of their field.
  struct Members {
    static constexpr std::size_t fields_max = 32;
    std::array<JsonElement, fields_max> found;
    std::uint32_t there = 0;  ///< one bit a field
    std::set<std::string_view> unknown;
    bool has(std::size_t number) const { return (there >> number & 1) != 0; }
  };
  template <class T>
  static std::vector<std::string_view> names_of(const T& value) {
    std::vector<std::string_view> names;
    T::fields(value,
              [&names](const char* name, const auto&, const char*) { names.push_back(name); });
    CHECK(names.size() <= Members::fields_max);
    return names;
  }
  bool open_record(JsonElement element, const std::vector<std::string_view>& names,
                   Members& members);
  bool problem(JsonProblem::Kind kind, std::string expected);
  /// Puts a step before the path of the problem: paths are made from within, when something is
  /// wrong.
  void at(std::string_view step);

  JsonProblem problem_;
};

}  // namespace tanshu
