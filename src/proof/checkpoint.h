// SPDX-License-Identifier: Apache-2.0
// Checkpoints (c2sp.org/tlog-checkpoint v1.0.0): the signed statement of a log's size and root.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "proof/note.h"

namespace tanshu::proof {

struct Checkpoint {
  /// The name of the log, which is also the name of its signing key.
  std::string origin;
  std::uint64_t size = 0;
  Digest root;
  /// Lines after the root, without line ends, but for "hash sm3", which is told in `hash`; ours has
  /// no others.
  std::vector<std::string> extensions;
  /// What the tree is hashed with. Signed with the rest, so that nobody can take one for the other.
  HashKind hash = HashKind::sha256;
};

/// The note text, with its final line end.
std::string print_checkpoint(const Checkpoint& checkpoint);
/// Strict: no leading zeroes in the size, canonical base64, no empty line. Lines count from
/// `first_line`.
Result<Checkpoint> parse_checkpoint(std::string_view text, std::size_t first_line = 1);

/// The checkpoint of this size and root, signed by the log with every key it has.
Result<std::string> sign_checkpoint(std::uint64_t size, const Digest& root, const Signer& log);

struct OpenedCheckpoint {
  Checkpoint checkpoint;
  OpenedNote note;
};

/// Opens a note whose text is a checkpoint and which the log itself signed: among the verified
/// signatures must be an Ed25519 or SM2 one by a key named as the origin. Cosignatures alone do not
/// make a checkpoint.
Result<OpenedCheckpoint> open_checkpoint(std::string_view bytes,
                                         std::span<const Verifier> verifiers,
                                         std::size_t first_line = 1);

/// A decimal number without sign, leading zeroes or overflow, as checkpoints and proofs write
/// sizes.
std::optional<std::uint64_t> strict_number(std::string_view text);
/// A hash of 32 bytes in canonical base64.
std::optional<Digest> strict_hash(std::string_view text);

}  // namespace tanshu::proof
