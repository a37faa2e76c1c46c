// SPDX-License-Identifier: Apache-2.0
// A journal in memory, for tests and simulation.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "journal/journal.h"

namespace tanshu::journal {

/// What outlives a MemoryJournal, as a disk outlives a process.
struct MemoryStore {
  struct Block {
    Bytes header;
    Bytes body;
  };
  std::mutex mutex;
  std::vector<Block> blocks;
};

class MemoryJournal : public Journal {
 public:
  MemoryJournal() : MemoryJournal(std::make_shared<MemoryStore>()) {}
  /// Opens what another journal wrote to the store. Several may write; compare-and-append keeps
  /// them apart.
  explicit MemoryJournal(std::shared_ptr<MemoryStore> store) : store_(std::move(store)) {}

  Appended append(std::uint64_t expected_position, ByteView header, ByteView body) override;
  Result<std::uint64_t> head() override;
  Result<void> read(std::uint64_t from, const BlockVisitor& visit) override;
  Result<void> tidy() override { return {}; }

 private:
  std::shared_ptr<MemoryStore> store_;
};

}  // namespace tanshu::journal
