// SPDX-License-Identifier: Apache-2.0
// Fuzzes the reading of commands from JSON: the first byte picks the command, the rest is its body,
// or edits of a well-formed body. What is read must be written and read again as the same bytes.
#include "base/check.h"
#include "base/json_reader.h"
#include "protocol/command.h"
#include "protocol/sample.h"

namespace {

using namespace tanshu;

void check(const protocol::CommandRow& row, std::string_view body) {
  const auto document = JsonDocument::parse(body);
  if (!document) return;
  const auto command = protocol::command_from_json(row, document->root());
  if (!command) return;
  const std::string text = protocol::command_json(*command);
  const auto again = JsonDocument::parse(text);
  CHECK(again.has_value());
  const auto command_again = protocol::command_from_json(row, again->root());
  CHECK(command_again.has_value());
  CHECK(protocol::command_json(*command_again) == text);
}

std::vector<std::string> make_samples() {
  protocol::Sampler sampler;
  std::vector<std::string> samples;
  for (const protocol::Command& command : protocol::sample_commands(sampler))
    samples.push_back(protocol::command_json(command));
  return samples;
}

/// Edits of three bytes: a place, and the character to put there.
std::string edited(std::string text, ByteView edits) {
  for (std::size_t i = 0; i + 2 < edits.size(); i += 3)
    text[static_cast<std::size_t>(edits[i] * 256 + edits[i + 1]) % text.size()] =
        static_cast<char>(edits[i + 2]);
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const std::vector<std::string> samples = make_samples();
  const std::size_t which = data[0] % samples.size();
  const protocol::CommandRow& row = protocol::command_rows()[which];
  const ByteView rest(data + 1, size - 1);
  check(row, text_of(rest));
  check(row, edited(samples[which], rest));
  return 0;
}
