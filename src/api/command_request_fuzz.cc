// SPDX-License-Identifier: Apache-2.0
// Whatever arrives as a command is read or refused; what is read is written and read back the same.
#include <cstdint>

#include "api/command_request.h"
#include "base/check.h"
#include "base/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tanshu;  // NOLINT: one function
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto command = api::parse_command(text);
  if (!command) {
    CHECK(protocol::refusal_text(command.error().number) != nullptr);
    CHECK(protocol::english_of(command.error()).find('?') == std::string::npos ||
          text.find('?') != std::string_view::npos);
    return 0;
  }
  JsonWriter json;
  json.begin_object().member("command", protocol::row_of(*command).name);
  json.key("body").raw(protocol::command_json(*command)).end_object();
  const auto again = api::parse_command(json.text());
  CHECK(again.has_value());
  CHECK(protocol::command_json(*again) == protocol::command_json(*command));
  return 0;
}
