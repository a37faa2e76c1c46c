// SPDX-License-Identifier: Apache-2.0
// The journal proper may hold a lock of its own, so the old one is closed before.
#include "node/reopening_journal.h"

#include "journal/sqlite_journal.h"
#include "node/data_dir.h"

namespace tanshu::node {
namespace {

constexpr const char* not_open = "the journal is not open";

OpenJournal sqlite(const std::filesystem::path& data, const std::string& cell, journal::Mode mode) {
  const std::string file = DataDir{data}.journal().string();
  return [file, cell, mode]() -> Result<std::unique_ptr<journal::Journal>> {
    TRY_SET(std::unique_ptr<journal::Journal> opened,
            journal::SqliteJournal::open(file, cell, mode));
    return opened;
  };
}

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
  return journal_->read(from, visit);
}

Result<void> ReopeningJournal::tidy() {
  const std::shared_lock lock(mutex_);
  if (journal_ == nullptr) return failure(not_open);
  return journal_->tidy();
}

OpenJournal sqlite_writer(const std::filesystem::path& data, const std::string& cell,
                          bool drop_torn_tail) {
  return sqlite(
      data, cell,
      drop_torn_tail ? journal::Mode::read_write_dropping_torn_tail : journal::Mode::read_write);
}
OpenJournal sqlite_reader(const std::filesystem::path& data, const std::string& cell) {
  return sqlite(data, cell, journal::Mode::read_only);
}

}  // namespace tanshu::node
