// SPDX-License-Identifier: Apache-2.0
// Keeps the public log in step with the journal: tiles on disk, and the signed checkpoint.
#pragma once

#include <mutex>

#include "node/node.h"
#include "proof/tile_writer.h"

namespace tanshu::node {

/// One thread adds and publishes; any thread may ask for the head and for paths.
class LogPublisher {
 public:
  /// Takes up the log directory where its checkpoint left it. A directory whose tiles do not fit
  /// the checkpoint is emptied: it can be made again from the journal.
  static Result<std::unique_ptr<LogPublisher>> open(const std::filesystem::path& directory,
                                                    proof::Signer signer);

  /// What the world was told when the log was opened; the journal must lead there.
  const proof::Checkpoint& vouched() const { return vouched_; }
  /// Leaves in the log: the index of the next one.
  std::uint64_t size() const;
  Digest root() const;

  Result<void> add(ByteView leaf);
  /// The same when the leaf's hash is known already.
  Result<void> add(ByteView leaf, const Digest& hash);
  /// Signs and publishes all that was added; nothing while that is less than was published before.
  Result<void> publish();
  /// After a failure: takes up the directory anew. Go on from size().
  Result<void> restart();

  LogHead head() const;
  /// Gives the entries their paths to the checkpoint in `head`.
  Result<void> prove(std::vector<ProvenEntry>& entries, LogHead& head) const;
  const proof::Signer& signer() const { return signer_; }

 private:
  LogPublisher(std::filesystem::path directory, proof::Signer signer);
  Result<void> take_up();
  Result<void> sign();

  const std::filesystem::path directory_;
  const proof::Signer signer_;
  proof::Checkpoint vouched_;

  mutable std::mutex mutex_;
  std::optional<proof::TileWriter> writer_;
  LogHead head_;
  Digest root_;  ///< of the head
};

}  // namespace tanshu::node
