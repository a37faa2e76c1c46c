// SPDX-License-Identifier: Apache-2.0
// Re-execution: takes blocks as they were written, executes every command again, and insists that
// each outcome, each link and each state digest comes out as it was recorded. Whoever runs it holds
// the same books, to the last gram.
#pragma once

#include <functional>

#include "engine/engine.h"
#include "journal/journal.h"
#include "node/chain.h"
#include "node/prepared_block.h"
#include "proof/frontier.h"

namespace tanshu::node {

/// A leaf of the log as re-execution meets it; `record` is null for the leaf that closes a block,
/// which is told once the block is taken in. What is pointed to lives until the sink returns.
struct ReplayedLeaf {
  std::uint64_t log_index = 0;
  std::uint64_t block = 0;
  ByteView bytes;
  const protocol::Record* record = nullptr;
};

class Replayer {
 public:
  using Sink = std::function<void(const ReplayedLeaf&)>;

  Replayer() = default;
  /// Stands after the block `last`, which left this state and this log.
  Replayer(engine::Engine engine, const protocol::BlockHeader& last, proof::Frontier log);

  /// Digest of the books before and after each refused record, for those who ask (costs a pass over
  /// all rows).
  using RefusalWitness =
      std::function<void(std::uint64_t log_index, const Digest& before, const Digest& after)>;
  void watch_refusals(RefusalWitness witness) { witness_ = std::move(witness); }

  /// Re-executes one block. The failure names block, record and what differs; the block is not
  /// taken in then.
  Result<void> apply(std::uint64_t position, ByteView header, ByteView body, const Sink& sink) {
    return apply(prepare_block(position, header, body), sink);
  }
  Result<void> apply(const PreparedBlock& block, const Sink& sink);

  engine::Engine& engine() { return engine_; }
  const engine::Engine& engine() const { return engine_; }
  Chain& chain() { return chain_; }
  const Chain& chain() const { return chain_; }
  /// The log so far.
  const proof::Frontier& log() const { return log_; }
  const Digest& state_digest() const { return state_digest_; }

 private:
  Result<protocol::Record> execute(std::uint64_t log_index, ByteView bytes);

  engine::Engine engine_;
  Chain chain_;
  proof::Frontier log_;
  Digest state_digest_;
  RefusalWitness witness_;
};

/// Where to stop before the end of a journal.
struct ReplayLimit {
  /// Not this block.
  std::uint64_t end = UINT64_MAX;
  /// Asked every few blocks: replaying fails when it says no.
  std::function<bool()> go_on = [] { return true; };
};

/// Re-executes a journal from where the replayer stands. The first bad place is the failure.
/// Reading and hashing run ahead on a thread of their own.
Result<void> replay_journal(journal::Journal& journal, Replayer& replayer,
                            const Replayer::Sink& sink, const ReplayLimit& limit = {});

}  // namespace tanshu::node
