// SPDX-License-Identifier: Apache-2.0
// Everything that goes wrong in a simulated run without being anybody's bug: what the machine, the
// disk, the network and the clock do.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "journal/simulated_journal.h"
#include "protocol/ids.h"

namespace tanshu::sim {

enum class Mishap : std::uint8_t {
  crash_before_execute,
  crash_before_append,
  crash_before_write,
  torn_write,
  lost_tail,
  crash_before_answer,
  crash_between_answers,
  crash_after_answer,
  crash_in_recovery,
  io_error,
  io_error_after_write,
  disk_full,
  slow_sync,
  short_read,
  repeated_append,
  late_append,
  repeated_command,
  reordered_commands,
  lost_command,
  lost_answer,
  clock_forward,
  clock_back,
};

inline constexpr std::size_t mishap_kinds = 22;
using MishapCounts = std::array<std::uint64_t, mishap_kinds>;

/// What befalls the machine while it handles one batch, drawn by number below `machine_mishaps`.
inline constexpr std::size_t machine_mishaps = 13;

/// The journal's part of a mishap, if it is the journal's.
inline std::optional<journal::DiskFault> fault_of(Mishap mishap) {
  using journal::DiskFault;
  switch (mishap) {
    case Mishap::crash_before_write:
      return DiskFault::crash_before_write;
    case Mishap::torn_write:
      return DiskFault::torn_write;
    case Mishap::lost_tail:
      return DiskFault::crash_before_sync;
    case Mishap::crash_before_answer:
      return DiskFault::crash_after_write;
    case Mishap::io_error:
      return DiskFault::io_error;
    case Mishap::io_error_after_write:
      return DiskFault::io_error_after_write;
    case Mishap::disk_full:
      return DiskFault::disk_full;
    case Mishap::slow_sync:
      return DiskFault::slow_sync;
    case Mishap::repeated_append:
      return DiskFault::repeated_append;
    default:
      return std::nullopt;
  }
}

}  // namespace tanshu::sim

TANSHU_ENUM(tanshu::sim::Mishap, "mishap", "crash_before_execute", "crash_before_append",
            "crash_before_write", "torn_write", "lost_tail", "crash_before_answer",
            "crash_between_answers", "crash_after_answer", "crash_in_recovery", "io_error",
            "io_error_after_write", "disk_full", "slow_sync", "short_read", "repeated_append",
            "late_append", "repeated_command", "reordered_commands", "lost_command", "lost_answer",
            "clock_forward", "clock_back");
