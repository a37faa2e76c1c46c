// SPDX-License-Identifier: Apache-2.0
// Snapshots: the state after a block as a file, so that opening re-executes only what came after.
// They are made beside the node, from the journal, by an engine of their own: nothing is paused.
#pragma once

#include <optional>

#include "node/data_dir.h"
#include "node/replayer.h"

namespace tanshu::node {

/// A replayer, and what the record store must know of the blocks before it.
struct Restored {
  Replayer replayer;
  std::vector<std::uint32_t> record_counts;
};

/// The state of the newest snapshot that is whole and belongs to this journal; a fresh one when
/// there is none. A file that is damaged, or of another journal or program, is set aside as
/// "….bad", and `notes` says why.
Restored restore_newest(const DataDir& dir, const std::string& cell, journal::Journal& journal,
                        std::vector<std::string>& notes, HashKind proofs = HashKind::sha256);

/// Re-executes what came after the newest snapshot and writes a new one, of the journal's last
/// block; keeps the two newest. Gives the number of blocks in it. Gives up, with a failure, when
/// `go_on` says no.
Result<std::uint64_t> make_snapshot(
    const DataDir& dir, const std::string& cell, journal::Journal& journal,
    const std::function<bool()>& go_on = [] { return true; });

/// The file after so many blocks.
std::filesystem::path snapshot_file(const DataDir& dir, std::uint64_t blocks);
/// Blocks in the newest file, damaged or not; 0 when there is none.
std::uint64_t newest_snapshot(const DataDir& dir);

}  // namespace tanshu::node
