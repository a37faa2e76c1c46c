// SPDX-License-Identifier: Apache-2.0
// A mutex, a condition and a vector.
#include "node/submission_queue.h"

#include <iterator>

namespace tanshu::node {

bool SubmissionQueue::push(Waiting& waiting) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    waiting_.push_back(std::move(waiting));
  }
  filled_.notify_one();
  return true;
}

std::vector<Waiting> SubmissionQueue::take(std::size_t most) {
  std::unique_lock lock(mutex_);
  filled_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
  if (waiting_.size() <= most) return std::exchange(waiting_, {});
  const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(most);
  std::vector<Waiting> taken(std::make_move_iterator(waiting_.begin()),
                             std::make_move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
  return taken;
}

void SubmissionQueue::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  filled_.notify_all();
}

}  // namespace tanshu::node
