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

  /// Closes what is open and opens for writing. When that fails, for reading if that is possible.
  Result<void> reopen();

  journal::Appended append(std::uint64_t expected_position, ByteView header,
                           ByteView body) override;
  Result<std::uint64_t> head() override;
  Result<void> read(std::uint64_t from, const journal::BlockVisitor& visit) override;
  Result<void> tidy() override;
  Result<journal::Standing> standing() override;
  Result<void> confirm(std::uint64_t position, const Digest& last_header) override;
  std::chrono::milliseconds unheard_for() const override;

 private:
  OpenJournal open_writer_;
  OpenJournal open_reader_;
  /// Shared while the journal is used, exclusive while it is exchanged.
  mutable std::shared_mutex mutex_;
  std::unique_ptr<journal::Journal> journal_;
};

}  // namespace tanshu::node
