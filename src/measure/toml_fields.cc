// SPDX-License-Identifier: Apache-2.0
// The edge to toml++: its exceptions and types stop here.
#include "measure/toml_fields.h"

#include <fmt/format.h>

namespace tanshu::measure {

namespace {
constexpr double number_max = 1e12;
constexpr std::size_t text_max = 4000;
const toml::table empty_table;
}  // namespace

const toml::node* TomlFields::find(const char* key, bool required) {
  asked_.insert(key);
  const toml::node* node = table_->get(key);
  if (node == nullptr && required) wrong(key, "missing");
  return node;
}

std::string TomlFields::text(const char* key) {
  const toml::node* node = find(key, true);
  if (node == nullptr) return {};
  const auto value = node->value_exact<std::string>();
  if (!value || value->size() > text_max) wrong(key, "text of at most 4000 bytes");
  return value.value_or("");
}

std::string TomlFields::text_or(const char* key, std::string_view fallback) {
  return find(key, false) == nullptr ? std::string(fallback) : text(key);
}

double TomlFields::number(const char* key) {
  const toml::node* node = find(key, true);
  if (node == nullptr) return 0;
  const auto value = node->is_number() ? node->value<double>() : std::nullopt;
  if (!value || !std::isfinite(*value) || std::abs(*value) > number_max) {
    wrong(key, "a number between -1e12 and 1e12");
    return 0;
  }
  return *value;
}

std::optional<double> TomlFields::number_if(const char* key) {
  if (find(key, false) == nullptr) return std::nullopt;
  return number(key);
}

std::int64_t TomlFields::whole_number(const char* key, std::int64_t least, std::int64_t most) {
  const toml::node* node = find(key, true);
  if (node == nullptr) return least;
  const auto value = node->value_exact<std::int64_t>();
  if (value && least <= *value && *value <= most) return *value;
  wrong(key, fmt::format("a whole number from {} to {}", least, most));
  return least;
}

bool TomlFields::flag_or(const char* key, bool fallback) {
  const toml::node* node = find(key, false);
  if (node == nullptr) return fallback;
  const auto value = node->value_exact<bool>();
  if (!value) wrong(key, "true or false");
  return value.value_or(fallback);
}

Text TomlFields::words(const char* key) {
  TomlFields both = table(key);
  Text result;
  result.zh = both.text("zh");
  result.en = both.text("en");
  both.done();
  return result;
}

Source TomlFields::source(const char* key) {
  TomlFields fields = table(key);
  Source result;
  result.document = fields.text("document");
  result.clause = fields.text_or("clause", "");
  const auto confidence = confidence_from_name(fields.text("confidence"));
  if (!confidence) fields.wrong("confidence", "one of official, published, own, unverified");
  result.confidence = confidence.value_or(Confidence::unverified);
  fields.done();
  return result;
}

std::vector<std::string> TomlFields::texts(const char* key) {
  std::vector<std::string> result;
  const toml::node* node = find(key, true);
  if (node == nullptr) return result;
  const toml::array* array = node->as_array();
  if (array == nullptr) wrong(key, "a list of texts");
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    const auto value = (*array)[i].value_exact<std::string>();
    if (!value || value->empty() || value->size() > text_max) wrong(key, "a list of texts");
    result.push_back(value.value_or(""));
  }
  return result;
}

std::vector<TomlFields> TomlFields::tables(const char* key) {
  std::vector<TomlFields> result;
  const toml::node* node = find(key, false);
  if (node == nullptr) return result;
  const toml::array* array = node->as_array();
  if (array == nullptr) wrong(key, "a list of tables");
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    const toml::table* element = (*array)[i].as_table();
    if (element == nullptr) wrong(key, "a list of tables");
    result.emplace_back(element == nullptr ? empty_table : *element,
                        fmt::format("{}[{}]", path(key), i), *trouble_);
  }
  return result;
}

TomlFields TomlFields::table(const char* key) {
  const toml::node* node = find(key, true);
  const toml::table* inner = node == nullptr ? nullptr : node->as_table();
  if (inner == nullptr) wrong(key, "a table");
  return {inner == nullptr ? empty_table : *inner, path(key), *trouble_};
}

void TomlFields::done() {
  for (const auto& [key, node] : *table_)
    if (!asked_.contains(key.str())) return wrong(std::string(key.str()), "unknown key");
}

toml::table parse_toml(std::string_view text, TomlTrouble& trouble) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    trouble.note(fmt::format("line {}", error.source().begin.line),
                 std::string(error.description()));
    return {};
  }
}

}  // namespace tanshu::measure
