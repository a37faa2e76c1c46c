// SPDX-License-Identifier: Apache-2.0
// A subtree of 2^l leaves is folded out of the tile level below it.
#include "proof/tile_tree.h"

#include <algorithm>
#include <bit>

#include "base/check.h"
#include "proof/merkle.h"
#include "proof/wording.h"

namespace tanshu::proof {
namespace {

constexpr std::size_t tiles_kept_max = 64;

/// Reads the named tile or, when it is partial and gone, the full one.
Result<std::optional<Bytes>> read_either(LogReader& reader, TileName& name) {
  TRY_SET(auto bytes, reader.read(tile_path(name)));
  if (bytes || name.width == tile_width) return bytes;
  name.width = tile_width;
  return reader.read(tile_path(name));
}

}  // namespace

Result<std::optional<std::vector<Digest>>> read_hashes(LogReader& reader, TileName name) {
  const unsigned wanted = name.width;
  TRY_SET(const auto bytes, read_either(reader, name));
  if (!bytes) return std::optional<std::vector<Digest>>();
  if (bytes->size() != name.width * sizeof(Digest))
    return refuted(fmt::format("{} 长度不对", tile_path(name)),
                   fmt::format("{} has a wrong length", tile_path(name)));
  std::vector<Digest> hashes(wanted);
  for (std::size_t i = 0; i < wanted; ++i)
    std::copy_n(bytes->begin() + static_cast<std::ptrdiff_t>(i * 32), 32, hashes[i].bytes.begin());
  return std::optional(std::move(hashes));
}

Result<std::optional<std::vector<ByteView>>> read_entries(LogReader& reader, TileName name,
                                                          Bytes& bytes) {
  const unsigned wanted = name.width;
  TRY_SET(auto found, read_either(reader, name));
  if (!found) return std::optional<std::vector<ByteView>>();
  bytes = std::move(*found);
  auto entries = parse_bundle(bytes, name.width);
  if (!entries) return failure(fmt::format("{}: {}", tile_path(name), entries.error().what));
  entries->resize(wanted);
  return std::optional(std::move(*entries));
}

Result<const std::vector<Digest>*> TileTree::tile(unsigned level, std::uint64_t index) {
  const auto key = std::pair(level, index);
  if (const auto kept = tiles_.find(key); kept != tiles_.end()) return &kept->second;
  const std::uint64_t count = size_ >> (8 * level);
  CHECK(index * tile_width < count);
  const auto width = static_cast<unsigned>(std::min(count - index * tile_width, tile_width));
  const TileName name{false, level, index, width};
  TRY_SET(auto hashes, read_hashes(reader_, name));
  if (!hashes)
    return refuted(fmt::format("缺少 {}", tile_path(name)),
                   fmt::format("{} is missing", tile_path(name)));
  if (tiles_.size() >= tiles_kept_max) tiles_.clear();
  return &tiles_.emplace(key, std::move(*hashes)).first->second;
}

Result<Digest> TileTree::subtree(unsigned level, std::uint64_t index) {
  const unsigned above = level % 8;
  const std::uint64_t first = index << above;
  TRY_SET(const auto* hashes, tile(level / 8, first / tile_width));
  const std::size_t start = first % tile_width;
  const std::size_t count = std::size_t{1} << above;
  CHECK(start + count <= hashes->size());
  return root_over(std::span(*hashes).subspan(start, count), kind_);
}

/// As Tree::range_root: `first` is a multiple of a power of two not below last - first.
Result<Digest> TileTree::range_root(std::uint64_t first, std::uint64_t last) {
  CHECK(first < last && last <= size_);
  std::uint64_t end = last;
  Digest hash;
  for (std::uint64_t left = last - first; left != 0; left &= left - 1) {
    const auto level = static_cast<unsigned>(std::countr_zero(left));
    TRY_SET(const Digest one, subtree(level, (end >> level) - 1));
    hash = end == last ? one : node_hash(one, hash, kind_);
    end -= std::uint64_t{1} << level;
  }
  return hash;
}

Result<Digest> TileTree::root_at(std::uint64_t size) {
  CHECK(size <= size_);
  if (size == 0) return empty_root(kind_);
  return range_root(0, size);
}

Result<std::vector<Digest>> TileTree::audit_path(std::uint64_t index, std::uint64_t size) {
  CHECK(index < size && size <= size_);
  std::vector<Digest> path;
  std::uint64_t first = 0;
  std::uint64_t last = size;
  while (last - first > 1) {
    const std::uint64_t middle = first + std::bit_floor(last - first - 1);
    const bool left = index < middle;
    TRY_SET(const Digest beside, left ? range_root(middle, last) : range_root(first, middle));
    path.push_back(beside);
    (left ? last : first) = middle;
  }
  std::ranges::reverse(path);
  return path;
}

}  // namespace tanshu::proof
