// SPDX-License-Identifier: Apache-2.0
// The journal proper may hold a lock of its own, so the old one is closed before.
#include "node/reopening_journal.h"

#include <mutex>

namespace tanshu::node {
namespace {

constexpr const char* not_open = "the journal is not open";

}  // namespace

Result<void> ReopeningJournal::reopen() {
  const std::unique_lock lock(mutex_);
  journal_.reset();
  auto writer = open_writer_();
  if (writer) {
    journal_ = std::move(*writer);
    return {};
  }
  if (auto reader = open_reader_()) journal_ = std::move(*reader);
  return failure(std::move(writer.error().what));
}

Result<void> ReopeningJournal::open_reader() {
  auto reader = open_reader_();
  exchange(reader ? std::move(*reader) : nullptr);
  if (!reader) return failure(std::move(reader.error().what));
  return {};
}

Result<void> ReopeningJournal::take_over() {
  TRY_SET(auto writer, open_writer_());
  exchange(std::move(writer));
  return {};
}

bool ReopeningJournal::is_open() const {
  const std::shared_lock lock(mutex_);
  return journal_ != nullptr;
}

/// The old one is closed after the lock is given up: it may have to wait for its storage.
void ReopeningJournal::exchange(std::unique_ptr<journal::Journal> journal) {
  const std::unique_lock lock(mutex_);
  journal_.swap(journal);
}

journal::Appended ReopeningJournal::append(std::uint64_t expected_position, ByteView header,
                                           ByteView body) {
  const std::shared_lock lock(mutex_);
  if (journal_ == nullptr)
    return journal::append_failure(journal::AppendFailure::Kind::storage, not_open);
  return journal_->append(expected_position, header, body);
}

Result<std::uint64_t> ReopeningJournal::head() {
  const std::shared_lock lock(mutex_);
  if (journal_ == nullptr) return failure(not_open);
  return journal_->head();
}

Result<void> ReopeningJournal::read(std::uint64_t from, const journal::BlockVisitor& visit) {
  const std::shared_lock lock(mutex_);
  if (journal_ == nullptr) return failure(not_open);
  auto done = journal_->read(from, visit);
  if (!done && told_ != nullptr) told_(done.error().what);
  return done;
}

Result<void> ReopeningJournal::tidy() {
  const std::shared_lock lock(mutex_);
  if (journal_ == nullptr) return failure(not_open);
  return journal_->tidy();
}

Result<journal::Standing> ReopeningJournal::standing() {
  const std::shared_lock lock(mutex_);
  if (journal_ == nullptr) return failure(not_open);
  return journal_->standing();
}

Result<void> ReopeningJournal::confirm(std::uint64_t position, const Digest& last_header) {
  const std::shared_lock lock(mutex_);
  if (journal_ == nullptr) return failure(not_open);
  return journal_->confirm(position, last_header);
}

std::chrono::milliseconds ReopeningJournal::unheard_for() const {
  const std::shared_lock lock(mutex_);
  return journal_ == nullptr ? std::chrono::milliseconds{} : journal_->unheard_for();
}

bool ReopeningJournal::deposed() const {
  const std::shared_lock lock(mutex_);
  return journal_ != nullptr && journal_->deposed();
}

}  // namespace tanshu::node
