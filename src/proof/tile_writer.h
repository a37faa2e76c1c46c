// SPDX-License-Identifier: Apache-2.0
// Writes the log directory that the world reads: bundles, tiles, and last the checkpoint that
// vouches for them.
#pragma once

#include <array>
#include <filesystem>
#include <string_view>

#include "proof/checkpoint.h"
#include "proof/tiles.h"
#include "proof/tree.h"

namespace tanshu::proof {

/// The checkpoint on disk, if there is one; its signature is not looked at.
Result<std::optional<Checkpoint>> published_checkpoint(const std::filesystem::path& directory);

/// 256^8 leaves are all there can be.
inline constexpr std::size_t tile_levels = 8;

/// One writer a directory. After a failure the writer does nothing more until it is opened anew;
/// everything it writes can be derived from the journal, so a directory in doubt is reset and
/// written again.
class TileWriter {
 public:
  /// Takes up a directory where its checkpoint left it (an empty or missing one at size 0) and
  /// removes what an interrupted publication left beyond. Fails when the last tiles do not lead to
  /// the checkpoint's root, or the checkpoint is of another kind. The checkpoint's signature is not
  /// looked at here.
  static Result<TileWriter> open(std::filesystem::path directory, HashKind kind = HashKind::sha256);
  /// Removes what lies there and starts at size 0.
  static Result<TileWriter> open_anew(std::filesystem::path directory,
                                      HashKind kind = HashKind::sha256);

  /// Entries added so far, published or not: the index of the next one.
  std::uint64_t size() const { return size_; }
  /// Entries under the checkpoint on disk, and its root.
  std::uint64_t published_size() const { return published_size_; }
  const Digest& published_root() const { return published_root_; }

  /// The root over all entries added.
  Digest root() const;

  /// Adds the entry at index size(); at most entry_bytes_max long. Full bundles and tiles go to
  /// disk at once.
  Result<void> add(ByteView entry);
  /// The same when the leaf hash of the entry is known.
  Result<void> add(ByteView entry, const Digest& leaf_hash);

  /// Writes the partial bundle and tiles and then `checkpoint`, a signed note over size() and
  /// root(). Partial tiles that have become full are removed afterwards.
  Result<void> publish(std::string_view checkpoint);
  /// The same, and refuses when `tree` does not continue what is published: a log must never fork.
  Result<void> publish(const Tree& tree, std::string_view checkpoint);

  /// Removes checkpoint and tiles and starts at size 0.
  Result<void> reset();

 private:
  TileWriter(std::filesystem::path directory, HashKind kind)
      : directory_(std::move(directory)), kind_(kind) {}
  Result<void> load();
  Result<void> load_bundle();
  Result<void> prune_beyond();
  Result<void> load_edge();
  Result<void> close_tiles();
  Result<void> write_partials();
  void remove_superseded(std::uint64_t old_size);
  Result<void> usable() const;

  std::filesystem::path directory_;
  HashKind kind_;
  std::uint64_t size_ = 0;
  std::uint64_t published_size_ = 0;
  Digest published_root_;
  /// The bytes of the bundle that is not full yet.
  Bytes bundle_;
  /// Of each level, the hashes of the tile that is not full yet.
  std::array<std::vector<Digest>, tile_levels> edge_;
  bool broken_ = false;
};

}  // namespace tanshu::proof
