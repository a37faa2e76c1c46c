// SPDX-License-Identifier: Apache-2.0
// Appending, and the journal's housekeeping beside it.
#include "node/appender.h"

#include "node/executor.h"
#include "node/priority.h"

namespace tanshu::node {
namespace {

/// The journal is asked to tidy after so many bytes; it knows best whether that is worth it.
constexpr std::size_t tidy_every_bytes = 4 << 20;

}  // namespace

Appender::Appender(journal::Journal& journal, Effects effects)
    : journal_(journal), effects_(std::move(effects)) {
  appending_ = std::thread([this] { append_loop(); });
  tidying_ = std::thread([this] { tidy_loop(); });
}

Appender::~Appender() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  handed_over_.notify_all();
  appending_.join();
  {
    const std::lock_guard lock(tidy_mutex_);
    tidy_closing_ = true;
  }
  tidy_due_.notify_all();
  tidying_.join();
}

void Appender::stand_at(const Chain& chain, engine::Digester& digester) {
  const std::lock_guard lock(mutex_);
  CHECK(under_way_ == 0);
  chain_ = chain;
  digester_ = &digester;
  broken_.clear();
}

bool Appender::idle() const {
  const std::lock_guard lock(mutex_);
  return under_way_ == 0;
}

void Appender::append_here(Batch batch) {
  CHECK(idle());
  write(batch);
}

void Appender::hand_over(Batch batch) {
  std::unique_lock lock(mutex_);
  finished_.wait(lock, [this] { return under_way_ < blocks_under_way_max; });
  ++under_way_;
  batches_.push_back(std::move(batch));
  lock.unlock();
  handed_over_.notify_one();
}

void Appender::drain() {
  std::unique_lock lock(mutex_);
  finished_.wait(lock, [this] { return under_way_ == 0; });
}

std::string Appender::broken() const {
  const std::lock_guard lock(mutex_);
  return broken_;
}

void Appender::append_loop() {
  ask_for_real_time();
  std::unique_lock lock(mutex_);
  while (true) {
    handed_over_.wait(lock, [this] { return closing_ || !batches_.empty(); });
    if (batches_.empty()) return;
    Batch batch = std::move(batches_.front());
    batches_.pop_front();
    lock.unlock();
    write(batch);
    lock.lock();
    --under_way_;
    finished_.notify_all();
  }
}

void Appender::write(Batch& batch) {
  if (const std::string why = broken(); !why.empty()) return batch.fail(why);
  if (!batch.block->empty()) {
    const std::size_t bytes = batch.block->body().size();
    if (const auto appended = append(*batch.block); !appended) {
      break_down(appended.error().what);
      return batch.fail(appended.error().what);
    }
    effects_.durable(batch.block);
    note_appended(bytes);
  }
  batch.answer();
}

Result<void> Appender::append(Block& block) {
  block.seal(chain_, *digester_);
  const auto appended = journal_.append(block.position(), block.header_bytes(), block.body());
  if (!appended) return failure(appended.error().what);
  chain_.advance(block.header());
  return {};
}

void Appender::break_down(std::string why) {
  {
    const std::lock_guard lock(mutex_);
    if (broken_.empty()) broken_ = std::move(why);
  }
  effects_.broke();
}

void Appender::note_appended(std::size_t bytes) {
  {
    const std::lock_guard lock(tidy_mutex_);
    untidy_bytes_ += bytes;
    if (untidy_bytes_ < tidy_every_bytes) return;
  }
  tidy_due_.notify_one();
}

void Appender::tidy_loop() {
  std::unique_lock lock(tidy_mutex_);
  while (true) {
    tidy_due_.wait(lock, [this] { return tidy_closing_ || untidy_bytes_ >= tidy_every_bytes; });
    if (tidy_closing_) return;
    untidy_bytes_ = 0;
    lock.unlock();
    if (const auto tidied = journal_.tidy(); !tidied) break_down(tidied.error().what);
    lock.lock();
  }
}

}  // namespace tanshu::node
