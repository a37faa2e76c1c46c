// SPDX-License-Identifier: Apache-2.0
// Path checks without recursion, after RFC 9162 sections 2.1.3.2 and 2.1.4.2, safe for sizes up to
// 2^64-1.
#include "proof/merkle.h"

#include <algorithm>
#include <bit>
#include <vector>

#include "base/check.h"
#include "base/hash.h"
#include "base/hash_many.h"
#include "proof/wording.h"

namespace tanshu::proof {
namespace {

/// How a path from leaf `index` climbs: first through subtrees where siblings lie on both sides,
/// then along the right border of the tree, where only left siblings exist.
struct Climb {
  int inner;
  int border;
};

Climb climb_of(std::uint64_t index, std::uint64_t size) {
  const int inner = std::bit_width(index ^ (size - 1));
  const std::uint64_t above = inner == 64 ? 0 : index >> inner;
  return {inner, std::popcount(above)};
}

Digest climb_inner(Digest hash, std::span<const Digest> path, std::uint64_t index, HashKind kind) {
  for (const Digest& sibling : path) {
    hash = (index & 1) == 0 ? node_hash(hash, sibling, kind) : node_hash(sibling, hash, kind);
    index >>= 1;
  }
  return hash;
}

/// As climb_inner, but ignores siblings on the right: they did not exist in the older tree.
Digest climb_inner_left_only(Digest hash, std::span<const Digest> path, std::uint64_t index,
                             HashKind kind) {
  for (const Digest& sibling : path) {
    if ((index & 1) == 1) hash = node_hash(sibling, hash, kind);
    index >>= 1;
  }
  return hash;
}

Digest climb_border(Digest hash, std::span<const Digest> path, HashKind kind) {
  for (const Digest& sibling : path) hash = node_hash(sibling, hash, kind);
  return hash;
}

std::unexpected<Failure> wrong_length(std::size_t found, std::size_t expected) {
  return refuted(fmt::format("路径应有 {} 个哈希，实有 {} 个", expected, found),
                 fmt::format("the path needs {} hashes and has {}", expected, found));
}

}  // namespace

Digest leaf_hash(ByteView entry, HashKind kind) {
  constexpr std::uint8_t prefix = 0;
  return thread_hasher(kind).update(ByteView(&prefix, 1)).update(entry).finish();
}

void leaf_hashes(std::span<const ByteView> entries, std::span<Digest> hashes, HashKind kind) {
  hash_each(kind, 0, entries, hashes);
}

Digest node_hash(const Digest& left, const Digest& right, HashKind kind) {
  std::array<std::uint8_t, 65> node;
  node[0] = 1;
  std::ranges::copy(left.bytes, node.begin() + 1);
  std::ranges::copy(right.bytes, node.begin() + 33);
  return thread_hasher(kind).update(ByteView(node)).finish();
}

/// Neighbours lie side by side in memory, so that a pair is one message. A portion of parents is
/// kept aside until its children are read, because they may lie in the same place.
void node_hashes(std::span<const Digest> children, std::span<Digest> parents, HashKind kind) {
  CHECK(parents.size() == children.size() / 2);
  constexpr std::size_t at_once = 64;
  std::array<ByteView, at_once> pairs;
  std::array<Digest, at_once> hashes;
  for (std::size_t from = 0; from < parents.size(); from += at_once) {
    const std::size_t count = std::min(at_once, parents.size() - from);
    for (std::size_t i = 0; i < count; ++i)
      pairs[i] = {children[2 * (from + i)].bytes.data(), 2 * sizeof(Digest)};
    hash_each(kind, 1, std::span(pairs).first(count), std::span(hashes).first(count));
    std::ranges::copy(std::span(hashes).first(count),
                      parents.begin() + static_cast<std::ptrdiff_t>(from));
  }
}

Digest empty_root(HashKind kind) {
  return digest_of(kind, ByteView{});
}

/// Level by level; a last node without a neighbour rises as it is, which is where the split at the
/// largest power of two puts it.
Digest root_over(std::span<const Digest> leaf_hashes, HashKind kind) {
  if (leaf_hashes.empty()) return empty_root(kind);
  if (leaf_hashes.size() == 1) return leaf_hashes.front();
  std::vector<Digest> level((leaf_hashes.size() + 1) / 2);
  std::span<const Digest> below = leaf_hashes;
  while (below.size() > 1) {
    const std::size_t pairs = below.size() / 2;
    node_hashes(below.first(2 * pairs), std::span(level).first(pairs), kind);
    if (below.size() % 2 == 1) level[pairs] = below.back();
    below = std::span(level).first((below.size() + 1) / 2);
  }
  return level.front();
}

Result<void> verify_audit_path(std::uint64_t index, std::uint64_t size, const Digest& leaf,
                               std::span<const Digest> path, const Digest& root, HashKind kind) {
  if (index >= size)
    return refuted(fmt::format("序号 {} 不在大小为 {} 的树内", index, size),
                   fmt::format("index {} is outside the tree of size {}", index, size));
  const Climb climb = climb_of(index, size);
  const auto inner = static_cast<std::size_t>(climb.inner);
  const auto length = inner + static_cast<std::size_t>(climb.border);
  if (path.size() != length) return wrong_length(path.size(), length);
  const Digest found =
      climb_border(climb_inner(leaf, path.first(inner), index, kind), path.subspan(inner), kind);
  if (found != root)
    return refuted("审计路径算出的根与检查点的根不同",
                   "the audit path leads to another root than the checkpoint's");
  return {};
}

Result<void> verify_consistency(std::uint64_t old_size, const Digest& old_root,
                                std::uint64_t new_size, const Digest& new_root,
                                std::span<const Digest> path, HashKind kind) {
  if (old_size > new_size)
    return refuted("旧树比新树大", "the old tree is larger than the new one");
  if (old_size == 0 && old_root != empty_root(kind))
    return refuted("空树的根不对", "the root of the empty tree is wrong");
  if (old_size == new_size && old_root != new_root)
    return refuted("同样大小的两棵树根不同", "two trees of the same size have different roots");
  if (old_size == 0 && new_size != 0)
    return refuted("空树与任何树都一致，无可证明",
                   "every tree is consistent with the empty one; there is nothing to prove");
  if (old_size == new_size) {
    if (!path.empty()) return wrong_length(path.size(), 0);
    return {};
  }
  Climb climb = climb_of(old_size - 1, new_size);
  const int shift = std::countr_zero(old_size);
  climb.inner -= shift;
  // A power of two is one whole subtree: its root starts both climbs and is not repeated in the
  // path.
  const bool whole = std::has_single_bit(old_size);
  const auto inner = static_cast<std::size_t>(climb.inner);
  const auto length = inner + static_cast<std::size_t>(climb.border) + (whole ? 0 : 1);
  if (path.size() != length) return wrong_length(path.size(), length);
  const Digest seed = whole ? old_root : path.front();
  const auto rest = whole ? path : path.subspan(1);
  const std::uint64_t index = (old_size - 1) >> shift;
  const auto below = rest.first(inner);
  const auto beside = rest.subspan(inner);
  if (climb_border(climb_inner_left_only(seed, below, index, kind), beside, kind) != old_root)
    return refuted("一致性路径算出的旧根不同",
                   "the consistency path does not lead to the old root");
  if (climb_border(climb_inner(seed, below, index, kind), beside, kind) != new_root)
    return refuted("一致性路径算出的新根不同",
                   "the consistency path does not lead to the new root");
  return {};
}

}  // namespace tanshu::proof
