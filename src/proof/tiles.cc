// SPDX-License-Identifier: Apache-2.0
// Tile paths and entry bundles; reading accepts only what printing gives.
#include "proof/tiles.h"

#include "base/check.h"
#include "proof/checkpoint.h"
#include "proof/wording.h"

namespace tanshu::proof {
namespace {

constexpr unsigned level_max = 7;  // 256^8 leaves are 2^64

std::string index_path(std::uint64_t index) {
  std::string path = fmt::format("{:03}", index % 1000);
  for (index /= 1000; index != 0; index /= 1000)
    path = fmt::format("x{:03}/{}", index % 1000, path);
  return path;
}

bool three_digits(std::string_view text) {
  return text.size() == 3 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Reads groups of three digits, all but the last marked by x; the caller holds the result against
/// index_path.
std::optional<std::uint64_t> parse_index(std::string_view path) {
  std::uint64_t index = 0;
  while (true) {
    const bool more = path.starts_with('x');
    if (more) path.remove_prefix(1);
    const std::string_view group = path.substr(0, 3);
    if (!three_digits(group)) return std::nullopt;
    const auto value = static_cast<std::uint64_t>((group[0] - '0') * 100 + (group[1] - '0') * 10 +
                                                  (group[2] - '0'));
    if (__builtin_mul_overflow(index, 1000, &index)) return std::nullopt;
    if (__builtin_add_overflow(index, value, &index)) return std::nullopt;
    path.remove_prefix(3);
    if (!more) return path.empty() ? std::optional(index) : std::nullopt;
    if (!path.starts_with('/')) return std::nullopt;
    path.remove_prefix(1);
  }
}

}  // namespace

std::string tile_path(const TileName& name) {
  CHECK(name.width >= 1 && name.width <= tile_width);
  std::string path =
      name.entries ? std::string("tile/entries/") : fmt::format("tile/{}/", name.level);
  path += index_path(name.index);
  if (name.width < tile_width) path += fmt::format(".p/{}", name.width);
  return path;
}

std::optional<TileName> parse_tile_path(std::string_view path) {
  const std::string_view whole = path;
  constexpr std::string_view root = "tile/";
  if (!path.starts_with(root)) return std::nullopt;
  path.remove_prefix(root.size());
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  TileName name;
  name.entries = path.substr(0, slash) == "entries";
  if (!name.entries) {
    const auto level = strict_number(path.substr(0, slash));
    if (!level || *level > level_max) return std::nullopt;
    name.level = static_cast<unsigned>(*level);
  }
  path.remove_prefix(slash + 1);
  if (const auto partial = path.find(".p/"); partial != std::string_view::npos) {
    const auto width = strict_number(path.substr(partial + 3));
    if (!width || *width == 0 || *width >= tile_width) return std::nullopt;
    name.width = static_cast<unsigned>(*width);
    path = path.substr(0, partial);
  }
  const auto index = parse_index(path);
  if (!index) return std::nullopt;
  name.index = *index;
  if (tile_path(name) != whole) return std::nullopt;
  return name;
}

void append_to_bundle(Bytes& bundle, ByteView entry) {
  CHECK(entry.size() <= entry_bytes_max);
  bundle.push_back(static_cast<std::uint8_t>(entry.size() >> 8));
  bundle.push_back(static_cast<std::uint8_t>(entry.size()));
  bundle.insert(bundle.end(), entry.begin(), entry.end());
}

Result<std::vector<ByteView>> parse_bundle(ByteView bundle, unsigned width) {
  std::vector<ByteView> entries;
  entries.reserve(width);
  std::size_t at = 0;
  while (entries.size() < width) {
    const std::size_t left = bundle.size() - at;
    const std::size_t length =
        left < 2 ? 0 : static_cast<std::size_t>(bundle[at]) << 8 | bundle[at + 1];
    if (left < 2 || left - 2 < length)
      return refuted(fmt::format("偏移 {}：第 {} 条残缺", at, entries.size()),
                     fmt::format("offset {}: entry {} is cut short", at, entries.size()));
    entries.push_back(bundle.subspan(at + 2, length));
    at += 2 + length;
  }
  if (at != bundle.size())
    return refuted(
        fmt::format("偏移 {}：最后一条之后还有 {} 字节", at, bundle.size() - at),
        fmt::format("offset {}: {} bytes follow the last entry", at, bundle.size() - at));
  return entries;
}

}  // namespace tanshu::proof
