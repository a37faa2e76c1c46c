// SPDX-License-Identifier: Apache-2.0
// Faults by plan; without a fault a block is written and synced.
#include "journal/simulated_journal.h"

#include "journal/wording.h"

namespace tanshu::journal {
namespace {

constexpr std::int64_t sync_ns = 2'000'000, slow_sync_ns = 30'000'000'000;

std::string stopped() {
  return said("机器已停", "the machine has stopped");
}

std::unexpected<AppendFailure> storage(std::string what) {
  return append_failure(AppendFailure::Kind::storage, std::move(what));
}

}  // namespace

std::uint64_t SimulatedDisk::size() const {
  const std::lock_guard lock(mutex_);
  return blocks_.size();
}

Appended SimulatedDisk::add(std::uint64_t position, ByteView header, ByteView body) {
  const std::lock_guard lock(mutex_);
  if (position != blocks_.size()) return not_the_head(position, blocks_.size());
  blocks_.push_back({{header.begin(), header.end()}, {body.begin(), body.end()}, body.size()});
  return {};
}

std::optional<SimulatedDisk::Block> SimulatedDisk::block(std::uint64_t position) const {
  const std::lock_guard lock(mutex_);
  if (position >= blocks_.size()) return std::nullopt;
  return blocks_[position];
}

void SimulatedDisk::sync() {
  const std::lock_guard lock(mutex_);
  synced_ = blocks_.size();
}

void SimulatedDisk::lose_power() {
  const std::lock_guard lock(mutex_);
  while (blocks_.size() > synced_ && !blocks_.back().torn()) blocks_.pop_back();
}

void SimulatedDisk::mend() {
  const std::lock_guard lock(mutex_);
  if (blocks_.size() > synced_ && blocks_.back().torn()) blocks_.pop_back();
}

SimulatedJournal::SimulatedJournal(std::shared_ptr<SimulatedDisk> store, DiskFaults plan)
    : store_(std::move(store)), plan_(std::move(plan)) {
  store_->mend();
}

Appended SimulatedJournal::append(std::uint64_t expected_position, ByteView header, ByteView body) {
  if (crashed_) return storage(stopped());
  if (refusing_)
    return storage(said("此前写入失败，须重新打开", "an earlier append failed; open anew"));
  const auto planned = plan_.find(appends_++);
  spent_ns_ += sync_ns;
  return planned == plan_.end() ? write(expected_position, header, body)
                                : meet(planned->second, expected_position, header, body);
}

Appended SimulatedJournal::write(std::uint64_t position, ByteView header, ByteView body) {
  auto written = store_->add(position, header, body);
  if (written) store_->sync();
  return written;
}

Appended SimulatedJournal::meet(DiskFault fault, std::uint64_t position, ByteView header,
                                ByteView body) {
  switch (fault) {
    case DiskFault::unsynced_write:
      return store_->add(position, header, body);
    case DiskFault::slow_sync:
      spent_ns_ += slow_sync_ns;
      return write(position, header, body);
    case DiskFault::repeated_append: {
      auto written = write(position, header, body);
      if (written && write(position, header, body)) return storage("the disk took a block twice");
      return written;
    }
    case DiskFault::io_error:
    case DiskFault::io_error_after_write:
      refusing_ = true;
      if (fault == DiskFault::io_error_after_write)
        if (auto written = write(position, header, body); !written) return written;
      return storage("disk I/O error");
    case DiskFault::disk_full:
      refusing_ = true;
      return storage("database or disk is full");
    case DiskFault::crash_before_write:
      break;
    case DiskFault::crash_before_sync:
      if (auto written = store_->add(position, header, body); !written) return written;
      break;
    case DiskFault::crash_after_write:
      if (auto written = write(position, header, body); !written) return written;
      break;
    case DiskFault::torn_write: {
      if (auto written = store_->add(position, header, body); !written) return written;
      const std::lock_guard lock(store_->mutex_);
      store_->blocks_.back().body.resize(body.size() / 2);
      break;
    }
  }
  crash();
  return storage(stopped());
}

void SimulatedJournal::crash() {
  crashed_ = true;
  store_->lose_power();
}

Result<std::uint64_t> SimulatedJournal::head() {
  if (crashed_) return failure(stopped());
  return store_->size();
}

/// Blocks are copied out before they are visited, so that a visitor may append.
Result<void> SimulatedJournal::read(std::uint64_t from, const BlockVisitor& visit) {
  for (std::uint64_t position = from;; ++position) {
    if (crashed_) return failure(stopped());
    auto block = store_->block(position);
    if (!block) return {};
    if (short_read_ == position) {
      short_read_.reset();
      block->body.resize(block->body.size() / 2);
    }
    if (!visit(position, block->header, block->body)) return {};
  }
}

Result<void> SimulatedJournal::tidy() {
  if (crashed_) return failure(stopped());
  return {};
}

}  // namespace tanshu::journal
