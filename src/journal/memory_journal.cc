// SPDX-License-Identifier: Apache-2.0
// Blocks are copied out before they are visited, so that a visitor may append.
#include "journal/memory_journal.h"

namespace tanshu::journal {

Appended MemoryJournal::append(std::uint64_t expected_position, ByteView header, ByteView body) {
  const std::lock_guard lock(store_->mutex);
  if (expected_position != store_->blocks.size())
    return not_the_head(expected_position, store_->blocks.size());
  store_->blocks.push_back({{header.begin(), header.end()}, {body.begin(), body.end()}});
  return {};
}

Result<std::uint64_t> MemoryJournal::head() {
  const std::lock_guard lock(store_->mutex);
  return store_->blocks.size();
}

Result<void> MemoryJournal::read(std::uint64_t from, const BlockVisitor& visit) {
  for (std::uint64_t position = from;; ++position) {
    MemoryStore::Block block;
    {
      const std::lock_guard lock(store_->mutex);
      if (position >= store_->blocks.size()) return {};
      block = store_->blocks[position];
    }
    if (!visit(position, block.header, block.body)) return {};
  }
}

}  // namespace tanshu::journal
