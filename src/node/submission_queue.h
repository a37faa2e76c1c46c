// SPDX-License-Identifier: Apache-2.0
// The queue before the writer: whatever has gathered while a batch was being made durable is the
// next batch. No delay when idle, large batches under load.
#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "node/node.h"

namespace tanshu::node {

struct Waiting {
  Submission submission;
  std::function<void(Result<Receipt>)> done;
};

class SubmissionQueue {
 public:
  /// False when the queue is closed; the submission is left as it was.
  bool push(Waiting& waiting);
  /// Waits for submissions and takes at most `most`, oldest first; empty once closed and drained.
  std::vector<Waiting> take(std::size_t most);
  void close();

 private:
  std::mutex mutex_;
  std::condition_variable filled_;
  std::vector<Waiting> waiting_;
  bool closed_ = false;
};

}  // namespace tanshu::node
