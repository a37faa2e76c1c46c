// SPDX-License-Identifier: Apache-2.0
// A leaf closes as many subtrees as the size has low bits set.
#include "proof/frontier.h"

#include <bit>

#include "base/check.h"
#include "proof/merkle.h"

namespace tanshu::proof {

Frontier::Frontier(std::uint64_t size, std::vector<Digest> peaks, HashKind kind)
    : kind_(kind), size_(size), peaks_(std::move(peaks)) {
  CHECK(peaks_.size() == static_cast<std::size_t>(std::popcount(size_)));
}

void Frontier::append_subtree(unsigned level, const Digest& root) {
  CHECK(level < 64 && (size_ & ((std::uint64_t{1} << level) - 1)) == 0);
  Digest hash = root;
  for (std::uint64_t low = size_ >> level; (low & 1) != 0; low >>= 1) {
    hash = node_hash(peaks_.back(), hash, kind_);
    peaks_.pop_back();
  }
  peaks_.push_back(hash);
  size_ += std::uint64_t{1} << level;
}

/// Level by level: the peak that waits on a level goes before what comes up to it, and what is left
/// without a neighbour waits in its place.
void Frontier::append(std::span<const Digest> leaf_hashes) {
  std::vector<Digest> row(leaf_hashes.begin(), leaf_hashes.end());
  std::vector<Digest> waiting;  // from the lowest level up
  for (std::uint64_t sizes = size_; !row.empty(); sizes >>= 1) {
    if ((sizes & 1) != 0) {
      row.insert(row.begin(), peaks_.back());
      peaks_.pop_back();
    }
    if (row.size() % 2 == 1) {
      waiting.push_back(row.back());
      row.pop_back();
    }
    node_hashes(row, std::span(row).first(row.size() / 2), kind_);
    row.resize(row.size() / 2);
  }
  peaks_.insert(peaks_.end(), waiting.rbegin(), waiting.rend());
  size_ += leaf_hashes.size();
}

Digest Frontier::root() const {
  if (peaks_.empty()) return empty_root(kind_);
  Digest hash = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i-- > 0;) hash = node_hash(peaks_[i], hash, kind_);
  return hash;
}

}  // namespace tanshu::proof
