// SPDX-License-Identifier: Apache-2.0
// Keeps books in step with a journal that another node writes: reads what is new, re-executes it,
// has the storage confirm that it will stay, and only then takes it for durable.
#pragma once

#include <vector>

#include "node/record_store.h"
#include "node/replayer.h"

namespace tanshu::node {

class Follower {
 public:
  /// Journal and store must outlive the follower. The store knows the blocks of `known`, which were
  /// acknowledged or confirmed; the replayer may stand there or before.
  Follower(journal::Journal& journal, RecordStore& store, Replayer replayer, const Chain& known);

  /// Takes in everything there is. After a failure it may be called again; if what was read turns
  /// out not to stay, it begins from the first block.
  Result<void> catch_up();
  /// The same for a node that is about to write: confirmed even if nothing is new.
  Result<void> catch_up_to_write();

  Replayer& replayer() { return replayer_; }

 private:
  struct Unconfirmed {
    std::uint64_t block = 0;
    std::uint64_t first_leaf = 0;
    std::uint32_t record_count = 0;
  };
  Result<void> read();
  Result<void> confirm();
  Result<void> start_over(Failure why);

  journal::Journal& journal_;
  RecordStore& store_;
  Replayer replayer_;
  Digest last_header_;
  /// Blocks of the store, and SHA-256 of the last one's header.
  std::uint64_t known_blocks_;
  Digest known_header_;
  std::vector<Unconfirmed> unconfirmed_;
};

}  // namespace tanshu::node
