// SPDX-License-Identifier: Apache-2.0
// The body of POST /v1/commands, read strictly: {"command":"buy_listing","body":{…}} and nothing
// else.
#pragma once

#include <string_view>

#include "protocol/command.h"
#include "protocol/refusal.h"

namespace tanshu::api {

/// Refusals 1020 to 1026.
protocol::Verdict<protocol::Command> parse_command(std::string_view body);

/// A command with its idempotency key, as a line of a batch has it:
/// {"key":"k-1","command":"buy_listing","body":{…}}.
struct KeyedCommand {
  std::string key;
  protocol::Command command;
};
/// Refusals 1021 to 1026.
protocol::Verdict<KeyedCommand> read_keyed_command(JsonElement root);

/// 1 to 64 printable ASCII characters, or key_is_missing.
protocol::Verdict<std::string> check_key(std::string_view key);

}  // namespace tanshu::api
