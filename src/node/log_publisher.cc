// SPDX-License-Identifier: Apache-2.0
// Leaves that are on disk already are only hashed, so that a restart does not write the log again.
#include "node/log_publisher.h"

#include <fmt/format.h>

#include "proof/checkpoint.h"
#include "proof/merkle.h"

namespace tanshu::node {

LogPublisher::LogPublisher(std::filesystem::path directory, proof::TileWriter writer,
                           proof::Signer signer)
    : directory_(std::move(directory)),
      writer_(std::move(writer)),
      signer_(std::move(signer)),
      on_disk_size_(writer_.published_size()),
      on_disk_root_(writer_.published_root()) {
  head_.origin = signer_.name;
  head_.vkey = proof::print_vkey(proof::verifier_of(signer_));
}

Result<std::unique_ptr<LogPublisher>> LogPublisher::open(const std::filesystem::path& directory,
                                                         proof::Signer signer) {
  TRY_SET(proof::TileWriter writer, proof::TileWriter::open(directory));
  return std::unique_ptr<LogPublisher>(
      new LogPublisher(directory, std::move(writer), std::move(signer)));
}

Result<void> LogPublisher::add(ByteView leaf) {
  return add(leaf, proof::leaf_hash(leaf));
}

Result<void> LogPublisher::add(ByteView leaf, const Digest& hash) {
  const std::lock_guard lock(mutex_);
  tree_.append(hash);
  if (tree_.size() <= on_disk_size_) return {};
  return writer_.add(leaf);
}

Result<void> LogPublisher::check_published() const {
  const std::lock_guard lock(mutex_);
  if (tree_.size() < on_disk_size_)
    return failure(
        fmt::format("the published checkpoint covers {} entries, the journal leads to {}: entries "
                    "{} and on are lost",
                    on_disk_size_, tree_.size(), tree_.size()));
  if (tree_.root_at(on_disk_size_) != on_disk_root_)
    return failure(fmt::format("the journal leads to another root at size {} than was published",
                               on_disk_size_));
  return {};
}

Result<void> LogPublisher::restart() {
  const std::lock_guard lock(mutex_);
  TRY_SET(writer_, proof::TileWriter::open(directory_));
  tree_.clear();
  on_disk_size_ = writer_.published_size();
  on_disk_root_ = writer_.published_root();
  return {};
}

Result<void> LogPublisher::publish() {
  const std::lock_guard lock(mutex_);
  if (tree_.size() < on_disk_size_) return {};
  TRY_SET(std::string checkpoint, proof::sign_checkpoint(tree_.size(), tree_.root(), signer_));
  TRY(writer_.publish(tree_, checkpoint));
  head_.size = tree_.size();
  head_.checkpoint = std::move(checkpoint);
  return {};
}

LogHead LogPublisher::head() const {
  const std::lock_guard lock(mutex_);
  return head_;
}

Result<std::vector<std::vector<Digest>>> LogPublisher::paths(
    const std::vector<std::uint64_t>& indexes, LogHead& head) const {
  const std::lock_guard lock(mutex_);
  head = head_;
  std::vector<std::vector<Digest>> paths;
  for (std::uint64_t index : indexes) {
    if (index >= head_.size)
      return failure(fmt::format("entry {} is beyond the checkpoint at {}", index, head_.size));
    paths.push_back(tree_.audit_path(index, head_.size));
  }
  return paths;
}

}  // namespace tanshu::node
