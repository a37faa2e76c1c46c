// SPDX-License-Identifier: Apache-2.0
// A copy of someone else's log: the entries as they were received, every tile computed here. In
// memory are at most 255 hashes a level and one bundle, whatever the size of the log.
#pragma once

#include <array>
#include <filesystem>
#include <span>
#include <string>

#include "proof/checkpoint.h"
#include "proof/tiles.h"

namespace tanshu::proof {

/// One writer a directory. What lies beyond the kept checkpoint is a download that was interrupted:
/// it counts for nothing until it is added again and leads to a signed root.
class LogCopy {
 public:
  /// Takes up a directory, or makes it. Fails when its tiles do not lead to the root of its
  /// checkpoint; the signature of that is not looked at here.
  static Result<LogCopy> open(std::filesystem::path directory);

  /// What the tree is hashed with: that of the kept checkpoint.
  HashKind hash() const { return kept_.hash; }
  /// Says it of an empty copy, before anything is added.
  void begin_with(HashKind kind);

  /// Entries under the kept checkpoint.
  std::uint64_t kept_size() const { return kept_.size; }
  const Digest& kept_root() const { return kept_.root; }
  /// The kept checkpoint with its signatures; empty when there is none.
  const std::string& note() const { return note_; }
  const std::filesystem::path& directory() const { return directory_; }

  /// Entries added so far, kept or not, and the root over them.
  std::uint64_t size() const { return size_; }
  Digest root() const;

  /// Adds entries at index size() and on; each at most entry_bytes_max long.
  Result<void> add(std::span<const ByteView> entries);
  /// The bytes of a full bundle that an interrupted download left, to be added again.
  Result<std::optional<Bytes>> left_over(std::uint64_t bundle) const;
  /// Goes back to the kept checkpoint and removes what was left over.
  Result<void> drop();

  /// Makes all that was added durable, and then `note`, a signed checkpoint over exactly that.
  Result<void> keep(std::string note);

 private:
  static constexpr unsigned levels = 8;

  explicit LogCopy(std::filesystem::path directory) : directory_(std::move(directory)) {}
  Result<void> load();
  Result<void> load_edges();
  Result<void> close_tile(unsigned level);
  Result<void> write_hashes(unsigned level) const;
  void remove_superseded(std::uint64_t old_size) const;

  std::filesystem::path directory_;
  std::string note_;
  Checkpoint kept_;
  std::uint64_t size_ = 0;
  /// The entries of the bundle that is not full yet, and the hashes of the tile of each level that
  /// is not.
  Bytes bundle_;
  std::array<std::vector<Digest>, levels> edges_;
};

}  // namespace tanshu::proof
