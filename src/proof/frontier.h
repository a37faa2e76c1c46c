// SPDX-License-Identifier: Apache-2.0
// The right edge of a growing tree: enough for its root, and no more than a few dozen hashes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/hash.h"

namespace tanshu::proof {

class Frontier {
 public:
  explicit Frontier(HashKind kind = HashKind::sha256) : kind_(kind) {}
  /// The frontier of a tree of `size` leaves with these peaks; there must be as many peaks as the
  /// size has bits set.
  Frontier(std::uint64_t size, std::vector<Digest> peaks, HashKind kind = HashKind::sha256);

  void append(const Digest& leaf_hash) { append_subtree(0, leaf_hash); }
  /// Many at once, which costs less for each.
  void append(std::span<const Digest> leaf_hashes);
  /// Appends 2^`level` leaves by the root of their subtree; size() is a multiple of 2^`level`.
  void append_subtree(unsigned level, const Digest& root);
  std::uint64_t size() const { return size_; }
  Digest root() const;
  /// The roots of the largest complete subtrees, from left to right.
  std::span<const Digest> peaks() const { return peaks_; }

 private:
  HashKind kind_;
  std::uint64_t size_ = 0;
  std::vector<Digest> peaks_;
};

}  // namespace tanshu::proof
