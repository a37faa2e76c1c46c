// SPDX-License-Identifier: Apache-2.0
// Proof files (c2sp.org/tlog-proof@v1): that one entry is in the log, checked offline by anyone.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "proof/checkpoint.h"

namespace tanshu::proof {

struct AuditProof {
  std::optional<Bytes> extra;
  std::uint64_t index = 0;
  std::vector<Digest> path;
  /// The signed checkpoint as it stands in the file.
  std::string checkpoint;
  /// The line of the file on which `checkpoint` begins; set by parse_proof, not printed.
  std::size_t checkpoint_line = 0;
};

/// What a proof file proves, once verified.
struct VerifiedLeaf {
  std::uint64_t index = 0;
  Checkpoint checkpoint;
  std::vector<VerifiedSignature> signatures;
  std::optional<Bytes> extra;
};

std::string print_proof(const AuditProof& proof);
/// Grammar only; signatures and hashes are not looked at.
Result<AuditProof> parse_proof(std::string_view text);
/// Verifies that `entry` is the entry at the proof's index in a log that the verifiers vouch for.
/// The failure says what is wrong and on which line of the proof file.
Result<VerifiedLeaf> verify_proof(std::string_view text, ByteView entry,
                                  std::span<const Verifier> verifiers);

}  // namespace tanshu::proof
