// SPDX-License-Identifier: Apache-2.0
// The simulator from the command line.
#include <fmt/format.h>

#include "apps/commands.h"
#include "sim/soak.h"

namespace tanshu::apps {
namespace {

constexpr std::uint64_t commands_by_default = 100'000;

int unknown_plant(const std::string& name) {
  fmt::print(stderr, "没有缺陷 no bug {}; 可植入 known:", name);
  for (std::size_t i = 1; i < sim::plant_kinds; ++i)
    fmt::print(stderr, " {}", name_of(static_cast<sim::Plant>(i)));
  fmt::print(stderr, " all\n");
  return 2;
}

}  // namespace

int simulate(const SimCommand& command) {
  sim::SimOptions options;
  options.seed = command.seed;
  options.commands = command.commands.value_or(commands_by_default);
  options.round = command.round;
  options.check_every = std::max<std::uint64_t>(1, command.check_every);
  if (command.plant == "all") return sim::plants_main(options, command.json);
  if (!command.plant.empty()) {
    const auto plant = enum_from_name<sim::Plant>(command.plant);
    if (!plant) return unknown_plant(command.plant);
    options.plant = *plant;
  }
  const bool many = command.hours > 0 || command.jobs > 0;
  if (!many || options.round) return sim::sim_main(options, command.json);
  sim::SoakOptions soak;
  soak.each = options;
  soak.hours = command.hours;
  soak.jobs = command.jobs;
  soak.commands = command.commands.value_or(command.hours > 0 ? 0 : commands_by_default);
  return sim::soak_main(soak, command.json);
}

}  // namespace tanshu::apps
