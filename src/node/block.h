// SPDX-License-Identifier: Apache-2.0
// A block on its way to the journal: records are encoded once, straight into the body that is
// appended, and hashed once, for the header and the log alike.
#pragma once

#include <span>
#include <vector>

#include "engine/engine.h"
#include "node/chain.h"

namespace tanshu::node {

/// Filled by the thread that executes, then sealed by the thread that appends, then only read.
class Block {
 public:
  Block(std::uint64_t position, std::uint64_t first_leaf, Instant at)
      : position_(position), first_leaf_(first_leaf), at_(at) {}

  /// Where the engine writes records, each with its length before it.
  Buffer& records() { return body_; }
  /// Takes note of the records that these wrote; they stand at next_leaf() and on.
  void note_records(std::span<const engine::Engine::Executed> executed);
  /// What the engine changed; hashed when the block is sealed.
  engine::Engine::Changes& changes() { return changes_; }

  std::uint64_t position() const { return position_; }
  std::uint64_t first_leaf() const { return first_leaf_; }
  Instant at() const { return at_; }
  bool empty() const { return ends_.empty(); }
  std::size_t size() const { return ends_.size(); }
  /// The log index of the next record, or of the header once all are in.
  std::uint64_t next_leaf() const { return first_leaf_ + ends_.size(); }
  ByteView record(std::size_t number) const;
  ByteView body() const { return body_.view(); }

  /// Hashes records and changes and makes the header that continues the chain.
  void seal(const Chain& chain, engine::Digester& digester);
  const protocol::BlockHeader& header() const { return header_; }
  ByteView header_bytes() const { return header_bytes_; }
  /// Of the records and, last, of the header.
  std::span<const Digest> leaf_hashes() const { return leaf_hashes_; }

 private:
  std::uint64_t position_;
  std::uint64_t first_leaf_;
  Instant at_;
  engine::Engine::Changes changes_;
  Buffer body_;
  std::vector<std::size_t> ends_;  ///< of the records in the body

  protocol::BlockHeader header_;
  Bytes header_bytes_;
  std::vector<Digest> leaf_hashes_;
};

}  // namespace tanshu::node
