// SPDX-License-Identifier: Apache-2.0
// A subtree of up to 128 leaves, or of 256 times that, is computed from a run of one tile.
#include "proof/tile_paths.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/check.h"
#include "proof/files.h"
#include "proof/merkle.h"
#include "proof/wording.h"

namespace tanshu::proof {
namespace {

constexpr unsigned heights_a_tile = 8;

}  // namespace

Result<const std::vector<Digest>*> TilePaths::tile(unsigned level, std::uint64_t index) {
  const auto known = tiles_.find({level, index});
  if (known != tiles_.end()) return &known->second;
  const std::uint64_t hashes = size_ >> (heights_a_tile * level);
  const auto width =
      static_cast<unsigned>(std::min<std::uint64_t>(tile_width, hashes - index * tile_width));
  TRY_SET(auto bytes, read_whole(directory_ / tile_path({false, level, index, width})));
  // A partial tile goes once the full one is there, which begins with the same hashes.
  if (!bytes && width < tile_width) {
    TRY_SET(bytes, read_whole(directory_ / tile_path({false, level, index, tile_width})));
  }
  const std::string path = tile_path({false, level, index, width});
  if (!bytes || bytes->size() < width * sizeof(Digest))
    return refuted(fmt::format("缺少 {}", path), fmt::format("{} is missing", path));
  std::vector<Digest>& read = tiles_[{level, index}];
  read.resize(width);
  std::memcpy(read.data()->bytes.data(), bytes->data(), width * sizeof(Digest));
  return &read;
}

Result<Digest> TilePaths::subtree(unsigned height, std::uint64_t index) {
  const unsigned level = height / heights_a_tile;
  const unsigned within = height % heights_a_tile;
  const std::uint64_t first = index << within;
  TRY_SET(const std::vector<Digest>* const hashes, tile(level, first / tile_width));
  const std::size_t start = first % tile_width;
  const std::size_t count = std::size_t{1} << within;
  CHECK(start + count <= hashes->size());
  return root_over(std::span(*hashes).subspan(start, count));
}

/// As Tree::range_root: `first` is a multiple of a power of two not below last - first.
Result<Digest> TilePaths::range_root(std::uint64_t first, std::uint64_t last) {
  std::uint64_t end = last;
  Digest hash;
  for (std::uint64_t left = last - first; left != 0; left &= left - 1) {
    const auto height = static_cast<unsigned>(std::countr_zero(left));
    TRY_SET(const Digest root, subtree(height, (end >> height) - 1));
    hash = end == last ? root : node_hash(root, hash);
    end -= std::uint64_t{1} << height;
  }
  return hash;
}

Result<std::vector<Digest>> TilePaths::audit_path(std::uint64_t index) {
  CHECK(index < size_);
  std::vector<Digest> path;
  std::uint64_t first = 0;
  std::uint64_t last = size_;
  while (last - first > 1) {
    const std::uint64_t middle = first + std::bit_floor(last - first - 1);
    const bool left = index < middle;
    TRY_SET(const Digest sibling, left ? range_root(middle, last) : range_root(first, middle));
    path.push_back(sibling);
    (left ? last : first) = middle;
  }
  std::ranges::reverse(path);
  return path;
}

Result<Digest> TilePaths::leaf(std::uint64_t index) {
  CHECK(index < size_);
  return subtree(0, index);
}

}  // namespace tanshu::proof
