// SPDX-License-Identifier: Apache-2.0
// Turns submissions into blocks: the one thread that may touch the engine. It runs ahead of the
// journal, so what it decided is nobody's to know until the block is durable.
#pragma once

#include <deque>

#include "engine/engine.h"
#include "node/batch.h"
#include "node/record_store.h"
#include "node/submission_queue.h"

namespace tanshu::node {

/// Blocks at most that are executed and not yet durable, beside the one being executed.
inline constexpr std::size_t blocks_under_way_max = 2;

class Executor {
 public:
  /// The engine stands where the chain does. The store must outlive the executor, and know every
  /// block but the last `blocks_under_way_max`.
  Executor(engine::Engine engine, const Chain& chain, const RecordStore& store);

  /// Executes all of them, at the time of the clock or, when that runs behind, of the last block.
  Batch execute(std::vector<Waiting> taken, Instant clock);

  /// For the thread that seals.
  engine::Digester& digester() { return engine_.digester(); }

 private:
  /// A record that stands already.
  struct Earlier {
    std::uint64_t log_index = 0;
    std::uint64_t block = 0;
    protocol::Record record;
  };

  Due<Receipt> decide(WaitingOne& waiting, Block& block);
  Due<std::vector<Answered>> decide(WaitingMany& waiting, Block& block);
  Result<Receipt> decide_one(Submission& submission, Block& block);
  Result<std::optional<Earlier>> earlier_answer(const protocol::Envelope& envelope,
                                                const Block& current);
  Result<Earlier> record_at(std::uint64_t log_index, const Block& current);

  engine::Engine engine_;
  const RecordStore& store_;
  std::uint64_t next_position_;
  std::uint64_t next_leaf_;
  Instant last_at_;
  engine::CommandBatch single_;  ///< the one command at hand
  std::vector<engine::Engine::Executed> executed_;
  std::size_t last_body_bytes_ = 0;
  /// The last blocks, which the store may not know yet.
  std::deque<std::shared_ptr<const Block>> recent_;
  /// The block last read back: who repeats a batch repeats what stands together.
  std::optional<StoredBlock> read_back_;
};

}  // namespace tanshu::node
