// SPDX-License-Identifier: Apache-2.0
// The parts of the JSON reader that do not depend on the type read.
#include "base/json_reader.h"

#include <algorithm>

#include "base/decimal.h"

namespace tanshu {
namespace {

std::optional<Serial> serial_from_text(std::string_view text) {
  const auto value = decimal_from_text(text, 0);
  if (!value || *value < 0) return std::nullopt;
  return Serial{static_cast<std::uint64_t>(*value)};
}

/// Why a text is not JSON. In words of ours, because the library's change with its version.
const char* why_not_json(simdjson::error_code error) {
  switch (error) {
    case simdjson::EMPTY:
      return "it is empty";
    case simdjson::UTF8_ERROR:
      return "it is not UTF-8";
    case simdjson::UNCLOSED_STRING:
      return "a string is not closed";
    case simdjson::STRING_ERROR:
      return "a string is malformed";
    case simdjson::UNESCAPED_CHARS:
      return "a string holds a control character";
    case simdjson::NUMBER_ERROR:
      return "a number is malformed";
    case simdjson::T_ATOM_ERROR:
    case simdjson::F_ATOM_ERROR:
    case simdjson::N_ATOM_ERROR:
      return "a word other than true, false and null";
    case simdjson::DEPTH_ERROR:
      return "it is nested too deeply";
    default:
      return "brackets, commas and colons do not fit together";
  }
}

}  // namespace

std::expected<JsonDocument, JsonProblem> JsonDocument::parse(std::string_view text) {
  JsonDocument document;
  document.parser_ = std::make_unique<simdjson::dom::parser>();
  const auto parsed = document.parser_->parse(text.data(), text.size());
  if (parsed.error() != simdjson::SUCCESS)
    return std::unexpected(
        JsonProblem{JsonProblem::Kind::not_json, "", why_not_json(parsed.error())});
  document.root_ = parsed.value_unsafe();
  return document;
}

std::expected<JsonElement, JsonProblem> JsonParser::parse(std::string_view padded_text) {
  const auto parsed = parser_.parse(padded_text.data(), padded_text.size(), false);
  if (parsed.error() == simdjson::SUCCESS) return parsed.value_unsafe();
  return std::unexpected(
      JsonProblem{JsonProblem::Kind::not_json, "", why_not_json(parsed.error())});
}

bool JsonReader::problem(JsonProblem::Kind kind, std::string expected) {
  problem_ = {kind, {}, std::move(expected)};
  return false;
}

void JsonReader::at(std::string_view step) {
  std::string& path = problem_.path;
  if (!path.empty() && path.front() != '[') path.insert(0, 1, '.');
  path.insert(0, step);
}

bool JsonReader::open_record(JsonElement element, const std::vector<std::string_view>& names,
                             Members& members) {
  if (!element.is_object()) return problem(JsonProblem::Kind::wrong_type, "an object");
  std::size_t expected = 0;  // most writers keep the declared order
  for (const auto& member : simdjson::dom::object(element)) {
    std::size_t number = expected;
    if (number >= names.size() || names[number] != member.key)
      number = static_cast<std::size_t>(std::ranges::find(names, member.key) - names.begin());
    bool is_new = false;
    if (number == names.size()) {
      is_new = members.unknown.insert(member.key).second;
    } else {
      is_new = !members.has(number);
      members.there |= 1u << number;
      members.found[number] = member.value;
      expected = number + 1;
    }
    if (is_new) continue;
    problem(JsonProblem::Kind::duplicate_field, "");
    at(member.key);
    return false;
  }
  return true;
}

bool JsonReader::get_view(JsonElement element, std::string_view& text) {
  if (element.get(text) == simdjson::SUCCESS) return true;
  return problem(JsonProblem::Kind::wrong_type, "a string");
}

bool JsonReader::get_scalar(JsonElement element, bool& value) {
  if (element.get(value) == simdjson::SUCCESS) return true;
  return problem(JsonProblem::Kind::wrong_type, "true or false");
}

bool JsonReader::get_scalar(JsonElement element, std::string& value) {
  std::string_view text;
  if (!get_view(element, text)) return false;
  if (text.size() > text_bytes_max || !text_is_clean(text))
    return problem(JsonProblem::Kind::bad_value,
                   "at most 4000 bytes of text without control characters");
  value = text;
  return true;
}

bool JsonReader::get_id(JsonElement element, Code& value) {
  std::string_view text;
  if (!get_view(element, text)) return false;
  if (!id_is_well_formed(text))
    return problem(JsonProblem::Kind::bad_value, "1 to 64 characters of a-z 0-9 . _ / -");
  value = text;
  return true;
}

bool JsonReader::get_scalar(JsonElement element, Bytes& value) {
  std::string_view text;
  if (!get_view(element, text)) return false;
  auto bytes = from_base64(text);
  if (!bytes) return problem(JsonProblem::Kind::bad_value, "base64 with padding");
  value = std::move(*bytes);
  return true;
}

bool JsonReader::get_scalar(JsonElement element, Digest& value) {
  return get_from_text(element, value, &digest_from_hex, "64 lower-case hex digits");
}
bool JsonReader::get_scalar(JsonElement element, Carbon& value) {
  return get_from_text(element, value, &carbon_from_text, "carbon such as \"12.5 tCO2e\"");
}
bool JsonReader::get_scalar(JsonElement element, Money& value) {
  return get_from_text(element, value, &money_from_text, "money such as \"45200.00 CNY\"");
}
bool JsonReader::get_scalar(JsonElement element, Area& value) {
  return get_from_text(element, value, &area_from_text, "an area such as \"22000 mu\"");
}
bool JsonReader::get_scalar(JsonElement element, Degrees& value) {
  return get_from_text(element, value, &degrees_from_text, "degrees such as \"110.0623\" as text");
}
bool JsonReader::get_scalar(JsonElement element, Instant& value) {
  return get_from_text(element, value, &instant_from_text,
                       "an instant such as \"2024-05-01T08:30:00Z\"");
}
bool JsonReader::get_scalar(JsonElement element, Day& value) {
  return get_from_text(element, value, &day_from_text, "a day such as \"2024-05-01\"");
}
bool JsonReader::get_scalar(JsonElement element, Serial& value) {
  return get_from_text(element, value, &serial_from_text, "a serial number as text");
}

}  // namespace tanshu
