// SPDX-License-Identifier: Apache-2.0
// The thread and those who wait for it. What it does in a round lives in publisher_round.cc.
#include "node/publisher.h"

#include <algorithm>

#include "node/priority.h"

namespace tanshu::node {
namespace {

using std::chrono::steady_clock;

/// Unless somebody waits, so long passes from one publication to the next: each costs a signature
/// and several files.
constexpr std::chrono::milliseconds gather_for{20};
/// How long closing may take; the rest is published when the node opens again.
constexpr std::chrono::milliseconds finish_within{1000};
/// Durable blocks that are kept so that they need not be read back: 32 MiB.
constexpr std::size_t recent_bytes_max = 32 << 20;

}  // namespace

Result<void> Publisher::start() {
  durable_ = tell_from_ = parts_.store.blocks();
  TRY(take_up());
  published_ = published_now();
  thread_ = std::thread([this] { loop(); });
  return {};
}

Publisher::~Publisher() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Publisher::take(std::shared_ptr<const Block> block) {
  bool asleep = false;
  {
    const std::lock_guard lock(mutex_);
    CHECK(block->position() == durable_);
    ++durable_;
    recent_bytes_ += block->body().size();
    recent_.push_back(std::move(block));
    while (recent_bytes_ > recent_bytes_max && recent_.size() > 1) {
      recent_bytes_ -= recent_.front()->body().size();
      recent_.pop_front();
    }
    asleep = sleeping_;
  }
  if (asleep) wake_.notify_one();
}

void Publisher::take_up_to(std::uint64_t durable_blocks) {
  {
    const std::lock_guard lock(mutex_);
    if (durable_blocks == durable_) return;
    CHECK(durable_blocks > durable_);
    durable_ = durable_blocks;
    recent_.clear();
    recent_bytes_ = 0;
  }
  wake_.notify_one();
}

std::uint64_t Publisher::durable() const {
  const std::lock_guard lock(mutex_);
  return durable_;
}

std::string Publisher::stopped() const {
  const std::lock_guard lock(mutex_);
  return stop_;
}

bool Publisher::wait(std::uint64_t blocks, std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  if (published_ >= blocks) return true;
  ++waiting_threads_;
  wake_.notify_one();
  advanced_.wait_for(lock, patience, [&] { return published_ >= blocks || !stop_.empty(); });
  --waiting_threads_;
  return published_ >= blocks;
}

void Publisher::when(std::uint64_t blocks, std::chrono::milliseconds patience,
                     std::function<void()> then) {
  {
    const std::lock_guard lock(mutex_);
    if (published_ < blocks && stop_.empty() && !closing_) {
      waiters_.push_back({blocks, steady_clock::now() + patience, std::move(then)});
      then = nullptr;
    }
  }
  if (then)
    then();
  else
    wake_.notify_one();
}

void Publisher::loop() {
  give_way();
  std::unique_lock lock(mutex_);
  while (!closing_) {
    rest(lock);
    if (closing_) break;
    if (behind() || !stop_.empty()) one_round(lock);
    answer_waiters(lock);
  }
  finish(lock);
  answer_waiters(lock);
}

/// Sleeps until there is something to publish, and then a moment longer, so that one publication
/// takes in many blocks; whoever waits for it is not kept.
void Publisher::rest(std::unique_lock<std::mutex>& lock) {
  if (!stop_.empty()) {
    wake_.wait_for(lock, parts_.retry_after, [this] { return closing_; });
    return;
  }
  sleeping_ = true;
  wake_.wait(lock, [this] { return closing_ || behind() || !waiters_.empty(); });
  sleeping_ = false;
  if (far_behind_) return;
  wake_.wait_for(lock, gather_for,
                 [this] { return closing_ || !waiters_.empty() || waiting_threads_ > 0; });
}

void Publisher::one_round(std::unique_lock<std::mutex>& lock) {
  const std::uint64_t durable = durable_;
  lock.unlock();
  auto done = take_up_due_ ? take_up_again() : Result<void>{};
  if (done) done = publish_some(durable);
  take_up_due_ = !done;
  lock.lock();
  stop_ = done ? std::string() : done.error().what;
  if (done) published_ = std::max(published_, published_now());
  far_behind_ = published_now() < durable;
  while (!recent_.empty() && recent_.front()->position() < published_now()) {
    recent_bytes_ -= recent_.front()->body().size();
    recent_.pop_front();
  }
  advanced_.notify_all();
}

void Publisher::answer_waiters(std::unique_lock<std::mutex>& lock) {
  std::vector<std::function<void()>> due;
  const auto now = steady_clock::now();
  std::erase_if(waiters_, [&](Waiter& waiter) {
    const bool ready =
        closing_ || !stop_.empty() || waiter.blocks <= published_ || waiter.until <= now;
    if (ready) due.push_back(std::move(waiter.then));
    return ready;
  });
  lock.unlock();
  for (const auto& then : due) then();
  lock.lock();
}

void Publisher::finish(std::unique_lock<std::mutex>& lock) {
  const auto until = steady_clock::now() + finish_within;
  while (behind() && stop_.empty() && steady_clock::now() < until) one_round(lock);
}

std::uint64_t Publisher::subscribe(std::uint64_t from,
                                   std::function<void(const Published&)> on_record) {
  const std::lock_guard lock(subscribers_mutex_);
  subscribers_.emplace(next_subscription_, Subscriber{from, std::move(on_record)});
  return next_subscription_++;
}

void Publisher::unsubscribe(std::uint64_t subscription) {
  const std::lock_guard lock(subscribers_mutex_);
  subscribers_.erase(subscription);
}

}  // namespace tanshu::node
