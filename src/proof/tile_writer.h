// SPDX-License-Identifier: Apache-2.0
// Writes the log directory that the world reads: bundles, tiles, and last the checkpoint that
// vouches for them.
#pragma once

#include <filesystem>
#include <string_view>

#include "proof/tiles.h"
#include "proof/tree.h"

namespace tanshu::proof {

/// One writer a directory. After a failure the writer does nothing more until it is opened anew;
/// everything it writes can be derived from the journal, so a directory in doubt is reset and
/// written again.
class TileWriter {
 public:
  /// Takes up a directory where its checkpoint left it (an empty or missing one at size 0) and
  /// removes what an interrupted publication left beyond. The checkpoint's signature is not looked
  /// at here.
  static Result<TileWriter> open(std::filesystem::path directory);

  /// Entries added so far, published or not: the index of the next one.
  std::uint64_t size() const { return size_; }
  /// Entries under the checkpoint on disk, and its root.
  std::uint64_t published_size() const { return published_size_; }
  const Digest& published_root() const { return published_root_; }

  /// Adds the entry at index size(); at most entry_bytes_max long. Full bundles go to disk at once.
  Result<void> add(ByteView entry);

  /// Writes the partial bundle, the tiles of `tree` and then `checkpoint`, a signed note over
  /// exactly this tree (size() leaves). Refuses when the tree does not continue what is published:
  /// a log must never fork. Partial tiles that have become full are removed afterwards.
  Result<void> publish(const Tree& tree, std::string_view checkpoint);

  /// Removes checkpoint and tiles and starts at size 0.
  Result<void> reset();

 private:
  explicit TileWriter(std::filesystem::path directory) : directory_(std::move(directory)) {}
  Result<void> load();
  Result<void> load_bundle();
  Result<void> prune_beyond();
  Result<void> write_level(unsigned level, std::span<const Digest> hashes, std::uint64_t published);
  Result<void> write_tiles(const Tree& tree);
  void remove_superseded(std::uint64_t old_size);
  Result<void> usable() const;

  std::filesystem::path directory_;
  std::uint64_t size_ = 0;
  std::uint64_t published_size_ = 0;
  Digest published_root_;
  /// The bytes of the bundle that is not full yet.
  Bytes bundle_;
  bool broken_ = false;
};

}  // namespace tanshu::proof
