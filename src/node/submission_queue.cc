// SPDX-License-Identifier: Apache-2.0
// A mutex, two conditions and a deque.
#include "node/submission_queue.h"

namespace tanshu::node {
namespace {

std::size_t commands_in(const Waiting& waiting) {
  const auto* many = std::get_if<WaitingMany>(&waiting);
  return many == nullptr ? 1 : many->answers.size();
}

}  // namespace

bool SubmissionQueue::push(Waiting& waiting) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    waiting_.push_back(std::move(waiting));
  }
  filled_.notify_one();
  return true;
}

std::size_t SubmissionQueue::wait() {
  std::unique_lock lock(mutex_);
  wait_filled(lock);
  std::size_t commands = 0;
  for (const Waiting& waiting : waiting_) commands += commands_in(waiting);
  return commands;
}

void SubmissionQueue::wait_filled(std::unique_lock<std::mutex>& lock) {
  filled_.wait(lock, [this] { return closed_ || woken_ || !waiting_.empty(); });
}

std::vector<Waiting> SubmissionQueue::take(std::size_t commands_max) {
  std::unique_lock lock(mutex_);
  wait_filled(lock);
  woken_ = false;
  std::vector<Waiting> taken;
  std::size_t commands = 0;
  while (!waiting_.empty()) {
    commands += commands_in(waiting_.front());
    if (!taken.empty() && commands > commands_max) break;
    taken.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return taken;
}

std::vector<Waiting> SubmissionQueue::take_all() {
  const std::lock_guard lock(mutex_);
  std::vector<Waiting> taken(std::make_move_iterator(waiting_.begin()),
                             std::make_move_iterator(waiting_.end()));
  waiting_.clear();
  return taken;
}

bool SubmissionQueue::empty() const {
  const std::lock_guard lock(mutex_);
  return waiting_.empty();
}

void SubmissionQueue::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  filled_.notify_all();
}

void SubmissionQueue::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  filled_.notify_all();
  closing_.notify_all();
}

bool SubmissionQueue::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

bool SubmissionQueue::wait_closed(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  return closing_.wait_for(lock, patience, [this] { return closed_; });
}

}  // namespace tanshu::node
