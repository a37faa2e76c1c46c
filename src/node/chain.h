// SPDX-License-Identifier: Apache-2.0
// The chain of blocks: what the next header must say, and how records lie in a block's body.
#pragma once

#include <span>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "protocol/record.h"

namespace tanshu::node {

/// Where the chain stands: position and first leaf of the next block, and what it must link to.
class Chain {
 public:
  explicit Chain(HashKind hash = HashKind::sha256) : hash_(hash) {}

  /// What the cell's proofs are made with.
  HashKind hash() const { return hash_; }
  std::uint64_t next_position() const { return next_position_; }
  /// Log index of the next record.
  std::uint64_t next_leaf() const { return next_leaf_; }
  Instant last_at() const { return last_at_; }
  /// Hash of the last block's leaf; zero before the first.
  const Digest& previous_hash() const { return previous_hash_; }
  /// SHA-256 of the same, by which a journal knows it whatever the proofs are made with.
  const Digest& previous_sha256() const { return previous_sha256_; }

  /// The header of the next block over records with these leaf hashes.
  protocol::BlockHeader seal(std::span<const Digest> record_hashes, const Digest& state_digest,
                             Instant at) const;
  /// Checks that a header found in a journal continues the chain and covers the records with these
  /// leaf hashes; or so many records, whose leaf hashes have this root.
  Result<void> check(const protocol::BlockHeader& header,
                     std::span<const Digest> record_hashes) const;
  Result<void> check(const protocol::BlockHeader& header, std::size_t records,
                     const Digest& entries_root) const;
  /// Takes the block in: its records and its header leaf are in the log now.
  void advance(const protocol::BlockHeader& header);

 private:
  HashKind hash_;
  std::uint64_t next_position_ = 0;
  std::uint64_t next_leaf_ = 0;
  Digest previous_hash_;
  Digest previous_sha256_;
  Instant last_at_{INT64_MIN};
};

/// u32 length and bytes of each record.
Bytes pack_records(const std::vector<Bytes>& records);
Result<std::vector<ByteView>> unpack_records(ByteView body);

}  // namespace tanshu::node
