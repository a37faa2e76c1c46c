// SPDX-License-Identifier: Apache-2.0
// From the highest tile down, a few tiles name the leaf; a server whose tiles lie is read to the
// end.
#include "link/difference.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "proof/merkle.h"
#include "proof/tile_tree.h"

namespace tanshu::link {
namespace {

using proof::tile_width;

constexpr std::size_t readers = 4;

/// A tile of the log's hashes, as wide as the log has it; empty when it cannot be had.
std::vector<Digest> hashes_of(const Account& log, unsigned level, std::uint64_t index) {
  const std::uint64_t count = log.size >> (8 * level);
  if (index * tile_width >= count) return {};
  const auto width = static_cast<unsigned>(std::min(count - index * tile_width, tile_width));
  auto hashes = proof::read_hashes(log.reader, {false, level, index, width});
  if (!hashes || !*hashes) return {};
  return std::move(**hashes);
}

/// The first hash in which a tile of both differs, or nothing.
std::optional<std::uint64_t> differing(const Account& a, const Account& b, unsigned level,
                                       std::uint64_t index) {
  const std::vector<Digest> ours = hashes_of(a, level, index);
  const std::vector<Digest> theirs = hashes_of(b, level, index);
  const std::size_t both = std::min(ours.size(), theirs.size());
  for (std::size_t i = 0; i < both; ++i)
    if (ours[i] != theirs[i]) return index * tile_width + i;
  return std::nullopt;
}

/// The leaf that the tiles of hashes name. A subtree that is not complete in the shorter log is in
/// no upper tile, so the last tile of each level is looked at too.
std::optional<std::uint64_t> differing_leaf(const Account& a, const Account& b) {
  const std::uint64_t size = std::min(a.size, b.size);
  for (unsigned level = 8; level-- > 0;) {
    const std::uint64_t count = size >> (8 * level);
    if (count == 0) continue;
    std::optional<std::uint64_t> at = differing(a, b, level, (count - 1) / tile_width);
    // Tiles left of the last one are covered by the level above, which was the same.
    for (unsigned below = level; at && below > 0; --below) at = differing(a, b, below - 1, *at);
    if (at) return at;
  }
  return std::nullopt;
}

Finding found(std::uint64_t index, Differs differs, std::string zh, std::string en) {
  return {index, 0, differs, std::move(zh), std::move(en)};
}

Finding differing_bytes(std::uint64_t index, ByteView ours, ByteView theirs) {
  return found(index, Differs::bytes,
               fmt::format("所存为 {} 字节（SHA-256 {}），现给出 {} 字节（SHA-256 {}）",
                           ours.size(), sha256(ours).hex(), theirs.size(), sha256(theirs).hex()),
               fmt::format("{} bytes with SHA-256 {} are held, {} bytes with SHA-256 {} are served",
                           ours.size(), sha256(ours).hex(), theirs.size(), sha256(theirs).hex()));
}

/// Compares entries [first, end) by their bytes.
Result<std::optional<Finding>> compare(const Account& held, const Account& served,
                                       std::uint64_t first, std::uint64_t end) {
  Bundles ours(held, first, end, 1);
  Bundles theirs(served, first, end, readers);
  while (true) {
    TRY_SET(const auto one, ours.next());
    const auto other = theirs.next();
    if (!one) return std::optional<Finding>();
    if (one->missing) return failure("an entry that is held cannot be read");
    if (!other || !*other || (*other)->missing)
      return std::optional(found(
          one->first, Differs::bytes,
          fmt::format("不再给出：{}", other ? "文件缺失" : other.error().what),
          fmt::format("is not served: {}", other ? "the file is missing" : other.error().what)));
    for (std::size_t i = 0; i < one->entries.size(); ++i)
      if (!std::ranges::equal(one->entries[i], (*other)->entries[i]))
        return std::optional(
            differing_bytes(one->first + i, one->entries[i], (*other)->entries[i]));
  }
}

/// All entries held are served alike: the fault lies beyond, at the first new entry whose leaf hash
/// is not the served one, or else nowhere in particular.
Result<Finding> beyond(const Account& held, const Account& served, HashKind hash) {
  Bundles entries(served, held.size, served.size, readers);
  while (true) {
    const auto bundle = entries.next();
    if (!bundle || !*bundle || (*bundle)->missing) break;
    const std::vector<Digest> hashes = hashes_of(served, 0, (*bundle)->first / tile_width);
    if (hashes.empty()) break;
    for (std::size_t i = 0; i < (*bundle)->entries.size(); ++i)
      if (const std::uint64_t at = (*bundle)->first + i;
          proof::leaf_hash((*bundle)->entries[i], hash) != hashes[at % tile_width])
        return found(at, Differs::root, "条目与所给的叶哈希不符",
                     "the entry does not have the leaf hash that is served");
  }
  return found(held.size, Differs::root, "自此起的条目不通向已签名的根",
               "the entries from here on do not lead to the signed root");
}

Result<Finding> locate(const Account& held, const Account& served, HashKind hash) {
  const std::uint64_t both = std::min(held.size, served.size);
  if (const auto leaf = differing_leaf(held, served)) {
    TRY_SET(const auto named, compare(held, served, *leaf, *leaf + 1));
    if (named) return *named;
  }
  TRY_SET(const auto named, compare(held, served, 0, both));
  if (named) return *named;
  if (served.size > held.size) return beyond(held, served, hash);
  return found(both, Differs::root, "条目与所存相同，已签名的根却不同",
               "the entries are those held, yet the signed root is another");
}

}  // namespace

Result<std::optional<std::uint64_t>> block_of(const Account& log, std::uint64_t log_index) {
  Bundles bundles(log, log_index, log.size, 1);
  while (true) {
    TRY_SET(const auto bundle, bundles.next());
    if (!bundle || bundle->missing) return std::optional<std::uint64_t>();
    for (const ByteView entry : bundle->entries)
      if (const auto header = protocol::decode_block_leaf(entry))
        return std::optional(header->position);
  }
}

Result<Finding> first_difference(const Account& held, const Account& served, HashKind hash) {
  TRY_SET(Finding finding, locate(held, served, hash));
  const Account& log = finding.log_index < held.size ? held : served;
  if (const auto block = block_of(log, finding.log_index); block && *block) finding.block = **block;
  return finding;
}

}  // namespace tanshu::link
