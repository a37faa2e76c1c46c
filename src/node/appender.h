// SPDX-License-Identifier: Apache-2.0
// The writing stage: hashes a block, seals it, appends it with one sync, and only then answers.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include "journal/journal.h"
#include "node/batch.h"
#include "node/chain.h"

namespace tanshu::node {

/// One thread executes and calls append_here(), hand_over(), drain() and stand_at(); a thread of
/// this object appends what was handed over.
class Appender {
 public:
  struct Effects {
    /// A block is durable; told in order and before its answers, on the appending thread.
    std::function<void(std::shared_ptr<const Block>)> durable;
    /// An append failed: nothing is appended any more until stand_at(). Must not block.
    std::function<void()> broke;
  };
  /// The journal must outlive the appender.
  Appender(journal::Journal& journal, Effects effects);
  /// Appends what was handed over, and ends.
  ~Appender();
  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;

  /// Where the next block goes, and what keeps the state digest, which the appending thread has to
  /// itself from here on; forgets an earlier failure. Nothing may be under way.
  void stand_at(const Chain& chain, engine::Digester& digester);

  /// Nothing was handed over that is not answered yet.
  bool idle() const;
  /// Appends on the calling thread, which saves a lone client two changes of thread. Only when
  /// idle.
  void append_here(Batch batch);
  /// Leaves the batch to the appending thread; waits while too many are under way.
  void hand_over(Batch batch);
  /// Waits until idle.
  void drain();

  /// Why nothing is appended any more, or empty.
  std::string broken() const;
  /// Of the blocks that are durable. Only when idle.
  const Chain& chain() const { return chain_; }

 private:
  void append_loop();
  void tidy_loop();
  void write(Batch& batch);
  Result<void> append(Block& block);
  void note_appended(std::size_t bytes);
  void break_down(std::string why);

  journal::Journal& journal_;
  Effects effects_;
  Chain chain_;
  engine::Digester* digester_ = nullptr;

  mutable std::mutex mutex_;
  std::condition_variable handed_over_;
  std::condition_variable finished_;
  std::deque<Batch> batches_;
  std::size_t under_way_ = 0;
  std::string broken_;
  bool closing_ = false;

  std::mutex tidy_mutex_;
  std::condition_variable tidy_due_;
  std::size_t untidy_bytes_ = 0;
  bool tidy_closing_ = false;

  std::thread appending_;
  std::thread tidying_;
};

}  // namespace tanshu::node
