// SPDX-License-Identifier: Apache-2.0
// Every file appears whole by rename, and the checkpoint after everything it covers.
#include "proof/tile_writer.h"

#include "base/check.h"
#include "proof/checkpoint.h"
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

Result<TileWriter> TileWriter::open(fs::path directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error)
    return refuted(
        fmt::format("无法建目录 {}：{}", directory.string(), error.message()),
        fmt::format("cannot make directory {}: {}", directory.string(), error.message()));
  TileWriter writer(std::move(directory));
  TRY(writer.load());
  return writer;
}

Result<void> TileWriter::load() {
  TRY(remove_path(directory_ / incoming_name));
  TRY_SET(const auto bytes, read_whole(directory_ / checkpoint_name));
  if (bytes) {
    const std::string_view note = text_of(*bytes);
    const auto split = note.rfind("\n\n");
    if (split == std::string_view::npos)
      return refuted("checkpoint 不是签名文本", "checkpoint is not a signed note");
    TRY_SET(const Checkpoint checkpoint, parse_checkpoint(note.substr(0, split + 1)));
    published_size_ = size_ = checkpoint.size;
    published_root_ = checkpoint.root;
  } else {
    published_root_ = empty_root();
  }
  TRY(load_bundle());
  return prune_beyond();
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
  for (unsigned level = 0; level < 8; ++level, count /= tile_width)
    TRY(prune_row(directory_, {false, level, 0, tile_width}, count));
  return {};
}

Result<void> TileWriter::usable() const {
  if (!broken_) return {};
  return refuted("日志目录的一次写入失败过，须重新打开",
                 "an earlier write to the log directory failed; open it anew");
}

Result<void> TileWriter::add(ByteView entry) {
  TRY(usable());
  if (entry.size() > entry_bytes_max)
    return refuted(fmt::format("条目 {} 有 {} 字节，上限 {}", size_, entry.size(), entry_bytes_max),
                   fmt::format("entry {} has {} bytes; the limit is {}", size_, entry.size(),
                               entry_bytes_max));
  append_to_bundle(bundle_, entry);
  ++size_;
  if (size_ % tile_width != 0) return {};
  broken_ = true;
  TRY(write_whole(directory_, tile_path({true, 0, size_ / tile_width - 1, tile_width}), bundle_));
  broken_ = false;
  bundle_.clear();
  return {};
}

/// Writes the tiles of one level that changed since it had `published` hashes.
Result<void> TileWriter::write_level(unsigned level, std::span<const Digest> hashes,
                                     std::uint64_t published) {
  if (hashes.size() == published) return {};
  for (std::uint64_t first = published / tile_width * tile_width; first < hashes.size();
       first += tile_width) {
    const std::size_t width = std::min<std::size_t>(tile_width, hashes.size() - first);
    const auto tile = hashes.subspan(first, width);
    static_assert(sizeof(Digest) == 32);
    const ByteView bytes(tile.data()->bytes.data(), width * sizeof(Digest));
    TRY(write_whole(directory_,
                    tile_path({false, level, first / tile_width, static_cast<unsigned>(width)}),
                    bytes));
  }
  return {};
}

Result<void> TileWriter::write_tiles(const Tree& tree) {
  if (const auto width = static_cast<unsigned>(size_ % tile_width); width != 0)
    TRY(write_whole(directory_, tile_path({true, 0, size_ / tile_width, width}), bundle_));
  std::uint64_t published = published_size_;
  for (unsigned level = 0; level < 8; ++level, published /= tile_width)
    TRY(write_level(level, tree.level(level * 8), published));
  return {};
}

Result<void> TileWriter::publish(const Tree& tree, std::string_view checkpoint) {
  TRY(usable());
  CHECK(tree.size() == size_);
  const auto split = checkpoint.rfind("\n\n");
  CHECK(split != std::string_view::npos);
  TRY_SET(const Checkpoint parsed, parse_checkpoint(checkpoint.substr(0, split + 1)));
  CHECK(parsed.size == size_ && parsed.root == tree.root());
  if (tree.root_at(published_size_) != published_root_)
    return refuted(
        fmt::format("已公布的检查点（大小 {}）与日志内容不符，拒绝分叉", published_size_),
        fmt::format("the published checkpoint of size {} does not belong to this log; refusing "
                    "to fork",
                    published_size_));
  broken_ = true;
  if (size_ != published_size_) TRY(write_tiles(tree));
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
  for (unsigned level = 0; level < 8; ++level, old_size /= tile_width, new_count /= tile_width)
    remove_row({false, level, 0, 1}, old_size, new_count);
}

Result<void> TileWriter::reset() {
  TRY(remove_path(directory_ / checkpoint_name));
  TRY(remove_path(directory_ / "tile"));
  TRY(remove_path(directory_ / incoming_name));
  size_ = published_size_ = 0;
  published_root_ = empty_root();
  bundle_.clear();
  broken_ = false;
  return {};
}

}  // namespace tanshu::proof
