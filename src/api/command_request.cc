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
  std::optional<JsonElement> key;
};

Verdict<Members> members_of(JsonElement root, bool with_key) {
  if (!root.is_object())
    return refuse(RefusalCode::field_has_wrong_type,
                  {{"field", "body"}, {"expected", "an object"}});
  Members members;
  for (const auto& member : simdjson::dom::object(root)) {
    auto* const place = member.key == "command"           ? &members.command
                        : member.key == "body"            ? &members.body
                        : with_key && member.key == "key" ? &members.key
                                                          : nullptr;
    const auto wrong = [&member](RefusalCode code) {
      return refuse(code, {{"field", std::string(member.key)}});
    };
    if (place == nullptr) return wrong(RefusalCode::field_is_unknown);
    if (*place) return wrong(RefusalCode::field_is_repeated);
    *place = member.value;
  }
  const auto missing = [](const char* field) {
    return refuse(RefusalCode::field_is_missing, {{"field", field}});
  };
  if (with_key && !members.key) return missing("key");
  if (!members.command) return missing("command");
  if (!members.body) return missing("body");
  return members;
}

Verdict<std::string_view> text_of(const JsonElement& element, const char* field) {
  std::string_view text;
  if (element.get(text) == simdjson::SUCCESS) return text;
  return refuse(RefusalCode::field_has_wrong_type, {{"field", field}, {"expected", "a string"}});
}

Verdict<Command> command_of(const Members& members) {
  TRY_SET(const std::string_view name, text_of(*members.command, "command"));
  const protocol::CommandRow* row = protocol::command_row(name);
  if (row == nullptr)
    return refuse(RefusalCode::command_is_unknown, {{"command", std::string(name.substr(0, 64))}});
  auto command = protocol::command_from_json(*row, *members.body);
  if (!command) return std::unexpected(refusal_of(command.error()));
  return std::move(*command);
}

bool is_key(std::string_view key) {
  return !key.empty() && key.size() <= key_bytes_max &&
         std::all_of(key.begin(), key.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

Verdict<Command> parse_command(std::string_view text) {
  thread_local JsonParser parser;
  thread_local std::string padded;
  padded = text;
  padded.resize(text.size() + JsonParser::padding_bytes);
  const auto root = parser.parse(std::string_view(padded).substr(0, text.size()));
  if (!root) return std::unexpected(refusal_of(root.error()));
  TRY_SET(const Members members, members_of(*root, false));
  return command_of(members);
}

Verdict<KeyedCommand> read_keyed_command(JsonElement root) {
  TRY_SET(const Members members, members_of(root, true));
  TRY_SET(const std::string_view key, text_of(*members.key, "key"));
  if (!is_key(key))
    return refuse(RefusalCode::field_has_bad_value,
                  {{"field", "key"}, {"expected", "1 to 64 printable characters"}});
  TRY_SET(Command command, command_of(members));
  return KeyedCommand{std::string(key), std::move(command)};
}

Verdict<std::string> check_key(std::string_view key) {
  if (!is_key(key)) return refuse(RefusalCode::key_is_missing);
  return std::string(key);
}

}  // namespace tanshu::api
