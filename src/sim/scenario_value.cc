// SPDX-License-Identifier: Apache-2.0
// Short forms to JSON.
#include "sim/scenario_value.h"

#include <fmt/format.h>

#include <charconv>

#include "base/hash.h"
#include "base/json.h"
#include "sim/scenario_text.h"

namespace tanshu::sim {
namespace {

std::string json_text(std::string_view text) {
  JsonWriter json;
  json.text(text);
  return json.take();
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// Parts between commas, trimmed.
std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!trimmed(text).empty()) {
    const std::size_t comma = text.find(',');
    parts.push_back(trimmed(text.substr(0, comma)));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return parts;
}

/// 3*"ab" → ababab; "ab" → ab; ab → ab.
std::string plain_text(std::string_view text) {
  std::size_t times = 1;
  const std::size_t star = text.find("*\"");
  if (star != std::string_view::npos && star > 0) {
    const auto read = std::from_chars(text.data(), text.data() + star, times);
    if (read.ec == std::errc() && read.ptr == text.data() + star) text.remove_prefix(star + 1);
  }
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    text = text.substr(1, text.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

/// "b1 10 tCO2e" is a batch and an amount, "110.00 41.00" a longitude and a latitude: the first
/// word is the first field, the rest the second.
Result<std::string> pair_json(const TypeInfo& type, std::string_view text) {
  const std::size_t blank = text.find(' ');
  if (type.fields.size() != 2 || blank == std::string_view::npos)
    return failure(fmt::format("'{}' is no {}", text, type.name));
  TRY_SET(const std::string first, value_json(*type.fields[0].type, text.substr(0, blank)));
  TRY_SET(const std::string second,
          value_json(*type.fields[1].type, trimmed(text.substr(blank + 1))));
  return fmt::format("{{\"{}\":{},\"{}\":{}}}", type.fields[0].name, first, type.fields[1].name,
                     second);
}

Result<std::string> list_json(const TypeInfo& element, std::string_view text) {
  if (text.starts_with('(') && text.ends_with(')')) text = text.substr(1, text.size() - 2);
  const std::string plain = plain_text(text);
  std::string out = "[";
  for (const std::string_view part : parts_of(plain)) {
    TRY_SET(const std::string json,
            element.shape == Shape::record ? pair_json(element, part) : value_json(element, part));
    out += (out.size() == 1 ? "" : ",") + json;
  }
  return out + "]";
}

Result<std::string> period_json(const TypeInfo& type, std::string_view text) {
  const std::size_t dots = text.find("..");
  if (type.name != "Period" || dots == std::string_view::npos)
    return failure(fmt::format("'{}' is no {}", text, type.name));
  return fmt::format("{{\"first\":{},\"last\":{}}}", json_text(text.substr(0, dots)),
                     json_text(text.substr(dots + 2)));
}

}  // namespace

Result<std::string> value_json(const TypeInfo& type, std::string_view text) {
  if (text.starts_with('[') || text.starts_with('{')) return std::string(text);
  switch (type.shape) {
    case Shape::optional:
      return value_json(*type.element, text);
    case Shape::boolean:
      return std::string(text == "yes" ? "true" : text == "no" ? "false" : text);
    case Shape::u8:
    case Shape::u16:
    case Shape::u32:
    case Shape::u64:
    case Shape::i32:
    case Shape::i64:
      return std::string(text);
    case Shape::list:
      return list_json(*type.element, text);
    case Shape::record:
      return period_json(type, text);
    case Shape::digest:
      if (text.starts_with("sha256(") && text.ends_with(')'))
        return json_text(sha256(text.substr(7, text.size() - 8)).hex());
      return json_text(text);
    default:
      return json_text(plain_text(text));
  }
}

Result<std::string> record_json(const TypeInfo& type, const std::vector<std::string>& words) {
  std::string out = "{";
  for (const std::string& word : words) {
    const auto [name, value] = field_of(word);
    if (name.empty()) return failure(fmt::format("'{}' is not name=value", word));
    std::string json = json_text(plain_text(value));
    for (const FieldInfo& field : type.fields)
      if (field.name == name) {
        TRY_SET(json, value_json(*field.type, value));
      }
    out += fmt::format("{}{}:{}", out.size() == 1 ? "" : ",", json_text(name), json);
  }
  return out + "}";
}

}  // namespace tanshu::sim
