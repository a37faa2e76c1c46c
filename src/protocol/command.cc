// SPDX-License-Identifier: Apache-2.0
// The command table, and the codec of envelopes: u16 number, then the fields of the command.
#include "protocol/command.h"

#include "base/check.h"
#include "base/json.h"
#include "base/json_reader.h"

namespace tanshu::protocol {
namespace {

namespace role_sets {
constexpr RoleSet none = 0;
constexpr RoleSet administrator = role_bit(Role::administrator);
constexpr RoleSet bureau_officer = role_bit(Role::bureau_officer);
constexpr RoleSet verifier = role_bit(Role::verifier);
constexpr RoleSet exchange_operator = role_bit(Role::exchange_operator);
constexpr RoleSet clearing_officer = role_bit(Role::clearing_officer);
constexpr RoleSet trader = role_bit(Role::trader);
}  // namespace role_sets

std::vector<CommandRow> make_rows() {
  using namespace may;
  using namespace role_sets;
  return {
#define COMMAND(number, name, Struct, may, roles) {number, #name, may, roles, &type_of<Struct>()},
#include "protocol/commands.def"
#undef COMMAND
  };
}

}  // namespace

const std::vector<CommandRow>& command_rows() {
  static const std::vector<CommandRow> rows = make_rows();
  return rows;
}

const CommandRow* command_row(std::string_view name) {
  for (const CommandRow& row : command_rows())
    if (row.name == name) return &row;
  return nullptr;
}

const CommandRow& row_of(const Command& command) {
  CHECK(command.index() < command_rows().size());
  return command_rows()[command.index()];
}

template <class Out>
void put_envelope(BasicEncoder<Out>& encoder, const Envelope& envelope) {
  encoder.put(row_of(envelope.command).number);
  encoder.put(envelope.actor);
  encoder.put(envelope.key);
  encoder.put(envelope.at);
  std::visit(
      [&encoder]<class T>(const T& body) {
        if constexpr (!std::is_same_v<T, std::monostate>) encoder.put(body);
      },
      envelope.command);
}

template void put_envelope(BasicEncoder<Bytes>&, const Envelope&);
template void put_envelope(BasicEncoder<Buffer>&, const Envelope&);

std::size_t envelope_head_bytes(const Envelope& envelope) {
  constexpr std::size_t number = 2, length = 4, time = 8;
  return number + length + envelope.actor.text.size() + length + envelope.key.size() + time;
}

void get_envelope(Decoder& decoder, Envelope& envelope) {
  std::uint16_t number = 0;
  decoder.get(number);
  decoder.get(envelope.actor);
  decoder.get(envelope.key);
  decoder.get(envelope.at);
  switch (number) {
#define COMMAND(number, name, Struct, may, roles) \
  case number:                                    \
    return decoder.get(envelope.command.emplace<Struct>());
#include "protocol/commands.def"
#undef COMMAND
    default:
      decoder.refuse();
  }
}

std::string command_json(const Command& command) {
  return std::visit(
      []<class T>(const T& body) -> std::string {
        if constexpr (std::is_same_v<T, std::monostate>)
          return "null";
        else
          return to_json(body);
      },
      command);
}

std::expected<Command, JsonProblem> command_from_json(const CommandRow& row, JsonElement body) {
  switch (row.number) {
#define COMMAND(number, name, Struct, may, roles)               \
  case number: {                                                \
    auto read = JsonReader::read<Struct>(body, "body");         \
    if (!read) return std::unexpected(std::move(read.error())); \
    return Command(std::move(*read));                           \
  }
#include "protocol/commands.def"
#undef COMMAND
    default:
      CHECK(false);
      return Command();
  }
}

}  // namespace tanshu::protocol
