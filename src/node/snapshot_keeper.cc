// SPDX-License-Identifier: Apache-2.0
// A snapshot that cannot be made is tried again when as much has happened again.
#include "node/snapshot_keeper.h"

#include <fmt/format.h>

#include "node/priority.h"
#include "node/snapshot.h"

namespace tanshu::node {

SnapshotKeeper::SnapshotKeeper(Plan plan, std::uint64_t leaves_in_newest)
    : plan_(std::move(plan)),
      due_at_(plan_.every_leaves == 0 ? UINT64_MAX : leaves_in_newest + plan_.every_leaves) {
  if (plan_.every_leaves != 0) thread_ = std::thread([this] { loop(); });
}

SnapshotKeeper::~SnapshotKeeper() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void SnapshotKeeper::note_durable(std::uint64_t leaves) {
  durable_ = leaves;
  if (leaves < due_at_) return;
  { const std::lock_guard lock(mutex_); }
  wake_.notify_one();
}

void SnapshotKeeper::loop() {
  give_way();
  std::unique_lock lock(mutex_);
  while (!closing_) {
    wake_.wait(lock, [this] { return closing_ || durable_ >= due_at_; });
    if (closing_) return;
    due_at_ = durable_ + plan_.every_leaves;
    lock.unlock();
    make();
    lock.lock();
  }
}

void SnapshotKeeper::make() {
  auto journal = plan_.open_reader();
  if (!journal) return plan_.notice(fmt::format("no snapshot is made: {}", journal.error().what));
  const auto made = make_snapshot(plan_.dir, plan_.cell, **journal, [this] { return !closing_; });
  if (!made && !closing_) plan_.notice(fmt::format("no snapshot is made: {}", made.error().what));
}

}  // namespace tanshu::node
