// SPDX-License-Identifier: Apache-2.0
// JSON Schema 2020-12 from the described types.
#include <fmt/format.h>

#include "protocol/schema.h"

namespace tanshu::protocol {
namespace {

constexpr std::string_view carbon_in =
    R"(^-?(0|[1-9][0-9]*)((\.[0-9]{1,9})? tCO2e|(\.[0-9]{1,6})? kgCO2e|(\.[0-9]{1,3})? gCO2e| mgCO2e)$)";
constexpr std::string_view carbon_out = R"(^-?(0|[1-9][0-9]*)(\.[0-9]{0,8}[1-9])? tCO2e$)";
constexpr std::string_view money_in = R"(^-?(0|[1-9][0-9]*)(\.[0-9]{1,2})? CNY$)";
constexpr std::string_view money_out = R"(^-?(0|[1-9][0-9]*)\.[0-9]{2} CNY$)";
constexpr std::string_view area_pattern = R"(^-?(0|[1-9][0-9]*)(\.[0-9]{1,2})? mu$)";
constexpr std::string_view degrees_pattern = R"(^-?(0|[1-9][0-9]*)(\.[0-9]{1,7})?$)";
constexpr std::string_view instant_pattern =
    R"(^[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{9})?Z$)";
constexpr std::string_view day_pattern = R"(^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$)";

std::string id_pattern(bool may_be_empty) {
  const std::string code = fmt::format("[a-z0-9][a-z0-9._/-]{{0,{}}}", id_bytes_max - 1);
  return may_be_empty ? "^(" + code + ")?$" : "^" + code + "$";
}

std::string pattern_of(Shape shape, SchemaUse use) {
  const bool in = use == SchemaUse::request;
  switch (shape) {
    case Shape::digest:
      return "^[0-9a-f]{64}$";
    case Shape::carbon:
      return std::string(in ? carbon_in : carbon_out);
    case Shape::money:
      return std::string(in ? money_in : money_out);
    case Shape::area:
      return std::string(area_pattern);
    case Shape::degrees:
      return std::string(degrees_pattern);
    case Shape::instant:
      return std::string(instant_pattern);
    case Shape::day:
      return std::string(day_pattern);
    case Shape::serial:
      return "^(0|[1-9][0-9]*)$";
    case Shape::id:
      return id_pattern(!in);
    default:
      return {};
  }
}

/// The largest value of an integer shape, the least being zero or, for signed ones, its negative
/// minus one.
std::string_view maximum_of(Shape shape) {
  switch (shape) {
    case Shape::u8:
      return "255";
    case Shape::u16:
      return "65535";
    case Shape::u32:
      return "4294967295";
    case Shape::u64:
      return "18446744073709551615";
    case Shape::i32:
      return "2147483647";
    default:
      return "9223372036854775807";
  }
}

std::string_view minimum_of(Shape shape) {
  if (shape == Shape::i32) return "-2147483648";
  return shape == Shape::i64 ? "-9223372036854775808" : "0";
}

void put_scalar_members(JsonWriter& json, const TypeInfo& type, SchemaUse use) {
  switch (type.shape) {
    case Shape::boolean:
      json.member("type", "boolean");
      return;
    case Shape::u8:
    case Shape::u16:
    case Shape::u32:
    case Shape::u64:
    case Shape::i32:
    case Shape::i64:
      json.member("type", "integer").key("minimum").raw(minimum_of(type.shape));
      json.key("maximum").raw(maximum_of(type.shape));
      return;
    case Shape::text:
      json.member("type", "string").member("maxLength", std::uint64_t{text_bytes_max});
      return;
    case Shape::bytes:
      json.member("type", "string").member("contentEncoding", "base64");
      return;
    default:
      json.member("type", "string").member("pattern", pattern_of(type.shape, use));
  }
}

/// The members of a type's schema, without the braces, so that a description can be added.
void put_members(JsonWriter& json, const TypeInfo& type, std::string_view prefix, SchemaUse use) {
  if (type.shape == Shape::record || type.shape == Shape::enumeration) {
    json.member("$ref", std::string(prefix) + type.name);
  } else if (type.shape == Shape::list) {
    json.member("type", "array").key("items");
    put_schema(json, *type.element, prefix, use);
  } else if (type.shape == Shape::optional) {
    json.key("anyOf").begin_array();
    put_schema(json, *type.element, prefix, use);
    json.begin_object().member("type", "null").end_object().end_array();
  } else {
    put_scalar_members(json, type, use);
  }
}

void put_definition_members(JsonWriter& json, const TypeInfo& type, std::string_view prefix,
                            SchemaUse use) {
  json.member("title", std::string_view(type.name));
  if (type.shape == Shape::enumeration) {
    json.member("type", "string").key("enum").begin_array();
    for (const std::string& value : type.values) json.text(value);
    json.end_array();
    return;
  }
  json.member("type", "object").key("properties").begin_object();
  for (const FieldInfo& field : type.fields) {
    json.key(field.name).begin_object().member("description", std::string_view(field.doc));
    put_members(json, *field.type, prefix, use);
    json.end_object();
  }
  json.end_object().key("required").begin_array();
  for (const FieldInfo& field : type.fields)
    if (use == SchemaUse::response || field.type->shape != Shape::optional) json.text(field.name);
  json.end_array().member("additionalProperties", false);
}

void collect_inner(const TypeInfo& type, std::map<std::string, const TypeInfo*>& found) {
  if (type.element != nullptr) collect_inner(*type.element, found);
  for (const FieldInfo& field : type.fields) {
    const TypeInfo* inner = field.type;
    while (inner->element != nullptr) inner = inner->element;
    const bool named = inner->shape == Shape::record || inner->shape == Shape::enumeration;
    if (named && found.emplace(inner->name, inner).second) collect_inner(*inner, found);
  }
}

}  // namespace

void put_schema(JsonWriter& json, const TypeInfo& type, std::string_view reference_prefix,
                SchemaUse use) {
  json.begin_object();
  put_members(json, type, reference_prefix, use);
  json.end_object();
}

void put_schema_definition(JsonWriter& json, const TypeInfo& type,
                           std::string_view reference_prefix, SchemaUse use) {
  json.begin_object();
  put_definition_members(json, type, reference_prefix, use);
  json.end_object();
}

std::string json_schema(const TypeInfo& type, SchemaUse use) {
  constexpr std::string_view prefix = "#/$defs/";
  JsonWriter json;
  json.begin_object().member("$schema", "https://json-schema.org/draft/2020-12/schema");
  put_definition_members(json, type, prefix, use);
  std::map<std::string, const TypeInfo*> inner;
  collect_inner(type, inner);
  if (!inner.empty()) {
    json.key("$defs").begin_object();
    for (const auto& [name, info] : inner) {
      json.key(name);
      put_schema_definition(json, *info, prefix, use);
    }
    json.end_object();
  }
  json.end_object();
  return json.take();
}

}  // namespace tanshu::protocol
