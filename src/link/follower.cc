// SPDX-License-Identifier: Apache-2.0
// First keep, then execute, then sign: nothing is stated before it is true on this disk.
#include "link/follower.h"

#include <fmt/format.h>

#include <algorithm>

#include "link/bundles.h"
#include "link/difference.h"
#include "proof/frontier.h"
#include "proof/merkle.h"
#include "proof/tile_tree.h"

namespace tanshu::link {
namespace {

using proof::Statement;

constexpr std::size_t served_readers = 8;
constexpr std::size_t own_readers = 2;

/// The checkpoint with the log's own signatures, by whichever of its keys, and no other: what
/// others add is theirs to show.
Result<std::string> with_log_lines(const std::string& note, const proof::Verifier& log) {
  TRY_SET(const auto text, proof::note_text(note));
  TRY_SET(const auto opened, proof::open_note(note, std::span(&log, 1)));
  std::vector<proof::Verifier> own{log};
  for (const proof::NoteSignature& line : opened.unknown)
    if (line.name == log.name) own.push_back({line.name, proof::KeyKind::sm2, {}, line.hash});
  return proof::with_lines_of(std::string(text) + '\n', note, own);
}

}  // namespace

std::string said_of(const Finding& finding) {
  return fmt::format("条目 {}（区块 {}）：{} | entry {} (block {}): {}", finding.log_index,
                     finding.block, finding.zh, finding.log_index, finding.block, finding.en);
}

Result<std::unique_ptr<Follower>> Follower::open(FollowerOptions options) {
  TRY_SET(proof::LogCopy copy, proof::LogCopy::open(FollowerDir{options.data}.log()));
  std::unique_ptr<Follower> follower(new Follower(std::move(options), std::move(copy)));
  TRY(follower->load());
  return follower;
}

Result<void> Follower::load() {
  TRY_SET(refused_, read_refusal(dir_));
  TRY_SET(keys_, keys_in(dir_, options_.name));
  TRY_SET(log_key_, log_key_in(dir_, options_.log_key));
  TRY(check_memory());
  if (refused_ || note().empty()) return {};
  reexecution_ = Reexecution(copy_.hash());
  const auto kept = proof::open_checkpoint(note(), std::span(&log_key_, 1));
  if (!kept) return failure(fmt::format("{}: {}", dir_.log().string(), kept.error().what));
  TRY_SET(const auto finding, execute());
  if (finding) TRY(refuse({}, *finding, note()));
  return {};
}

/// A key that signed and has forgotten what could be made to sign a fork.
Result<void> Follower::check_memory() const {
  std::error_code error;
  if (!note().empty() || !std::filesystem::exists(dir_.used_file(), error)) return {};
  return failure(
      fmt::format("{} holds keys that have signed, but not what they signed; bring back its log/ "
                  "directory, or begin anew with other keys in another directory",
                  dir_.root.string()));
}

/// Whether the bytes kept are those under the checkpoint, entry by entry.
Result<void> Follower::check_copy() {
  proof::DirectoryReader own(dir_.log());
  Bundles bundles({own, kept_size()}, 0, kept_size(), own_readers);
  proof::Frontier frontier(copy_.hash());
  while (true) {
    TRY_SET(const auto bundle, bundles.next());
    if (!bundle) break;
    if (bundle->missing) return failure("a bundle of the copy is missing");
    for (const ByteView entry : bundle->entries)
      frontier.append(proof::leaf_hash(entry, copy_.hash()));
  }
  if (frontier.root() != kept_root())
    return failure(fmt::format("the copy in {} is damaged: it does not lead to its checkpoint",
                               dir_.log().string()));
  return {};
}

/// Executes what is kept and not executed yet. A finding is the log's fault only if the bytes here
/// are still the signed ones.
Result<std::optional<Finding>> Follower::execute() {
  proof::DirectoryReader own(dir_.log());
  Bundles bundles({own, kept_size()}, reexecution_.size(), kept_size(), own_readers);
  while (true) {
    TRY_SET(const auto bundle, bundles.next());
    if (!bundle) return std::optional<Finding>();
    if (bundle->missing) return failure("a bundle of the copy is missing");
    for (const ByteView entry : bundle->entries) {
      auto finding = reexecution_.add(entry);
      if (!finding) continue;
      TRY(check_copy());
      return finding;
    }
  }
}

Result<Round> Follower::follow(proof::LogReader& log) {
  Round round;
  round.end = RoundEnd::refused;
  if (refused_) return round;
  TRY_SET(const auto bytes, log.read("checkpoint"));
  if (!bytes) return failure("the log has no checkpoint");
  std::string served(text_of(*bytes));
  TRY_SET(const auto opened, proof::open_checkpoint(served, std::span(&log_key_, 1)));
  const proof::Checkpoint& checkpoint = opened.checkpoint;
  round.served_size = checkpoint.size;
  round.end = RoundEnd::unchanged;
  if (checkpoint.size == 0 && note().empty()) return round;
  if (note().empty()) begin_with(checkpoint.hash);
  if (checkpoint.hash != copy_.hash())
    return failure("日志换了杂凑算法 | the log has changed the hash that it is made with");
  if (checkpoint.size < kept_size()) return compare_older(log, checkpoint, served);
  if (checkpoint.size > kept_size()) return take(log, checkpoint, std::move(served));
  if (checkpoint.root != kept_root()) return refuse_difference(round, log, std::move(served));
  return state(round, served);
}

/// The copy is empty, and the log says what it is made with.
void Follower::begin_with(HashKind hash) {
  copy_.begin_with(hash);
  reexecution_ = Reexecution(hash);
}

/// Adds what is new to the copy. True when it leads to the root of the checkpoint: then what was
/// kept before is a part of this log, too.
Result<bool> Follower::fetch(proof::LogReader& log, const proof::Checkpoint& served,
                             bool use_left_over) {
  Bundles::Shortcut shortcut;
  if (use_left_over) shortcut = [this](std::uint64_t bundle) { return copy_.left_over(bundle); };
  Bundles bundles({log, served.size}, copy_.size(), served.size, served_readers,
                  std::move(shortcut));
  while (true) {
    TRY_SET(const auto bundle, bundles.next());
    if (!bundle) break;
    if (bundle->missing)
      return failure(fmt::format("entry {} and on are not served", bundle->first));
    TRY(copy_.add(bundle->entries));
  }
  return copy_.root() == served.root;
}

Result<Round> Follower::take(proof::LogReader& log, const proof::Checkpoint& served,
                             std::string note) {
  Round round;
  round.served_size = served.size;
  auto same = fetch(log, served, true);
  if (!same || !*same) {
    // Once more without what an earlier run left, and in case bytes were lost on the way.
    TRY(copy_.drop());
    same = fetch(log, served, false);
  }
  if (!same || !*same) TRY(copy_.drop());
  if (!same) return std::unexpected(std::move(same.error()));
  if (!*same) return refuse_difference(round, log, std::move(note));
  TRY_SET(std::string kept, with_log_lines(note, log_key_));
  TRY(copy_.keep(std::move(kept)));
  TRY_SET(const auto finding, execute());
  if (finding) return refuse(round, *finding, std::move(note));
  return state(round, note);
}

Result<Round> Follower::compare_older(proof::LogReader& log, const proof::Checkpoint& served,
                                      const std::string& note) {
  Round round{RoundEnd::stale, served.size, {}};
  proof::DirectoryReader own(dir_.log());
  TRY_SET(const Digest root, proof::TileTree(own, kept_size(), copy_.hash()).root_at(served.size));
  if (root == served.root) return round;
  return refuse_difference(round, log, note);
}

/// Cosigns the kept checkpoint with every key whose statement is true and not made yet.
Result<Round> Follower::state(Round round, const std::string& served_note) {
  std::vector<proof::Verifier> keys{log_key_};
  for (const proof::Signer& signer : keys_.signers)
    keys.push_back(proof::verifier_of(signer, proof::KeyKind::cosignature));
  TRY_SET(const auto kept, proof::open_checkpoint(note(), keys));
  const auto signed_by = [&kept](const std::string& name) {
    return std::ranges::any_of(
        kept.note.verified, [&name](const auto& signature) { return signature.by.name == name; });
  };
  std::string cosigned = note();
  const auto time_s = static_cast<std::uint64_t>(options_.clock().ns / 1'000'000'000);
  bool more = false;
  for (const Statement statement : proof::all_statements) {
    const proof::Signer& signer = keys_.signers[proof::index_of(statement)];
    const bool holds_true = statement != Statement::executed ||
                            (reexecution_.between_blocks() && reexecution_.size() == kept_size());
    round.stated[proof::index_of(statement)] = holds_true;
    if (!holds_true || signed_by(signer.name)) continue;
    TRY_SET(cosigned, proof::cosign(cosigned, signer, time_s));
    more = true;
  }
  const auto with_ours = proof::with_lines_of(served_note, cosigned, keys);
  round.shown = with_ours && *with_ours == served_note;
  if (!more) return round;
  TRY(mark_used(dir_));
  TRY(copy_.keep(std::move(cosigned)));
  round.end = RoundEnd::cosigned;
  return round;
}

Result<Round> Follower::refuse(Round round, Finding finding, std::string served_note) {
  round.end = RoundEnd::refused;
  refused_ = Refused{std::move(finding), to_text(options_.clock()), note(), std::move(served_note)};
  TRY(write_refusal(dir_, *refused_));
  return round;
}

Result<Round> Follower::refuse_difference(Round round, proof::LogReader& log,
                                          std::string served_note) {
  proof::DirectoryReader own(dir_.log());
  TRY_SET(Finding finding,
          first_difference({own, kept_size()}, {log, round.served_size}, copy_.hash()));
  return refuse(round, std::move(finding), std::move(served_note));
}

}  // namespace tanshu::link
