// SPDX-License-Identifier: Apache-2.0
// Complete subtrees are hashed once, when their last leaf arrives; everything else is read from
// them.
#include "proof/tree.h"

#include <algorithm>
#include <bit>

#include "base/check.h"
#include "proof/merkle.h"

namespace tanshu::proof {

void Tree::append(const Digest& leaf_hash) {
  append_batch(std::span<const Digest>(&leaf_hash, 1));
}

void Tree::append_batch(std::span<const Digest> leaf_hashes) {
  if (leaf_hashes.empty()) return;
  if (levels_.empty()) levels_.emplace_back();
  levels_[0].insert(levels_[0].end(), leaf_hashes.begin(), leaf_hashes.end());
  size_ += leaf_hashes.size();
  for (std::size_t level = 0; levels_[level].size() >= 2; ++level) {
    if (level + 1 == levels_.size()) levels_.emplace_back();
    const std::vector<Digest>& below = levels_[level];
    std::vector<Digest>& above = levels_[level + 1];
    if (above.size() == below.size() / 2) return;
    const std::size_t before = above.size();
    above.resize(below.size() / 2);
    node_hashes(std::span(below).subspan(2 * before), std::span(above).subspan(before), kind_);
  }
}

void Tree::clear() {
  size_ = 0;
  levels_.clear();
}

std::span<const Digest> Tree::level(unsigned level) const {
  if (level >= levels_.size()) return {};
  return levels_[level];
}

/// The root over leaves [first, last), where `first` is a multiple of a power of two not below last
/// - first, so that the complete subtrees of the range are complete subtrees of the tree.
Digest Tree::range_root(std::uint64_t first, std::uint64_t last) const {
  CHECK(first < last && last <= size_);
  std::uint64_t end = last;
  Digest hash;
  for (std::uint64_t left = last - first; left != 0; left &= left - 1) {
    const int level = std::countr_zero(left);
    const Digest& subtree = levels_[static_cast<std::size_t>(level)][(end >> level) - 1];
    hash = end == last ? subtree : node_hash(subtree, hash, kind_);
    end -= std::uint64_t{1} << level;
  }
  return hash;
}

Digest Tree::root_at(std::uint64_t size) const {
  CHECK(size <= size_);
  return size == 0 ? empty_root(kind_) : range_root(0, size);
}

std::vector<Digest> Tree::audit_path(std::uint64_t index, std::uint64_t size) const {
  CHECK(index < size && size <= size_);
  std::vector<Digest> path;
  std::uint64_t first = 0;
  std::uint64_t last = size;
  while (last - first > 1) {
    const std::uint64_t middle = first + std::bit_floor(last - first - 1);
    const bool left = index < middle;
    path.push_back(left ? range_root(middle, last) : range_root(first, middle));
    (left ? last : first) = middle;
  }
  std::ranges::reverse(path);
  return path;
}

std::vector<Digest> Tree::consistency_path(std::uint64_t old_size, std::uint64_t new_size) const {
  CHECK(old_size <= new_size && new_size <= size_);
  std::vector<Digest> path;
  if (old_size == 0 || old_size == new_size) return path;
  std::uint64_t first = 0;
  std::uint64_t last = new_size;
  while (last != old_size) {
    const std::uint64_t middle = first + std::bit_floor(last - first - 1);
    const bool left = old_size <= middle;
    path.push_back(left ? range_root(middle, last) : range_root(first, middle));
    (left ? last : first) = middle;
  }
  // The old tree itself is known to the reader; only a part of it must be named.
  if (first != 0) path.push_back(range_root(first, last));
  std::ranges::reverse(path);
  return path;
}

}  // namespace tanshu::proof
