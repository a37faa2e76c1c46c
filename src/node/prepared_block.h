// SPDX-License-Identifier: Apache-2.0
// A block as it was read back, taken apart and hashed: all that can be done with it without knowing
// the state, so that another thread may do it ahead.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "base/hash.h"
#include "engine/command_batch.h"
#include "journal/journal.h"
#include "protocol/record.h"

namespace tanshu::node {

struct PreparedBlock {
  std::uint64_t position = 0;
  Bytes header_bytes;
  Bytes body;
  protocol::BlockHeader header;
  std::vector<ByteView> records;  ///< views into body
  /// What the records answer, up to the first that cannot be read.
  engine::CommandBatch commands;
  std::vector<Digest> hashes;  ///< of the records and, last, of the header
  Digest entries_root;
  /// Why the rest could not be filled, or empty.
  std::string problem;
};

PreparedBlock prepare_block(std::uint64_t position, ByteView header, ByteView body, HashKind hash);

/// Reads a journal from a block on, a few megabytes ahead of who takes the blocks.
class BlocksAhead {
 public:
  /// Up to block `end`, or to the journal's end. The journal must outlive this.
  BlocksAhead(journal::Journal& journal, HashKind hash, std::uint64_t from, std::uint64_t end);
  ~BlocksAhead();
  BlocksAhead(const BlocksAhead&) = delete;
  BlocksAhead& operator=(const BlocksAhead&) = delete;

  /// Some blocks, in order; none at the end. A failure of the journal comes after the blocks before
  /// it.
  Result<std::vector<PreparedBlock>> next();

 private:
  void read(std::uint64_t from, std::uint64_t end);
  /// False when nobody wants more.
  bool push(std::vector<PreparedBlock>& blocks);

  journal::Journal& journal_;
  const HashKind hash_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::vector<PreparedBlock>> ready_;
  Result<void> outcome_;
  bool ended_ = false;
  bool unwanted_ = false;
  std::thread thread_;
};

}  // namespace tanshu::node
