// SPDX-License-Identifier: Apache-2.0
// Read, confirm, note.
#include "node/follower.h"

#include <fmt/format.h>

#include <utility>

#include "base/hash.h"

namespace tanshu::node {

Follower::Follower(journal::Journal& journal, RecordStore& store, Replayer replayer,
                   const Chain& known)
    : journal_(journal),
      store_(store),
      replayer_(std::move(replayer)),
      last_header_(replayer_.chain().previous_sha256()),
      known_blocks_(known.next_position()),
      known_header_(known.previous_sha256()) {}

Result<void> Follower::catch_up() {
  TRY(read());
  return unconfirmed_.empty() ? Result<void>{} : confirm();
}

Result<void> Follower::catch_up_to_write() {
  TRY(read());
  return confirm();
}

Result<void> Follower::read() {
  bool changed = false;
  auto done = replay_journal(journal_, replayer_, [&](const ReplayedLeaf& leaf) {
    if (!leaf.closes_block) return;
    last_header_ = sha256(leaf.bytes);
    if (leaf.block + 1 == known_blocks_) changed = last_header_ != known_header_;
    if (leaf.block < known_blocks_) return;
    const auto header = protocol::decode_block_leaf(leaf.bytes);
    CHECK(header.has_value());
    unconfirmed_.push_back({leaf.block, header->first_leaf, header->record_count});
  });
  if (!done) return start_over(std::move(done.error()));
  if (!changed && replayer_.chain().next_position() >= known_blocks_) return {};
  return start_over({fmt::format("the journal has lost or changed block {}, which was published",
                                 known_blocks_ - 1)});
}

Result<void> Follower::confirm() {
  auto confirmed = journal_.confirm(replayer_.chain().next_position(), last_header_);
  if (!confirmed) return start_over(std::move(confirmed.error()));
  // A snapshot may have told the store of some already.
  for (const Unconfirmed& each : unconfirmed_)
    if (each.block >= store_.blocks()) store_.note(each.first_leaf, each.record_count);
  unconfirmed_.clear();
  known_blocks_ = replayer_.chain().next_position();
  known_header_ = last_header_;
  return {};
}

/// While the storage answers, the trouble is in what was read.
Result<void> Follower::start_over(Failure why) {
  if (journal_.head()) {
    replayer_ = Replayer(replayer_.chain().hash());
    last_header_ = {};
    unconfirmed_.clear();
  }
  return std::unexpected(std::move(why));
}

}  // namespace tanshu::node
