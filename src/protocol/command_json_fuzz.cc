// SPDX-License-Identifier: Apache-2.0
// Fuzzes the reading of commands from JSON: the first byte picks the command, the rest is its body.
// What is read must be written and read again as the same bytes.
#include "base/check.h"
#include "base/json_reader.h"
#include "protocol/command.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tanshu;
  if (size == 0) return 0;
  const auto& rows = protocol::command_rows();
  const protocol::CommandRow& row = rows[data[0] % rows.size()];
  const auto document = JsonDocument::parse(text_of({data + 1, size - 1}));
  if (!document) return 0;
  const auto command = protocol::command_from_json(row, document->root());
  if (!command) return 0;
  const std::string text = protocol::command_json(*command);
  const auto again = JsonDocument::parse(text);
  CHECK(again.has_value());
  const auto command_again = protocol::command_from_json(row, again->root());
  CHECK(command_again.has_value());
  CHECK(protocol::command_json(*command_again) == text);
  return 0;
}
