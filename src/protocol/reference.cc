// SPDX-License-Identifier: Apache-2.0
// The reference page of commands, events and refusals.
#include <fmt/format.h>

#include "protocol/labels.h"
#include "protocol/record.h"
#include "protocol/schema.h"

namespace tanshu::protocol {
namespace {

std::string joined(const std::vector<std::string_view>& names, std::string_view none) {
  if (names.empty()) return std::string(none);
  std::string text;
  for (std::string_view name : names) text += fmt::format("{}`{}`", text.empty() ? "" : ", ", name);
  return text;
}

std::string type_text(const TypeInfo& type) {
  switch (type.shape) {
    case Shape::list:
      return "list of " + type_text(*type.element);
    case Shape::optional:
      return type_text(*type.element) + ", or none";
    case Shape::id:
      return fmt::format("id of {}", type.name);
    case Shape::record:
    case Shape::enumeration:
      return fmt::format("[{0}](#{1})", type.name, [&] {
        std::string anchor = type.name;
        for (char& c : anchor) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        return anchor;
      }());
    default:
      return std::string(shape_name(type.shape));
  }
}

void add_fields(std::string& page, const TypeInfo& type) {
  if (type.fields.empty()) return;
  page += "| field | type | |\n| --- | --- | --- |\n";
  for (const FieldInfo& field : type.fields)
    page += fmt::format("| `{}` | {} | {} |\n", field.name, type_text(*field.type), field.doc);
  page += '\n';
}

void add_commands(std::string& page) {
  page += "## Commands\n\n";
  for (const CommandRow& row : command_rows()) {
    const Title& title = command_title(row.number);
    page += fmt::format("### {} {}\n\n{} ({}). {}\n\n", row.number, row.name, title.en, title.zh,
                        title.sentence_en);
    page += fmt::format("May: {}. Roles: {}.\n\n", joined(may_names(row), "nothing"),
                        joined(role_names(row), "none; only the first entry of a journal"));
    add_fields(page, *row.type);
  }
}

void add_events(std::string& page) {
  page += "## Events\n\n";
  for (const EventRow& row : event_rows()) {
    const Title& title = event_title(row.number);
    page += fmt::format("### {} {}\n\n{} ({}). {}\n\n", row.number, row.name, title.en, title.zh,
                        title.sentence_en);
    add_fields(page, *row.type);
  }
}

bool is_row_type(const TypeInfo* type) {
  for (const CommandRow& row : command_rows())
    if (row.type == type) return true;
  for (const EventRow& row : event_rows())
    if (row.type == type) return true;
  return false;
}

void add_types(std::string& page) {
  page += "## Types\n\n";
  for (const auto& [name, type] : type_catalogue().records) {
    if (is_row_type(type)) continue;
    page += fmt::format("### {}\n\n", name);
    add_fields(page, *type);
  }
  page += "## Enumerations\n\nIn the binary form a value is its place in the list, from 0.\n\n";
  for (const auto& [name, type] : type_catalogue().enumerations) {
    page += fmt::format("### {}\n\n", name);
    page += joined({type->values.begin(), type->values.end()}, "") + "\n\n";
  }
}

void add_refusals(std::string& page) {
  page +=
      "## Refusals\n\n| number | name | HTTP | English | Chinese |\n| --- | --- | --- | --- | --- "
      "|\n";
  for (const RefusalText& refusal : all_refusals())
    page += fmt::format("| {} | `{}` | {} | {} | {} |\n", static_cast<int>(refusal.code),
                        refusal.name, refusal.http_status, refusal.english, refusal.chinese);
}

}  // namespace

std::string reference_markdown() {
  std::string page = fmt::format(
      "# Commands, events and refusals\n\n"
      "This page follows from the declarations in `src/protocol`; `tanshu schema markdown` "
      "prints it.\n"
      "A command is given with `POST /v1/commands`. Carbon is text such as `12.5 tCO2e`, money "
      "`45200.00 CNY`,\n"
      "an area `22000 mu`, a day `2024-05-01`, an instant `2024-05-01T08:30:00Z`, a digest 64 "
      "lower-case hex\n"
      "digits, an id up to {} of `a-z 0-9 . _ / -`, a serial a whole number as text.\n\n",
      id_bytes_max);
  add_commands(page);
  add_events(page);
  add_types(page);
  add_refusals(page);
  return page;
}

}  // namespace tanshu::protocol
