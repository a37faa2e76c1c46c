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

/// A leaf of the log as re-execution meets it: a record that came out as it stands, or the header
/// that closes its block. The bytes live until the sink returns.
struct ReplayedLeaf {
  std::uint64_t log_index = 0;
  std::uint64_t block = 0;
  ByteView bytes;
  bool closes_block = false;

  /// Of a leaf that closes no block.
  protocol::Record record() const;
};

class Replayer {
 public:
  using Sink = std::function<void(const ReplayedLeaf&)>;

  /// At the beginning of a journal whose proofs are made with `hash`.
  explicit Replayer(HashKind hash = HashKind::sha256) : engine_(hash), chain_(hash), log_(hash) {}
  /// Stands after the block `last`, which left this state and this log.
  Replayer(engine::Engine engine, const protocol::BlockHeader& last, proof::Frontier log);

  /// Digest of the books before and after each refused record, for those who ask (costs a pass over
  /// all rows).
  using RefusalWitness =
      std::function<void(std::uint64_t log_index, const Digest& before, const Digest& after)>;
  void watch_refusals(RefusalWitness witness) { witness_ = std::move(witness); }

  /// Re-executes one block and tells its leaves. The failure names block, record and what differs;
  /// the records before that one were told, the header was not, and the replayer is of no more use.
  Result<void> apply(std::uint64_t position, ByteView header, ByteView body, const Sink& sink) {
    return apply(prepare_block(position, header, body, chain_.hash()), sink);
  }
  Result<void> apply(const PreparedBlock& block, const Sink& sink);

  /// The same without a look at the state digest: that is left to who gets the changes, and to
  /// whom the digester belongs until then.
  Result<void> apply(const PreparedBlock& block, const Sink& sink,
                     engine::Engine::Changes& changes);

  engine::Engine& engine() { return engine_; }
  const engine::Engine& engine() const { return engine_; }
  Chain& chain() { return chain_; }
  const Chain& chain() const { return chain_; }
  /// The log so far.
  const proof::Frontier& log() const { return log_; }
  const Digest& state_digest() const { return state_digest_; }

 private:
  Result<void> execute(const PreparedBlock& block, const Sink& sink);
  Result<void> execute_watched(const PreparedBlock& block, const Sink& sink);
  void take_in(const PreparedBlock& block, const Sink& sink);

  engine::Engine engine_;
  Chain chain_;
  proof::Frontier log_;
  Digest state_digest_;
  RefusalWitness witness_;
  std::vector<engine::Engine::Executed> executed_;
  Buffer produced_;  ///< records as they came out
};

/// Where to stop before the end of a journal.
struct ReplayLimit {
  /// Not this block.
  std::uint64_t end = UINT64_MAX;
  /// Asked every few blocks: replaying fails when it says no.
  std::function<bool()> go_on = [] { return true; };
};

/// Re-executes a journal from where the replayer stands. The first bad place is the failure; a
/// state digest may be found wrong some blocks later, when leaves after it have been told.
/// Reading and hashing of records run ahead on a thread of their own, hashing of rows behind on
/// another.
Result<void> replay_journal(journal::Journal& journal, Replayer& replayer,
                            const Replayer::Sink& sink, const ReplayLimit& limit = {});

}  // namespace tanshu::node
