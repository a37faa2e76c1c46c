// SPDX-License-Identifier: Apache-2.0
// Tiles are written before the checkpoint that covers them, and nobody looks for them earlier; the
// checkpoint itself appears whole, by rename.
#include "proof/tile_writer.h"

#include <cstring>

#include "base/check.h"
#include "proof/files.h"
#include "proof/merkle.h"
#include "proof/wording.h"

namespace tanshu::proof {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view checkpoint_name = "checkpoint";

std::string partial_directory(TileName name) {
  name.width = 1;
  return fs::path(tile_path(name)).parent_path().string();
}

Result<void> make_directory(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error)
    return refuted(fmt::format("无法建目录 {}：{}", path.string(), error.message()),
                   fmt::format("cannot make directory {}: {}", path.string(), error.message()));
  return {};
}

Result<void> remove_path(const fs::path& path) {
  std::error_code error;
  fs::remove_all(path, error);
  if (error)
    return refuted(fmt::format("无法删除 {}：{}", path.string(), error.message()),
                   fmt::format("cannot remove {}: {}", path.string(), error.message()));
  return {};
}

/// Removes what a row of tiles (one level, or the bundles) has beyond its first `count` hashes.
/// Publications write a row from left to right, so the leftovers are one run; it goes from its end,
/// to stay a run if interrupted.
Result<void> prune_row(const fs::path& root, TileName name, std::uint64_t count) {
  const std::uint64_t frontier = count / tile_width;
  const auto there = [&](std::uint64_t index) {
    name.index = index;
    name.width = tile_width;
    std::error_code error;
    return fs::exists(root / tile_path(name), error) ||
           fs::exists(root / partial_directory(name), error);
  };
  std::uint64_t end = frontier;
  while (there(end)) ++end;
  for (std::uint64_t index = end; index-- > frontier;) {
    name.index = index;
    name.width = tile_width;
    TRY(remove_path(root / tile_path(name)));
    const std::uint64_t kept = index == frontier ? count % tile_width : 0;
    if (kept == 0) {
      TRY(remove_path(root / partial_directory(name)));
      continue;
    }
    for (auto width = static_cast<unsigned>(kept) + 1; width < tile_width; ++width) {
      name.width = width;
      TRY(remove_path(root / tile_path(name)));
    }
  }
  return {};
}

}  // namespace

Result<std::optional<Checkpoint>> published_checkpoint(const fs::path& directory) {
  TRY_SET(const auto bytes, read_whole(directory / checkpoint_name));
  if (!bytes) return std::nullopt;
  const std::string_view note = text_of(*bytes);
  const auto split = note.rfind("\n\n");
  if (split == std::string_view::npos)
    return refuted("checkpoint 不是签名文本", "checkpoint is not a signed note");
  TRY_SET(Checkpoint checkpoint, parse_checkpoint(note.substr(0, split + 1)));
  return checkpoint;
}

Result<TileWriter> TileWriter::open(fs::path directory, HashKind kind) {
  TRY(make_directory(directory));
  TileWriter writer(std::move(directory), kind);
  TRY(writer.load());
  return writer;
}

Result<TileWriter> TileWriter::open_anew(fs::path directory, HashKind kind) {
  TRY(make_directory(directory));
  TileWriter writer(std::move(directory), kind);
  TRY(writer.reset());
  return writer;
}

Result<void> TileWriter::load() {
  TRY(remove_path(directory_ / incoming_name));
  TRY_SET(const auto checkpoint, published_checkpoint(directory_));
  if (checkpoint && checkpoint->hash != kind_)
    return refuted("已公布的检查点用另一种杂凑算法",
                   "the published checkpoint is of another kind of hash");
  published_size_ = size_ = checkpoint ? checkpoint->size : 0;
  published_root_ = checkpoint ? checkpoint->root : empty_root(kind_);
  TRY(load_bundle());
  TRY(load_edge());
  return prune_beyond();
}

Result<void> TileWriter::load_edge() {
  std::uint64_t count = size_;
  for (unsigned level = 0; level < tile_levels; ++level, count /= tile_width) {
    const auto width = static_cast<unsigned>(count % tile_width);
    if (width == 0) continue;
    const std::string path = tile_path({false, level, count / tile_width, width});
    TRY_SET(const auto bytes, read_whole(directory_ / path));
    if (!bytes || bytes->size() != width * sizeof(Digest))
      return refuted(fmt::format("缺少 {}", path), fmt::format("{} is missing", path));
    edge_[level].resize(width);
    std::memcpy(edge_[level].data()->bytes.data(), bytes->data(), bytes->size());
  }
  if (root() != published_root_)
    return refuted("瓦片与检查点的根不符", "the tiles do not lead to the checkpoint's root");
  return {};
}

/// From the lowest level up: what is left of a level is the last node of the next.
Digest TileWriter::root() const {
  std::vector<Digest> row;
  for (const std::vector<Digest>& level : edge_) {
    std::vector<Digest> above(level);
    above.insert(above.end(), row.begin(), row.end());
    if (above.empty()) continue;
    row = {root_over(above, kind_)};
  }
  return row.empty() ? empty_root(kind_) : row.front();
}

Result<void> TileWriter::load_bundle() {
  const auto width = static_cast<unsigned>(size_ % tile_width);
  if (width == 0) return {};
  const std::string path = tile_path({true, 0, size_ / tile_width, width});
  TRY_SET(auto bytes, read_whole(directory_ / path));
  if (!bytes) return refuted(fmt::format("缺少 {}", path), fmt::format("{} is missing", path));
  if (const auto entries = parse_bundle(*bytes, width); !entries)
    return failure(fmt::format("{}: {}", path, entries.error().what));
  bundle_ = std::move(*bytes);
  return {};
}

Result<void> TileWriter::prune_beyond() {
  TRY(prune_row(directory_, {true, 0, 0, tile_width}, size_));
  std::uint64_t count = size_;
  for (unsigned level = 0; level < tile_levels; ++level, count /= tile_width)
    TRY(prune_row(directory_, {false, level, 0, tile_width}, count));
  return {};
}

Result<void> TileWriter::usable() const {
  if (!broken_) return {};
  return refuted("日志目录的一次写入失败过，须重新打开",
                 "an earlier write to the log directory failed; open it anew");
}

Result<void> TileWriter::add(ByteView entry) {
  return add(entry, leaf_hash(entry, kind_));
}

Result<void> TileWriter::add(ByteView entry, const Digest& hash) {
  TRY(usable());
  if (entry.size() > entry_bytes_max)
    return refuted(fmt::format("条目 {} 有 {} 字节，上限 {}", size_, entry.size(), entry_bytes_max),
                   fmt::format("entry {} has {} bytes; the limit is {}", size_, entry.size(),
                               entry_bytes_max));
  append_to_bundle(bundle_, entry);
  edge_[0].push_back(hash);
  ++size_;
  if (size_ % tile_width != 0) return {};
  broken_ = true;
  TRY(write_unread(directory_, tile_path({true, 0, size_ / tile_width - 1, tile_width}), bundle_));
  bundle_.clear();
  TRY(close_tiles());
  broken_ = false;
  return {};
}

namespace {

ByteView bytes_of(const std::vector<Digest>& hashes) {
  static_assert(sizeof(Digest) == 32);
  return {hashes.data()->bytes.data(), hashes.size() * sizeof(Digest)};
}

}  // namespace

/// Writes the tiles that have become full, each of which adds a hash to the level above.
Result<void> TileWriter::close_tiles() {
  std::uint64_t count = size_;
  for (unsigned level = 0; level < tile_levels && edge_[level].size() == tile_width; ++level) {
    std::vector<Digest>& hashes = edge_[level];
    TRY(write_unread(directory_, tile_path({false, level, count / tile_width - 1, tile_width}),
                     bytes_of(hashes)));
    if (level + 1 < tile_levels) edge_[level + 1].push_back(root_over(hashes, kind_));
    hashes.clear();
    count /= tile_width;
  }
  return {};
}

Result<void> TileWriter::write_partials() {
  if (const auto width = static_cast<unsigned>(size_ % tile_width); width != 0)
    TRY(write_unread(directory_, tile_path({true, 0, size_ / tile_width, width}), bundle_));
  std::uint64_t count = size_;
  std::uint64_t published = published_size_;
  for (unsigned level = 0; level < tile_levels; ++level) {
    const auto width = static_cast<unsigned>(edge_[level].size());
    if (count != published && width != 0)
      TRY(write_unread(directory_, tile_path({false, level, count / tile_width, width}),
                       bytes_of(edge_[level])));
    count /= tile_width;
    published /= tile_width;
  }
  return {};
}

Result<void> TileWriter::publish(const Tree& tree, std::string_view checkpoint) {
  if (tree.size() != size_ || tree.root_at(published_size_) != published_root_)
    return refuted(
        fmt::format("已公布的检查点（大小 {}）与日志内容不符，拒绝分叉", published_size_),
        fmt::format("the published checkpoint of size {} does not belong to this log; refusing "
                    "to fork",
                    published_size_));
  return publish(checkpoint);
}

Result<void> TileWriter::publish(std::string_view checkpoint) {
  TRY(usable());
  const auto split = checkpoint.rfind("\n\n");
  CHECK(split != std::string_view::npos);
  TRY_SET(const Checkpoint parsed, parse_checkpoint(checkpoint.substr(0, split + 1)));
  CHECK(parsed.size == size_ && parsed.root == root() && parsed.hash == kind_);
  broken_ = true;
  if (size_ != published_size_) TRY(write_partials());
  TRY(write_whole(directory_, std::string(checkpoint_name), view_of(checkpoint)));
  broken_ = false;
  remove_superseded(std::exchange(published_size_, size_));
  published_root_ = parsed.root;
  return {};
}

/// Partial tiles that are now full; readers fall back to the full tile. Those that could not be
/// removed stay correct, so errors do not matter.
void TileWriter::remove_superseded(std::uint64_t old_size) {
  std::error_code ignored;
  const auto remove_row = [&](TileName name, std::uint64_t old_count, std::uint64_t new_count) {
    if (old_count % tile_width == 0 || old_count / tile_width == new_count / tile_width) return;
    name.index = old_count / tile_width;
    fs::remove_all(directory_ / partial_directory(name), ignored);
  };
  remove_row({true, 0, 0, 1}, old_size, size_);
  std::uint64_t new_count = size_;
  for (unsigned level = 0; level < tile_levels;
       ++level, old_size /= tile_width, new_count /= tile_width)
    remove_row({false, level, 0, 1}, old_size, new_count);
}

Result<void> TileWriter::reset() {
  TRY(remove_path(directory_ / checkpoint_name));
  TRY(remove_path(directory_ / "tile"));
  TRY(remove_path(directory_ / incoming_name));
  size_ = published_size_ = 0;
  published_root_ = empty_root(kind_);
  bundle_.clear();
  edge_ = {};
  broken_ = false;
  return {};
}

}  // namespace tanshu::proof
