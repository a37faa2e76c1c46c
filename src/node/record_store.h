// SPDX-License-Identifier: Apache-2.0
// Reads leaves back from the journal by their log index.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "journal/journal.h"
#include "node/node.h"

namespace tanshu::node {

/// A block as it was read back.
struct StoredBlock {
  protocol::BlockHeader header;
  Bytes header_bytes;
  Bytes body;
  std::vector<ByteView> records;  ///< views into body

  /// Is a record of the block at this log index? (The header's own leaf is none.)
  bool holds(std::uint64_t log_index) const {
    return log_index >= header.first_leaf && log_index - header.first_leaf < records.size();
  }
};

/// Any thread may read while one thread notes new blocks.
class RecordStore {
 public:
  /// The journal must outlive the store.
  explicit RecordStore(journal::Journal& journal) : journal_(journal) {}

  /// A block is in the journal; call it in order of position.
  void note(std::uint64_t first_leaf, std::uint32_t record_count);

  /// Blocks noted, and leaves in them.
  std::uint64_t blocks() const;
  std::uint64_t leaves() const;
  /// Log index of the first leaf of a block, which may be the next one.
  std::uint64_t first_leaf_of(std::uint64_t block) const;
  /// The block that holds the log index, or the number of blocks.
  std::uint64_t block_of(std::uint64_t log_index) const;

  Result<StoredBlock> block_with(std::uint64_t log_index) const;
  /// The bytes of a leaf: a record, or the header that closes a block.
  Result<Bytes> leaf(std::uint64_t log_index) const;
  /// Records from `from_index` on, at most `limit`, oldest first.
  Result<std::vector<Published>> records(std::uint64_t from_index, std::size_t limit) const;

 private:
  journal::Journal& journal_;
  mutable std::mutex mutex_;
  std::vector<std::uint64_t> first_leaves_;
  std::uint64_t next_leaf_ = 0;
};

}  // namespace tanshu::node
