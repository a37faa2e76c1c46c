// SPDX-License-Identifier: Apache-2.0
// One file a checkpoint. Losing one loses nothing that followers would not state again.
#include "api/confirmations.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "proof/files.h"
#include "proof/tile_tree.h"

namespace tanshu::api {

using protocol::RefusalCode;
using protocol::refuse;
using protocol::Verdict;

namespace {

/// Cosigned checkpoints kept; older ones go unless they are a follower's furthest.
constexpr std::size_t notes_max = 1024;

/// Only the log's own lines over the checkpoint's text: cosignatures are added to those.
Result<std::string> bare_note(const std::string& note, std::span<const proof::Verifier> log) {
  TRY_SET(const auto text, proof::note_text(note));
  return proof::with_lines_of(std::string(text) + '\n', note, log);
}

}  // namespace

Result<std::unique_ptr<Confirmations>> Confirmations::open(const std::filesystem::path& data,
                                                           std::vector<proof::Verifier> log,
                                                           std::optional<proof::Policy> policy) {
  if (policy && policy->log && proof::print_vkey(*policy->log) != proof::print_vkey(log.front()))
    return failure("the policy is about another log: its key is not this log's");
  std::unique_ptr<Confirmations> all(new Confirmations(data, std::move(log), std::move(policy)));
  if (all->policy_) TRY(all->load());
  return all;
}

Result<void> Confirmations::load() {
  standings_.resize(policy_->followers.size());
  std::error_code error;
  std::filesystem::create_directories(directory(), error);
  if (error)
    return failure(fmt::format("cannot make {}: {}", directory().string(), error.message()));
  TRY_SET(const auto names, proof::list_files(directory()));
  const std::vector<proof::Verifier> keys = all_keys();
  for (const std::string& name : names) {
    const auto size = proof::strict_number(name);
    if (!size) continue;
    TRY_SET(const auto bytes, proof::read_whole(directory() / name));
    const std::string note(bytes ? text_of(*bytes) : std::string_view());
    const auto opened = proof::open_checkpoint(note, keys);
    if (opened && opened->checkpoint.size == *size)
      TRY(add(*opened, note, false));
    else
      fmt::print(stderr, "api: {} is not a cosigned checkpoint of this log; it does not count\n",
                 (directory() / name).string());
  }
  return {};
}

Verdict<proof::OpenedCheckpoint> Confirmations::check(const std::string& note,
                                                      std::uint64_t log_size) const {
  const std::vector<proof::Verifier> keys = all_keys();
  auto opened = proof::open_checkpoint(note, keys);
  if (!opened) return refuse(RefusalCode::cosignature_is_wrong, {{"problem", opened.error().what}});
  const bool by_follower = std::ranges::any_of(opened->note.verified, [](const auto& signature) {
    return signature.by.kind == proof::KeyKind::cosignature;
  });
  if (!by_follower) return refuse(RefusalCode::follower_is_unknown);
  const proof::Checkpoint& checkpoint = opened->checkpoint;
  const std::string size = std::to_string(checkpoint.size);
  if (checkpoint.size == 0 || checkpoint.size > log_size)
    return refuse(RefusalCode::checkpoint_is_not_the_logs, {{"size", size}});
  // Signed by the log's key, and yet not of this log, is what is left of a history that was lost.
  proof::DirectoryReader files(data_ / "log");
  TRY_SET(const Digest root,
          or_refuse(proof::TileTree(files, log_size, checkpoint.hash).root_at(checkpoint.size)));
  if (root != checkpoint.root)
    return refuse(RefusalCode::checkpoint_is_not_the_logs, {{"size", size}});
  return std::move(*opened);
}

std::vector<proof::Verifier> Confirmations::all_keys() const {
  std::vector<proof::Verifier> keys = policy_->keys();
  keys.insert(keys.end(), log_.begin(), log_.end());
  return keys;
}

Verdict<void> Confirmations::take(const std::string& note, std::uint64_t log_size) {
  if (!policy_) return refuse(RefusalCode::followers_are_not_listed);
  TRY_SET(const proof::OpenedCheckpoint opened, check(note, log_size));
  const std::lock_guard lock(mutex_);
  return or_refuse(add(opened, note, true));
}

Result<void> Confirmations::add(const proof::OpenedCheckpoint& opened, const std::string& note,
                                bool store) {
  const std::uint64_t size = opened.checkpoint.size;
  const auto there = notes_.find(size);
  TRY_SET(std::string before, there == notes_.end() ? bare_note(note, log_) : there->second);
  TRY_SET(std::string joined, proof::with_lines_of(before, note, policy_->keys()));
  if (there == notes_.end() || joined != there->second) {
    if (store) TRY(proof::write_whole(directory(), std::to_string(size), view_of(joined)));
    notes_[size] = joined;
  }
  count(opened, joined);
  if (store) forget_old();
  return {};
}

void Confirmations::count(const proof::OpenedCheckpoint& opened, const std::string& note) {
  const std::uint64_t size = opened.checkpoint.size;
  const auto stated = proof::standings_of(*policy_, size, opened.note.verified);
  for (std::size_t i = 0; i < stated.size(); ++i)
    for (const proof::Statement statement : proof::all_statements) {
      const std::size_t at = proof::index_of(statement);
      if (stated[i].size[at] <= standings_[i].size[at]) continue;
      standings_[i].size[at] = stated[i].size[at];
      standings_[i].time_s[at] = stated[i].time_s[at];
    }
  confirmed_ = std::max(confirmed_.load(), proof::confirmed_size(*policy_, standings_));
  if (size <= proven_) return;
  const std::vector<proof::Verifier> keys = all_keys();
  const auto whole = proof::open_checkpoint(note, keys);
  if (!whole) return;
  const auto here = proof::standings_of(*policy_, size, whole->note.verified);
  if (proof::confirmed_size(*policy_, here) == size) proven_ = size;
}

/// A follower that stands still must not lose its standing when the program starts anew.
void Confirmations::forget_old() {
  std::set<std::uint64_t> needed{proven_};
  for (const proof::Standing& standing : standings_)
    needed.insert(standing.size.begin(), standing.size.end());
  for (auto each = notes_.begin(); each != notes_.end() && notes_.size() > notes_max;) {
    if (needed.contains(each->first)) {
      ++each;
      continue;
    }
    std::error_code ignored;
    std::filesystem::remove(directory() / std::to_string(each->first), ignored);
    each = notes_.erase(each);
  }
}

std::vector<proof::Standing> Confirmations::standings() const {
  const std::lock_guard lock(mutex_);
  return standings_;
}

std::string Confirmations::cosigned(const std::string& note) const {
  const auto text = proof::note_text(note);
  const auto checkpoint = text ? proof::parse_checkpoint(*text) : failure("");
  if (!checkpoint || !policy_) return note;
  const auto kept = cosigned_at(checkpoint->size);
  if (!kept) return note;
  return proof::with_lines_of(note, *kept, policy_->keys()).value_or(note);
}

std::optional<std::string> Confirmations::cosigned_at(std::uint64_t size) const {
  const std::lock_guard lock(mutex_);
  const auto found = notes_.find(size);
  if (found == notes_.end()) return std::nullopt;
  return found->second;
}

std::optional<Confirmations::Proven> Confirmations::proven() const {
  const std::lock_guard lock(mutex_);
  const auto found = notes_.find(proven_);
  if (proven_ == 0 || found == notes_.end()) return std::nullopt;
  const auto text = proof::note_text(found->second);
  const auto checkpoint = text ? proof::parse_checkpoint(*text) : failure("");
  if (!checkpoint) return std::nullopt;
  return Proven{proven_, checkpoint->root, found->second};
}

}  // namespace tanshu::api
