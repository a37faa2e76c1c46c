// SPDX-License-Identifier: Apache-2.0
// Names and contents of the files of a tiled log (c2sp.org/tlog-tiles v0.1.0).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace tanshu::proof {

inline constexpr std::uint64_t tile_width = 256;
/// Our own cap; the format's is 65,535.
inline constexpr std::size_t entry_bytes_max = 60'000;

/// Which tile: hashes of a level, or a bundle of entries.
struct TileName {
  bool entries = false;
  /// 0 for entries; tile level L holds the roots of 256^L leaves.
  unsigned level = 0;
  std::uint64_t index = 0;
  /// 1 to 256; less than 256 names a partial tile.
  unsigned width = 256;

  auto operator<=>(const TileName&) const = default;
};

/// "tile/0/x001/x234/067", "tile/0/x001/x234/067.p/8", "tile/entries/000".
std::string tile_path(const TileName& name);
/// The inverse, for canonical paths only.
std::optional<TileName> parse_tile_path(std::string_view path);

/// Appends length and bytes of one entry to a bundle; the entry is at most entry_bytes_max long.
void append_to_bundle(Bytes& bundle, ByteView entry);
/// The `width` entries of a bundle, as views into it. The failure names entry and byte offset.
Result<std::vector<ByteView>> parse_bundle(ByteView bundle, unsigned width);

}  // namespace tanshu::proof
