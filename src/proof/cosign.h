// SPDX-License-Identifier: Apache-2.0
// What followers state of a checkpoint, and how they sign it: C2SP cosignature/v1 with Ed25519
// (c2sp.org/tlog-cosignature), one key for each statement, so that a signature says exactly one
// thing.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.h"
#include "proof/checkpoint.h"

namespace tanshu::proof {

/// seen: this log, as large as the checkpoint says, continues everything the follower cosigned
/// before. holds: every byte of every entry is durable at the follower's. executed: every command
/// was executed again, with the recorded outcomes and state digests.
enum class Statement : std::uint8_t { seen, holds, executed };

inline constexpr std::array<Statement, 3> all_statements{Statement::seen, Statement::holds,
                                                         Statement::executed};
/// One value for each statement, in the order of all_statements.
template <class T>
using PerStatement = std::array<T, all_statements.size()>;

inline std::size_t index_of(Statement statement) {
  return static_cast<std::size_t>(statement);
}

/// The name of a follower's key: "example.org/follower/executed".
std::string key_name(std::string_view follower, Statement statement);

/// The text of a signed note, with its final line end; the signatures are not looked at.
Result<std::string_view> note_text(std::string_view note);

/// The signed checkpoint with one more line: the cosignature of `signer` over its text. A line that
/// the same key made before goes.
Result<std::string> cosign(std::string_view note, const Signer& signer, std::uint64_t time_s);

/// The signed checkpoint with those lines of `other` (a note over the same text) whose key is among
/// `keys` and which it has not got yet. Signatures are not verified here.
Result<std::string> with_lines_of(std::string_view note, std::string_view other,
                                  std::span<const Verifier> keys);

}  // namespace tanshu::proof

template <>
struct tanshu::EnumNames<tanshu::proof::Statement> {
  static constexpr std::string_view name = "statement";
  static constexpr std::array<std::string_view, 3> values{"seen", "holds", "executed"};
};
