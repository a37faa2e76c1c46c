// SPDX-License-Identifier: Apache-2.0
// Scenarios: commands in, events or refusals out, the state digest at the end, in plain text.
//
//   # comment
//   at 2024-03-01T02:00:00Z          the clock; each command takes a second
//   li: confirm_report report=m1     who gives which command, with its fields
//   => refused 1115 user=li          or the events, each with the fields that matter
//   units guyang b1 free = 10 tCO2e  what an account has of a batch in a place
//   cash guyang held = 0.00 CNY      … and of money, free or held
//   digest 3f2a…                     of the whole state
//
// A line that begins with a blank continues the line before it. `key=…` before the colon
// ("li key=k1: …") gives the idempotency key by hand; `=> answered` then says that the key and
// command had their answer before. `repeat 800` … `end` gives the lines between so many times, and
// `use ../story/issued.scn` begins where another scenario ends. Field forms: scenario_value.h.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "protocol/record.h"

namespace tanshu::sim {

struct ScenarioReport {
  std::uint64_t commands = 0;
  /// "market.scn:12: trade_made was not expected": empty when all is as the text says and every
  /// invariant held after every command.
  std::vector<std::string> problems;
  Digest digest;
  std::vector<protocol::Record> records;
};

/// Runs the file through a fresh engine. Fails when the text itself cannot be read.
Result<ScenarioReport> run_scenario(const std::filesystem::path& file);

/// The text with its last line saying `digest`.
std::string with_digest(std::string_view text, const Digest& digest);

}  // namespace tanshu::sim
