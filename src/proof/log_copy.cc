// SPDX-License-Identifier: Apache-2.0
// A tile is written once, when it is full; partial ones only at a checkpoint.
#include "proof/log_copy.h"

#include "base/check.h"
#include "proof/cosign.h"
#include "proof/files.h"
#include "proof/frontier.h"
#include "proof/merkle.h"
#include "proof/tile_tree.h"
#include "proof/wording.h"

namespace tanshu::proof {
namespace {

namespace fs = std::filesystem;

constexpr const char* checkpoint_name = "checkpoint";

std::unexpected<Failure> damaged(const fs::path& directory) {
  return refuted(fmt::format("{} 中的副本与其检查点不符", directory.string()),
                 fmt::format("the copy in {} does not lead to its checkpoint", directory.string()));
}

}  // namespace

Result<LogCopy> LogCopy::open(fs::path directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error)
    return refuted(
        fmt::format("无法建目录 {}：{}", directory.string(), error.message()),
        fmt::format("cannot make directory {}: {}", directory.string(), error.message()));
  LogCopy copy(std::move(directory));
  TRY(copy.load());
  return copy;
}

Result<void> LogCopy::load() {
  TRY_SET(const auto bytes, read_whole(directory_ / checkpoint_name));
  kept_ = Checkpoint{"", 0, empty_root(), {}};
  if (bytes) {
    note_ = text_of(*bytes);
    TRY_SET(const auto text, note_text(note_));
    TRY_SET(kept_, parse_checkpoint(text));
  }
  return load_edges();
}

Result<void> LogCopy::load_edges() {
  DirectoryReader reader(directory_);
  size_ = kept_.size;
  bundle_.clear();
  std::uint64_t count = size_;
  for (unsigned level = 0; level < levels; ++level, count /= tile_width) {
    edges_[level].clear();
    const auto width = static_cast<unsigned>(count % tile_width);
    if (width == 0) continue;
    TRY_SET(auto hashes, read_hashes(reader, {false, level, count / tile_width, width}));
    if (!hashes) return damaged(directory_);
    edges_[level] = std::move(*hashes);
  }
  if (const auto width = static_cast<unsigned>(size_ % tile_width); width != 0) {
    Bytes bytes;
    TRY_SET(const auto entries, read_entries(reader, {true, 0, size_ / tile_width, width}, bytes));
    if (!entries) return damaged(directory_);
    for (const ByteView entry : *entries) append_to_bundle(bundle_, entry);
  }
  if (root() != kept_.root) return damaged(directory_);
  return {};
}

void LogCopy::begin_with(HashKind kind) {
  CHECK(size_ == 0 && note_.empty());
  kept_ = Checkpoint{"", 0, empty_root(kind), {}, kind};
}

Digest LogCopy::root() const {
  Frontier frontier(hash());
  for (unsigned level = levels; level-- > 0;)
    for (const Digest& hash : edges_[level]) frontier.append_subtree(level * 8, hash);
  return frontier.root();
}

Result<void> LogCopy::add(std::span<const ByteView> entries) {
  for (const ByteView entry : entries) {
    if (entry.size() > entry_bytes_max)
      return refuted(
          fmt::format("条目 {} 有 {} 字节，上限 {}", size_, entry.size(), entry_bytes_max),
          fmt::format("entry {} has {} bytes; the limit is {}", size_, entry.size(),
                      entry_bytes_max));
    append_to_bundle(bundle_, entry);
    edges_[0].push_back(leaf_hash(entry, hash()));
    if (++size_ % tile_width != 0) continue;
    TRY(write_whole(directory_, tile_path({true, 0, size_ / tile_width - 1, 256}), bundle_));
    bundle_.clear();
    TRY(close_tile(0));
  }
  return {};
}

/// Writes the tile of this level, which is full, and hands its root to the level above.
Result<void> LogCopy::close_tile(unsigned level) {
  CHECK(level + 1 < levels);
  TRY(write_hashes(level));
  edges_[level + 1].push_back(root_over(edges_[level], hash()));
  edges_[level].clear();
  return edges_[level + 1].size() == tile_width ? close_tile(level + 1) : Result<void>();
}

Result<void> LogCopy::write_hashes(unsigned level) const {
  const std::vector<Digest>& row = edges_[level];
  const std::uint64_t count = size_ >> (8 * level);
  const TileName name{false, level, (count - 1) / tile_width, static_cast<unsigned>(row.size())};
  return write_whole(directory_, tile_path(name),
                     ByteView(row.data()->bytes.data(), row.size() * sizeof(Digest)));
}

Result<std::optional<Bytes>> LogCopy::left_over(std::uint64_t bundle) const {
  return read_whole(directory_ / tile_path({true, 0, bundle, 256}));
}

Result<void> LogCopy::drop() {
  std::error_code error;
  const auto remove_row = [&](TileName name, std::uint64_t count) {
    for (name.index = count / tile_width;; ++name.index)
      if (!fs::remove(directory_ / tile_path(name), error)) return;
  };
  remove_row({true, 0, 0, 256}, kept_.size);
  std::uint64_t count = kept_.size;
  for (unsigned level = 0; level < levels; ++level, count /= tile_width)
    remove_row({false, level, 0, 256}, count);
  return load_edges();
}

Result<void> LogCopy::keep(std::string note) {
  TRY_SET(const auto text, note_text(note));
  TRY_SET(Checkpoint checkpoint, parse_checkpoint(text));
  CHECK(checkpoint.size == size_ && checkpoint.root == root() && checkpoint.hash == hash());
  if (size_ != kept_.size) {
    if (const auto width = static_cast<unsigned>(size_ % tile_width); width != 0)
      TRY(write_whole(directory_, tile_path({true, 0, size_ / tile_width, width}), bundle_));
    for (unsigned level = 0; level < levels; ++level)
      if (!edges_[level].empty()) TRY(write_hashes(level));
    TRY(sync_files(directory_));
  }
  TRY(write_whole(directory_, checkpoint_name, view_of(note)));
  TRY(sync_files(directory_));
  remove_superseded(std::exchange(kept_, std::move(checkpoint)).size);
  note_ = std::move(note);
  return {};
}

/// Partial tiles of the checkpoint before, where they are not the present one's. Those that cannot
/// be removed stay correct, so errors do not matter.
void LogCopy::remove_superseded(std::uint64_t old_size) const {
  if (old_size == size_) return;
  std::error_code ignored;
  const auto remove = [&](TileName name, std::uint64_t old_count, std::uint64_t count) {
    name.index = old_count / tile_width;
    name.width = static_cast<unsigned>(old_count % tile_width);
    if (name.width == 0 || old_count == count) return;
    const fs::path path = directory_ / tile_path(name);
    fs::remove(path, ignored);
    fs::remove(path.parent_path(), ignored);  // where nothing else is in it
  };
  remove({true, 0, 0, 1}, old_size, size_);
  std::uint64_t count = size_;
  for (unsigned level = 0; level < levels; ++level, old_size /= tile_width, count /= tile_width)
    remove({false, level, 0, 1}, old_size, count);
}

}  // namespace tanshu::proof
