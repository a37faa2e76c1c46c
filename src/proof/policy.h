// SPDX-License-Identifier: Apache-2.0
// The policy: who follows a log, by which keys, and how many of them make an entry confirmed. One
// TOML file, the same for the operator, for followers and for anyone who verifies a document:
//
//   log = "tanshu/baotou+1f2e3d4c+AY…"
//   confirmed = { executed = 2, holds = 3 }
//   [[follower]]
//   name = "bureau.example/follower"
//   seen = "bureau.example/follower/seen+…"
//   holds = "…"
//   executed = "…"
#pragma once

#include "proof/cosign.h"

namespace tanshu::proof {

struct FollowerKeys {
  std::string name;
  PerStatement<std::optional<Verifier>> keys;
};

/// Whose key it is and what it states.
struct KeyOwner {
  std::size_t follower = 0;  ///< place in Policy::followers
  Statement statement = Statement::seen;
};

struct Policy {
  /// The log's own key, when the file names it.
  std::optional<Verifier> log;
  std::vector<FollowerKeys> followers;
  /// How many followers must have made each statement; 0 asks for none. At least one is not 0.
  PerStatement<unsigned> quorum{};

  std::vector<Verifier> keys() const;
  std::optional<KeyOwner> owner_of(const Verifier& key) const;
  /// "executed ≥ 2, holds ≥ 3"
  std::string quorum_text() const;
};

/// Refuses unknown members, keys that are not cosignature keys named NAME/STATEMENT, a key or name
/// that stands twice, and a quorum that the followers listed can never reach.
Result<Policy> parse_policy(std::string_view toml);

/// How far one follower is with each statement, and since when (seconds since 1970).
struct Standing {
  PerStatement<std::uint64_t> size{};
  PerStatement<std::uint64_t> time_s{};
};

/// How many entries, from the first on, have the quorum. Whoever states something of a log of some
/// size states it of every smaller size of that log, so followers need not sign the same
/// checkpoint. `standings` go with Policy::followers.
std::uint64_t confirmed_size(const Policy& policy, std::span<const Standing> standings);

/// What the signatures verified on one checkpoint of `size` state.
std::vector<Standing> standings_of(const Policy& policy, std::uint64_t size,
                                   std::span<const VerifiedSignature> verified);

}  // namespace tanshu::proof
