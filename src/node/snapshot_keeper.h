// SPDX-License-Identifier: Apache-2.0
// The thread that makes a snapshot whenever enough has happened since the last. It works from the
// journal with an engine of its own, at low priority: whoever writes or reads notices nothing but
// the memory, which is that of a second engine while it works.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "node/data_dir.h"
#include "node/node.h"

namespace tanshu::node {

class SnapshotKeeper {
 public:
  struct Plan {
    DataDir dir;
    std::string cell;
    OpenJournal open_reader;
    /// Leaves of the log from one snapshot to the next; 0 makes none.
    std::uint64_t every_leaves = 0;
    std::function<void(const std::string&)> notice;
  };
  SnapshotKeeper(Plan plan, std::uint64_t leaves_in_newest);
  /// Gives up a snapshot that is being made.
  ~SnapshotKeeper();
  SnapshotKeeper(const SnapshotKeeper&) = delete;
  SnapshotKeeper& operator=(const SnapshotKeeper&) = delete;

  /// So many leaves are durable. Costs next to nothing.
  void note_durable(std::uint64_t leaves);

 private:
  void loop();
  void make();

  const Plan plan_;
  std::atomic<std::uint64_t> due_at_;
  std::atomic<std::uint64_t> durable_ = 0;
  std::atomic<bool> closing_ = false;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::thread thread_;
};

}  // namespace tanshu::node
