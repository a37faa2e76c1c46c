// SPDX-License-Identifier: Apache-2.0
// The Merkle tree hashes of RFC 6962, with SHA-256 or with SM3 in its place, and the checks of
// audit and consistency paths.
#pragma once

#include <cstdint>
#include <span>

#include "base/hash.h"
#include "base/result.h"

namespace tanshu::proof {

/// hash(0x00 ‖ entry), RFC 6962 section 2.1.
Digest leaf_hash(ByteView entry, HashKind kind = HashKind::sha256);
/// The same of many entries, faster than one by one.
void leaf_hashes(std::span<const ByteView> entries, std::span<Digest> hashes,
                 HashKind kind = HashKind::sha256);
/// hash(0x01 ‖ left ‖ right), RFC 6962 section 2.1.
Digest node_hash(const Digest& left, const Digest& right, HashKind kind = HashKind::sha256);
/// The same of neighbours, two by two, faster than one by one: `parents` has half as many places as
/// there are children, rounded down, and may begin where `children` does.
void node_hashes(std::span<const Digest> children, std::span<Digest> parents,
                 HashKind kind = HashKind::sha256);
/// The root of the tree without leaves: the hash of no bytes.
Digest empty_root(HashKind kind = HashKind::sha256);
/// The root of the tree with these leaves, for who needs no paths.
Digest root_over(std::span<const Digest> leaf_hashes, HashKind kind = HashKind::sha256);

/// Does `path` lead from the leaf at `index` to the root of the tree of `size` leaves? Sizes up to
/// 2^64-1. The failure says which of them does not fit.
Result<void> verify_audit_path(std::uint64_t index, std::uint64_t size, const Digest& leaf,
                               std::span<const Digest> path, const Digest& root,
                               HashKind kind = HashKind::sha256);

/// Is the tree of `new_size` leaves the tree of `old_size` leaves with leaves appended? Sizes up to
/// 2^64-1. An empty old tree is consistent with every tree, by an empty path.
Result<void> verify_consistency(std::uint64_t old_size, const Digest& old_root,
                                std::uint64_t new_size, const Digest& new_root,
                                std::span<const Digest> path, HashKind kind = HashKind::sha256);

}  // namespace tanshu::proof
