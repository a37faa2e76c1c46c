// SPDX-License-Identifier: Apache-2.0
// Keeps the public log in step with the journal: tree, tiles on disk, and the signed checkpoint.
#pragma once

#include <mutex>

#include "node/node.h"
#include "proof/tile_writer.h"

namespace tanshu::node {

/// One thread adds and publishes; any thread may ask for the head and for paths.
class LogPublisher {
 public:
  /// Takes up the log directory. What lies there is compared with the leaves that are added: a
  /// published checkpoint that the journal does not lead to is a failure, never overwritten.
  static Result<std::unique_ptr<LogPublisher>> open(const std::filesystem::path& directory,
                                                    proof::Signer signer);

  Result<void> add(ByteView leaf);
  /// The same when the leaf's hash is known already.
  Result<void> add(ByteView leaf, const Digest& hash);
  /// Signs and publishes all that was added; nothing while that is less than was published before.
  Result<void> publish();
  /// After the whole journal was added: refuses if the published log is longer or another one.
  Result<void> check_published() const;

  /// After a failure: takes up the directory anew. Every leaf is to be added again, from the first.
  Result<void> restart();

  LogHead head() const;
  /// The paths of the entries to the checkpoint in `head`.
  Result<std::vector<std::vector<Digest>>> paths(const std::vector<std::uint64_t>& indexes,
                                                 LogHead& head) const;
  const proof::Signer& signer() const { return signer_; }

 private:
  LogPublisher(std::filesystem::path directory, proof::TileWriter writer, proof::Signer signer);

  std::filesystem::path directory_;
  mutable std::mutex mutex_;
  proof::TileWriter writer_;
  proof::Signer signer_;
  proof::Tree tree_;
  std::uint64_t on_disk_size_ = 0;
  Digest on_disk_root_;
  LogHead head_;
};

}  // namespace tanshu::node
