// SPDX-License-Identifier: Apache-2.0
// The tiles are the tree: nothing of it is kept in memory but its right edge.
#include "node/log_publisher.h"

#include <fmt/format.h>

#include "proof/checkpoint.h"
#include "proof/merkle.h"
#include "proof/tile_tree.h"

namespace tanshu::node {

LogPublisher::LogPublisher(std::filesystem::path directory, proof::Signer signer)
    : directory_(std::move(directory)), signer_(std::move(signer)) {
  head_.origin = signer_.name;
  head_.vkey = proof::print_vkey(proof::verifier_of(signer_));
  if (signer_.sm2)
    head_.sm2_vkey = proof::print_vkey(proof::verifier_of(signer_, proof::KeyKind::sm2));
}

Result<std::unique_ptr<LogPublisher>> LogPublisher::open(const std::filesystem::path& directory,
                                                         proof::Signer signer) {
  std::unique_ptr<LogPublisher> log(new LogPublisher(directory, std::move(signer)));
  TRY_SET(const auto checkpoint, proof::published_checkpoint(directory));
  const HashKind kind = log->signer_.hash();
  if (checkpoint && checkpoint->hash != kind)
    return failure(fmt::format("the log in {} was published with another hash than cell.toml says",
                               directory.string()));
  log->vouched_ = checkpoint.value_or(proof::Checkpoint{"", 0, proof::empty_root(kind), {}, kind});
  TRY(log->take_up());
  // Without a checkpoint there is nothing for readers to begin with.
  if (!checkpoint) TRY(log->publish());
  return log;
}

Result<void> LogPublisher::take_up() {
  auto writer = proof::TileWriter::open(directory_, signer_.hash());
  if (!writer) writer = proof::TileWriter::open_anew(directory_, signer_.hash());
  if (!writer) return failure(writer.error().what);
  writer_.emplace(std::move(*writer));
  return writer_->size() < vouched_.size ? Result<void>{} : sign();
}

Result<void> LogPublisher::restart() {
  const std::lock_guard lock(mutex_);
  return take_up();
}

std::uint64_t LogPublisher::size() const {
  const std::lock_guard lock(mutex_);
  return writer_->size();
}

Digest LogPublisher::root() const {
  const std::lock_guard lock(mutex_);
  return writer_->root();
}

Result<void> LogPublisher::add(ByteView leaf) {
  return add(leaf, proof::leaf_hash(leaf, signer_.hash()));
}

Result<void> LogPublisher::add(ByteView leaf, const Digest& hash) {
  const std::lock_guard lock(mutex_);
  return writer_->add(leaf, hash);
}

/// Brings the head in memory up to the writer.
Result<void> LogPublisher::sign() {
  const Digest root = writer_->root();
  TRY_SET(head_.checkpoint, proof::sign_checkpoint(writer_->size(), root, signer_));
  head_.size = writer_->size();
  root_ = root;
  return {};
}

Result<void> LogPublisher::publish() {
  const std::lock_guard lock(mutex_);
  if (writer_->size() < vouched_.size) return {};
  const LogHead before = head_;
  const Digest root_before = root_;
  TRY(sign());
  const auto published = writer_->publish(head_.checkpoint);
  if (published) return {};
  head_ = before;
  root_ = root_before;
  return failure(published.error().what);
}

LogHead LogPublisher::head() const {
  const std::lock_guard lock(mutex_);
  return head_;
}

/// Tiles under a checkpoint never change, so they are read without holding up the publisher.
Result<void> LogPublisher::prove(std::vector<ProvenEntry>& entries, LogHead& head) const {
  Digest root;
  {
    const std::lock_guard lock(mutex_);
    head = head_;
    root = root_;
  }
  proof::DirectoryReader tiles(directory_);
  proof::TileTree tree(tiles, head.size, signer_.hash());
  for (ProvenEntry& entry : entries) {
    if (entry.index >= head.size)
      return failure(
          fmt::format("entry {} is beyond the checkpoint at {}", entry.index, head.size));
    TRY_SET(entry.path, tree.audit_path(entry.index, head.size));
    if (const auto right = proof::verify_audit_path(entry.index, head.size,
                                                    proof::leaf_hash(entry.entry, signer_.hash()),
                                                    entry.path, root, signer_.hash());
        !right)
      return failure(fmt::format("{} is damaged: entry {}: {}; remove it and start again",
                                 directory_.string(), entry.index, right.error().what));
  }
  return {};
}

}  // namespace tanshu::node
