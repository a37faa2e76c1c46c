// SPDX-License-Identifier: Apache-2.0
// Reading commands from JSON.
#include "api/command_request.h"

#include <algorithm>

#include "api/answer.h"
#include "base/json_reader.h"

namespace tanshu::api {

using protocol::Command;
using protocol::RefusalCode;
using protocol::refuse;
using protocol::Verdict;

namespace {

constexpr std::size_t key_bytes_max = 64;

struct Members {
  std::optional<JsonElement> command;
  std::optional<JsonElement> body;
};

Verdict<Members> members_of(JsonElement root) {
  if (!root.is_object())
    return refuse(RefusalCode::field_has_wrong_type,
                  {{"field", "body"}, {"expected", "an object"}});
  Members members;
  for (const auto& member : simdjson::dom::object(root)) {
    const bool names_command = member.key == "command";
    if (!names_command && member.key != "body")
      return refuse(RefusalCode::field_is_unknown, {{"field", std::string(member.key)}});
    auto& place = names_command ? members.command : members.body;
    if (place) return refuse(RefusalCode::field_is_repeated, {{"field", std::string(member.key)}});
    place = member.value;
  }
  if (!members.command) return refuse(RefusalCode::field_is_missing, {{"field", "command"}});
  if (!members.body) return refuse(RefusalCode::field_is_missing, {{"field", "body"}});
  return members;
}

}  // namespace

Verdict<Command> parse_command(std::string_view text) {
  const auto document = JsonDocument::parse(text);
  if (!document) return std::unexpected(refusal_of(document.error()));
  TRY_SET(const Members members, members_of(document->root()));
  std::string_view name;
  if (members.command->get(name) != simdjson::SUCCESS)
    return refuse(RefusalCode::field_has_wrong_type,
                  {{"field", "command"}, {"expected", "a string"}});
  const protocol::CommandRow* row = protocol::command_row(name);
  if (row == nullptr)
    return refuse(RefusalCode::command_is_unknown, {{"command", std::string(name.substr(0, 64))}});
  auto command = protocol::command_from_json(*row, *members.body);
  if (!command) return std::unexpected(refusal_of(command.error()));
  return std::move(*command);
}

Verdict<std::string> check_key(std::string_view key) {
  const bool printable =
      std::all_of(key.begin(), key.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (key.empty() || key.size() > key_bytes_max || !printable)
    return refuse(RefusalCode::key_is_missing);
  return std::string(key);
}

}  // namespace tanshu::api
