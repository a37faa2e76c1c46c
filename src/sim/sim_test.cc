// SPDX-License-Identifier: Apache-2.0
// Runs of the simulator that fit into a test, and what makes a run worth its name.
#include "sim/sim.h"

#include <gtest/gtest.h>

#include "protocol/record.h"

namespace tanshu::sim {
namespace {

void expect_clean(const SimReport& report) {
  for (const std::string& problem : report.problems)
    ADD_FAILURE() << "seed " << report.seed << ", " << problem;
}

TEST(Simulation, finds_nothing_wrong) {
  for (const std::uint64_t seed : {1u, 2u, 3u}) expect_clean(simulate(seed, 4'000));
}

TEST(Simulation, repeats_itself_from_its_seed) {
  const SimReport one = simulate(7, 1'500), two = simulate(7, 1'500), other = simulate(8, 1'500);
  expect_clean(one);
  EXPECT_EQ(one.digest, two.digest);
  EXPECT_EQ(one.accepted, two.accepted);
  EXPECT_NE(one.digest, other.digest);
}

TEST(Simulation, accepts_every_command_and_meets_many_refusals) {
  const SimReport report = simulate(11, 12'000);
  expect_clean(report);
  for (const protocol::CommandRow& row : protocol::command_rows())
    EXPECT_TRUE(report.accepted_by_command.contains(std::string(row.name))) << row.name;
  EXPECT_GT(report.refused_by_number.size(), 35u);
  EXPECT_GT(report.predicted, 1'000u);
  EXPECT_GT(report.accepted, report.commands / 3);
}

TEST(Simulation, checks_every_command_of_a_short_run) {
  expect_clean(simulate(5, 600, {.settle_every = 1, .check_every = 1}));
}

}  // namespace
}  // namespace tanshu::sim
