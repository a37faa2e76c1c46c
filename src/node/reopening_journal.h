// SPDX-License-Identifier: Apache-2.0
// A journal that can be opened anew, after a failure, while others go on reading from it.
#pragma once

#include <memory>
#include <mutex>
#include <shared_mutex>

#include "node/node.h"

namespace tanshu::node {

class ReopeningJournal : public journal::Journal {
 public:
  ReopeningJournal(OpenJournal open_writer, OpenJournal open_reader)
      : open_writer_(std::move(open_writer)), open_reader_(std::move(open_reader)) {}

  /// Called with the reason when a read fails, by the thread that reads; must not block. Set it
  /// before anything is read.
  void on_read_failure(std::function<void(const std::string&)> told) { told_ = std::move(told); }

  /// Closes what is open and opens for writing. When that fails, for reading if that is possible.
  Result<void> reopen();
  /// Opens for reading, and closes what was open in any case. For a storage that several machines
  /// share.
  Result<void> open_reader();
  /// Opens for writing beside what is open, and then closes that. Readers are not kept waiting.
  Result<void> take_over();
  bool is_open() const;

  journal::Appended append(std::uint64_t expected_position, ByteView header,
                           ByteView body) override;
  Result<std::uint64_t> head() override;
  Result<void> read(std::uint64_t from, const journal::BlockVisitor& visit) override;
  Result<void> tidy() override;
  Result<journal::Standing> standing() override;
  Result<void> confirm(std::uint64_t position, const Digest& last_header) override;
  std::chrono::milliseconds unheard_for() const override;
  bool deposed() const override;

 private:
  void exchange(std::unique_ptr<journal::Journal> journal);

  OpenJournal open_writer_;
  OpenJournal open_reader_;
  std::function<void(const std::string&)> told_;
  /// Shared while the journal is used, exclusive while it is exchanged.
  mutable std::shared_mutex mutex_;
  std::unique_ptr<journal::Journal> journal_;
};

}  // namespace tanshu::node
