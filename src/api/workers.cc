// SPDX-License-Identifier: Apache-2.0
// A bounded queue in front of threads.
#include "api/workers.h"

namespace tanshu::api {

std::shared_ptr<void> Turnstile::enter() {
  if (inside_->fetch_add(1) >= inside_max_) {
    inside_->fetch_sub(1);
    return nullptr;
  }
  return {inside_.get(), [inside = inside_](void*) { inside->fetch_sub(1); }};
}

Workers::Workers(std::size_t threads, std::size_t waiting_max) : waiting_max_(waiting_max) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { loop(); });
}

Workers::~Workers() {
  std::deque<std::function<void()>> dropped;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    dropped.swap(waiting_);
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool Workers::run(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || waiting_.size() >= waiting_max_) return false;
    waiting_.push_back(std::move(work));
  }
  wake_.notify_one();
  return true;
}

void Workers::loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    std::function<void()> work = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    work();
    work = nullptr;  // what it holds is let go before the lock is taken again
    lock.lock();
  }
}

}  // namespace tanshu::api
