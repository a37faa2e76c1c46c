// SPDX-License-Identifier: Apache-2.0
// A journal that fails by plan, for simulation: everything that disks and machines do to an append.
#pragma once

#include <map>

#include "journal/journal.h"

namespace tanshu::journal {

enum class Fault {
  /// EIO: the append fails and nothing is written.
  io_error,
  /// ENOSPC: the append fails and nothing is written.
  disk_full,
  /// EIO reported by the sync although the block did reach the disk.
  io_error_after_write,
  /// The machine stops before the write: the caller never hears, the block is not there.
  crash_before_write,
  /// The machine stops after the write: the caller never hears, the block is there.
  crash_after_write,
  /// A disk that lies: the append is acknowledged and the block is not there.
  lost_write,
  /// A disk that tears: the machine stops and the block is there with half of its body.
  torn_write,
};

/// Which append (counted from 0 over the life of this object) meets which fault.
using FaultPlan = std::map<std::uint64_t, Fault>;

/// Decorates another journal, which must outlive it. After a failing append it refuses appends,
/// after a crash everything: put another one around the same journal, as a restart would.
class FaultyJournal : public Journal {
 public:
  FaultyJournal(Journal& journal, FaultPlan plan) : journal_(journal), plan_(std::move(plan)) {}

  Appended append(std::uint64_t expected_position, ByteView header, ByteView body) override;
  Result<std::uint64_t> head() override;
  Result<void> read(std::uint64_t from, const BlockVisitor& visit) override;
  Result<void> tidy() override;

  /// Has a fault stopped the machine?
  bool crashed() const { return crashed_; }
  /// Appends tried so far.
  std::uint64_t appends() const { return appends_; }

 private:
  Appended fail(Fault fault, std::uint64_t position, ByteView header, ByteView body);

  Journal& journal_;
  FaultPlan plan_;
  std::uint64_t appends_ = 0;
  bool refusing_ = false;
  bool crashed_ = false;
};

}  // namespace tanshu::journal
