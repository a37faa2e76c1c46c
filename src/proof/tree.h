// SPDX-License-Identifier: Apache-2.0
// The append-only Merkle tree of the log: roots, audit paths and consistency paths at any size it
// ever had.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/hash.h"

namespace tanshu::proof {

/// Keeps the hash of every complete subtree, one array a level: 64 bytes a leaf in all. Appending
/// costs one node hash on average. Not for sharing between threads while it grows.
class Tree {
 public:
  explicit Tree(HashKind kind = HashKind::sha256) : kind_(kind) {}

  HashKind hash() const { return kind_; }
  std::uint64_t size() const { return size_; }

  void append(const Digest& leaf_hash);
  /// The same as one by one, but a level at a time: kinder to the cache.
  void append_batch(std::span<const Digest> leaf_hashes);
  void clear();

  Digest root() const { return root_at(size_); }
  /// The root when the tree had `size` leaves; `size` is at most size().
  Digest root_at(std::uint64_t size) const;

  /// From the leaf up to the root of the first `size` leaves; index < size <= size().
  std::vector<Digest> audit_path(std::uint64_t index, std::uint64_t size) const;
  /// From the tree of `old_size` to that of `new_size`; 0 < old_size <= new_size <= size(). Empty
  /// for old size 0.
  std::vector<Digest> consistency_path(std::uint64_t old_size, std::uint64_t new_size) const;

  /// The hashes of the complete subtrees of 2^`level` leaves, from left to right.
  std::span<const Digest> level(unsigned level) const;

 private:
  Digest range_root(std::uint64_t first, std::uint64_t last) const;

  HashKind kind_;
  std::uint64_t size_ = 0;
  std::vector<std::vector<Digest>> levels_;
};

}  // namespace tanshu::proof
