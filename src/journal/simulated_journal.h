// SPDX-License-Identifier: Apache-2.0
// A journal for the simulator, on a disk in memory that outlives the machine: everything that disks
// and machines do to an append and to a read.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "journal/journal.h"

namespace tanshu::journal {

enum class DiskFault {
  /// EIO: the append fails and nothing is written.
  io_error,
  /// ENOSPC: the append fails and nothing is written.
  disk_full,
  /// EIO reported by the sync although the block did reach the disk.
  io_error_after_write,
  /// The machine stops before the write: the caller never hears, the block is not there.
  crash_before_write,
  /// The machine stops between write and sync: the caller never hears, the block is gone.
  crash_before_sync,
  /// The machine stops after the sync: the caller never hears, the block is there.
  crash_after_write,
  /// The machine stops during the write: half of the block's body is there. Opening drops it.
  torn_write,
  /// A disk that lies: the append is acknowledged from its cache, and gone when the machine stops.
  unsynced_write,
  /// The sync takes half a minute.
  slow_sync,
  /// The append reaches the disk twice; the second must find another head.
  repeated_append,
};

/// Which append (counted from 0 over the life of a SimulatedJournal) meets which fault.
using DiskFaults = std::map<std::uint64_t, DiskFault>;

/// What outlives a SimulatedJournal, as a disk outlives a machine.
class SimulatedDisk {
 public:
  struct Block {
    Bytes header;
    Bytes body;
    std::size_t body_bytes = 0;  ///< as written; a torn block holds fewer
    bool torn() const { return body.size() < body_bytes; }
  };
  std::uint64_t size() const;

 private:
  friend class SimulatedJournal;

  Appended add(std::uint64_t position, ByteView header, ByteView body);
  std::optional<Block> block(std::uint64_t position) const;
  void sync();
  /// What no sync has reached is gone, but for a torn block.
  void lose_power();
  /// A torn block at the end was never acknowledged, and goes.
  void mend();

  mutable std::mutex mutex_;
  std::vector<Block> blocks_;
  std::size_t synced_ = 0;
};

/// After a failing append it refuses appends, after a crash everything: open another one on the
/// same store, as a restart would. Several may stand on one store; compare-and-append keeps them
/// apart.
class SimulatedJournal : public Journal {
 public:
  explicit SimulatedJournal(std::shared_ptr<SimulatedDisk> store, DiskFaults plan = {});

  Appended append(std::uint64_t expected_position, ByteView header, ByteView body) override;
  Result<std::uint64_t> head() override;
  Result<void> read(std::uint64_t from, const BlockVisitor& visit) override;
  Result<void> tidy() override;

  /// The next append meets this fault.
  void plan_next(DiskFault fault) { plan_[appends_] = fault; }
  /// The next read of this block delivers half of its body, once.
  void plan_short_read(std::uint64_t position) { short_read_ = position; }
  /// The machine stops now.
  void crash();
  /// Has a fault stopped the machine?
  bool crashed() const { return crashed_; }
  /// Appends tried so far.
  std::uint64_t appends() const { return appends_; }
  /// Virtual time that appends have taken.
  std::int64_t spent_ns() const { return spent_ns_; }

 private:
  Appended meet(DiskFault fault, std::uint64_t position, ByteView header, ByteView body);
  Appended write(std::uint64_t position, ByteView header, ByteView body);

  std::shared_ptr<SimulatedDisk> store_;
  DiskFaults plan_;
  std::optional<std::uint64_t> short_read_;
  std::uint64_t appends_ = 0;
  std::int64_t spent_ns_ = 0;
  bool refusing_ = false;
  bool crashed_ = false;
};

}  // namespace tanshu::journal
