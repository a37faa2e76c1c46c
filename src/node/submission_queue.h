// SPDX-License-Identifier: Apache-2.0
// The queue before execution: whatever has gathered while a batch was being made is the next batch.
// No delay when idle, large batches under load.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <variant>
#include <vector>

#include "engine/command_batch.h"
#include "node/node.h"

namespace tanshu::node {

/// One command, whose whole outcome is wanted.
struct WaitingOne {
  Submission submission;
  std::function<void(Result<Receipt>)> done;
};
/// Many commands, of which it is enough to know where they stand and whether they passed.
struct WaitingMany {
  engine::CommandBatch commands;
  /// One a command given; those of frames that are no envelope are ready.
  std::vector<Answered> answers;
  std::function<void(Result<std::vector<Answered>>)> done;
};
using Waiting = std::variant<WaitingOne, WaitingMany>;

class SubmissionQueue {
 public:
  /// False when the queue is closed; the submission is left as it was.
  bool push(Waiting& waiting);
  /// Waits for submissions; how many commands there are then (0 when woken, or closed).
  std::size_t wait();
  /// Waits for submissions and takes, oldest first, as many as make at most `commands_max` commands
  /// (and always one). Empty when woken by wake(), or once closed and drained.
  std::vector<Waiting> take(std::size_t commands_max);
  /// Takes everything without waiting.
  std::vector<Waiting> take_all();
  bool empty() const;

  /// Makes take() return although nothing came.
  void wake();
  void close();
  bool closed() const;
  /// Waits until the queue is closed, at most `patience`; tells whether it is.
  bool wait_closed(std::chrono::milliseconds patience);

 private:
  void wait_filled(std::unique_lock<std::mutex>& lock);

  mutable std::mutex mutex_;
  std::condition_variable filled_;
  std::condition_variable closing_;
  std::deque<Waiting> waiting_;
  bool woken_ = false;
  bool closed_ = false;
};

}  // namespace tanshu::node
