// SPDX-License-Identifier: Apache-2.0
// The simulator: seeded rounds of a cell's life on machines that fail, beside an auditor who keeps
// the same books by simpler means, with every invariant after every batch.
#pragma once

#include <cstdint>
#include <functional>

#include "sim/plants.h"
#include "sim/report.h"

namespace tanshu::sim {

struct SimOptions {
  std::uint64_t seed = 1;
  std::uint64_t commands = 100'000;  ///< at least so many, to the end of a round
  /// Runs this round of the seed alone.
  std::optional<std::uint64_t> round = std::nullopt;
  /// Blocks between two checks of every invariant over all rows.
  std::uint64_t check_every = 1;
  Plant plant = Plant::none;
};

/// Lives round after round until the commands are run, or up to the first problem. The same options
/// give the same run, to the last bit of its digest, on any machine.
SimReport simulate(const SimOptions& options);

/// Simulates, prints the report (as one JSON object, or in Chinese and English lines) to standard
/// output and returns the exit code: 0 when nothing was wrong, else 1.
int sim_main(const SimOptions& options, bool json);

/// Plants each bug in turn and prints after how many commands it was found; 0 when all were.
int plants_main(const SimOptions& options, bool json);

}  // namespace tanshu::sim
