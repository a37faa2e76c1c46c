// SPDX-License-Identifier: Apache-2.0
// What followers have cosigned, and which entries that confirms: the cosigned checkpoints beside
// the log, judged by the operator's policy.
//
//   pending (no place in the order yet) → sequenced (in the journal, at its index) → confirmed (the
//   quorum of the policy has stated it)
#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "api/answer.h"
#include "api/confirmed_entry.h"
#include "proof/policy.h"

namespace tanshu::api {

/// Every call may be made from any thread.
class Confirmations {
 public:
  /// Takes up DATA/cosignatures. Without a policy nothing is taken in, and nothing is confirmed.
  /// `log`: the keys that the log signs with, that of Ed25519 first.
  static Result<std::unique_ptr<Confirmations>> open(const std::filesystem::path& data,
                                                     std::vector<proof::Verifier> log,
                                                     std::optional<proof::Policy> policy);

  const std::optional<proof::Policy>& policy() const { return policy_; }
  /// In the order of the policy's followers.
  std::vector<proof::Standing> standings() const;

  /// Entries below this are confirmed. Never falls while the policy stays.
  std::uint64_t confirmed_size() const { return confirmed_.load(std::memory_order_relaxed); }
  Confirmation of(std::uint64_t log_index) const {
    return log_index < confirmed_size() ? Confirmation::confirmed : Confirmation::sequenced;
  }

  /// Takes in a checkpoint of this log with cosignatures: all of them, or a refusal. `log_size` is
  /// the size of the log now.
  protocol::Verdict<void> take(const std::string& note, std::uint64_t log_size);

  /// The signed checkpoint with the cosignatures known over it.
  std::string cosigned(const std::string& note) const;
  /// The cosigned checkpoint of exactly this size, if one is kept.
  std::optional<std::string> cosigned_at(std::uint64_t size) const;
  /// The largest checkpoint that has the quorum all by itself, for proofs that travel.
  struct Proven {
    std::uint64_t size = 0;
    Digest root;
    std::string note;
  };
  std::optional<Proven> proven() const;

 private:
  Confirmations(std::filesystem::path data, std::vector<proof::Verifier> log,
                std::optional<proof::Policy> policy)
      : data_(std::move(data)), log_(std::move(log)), policy_(std::move(policy)) {}

  Result<void> load();
  std::vector<proof::Verifier> all_keys() const;
  protocol::Verdict<proof::OpenedCheckpoint> check(const std::string& note,
                                                   std::uint64_t log_size) const;
  Result<void> add(const proof::OpenedCheckpoint& opened, const std::string& note, bool store);
  void count(const proof::OpenedCheckpoint& opened, const std::string& note);
  void forget_old();
  std::filesystem::path directory() const { return data_ / "cosignatures"; }

  const std::filesystem::path data_;
  const std::vector<proof::Verifier> log_;
  const std::optional<proof::Policy> policy_;

  mutable std::mutex mutex_;
  std::map<std::uint64_t, std::string> notes_;  ///< by size of the checkpoint
  std::vector<proof::Standing> standings_;
  std::uint64_t proven_ = 0;
  std::atomic<std::uint64_t> confirmed_{0};
};

}  // namespace tanshu::api
