// SPDX-License-Identifier: Apache-2.0
// Runs of the simulator that fit into a test, and what makes a run worth its name.
#include "sim/sim.h"

#include <gtest/gtest.h>

#include <set>

#include "protocol/record.h"
#include "sim/workload.h"

namespace tanshu::sim {
namespace {

using protocol::RefusalCode;

void expect_clean(const SimReport& report) {
  for (const Finding& finding : report.findings)
    ADD_FAILURE() << "seed " << finding.seed << ", round " << finding.round << ", after "
                  << finding.commands << " commands: " << finding.what;
}

TEST(Workload, draws_every_command_there_is) {
  std::set<std::string_view> drawn;
  for (const Workload::Drawing& drawing : Workload::drawings()) {
    EXPECT_GT(drawing.weight, 0u);
    EXPECT_TRUE(drawn.insert(drawing.command).second) << drawing.command << " stands twice";
    EXPECT_NE(protocol::command_row(drawing.command), nullptr) << drawing.command;
  }
  for (const protocol::CommandRow& row : protocol::command_rows())
    EXPECT_TRUE(drawn.contains(row.name)) << row.name << " has no row in Workload::drawings()";
}

TEST(Simulation, finds_nothing_wrong) {
  for (const std::uint64_t seed : {1u, 2u, 3u})
    expect_clean(simulate({.seed = seed, .commands = 6'000}));
}

TEST(Simulation, repeats_itself_from_its_seed) {
  const auto run = [](std::uint64_t seed) { return simulate({.seed = seed, .commands = 4'000}); };
  const SimReport one = run(7), two = run(7), other = run(8);
  expect_clean(one);
  EXPECT_EQ(encode(one), encode(two));
  EXPECT_NE(one.digest, other.digest);
}

/// Refusals that an engine cannot meet: they belong to the server, to documents and to estimates.
bool is_reachable(RefusalCode code) {
  const auto number = static_cast<std::uint16_t>(code);
  return (number >= 1002 && number <= 1010 && code != RefusalCode::key_is_missing) ||
         (number >= 1100 && number < 1500);
}

TEST(Simulation, accepts_every_command_meets_every_refusal_and_every_mishap) {
  const SimReport report = simulate({.seed = 11, .commands = 120'000, .check_every = 64});
  expect_clean(report);
  for (std::size_t i = 0; i < protocol::command_rows().size(); ++i)
    EXPECT_GT(report.accepted_by_command[i], 0u) << protocol::command_rows()[i].name;
  std::set<std::uint16_t> met;
  for (const NumberCount& refused : report.refused) met.insert(refused.number);
  for (const protocol::RefusalText& text : protocol::all_refusals())
    EXPECT_TRUE(!is_reachable(text.code) || met.contains(static_cast<std::uint16_t>(text.code)))
        << text.name;
  for (std::size_t i = 0; i < mishap_kinds; ++i)
    EXPECT_GT(report.mishaps[i], 0u) << EnumNames<Mishap>::values[i];
  EXPECT_GT(report.accepted, report.commands / 3);
}

TEST(Simulation, runs_one_round_of_a_seed_alone) {
  const SimReport one = simulate({.seed = 5, .round = 3}), two = simulate({.seed = 5, .round = 3});
  expect_clean(one);
  EXPECT_EQ(one.rounds, 1u);
  EXPECT_EQ(encode(one), encode(two));
}

TEST(Simulation, finds_every_planted_bug) {
  for (std::size_t i = 1; i < plant_kinds; ++i) {
    const auto plant = static_cast<Plant>(i);
    const SimReport report = simulate({.seed = 1, .commands = 50'000, .plant = plant});
    EXPECT_FALSE(report.findings.empty()) << name_of(plant) << " was not found";
  }
}

}  // namespace
}  // namespace tanshu::sim
