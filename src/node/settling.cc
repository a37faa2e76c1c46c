// SPDX-License-Identifier: Apache-2.0
// One thread, which takes blocks in order.
#include "node/settling.h"

#include <fmt/format.h>

namespace tanshu::node {
namespace {

constexpr std::size_t blocks_due_max = 8;

}  // namespace

std::unexpected<Failure> other_digest(std::uint64_t position) {
  return failure(fmt::format("block {}: re-execution comes to another state digest", position));
}

Settling::~Settling() {
  static_cast<void>(finish());  // whoever wants the outcome has asked
}

void Settling::add(std::uint64_t position, const Digest& expected,
                   engine::Engine::Changes changes) {
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return due_.size() < blocks_due_max; });
    due_.push_back({position, expected, std::move(changes)});
    if (!thread_.joinable()) thread_ = std::thread([this] { loop(); });
  }
  changed_.notify_all();
}

bool Settling::failed() const {
  const std::lock_guard lock(mutex_);
  return !outcome_;
}

Result<void> Settling::finish() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  return outcome_;
}

void Settling::loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return closing_ || !due_.empty(); });
    if (due_.empty()) return;
    const Due now = std::move(due_.front());
    due_.pop_front();
    lock.unlock();
    changed_.notify_all();
    const bool same = digester_.apply(now.changes.rows, now.changes.answers) == now.expected;
    lock.lock();
    if (!same && outcome_) outcome_ = other_digest(now.position);
  }
}

}  // namespace tanshu::node
