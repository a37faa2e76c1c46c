// SPDX-License-Identifier: Apache-2.0
// Seeds in processes of their own: what they did adds up, and a finding keeps its seed.
#include "sim/soak.h"

#include <gtest/gtest.h>

namespace tanshu::sim {
namespace {

SoakOptions three_seeds() {
  SoakOptions options;
  options.each.seed = 20;
  options.commands = 2'500;
  options.each_commands = 1'000;
  options.jobs = 2;
  return options;
}

TEST(Soak, adds_up_the_runs_of_its_seeds) {
  const SimReport sum = soak(three_seeds());
  SimReport expected;
  for (const std::uint64_t seed : {20u, 21u, 22u})
    expected.add(simulate({.seed = seed, .commands = seed == 22 ? 500u : 1'000u}));
  EXPECT_TRUE(sum.findings.empty());
  EXPECT_EQ(sum.runs, 3u);
  EXPECT_GE(sum.commands, 2'500u);
  EXPECT_EQ(encode(sum), encode(expected));
}

TEST(Soak, names_the_seed_of_a_finding) {
  SoakOptions options = three_seeds();
  options.each.plant = Plant::split_rounds_up;
  const SimReport sum = soak(options);
  ASSERT_EQ(sum.findings.size(), 3u);
  EXPECT_EQ(sum.findings.front().seed, 20u);
  EXPECT_EQ(sum.findings.back().seed, 22u);
}

TEST(Soak, starts_nothing_without_a_limit) {
  SoakOptions options = three_seeds();
  options.commands = 0;
  EXPECT_EQ(soak(options).runs, 0u);
}

}  // namespace
}  // namespace tanshu::sim
