// SPDX-License-Identifier: Apache-2.0
// The directory of a follower: its keys, the copy of the log, and what it refused, if it did.
#pragma once

#include <filesystem>
#include <optional>

#include "link/reexecution.h"
#include "proof/cosign.h"

namespace tanshu::link {

struct FollowerDir {
  std::filesystem::path root;

  std::filesystem::path log() const { return root / "log"; }
  std::filesystem::path keys() const { return root / "keys"; }
  std::filesystem::path name_file() const { return keys() / "name"; }
  std::filesystem::path seed_file(proof::Statement statement) const;
  std::filesystem::path vkey_file(proof::Statement statement) const;
  /// There once a key has signed something: from then on a missing copy is a lost memory.
  std::filesystem::path used_file() const { return keys() / "used"; }
  /// The key of the log that is followed, from the first use on.
  std::filesystem::path log_vkey_file() const { return root / "log.vkey"; }
  std::filesystem::path refusal_file() const { return root / "refusal.json"; }
};

/// A follower's keys, one a statement.
struct FollowerSigners {
  std::string name;
  proof::PerStatement<proof::Signer> signers;
};

/// Reads the keys, or makes them for `name` when there are none yet. An empty name takes the one
/// that is there; another than that is a failure.
Result<FollowerSigners> keys_in(const FollowerDir& dir, const std::string& name);

/// The pinned key of the log: `given`, or the one of the first use. Fails when they differ, or when
/// there is neither.
Result<proof::Verifier> log_key_in(const FollowerDir& dir,
                                   const std::optional<proof::Verifier>& given);

/// Says for ever that a key of this directory has signed. Durable when it returns.
Result<void> mark_used(const FollowerDir& dir);

/// Why a follower signs no more: durable, and there until an operator clears it.
struct Refused {
  Finding finding;
  std::string at;                 ///< time as text
  std::string held_checkpoint;    ///< the last note that was signed here
  std::string served_checkpoint;  ///< the note that does not continue it
};

std::string to_json(const Refused& refused);
Result<void> write_refusal(const FollowerDir& dir, const Refused& refused);
/// Nothing when the follower may sign.
Result<std::optional<Refused>> read_refusal(const FollowerDir& dir);
/// Puts the refusal aside as refusal-<time>.json. False when there was none.
Result<bool> clear_refusal(const FollowerDir& dir);

}  // namespace tanshu::link
