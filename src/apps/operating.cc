// SPDX-License-Identifier: Apache-2.0
// command, user and schema: an operator's hands on a data directory.
#include <fmt/format.h>

#include <iostream>

#include "api/access.h"
#include "api/answer.h"
#include "apps/commands.h"
#include "apps/terminal.h"
#include "base/file.h"
#include "base/json_reader.h"
#include "node/node.h"
#include "protocol/schema.h"

namespace tanshu::apps {
namespace {

std::string made_up_key() {
  std::array<std::uint8_t, 16> bytes{};
  fill_random(bytes);
  return "cli-" + to_hex(bytes);
}

protocol::Verdict<protocol::Command> read_command(const std::string& name, std::string_view body) {
  const protocol::CommandRow* row = protocol::command_row(name);
  if (row == nullptr)
    return protocol::refuse(protocol::RefusalCode::command_is_unknown, {{"command", name}});
  const auto document = JsonDocument::parse(body);
  if (!document) return std::unexpected(api::refusal_of(document.error()));
  auto command = protocol::command_from_json(*row, document->root());
  if (!command) return std::unexpected(api::refusal_of(command.error()));
  return std::move(*command);
}

}  // namespace

int give(const GiveCommand& c) {
  std::string body = c.body;
  if (body.starts_with('@')) {
    auto file = read_file(body.substr(1));
    if (!file) return fail(file.error());
    body = std::move(*file);
  }
  auto command = read_command(c.name, body);
  if (!command) return refused(command.error());
  auto node = node::Node::open({c.data, &now});
  if (!node) return fail(node.error());
  const std::string key = c.key.empty() ? made_up_key() : c.key;
  protocol::Record record{{{c.actor}, key, {}, *command}, {}};
  const auto receipt = (*node)->submit({{c.actor}, key, std::move(*command)});
  if (!receipt) return fail(receipt.error());
  if (!receipt->recorded) return refused(receipt->outcome.error());
  record.envelope.at = receipt->at;
  record.outcome = receipt->outcome;
  JsonWriter json;
  protocol::put_record_json(json, record);
  say(json.take());
  return receipt->outcome ? exit_good : refused(receipt->outcome.error());
}

int set_password(const std::string& data, const std::string& user) {
  auto access = api::AccessControl::open(data);
  if (!access) return fail(access.error());
  std::string password;
  std::getline(std::cin, password);
  const auto set = (*access)->set_password({user}, password);
  return set ? exit_good : refused(set.error());
}

int create_token(const std::string& data, const std::string& user) {
  auto access = api::AccessControl::open(data);
  if (!access) return fail(access.error());
  const auto token = (*access)->create_token({user});
  if (!token) return refused(token.error());
  say(*token);
  return exit_good;
}

int schema(const std::string& what) {
  if (what == "json") {
    say(protocol::protocol_json());
  } else if (what == "markdown") {
    fmt::print("{}", protocol::reference_markdown());
  } else if (const protocol::CommandRow* row = protocol::command_row(what)) {
    say(protocol::json_schema(*row->type));
  } else {
    return fail({fmt::format("\"{}\" is neither json, markdown nor a command", what)});
  }
  return exit_good;
}

}  // namespace tanshu::apps
