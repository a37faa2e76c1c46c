// SPDX-License-Identifier: Apache-2.0
// Audit paths out of the tiles on disk, so that no server needs all hashes in memory.
#pragma once

#include <filesystem>
#include <map>
#include <vector>

#include "base/result.h"
#include "proof/tiles.h"

namespace tanshu::proof {

/// Paths in the tree of a published size. Reads each tile once; nothing it reads is trusted, so
/// verify the path against the root.
class TilePaths {
 public:
  TilePaths(std::filesystem::path directory, std::uint64_t size)
      : directory_(std::move(directory)), size_(size) {}

  /// From the leaf up to the root of all `size` leaves; index < size.
  Result<std::vector<Digest>> audit_path(std::uint64_t index);
  /// The hash of the leaf; index < size.
  Result<Digest> leaf(std::uint64_t index);

 private:
  Result<const std::vector<Digest>*> tile(unsigned level, std::uint64_t index);
  /// The root of the complete subtree number `index` of those with 2^`height` leaves.
  Result<Digest> subtree(unsigned height, std::uint64_t index);
  Result<Digest> range_root(std::uint64_t first, std::uint64_t last);

  std::filesystem::path directory_;
  std::uint64_t size_;
  std::map<std::pair<unsigned, std::uint64_t>, std::vector<Digest>> tiles_;
};

}  // namespace tanshu::proof
