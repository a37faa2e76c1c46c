// SPDX-License-Identifier: Apache-2.0
// Roots and audit paths of a log at any size it ever had, read from its tiles: a few tiles for each
// answer, and no tree in memory.
#pragma once

#include <map>

#include "proof/log_audit.h"
#include "proof/tiles.h"

namespace tanshu::proof {

class TileTree {
 public:
  /// `size`: how many leaves the log has, or fewer. The reader must outlive this.
  TileTree(LogReader& reader, std::uint64_t size, HashKind kind = HashKind::sha256)
      : reader_(reader), size_(size), kind_(kind) {}

  /// Fails when a tile is missing or malformed. What the tiles say is believed: compare the root
  /// with a signed one, or verify the path.
  Result<Digest> root_at(std::uint64_t size);
  /// index < size <= the size given above.
  Result<std::vector<Digest>> audit_path(std::uint64_t index, std::uint64_t size);

 private:
  Result<Digest> range_root(std::uint64_t first, std::uint64_t last);
  Result<Digest> subtree(unsigned level, std::uint64_t index);
  Result<const std::vector<Digest>*> tile(unsigned level, std::uint64_t index);

  LogReader& reader_;
  std::uint64_t size_;
  HashKind kind_;
  std::map<std::pair<unsigned, std::uint64_t>, std::vector<Digest>> tiles_;
};

/// A tile of hashes as it lies in a log: the partial one of this width, or, where the log has grown
/// since, the first hashes of a wider one. Nothing when there is neither.
Result<std::optional<std::vector<Digest>>> read_hashes(LogReader& reader, TileName name);
/// The same for the entries of a bundle; `bytes` owns what the views show.
Result<std::optional<std::vector<ByteView>>> read_entries(LogReader& reader, TileName name,
                                                          Bytes& bytes);

}  // namespace tanshu::proof
