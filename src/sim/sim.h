// SPDX-License-Identifier: Apache-2.0
// The simulator: a seeded stream of commands, right and wrong, through the engine, with a naive
// auditor beside it who keeps the same books by simpler means, and every invariant.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace tanshu::sim {

struct SimOptions {
  std::uint64_t settle_every = 64;    ///< commands in a block: digest and totals are compared
  std::uint64_t check_every = 2'000;  ///< commands between checks of every invariant over all rows
};

struct SimReport {
  std::uint64_t seed = 0;
  std::uint64_t commands = 0;  ///< executed, up to the first problem
  std::uint64_t accepted = 0;
  std::uint64_t predicted = 0;  ///< outcomes that the auditor foretold
  std::map<std::string, std::uint64_t> accepted_by_command;
  std::map<std::uint16_t, std::uint64_t> refused_by_number;
  Digest digest;
  std::vector<std::string> problems;  ///< the first thing that was wrong, or nothing
};

/// Runs `commands` commands from `seed` and stops at the first problem. The same seed gives the
/// same run on any machine. Records go through their bytes into a second engine, which must come to
/// the same outcomes and digest.
SimReport simulate(std::uint64_t seed, std::uint64_t commands, const SimOptions& options = {});

/// Simulates, prints the report (as one JSON object, or in Chinese and English lines) to standard
/// output and returns the exit code: 0 when nothing was wrong, else 1.
int sim_main(std::uint64_t seed, std::uint64_t commands, bool json);

}  // namespace tanshu::sim
