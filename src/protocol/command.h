// SPDX-License-Identifier: Apache-2.0
// The variant of all commands, the rows that declare them, and the envelope in which one is
// ordered.
#pragma once

#include <expected>
#include <string_view>
#include <variant>
#include <vector>

#include "base/codec.h"
#include "base/json_problem.h"
#include "base/type_info.h"
#include "protocol/clearing_commands.h"
#include "protocol/market_commands.h"
#include "protocol/registry_commands.h"
#include "protocol/trading_commands.h"

namespace tanshu::protocol {

using Command = std::variant<
#define COMMAND(number, name, Struct, may, roles) Struct,
#include "protocol/commands.def"
#undef COMMAND
    std::monostate>;

/// What a command may do to the books; the engine checks every entry against its row.
namespace may {
inline constexpr std::uint8_t configure = 1, mint = 2, burn = 4, move = 8, hold = 16, trade = 32;
}

/// Sets of roles, one bit each.
using RoleSet = std::uint16_t;
constexpr RoleSet role_bit(Role role) {
  return static_cast<RoleSet>(1u << static_cast<unsigned>(role));
}

struct CommandRow {
  std::uint16_t number;
  std::string_view name;
  std::uint8_t may;
  RoleSet roles;
  const TypeInfo* type;
};

const std::vector<CommandRow>& command_rows();
const CommandRow* command_row(std::string_view name);
const CommandRow& row_of(const Command& command);

struct Envelope {
  UserId actor;
  std::string key;  ///< idempotency key, unique for the actor
  Instant at;
  Command command;
};

/// u16 number, actor, key, time, and then the fields of the command. `Out` is Bytes or Buffer.
template <class Out>
void put_envelope(BasicEncoder<Out>& encoder, const Envelope& envelope);
/// Bytes of an encoded envelope before the fields of its command.
std::size_t envelope_head_bytes(const Envelope& envelope);
void get_envelope(Decoder& decoder, Envelope& envelope);

/// The command's body in JSON.
std::string command_json(const Command& command);
/// Reads the body of the named command; `row` comes from command_row().
std::expected<Command, JsonProblem> command_from_json(const CommandRow& row, JsonElement body);

}  // namespace tanshu::protocol
