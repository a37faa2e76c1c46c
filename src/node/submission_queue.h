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

#include "node/node.h"

namespace tanshu::node {

/// One command, whose whole outcome is wanted.
struct WaitingOne {
  Submission submission;
  std::function<void(Result<Receipt>)> done;
};
/// Many encoded commands, of which it is enough to know where they stand and whether they passed.
struct WaitingMany {
  Bytes encoded;
  std::size_t count = 0;
  std::function<void(Result<std::vector<Answered>>)> done;
};
using Waiting = std::variant<WaitingOne, WaitingMany>;

class SubmissionQueue {
 public:
  /// False when the queue is closed; the submission is left as it was.
  bool push(Waiting& waiting);
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
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  std::condition_variable closing_;
  std::deque<Waiting> waiting_;
  bool woken_ = false;
  bool closed_ = false;
};

}  // namespace tanshu::node
