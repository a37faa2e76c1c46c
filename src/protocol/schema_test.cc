// SPDX-License-Identifier: Apache-2.0
// Tests of the descriptions: complete, deterministic, and fresh where they are committed.
#include "protocol/schema.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/json_reader.h"
#include "protocol/labels.h"
#include "protocol/record.h"

namespace tanshu::protocol {
namespace {

std::set<std::string> all_field_names() {
  std::set<std::string> names;
  for (const auto& [name, type] : type_catalogue().records)
    for (const FieldInfo& field : type->fields) names.insert(field.name);
  return names;
}

std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Compares a committed file with what the declarations say now. TANSHU_WRITE_GENERATED=1 writes it
/// instead.
void expect_fresh(const std::string& relative, const std::string& wanted) {
  const auto path = std::filesystem::path(TANSHU_SOURCE_DIR) / relative;
  if (std::getenv("TANSHU_WRITE_GENERATED") != nullptr) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << wanted;
  }
  ASSERT_TRUE(std::filesystem::exists(path)) << relative << " is missing";
  EXPECT_TRUE(file_text(path) == wanted)
      << relative
      << " is stale: TANSHU_WRITE_GENERATED=1 protocol_test --gtest_filter='Generated.*'";
}

TEST(Labels, exist_for_every_field_and_no_other) {
  std::set<std::string> labelled;
  for (const FieldLabel& label : field_labels()) {
    EXPECT_TRUE(labelled.insert(std::string(label.field)).second) << label.field;
    EXPECT_FALSE(label.zh.empty());
    EXPECT_FALSE(label.en.empty());
  }
  EXPECT_EQ(labelled, all_field_names());
}

TEST(Labels, exist_for_every_value_and_no_other) {
  std::set<std::pair<std::string, std::string>> wanted, labelled;
  for (const auto& [name, type] : type_catalogue().enumerations)
    for (const std::string& value : type->values) wanted.emplace(name, value);
  for (const char* may : {"configure", "mint", "burn", "move", "hold", "trade"})
    wanted.emplace("may", may);
  for (const ValueLabel& label : value_labels()) {
    EXPECT_TRUE(labelled.emplace(label.enumeration, label.value).second) << label.value;
    EXPECT_FALSE(label.zh.empty());
    EXPECT_FALSE(label.en.empty());
  }
  EXPECT_EQ(labelled, wanted);
}

TEST(Titles, exist_for_every_command_and_event) {
  std::vector<std::uint16_t> commands, events, titled_commands, titled_events;
  for (const CommandRow& row : command_rows()) commands.push_back(row.number);
  for (const EventRow& row : event_rows()) events.push_back(row.number);
  for (const Title& title : command_titles()) titled_commands.push_back(title.number);
  for (const Title& title : event_titles()) titled_events.push_back(title.number);
  EXPECT_EQ(titled_commands, commands);
  EXPECT_EQ(titled_events, events);
  for (const auto* titles : {&command_titles(), &event_titles()})
    for (const Title& title : *titles) {
      EXPECT_TRUE(title.sentence_en.ends_with('.')) << title.en;
      EXPECT_TRUE(title.sentence_zh.ends_with("。")) << title.zh;
      EXPECT_FALSE(title.zh.empty() || title.en.empty());
    }
}

TEST(CommandRows, have_unique_numbers_and_names) {
  std::set<std::uint16_t> numbers;
  std::set<std::string_view> names;
  for (const CommandRow& row : command_rows()) {
    EXPECT_TRUE(numbers.insert(row.number).second) << row.name;
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_FALSE(may_names(row).empty()) << row.name;
    EXPECT_EQ(command_row(row.name), &row);
  }
  EXPECT_EQ(command_row("no_such_command"), nullptr);
}

TEST(EventRows, have_unique_numbers_and_names) {
  std::set<std::uint16_t> numbers;
  std::set<std::string_view> names;
  for (const EventRow& row : event_rows()) {
    EXPECT_TRUE(numbers.insert(row.number).second) << row.name;
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
  }
}

TEST(ProtocolJson, is_json_that_names_everything) {
  const std::string text = protocol_json();
  EXPECT_EQ(text, protocol_json());
  const auto document = JsonDocument::parse(text);
  ASSERT_TRUE(document) << document.error().expected;
  const JsonElement root = document->root();
  EXPECT_EQ(root["commands"].get_array().value().size(), command_rows().size());
  EXPECT_EQ(root["events"].get_array().value().size(), event_rows().size());
  EXPECT_EQ(root["refusals"].get_array().value().size(), all_refusals().size());
  EXPECT_EQ(root["labels"].get_object().value().size(), all_field_names().size());
  EXPECT_EQ(root["values"].get_object().value().size(),
            root["enums"].get_object().value().size() + 1);
  for (const CommandRow& row : command_rows())
    EXPECT_EQ(root["types"].at_key(row.type->name).error(), simdjson::SUCCESS) << row.name;
  EXPECT_EQ(root["commands"].at(0)["type"]["name"].get_string().value(), "OpenCell");
  EXPECT_EQ(root["types"].at_key("BlockHeader").error(), simdjson::SUCCESS);
}

TEST(JsonSchema, refers_only_to_what_it_defines) {
  for (const auto& [name, type] : type_catalogue().records)
    for (const SchemaUse use : {SchemaUse::request, SchemaUse::response}) {
      const std::string text = json_schema(*type, use);
      const auto document = JsonDocument::parse(text);
      ASSERT_TRUE(document) << name;
      const std::string_view prefix = "\"$ref\":\"#/$defs/";
      for (std::size_t at = text.find(prefix); at != std::string::npos;
           at = text.find(prefix, at + 1)) {
        const std::size_t from = at + prefix.size();
        const std::string target = text.substr(from, text.find('"', from) - from);
        EXPECT_EQ(document->root()["$defs"][target].error(), simdjson::SUCCESS) << name << target;
      }
    }
}

TEST(JsonSchema, is_closed_and_asks_for_every_field_but_optionals) {
  const auto request = JsonDocument::parse(json_schema(type_of<Batch>(), SchemaUse::request));
  const auto response = JsonDocument::parse(json_schema(type_of<Batch>(), SchemaUse::response));
  ASSERT_TRUE(request && response);
  EXPECT_EQ(request->root()["additionalProperties"].get_bool().value(), false);
  EXPECT_EQ(request->root()["required"].get_array().value().size(), 9u);
  EXPECT_EQ(response->root()["required"].get_array().value().size(), 11u);
}

TEST(Generated, reference_page_is_fresh) {
  expect_fresh("docs/reference/commands.md", reference_markdown());
}

TEST(Generated, protocol_json_of_the_web_is_fresh) {
  expect_fresh("web/src/generated/protocol.json", protocol_json() + "\n");
}

}  // namespace
}  // namespace tanshu::protocol
