// SPDX-License-Identifier: Apache-2.0
// A follower: an organisation's own witness of someone else's ledger. It keeps all bytes of the
// public log, executes every command again, and cosigns the checkpoints it finds true, one key for
// each statement. What differs it names, and signs no more.
#pragma once

#include <functional>
#include <memory>

#include "link/follower_files.h"
#include "link/reexecution.h"
#include "proof/log_audit.h"
#include "proof/log_copy.h"

namespace tanshu::link {

struct FollowerOptions {
  std::filesystem::path data;
  /// Begins the names of the keys; needed on first use.
  std::string name;
  /// The key of the log; needed on first use.
  std::optional<proof::Verifier> log_key;
  std::function<Instant()> clock = &now;
};

enum class RoundEnd : std::uint8_t {
  unchanged,  ///< the checkpoint is the one that is cosigned already
  cosigned,   ///< a newer one is kept and cosigned
  stale,      ///< an older one is served than is kept; it is consistent, and not signed
  refused     ///< the log differs; nothing is signed any more
};

struct Round {
  RoundEnd end = RoundEnd::unchanged;
  std::uint64_t served_size = 0;
  proof::PerStatement<bool> stated{};  ///< what the cosignatures on note() state
  /// The checkpoint as served carries all of them: the operator has them.
  bool shown = false;
};

/// For one thread.
class Follower {
 public:
  /// Takes up the directory, or makes it with new keys; then reads its whole copy again, compares
  /// it with the checkpoint it keeps and executes it. Fails when the copy is damaged or lost, and
  /// when the directory belongs to another log or name.
  static Result<std::unique_ptr<Follower>> open(FollowerOptions options);

  /// Reads the log once. A failure is one of reading or of this disk, and may pass; a log that
  /// differs is no failure but RoundEnd::refused.
  Result<Round> follow(proof::LogReader& log);

  /// Set once the follower signs no more, also by an earlier run.
  const std::optional<Refused>& refused() const { return refused_; }
  /// The checkpoint kept last, with our cosignatures; empty before the first.
  const std::string& note() const { return copy_.note(); }
  std::uint64_t kept_size() const { return copy_.kept_size(); }
  const Digest& kept_root() const { return copy_.kept_root(); }
  std::uint64_t executed_size() const { return reexecution_.size(); }
  std::uint64_t executed_blocks() const { return reexecution_.next_block(); }
  const Digest& state_digest() const { return reexecution_.state_digest(); }
  const FollowerSigners& keys() const { return keys_; }
  const proof::Verifier& log_key() const { return log_key_; }

 private:
  Follower(FollowerOptions options, proof::LogCopy copy)
      : options_(std::move(options)), dir_{options_.data}, copy_(std::move(copy)) {}

  Result<void> load();
  Result<void> check_memory() const;
  Result<void> check_copy();
  Result<std::optional<Finding>> execute();
  void begin_with(HashKind hash);
  Result<bool> fetch(proof::LogReader& log, const proof::Checkpoint& served, bool use_left_over);
  Result<Round> take(proof::LogReader& log, const proof::Checkpoint& served, std::string note);
  Result<Round> compare_older(proof::LogReader& log, const proof::Checkpoint& served,
                              const std::string& note);
  Result<Round> state(Round round, const std::string& served_note);
  Result<Round> refuse(Round round, Finding finding, std::string served_note);
  Result<Round> refuse_difference(Round round, proof::LogReader& log, std::string served_note);

  FollowerOptions options_;
  FollowerDir dir_;
  FollowerSigners keys_;
  proof::Verifier log_key_;
  proof::LogCopy copy_;
  Reexecution reexecution_;
  std::optional<Refused> refused_;
};

/// "条目 17（区块 4）…" and its English twin, as one text with " | " between them.
std::string said_of(const Finding& finding);

}  // namespace tanshu::link

TANSHU_ENUM(tanshu::link::RoundEnd, "round_end", "unchanged", "cosigned", "stale", "refused");
