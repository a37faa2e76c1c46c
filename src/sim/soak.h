// SPDX-License-Identifier: Apache-2.0
// Seeds in parallel for hours: one process a seed, so that a run that stops itself is a finding and
// not the end.
#pragma once

#include "sim/sim.h"

namespace tanshu::sim {

struct SoakOptions {
  SimOptions each;             ///< the first seed, and what every run is like
  double hours = 0;            ///< 0: no limit of time
  std::uint64_t commands = 0;  ///< in all; 0: no limit
  std::uint64_t each_commands = 1'000'000;
  unsigned jobs = 0;  ///< processes at a time; 0: one a core
};

/// Runs seed after seed until the time is up or the commands are run, and adds up. A run's own end
/// by a signal is a finding with its seed.
SimReport soak(const SoakOptions& options);

/// The same, with a line a run on standard error and the sum on standard output; 0 when clean.
int soak_main(const SoakOptions& options, bool json);

}  // namespace tanshu::sim
