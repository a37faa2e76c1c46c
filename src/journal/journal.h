// SPDX-License-Identifier: Apache-2.0
// The ordered, durable sequence of blocks of one cell. Knows bytes, not business.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace tanshu::journal {

/// Why an append did not happen.
struct AppendFailure : Failure {
  enum class Kind {
    /// The expected position is not the head: somebody else wrote, or the caller is behind. Nothing
    /// was written.
    not_the_head,
    /// Another has taken the writing over; the block is not in the journal unless its writer's
    /// successor found it there. This object never writes again.
    deposed,
    /// The storage failed. Whether the block is in the journal is known only after opening it anew.
    storage,
  };
  Kind kind = Kind::storage;
};

using Appended = std::expected<void, AppendFailure>;

/// Sees one block; the views live until it returns. Returning false ends the reading.
using BlockVisitor = std::function<bool(std::uint64_t position, ByteView header, ByteView body)>;

enum class Mode {
  /// One writer a cell: a second one, in this or another process, is refused.
  read_write,
  /// Any number beside the writer.
  read_only,
  /// As read_write, but gives up what a power failure left in a file of an append that was never
  /// acknowledged. Ordinary opening refuses such a file, because a damaged last block would look
  /// the same.
  read_write_dropping_torn_tail,
};

/// Who writes a journal, as its storage knows.
struct Standing {
  /// Raised by each writer that takes over.
  std::uint64_t epoch = 0;
  std::uint64_t head = 0;
  /// This object is the writer.
  bool ours = false;
  /// Where the writer says clients reach it; may be empty.
  std::string address;
  /// By the storage's clock. At zero anyone may take over.
  std::chrono::milliseconds lease_left{0};
};

/// Blocks are numbered from 0 without holes. After a storage failure an object refuses every
/// further append until the journal is opened anew.
class Journal {
 public:
  virtual ~Journal() = default;

  /// Compare-and-append: one block, one transaction, one sync. On return the block is durable, or
  /// it is not the caller's to rely on.
  virtual Appended append(std::uint64_t expected_position, ByteView header, ByteView body) = 0;

  /// The number of blocks, which is the position of the next one.
  virtual Result<std::uint64_t> head() = 0;

  /// Visits the blocks from `from` on, in order. A hole or damaged storage is a failure that names
  /// the place; the blocks before it have been visited by then.
  virtual Result<void> read(std::uint64_t from, const BlockVisitor& visit) = 0;

  /// Housekeeping that would pause an append if done there; call it from another moment or thread.
  /// Cheap when there is nothing to do.
  virtual Result<void> tidy() = 0;

  /// For a storage that several machines share; a file knows its head only.
  virtual Result<Standing> standing();

  /// A reader beside the writer may see a block before all the disks hold it that should. On return
  /// the blocks before `position` are as durable as acknowledged ones, and the last of them is the
  /// one whose header has this SHA-256; otherwise it is a failure.
  virtual Result<void> confirm(std::uint64_t position, const Digest& last_header);

  /// Zero while the storage vouches that this writer is the only one; else for how long it has not.
  virtual std::chrono::milliseconds unheard_for() const { return {}; }

  /// Another is known to have taken the writing over.
  virtual bool deposed() const { return false; }
};

inline std::unexpected<AppendFailure> append_failure(AppendFailure::Kind kind, std::string what) {
  return std::unexpected(AppendFailure{{std::move(what)}, kind});
}
/// The failure of an append at `expected` when the head is at `head`.
std::unexpected<AppendFailure> not_the_head(std::uint64_t expected, std::uint64_t head);

}  // namespace tanshu::journal
