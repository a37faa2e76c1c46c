// SPDX-License-Identifier: Apache-2.0
// Authorise, decide, account for the answer.
#include "engine/engine.h"

#include <algorithm>

#include "engine/dispatch.h"

namespace tanshu::engine {
namespace {

using namespace protocol;  // NOLINT: the engine speaks the protocol's nouns throughout

std::string role_names(RoleSet roles) {
  std::string names;
  for (std::size_t i = 0; i < EnumNames<Role>::values.size(); ++i) {
    if ((roles & role_bit(static_cast<Role>(i))) == 0) continue;
    if (!names.empty()) names += ", ";
    names += EnumNames<Role>::values[i];
  }
  return names;
}

bool has_role(const User& user, RoleSet roles) {
  return std::any_of(user.roles.begin(), user.roles.end(),
                     [roles](Role role) { return (role_bit(role) & roles) != 0; });
}

Verdict<void> check_size(std::size_t bytes, std::size_t limit) {
  if (bytes <= limit) return {};
  return refuse(RefusalCode::entry_is_too_large,
                {{"bytes", std::to_string(bytes)}, {"limit", std::to_string(limit)}});
}

/// The encoded envelope, in a buffer of the calling thread.
ByteView encoded(const Envelope& envelope) {
  thread_local Buffer bytes;
  bytes.clear();
  FastEncoder encoder(bytes);
  put_envelope(encoder, envelope);
  return bytes.view();
}

/// What a key stands for: the command's number and fields, without who, key and when.
std::uint64_t mark_of_command(ByteView envelope_bytes, std::size_t head_bytes) {
  const std::uint64_t number = envelope_bytes[0] | std::uint64_t{envelope_bytes[1]} << 8;
  return Answers::command_mark(envelope_bytes.subspan(head_bytes)) ^ number * 0x9e3779b97f4a7c15u;
}

std::uint8_t needed_for(const UnitsMoved& moved) {
  if (moved.from.place == Place::issuance) return may::mint;
  if (moved.to.place >= Place::retired) return may::burn;
  return moved.from.account == moved.to.account ? may::hold : may::move;
}

}  // namespace

Verdict<void> check_orderable(const Envelope& envelope) {
  return check_size(encoded(envelope).size(), orderable_envelope_bytes_max);
}

std::optional<std::string> beyond_its_row(const CommandRow& row, const Events& events) {
  for (const Event& event : events) {
    if (const auto* moved = std::get_if<UnitsMoved>(&event))
      if ((row.may & needed_for(*moved)) == 0)
        return std::string(row.name) + " moved units of " + moved->batch.text;
    if (std::holds_alternative<CashMoved>(event) && (row.may & may::trade) == 0)
      return std::string(row.name) + " moved money";
  }
  return std::nullopt;
}

std::optional<std::uint64_t> Engine::answered(const UserId& actor, const std::string& key,
                                              const Command& command) const {
  const auto answer = answers_.find(Answers::mark_of(actor.text, key));
  if (!answer) return std::nullopt;
  const Envelope envelope{actor, key, {}, command};
  const ByteView bytes = encoded(envelope);
  if (answer->command_mark != mark_of_command(bytes, envelope_head_bytes(envelope)))
    return std::nullopt;
  return answer->log_index;
}

Verdict<Context> Engine::authorise(const Envelope& envelope) const {
  const CommandRow& row = row_of(envelope.command);
  if (std::holds_alternative<OpenCell>(envelope.command))
    return Context{envelope.actor, {}, envelope.at};
  if (state_.registry.participants.size() == 0) return refuse(RefusalCode::cell_is_not_open);
  const User* user = state_.registry.users.find(envelope.actor);
  if (user == nullptr) return refuse(RefusalCode::user_is_unknown, {{"user", envelope.actor.text}});
  if (user->state != UserState::active)
    return refuse(RefusalCode::user_is_suspended, {{"user", envelope.actor.text}});
  if (!has_role(*user, row.roles))
    return refuse(RefusalCode::role_is_missing,
                  {{"command", std::string(row.name)}, {"roles", role_names(row.roles)}});
  return Context{envelope.actor, user->participant, envelope.at};
}

Verdict<void> Engine::decide(const Envelope& envelope, std::size_t envelope_bytes,
                             bool key_is_new) {
  if (!key_is_new)
    return refuse(RefusalCode::key_was_used_with_another_body, {{"key", envelope.key}});
  const CommandRow& row = row_of(envelope.command);
  const bool posts = row.may != may::configure;
  TRY(check_size(envelope_bytes, posts ? posting_envelope_bytes_max : envelope_bytes_max));
  TRY_SET(const Context context, authorise(envelope));
  TRY(dispatch(envelope.command, context, state_, events_));
  CHECK(!events_.empty());
  CHECK(!beyond_its_row(row, events_));
  return {};
}

std::uint16_t Engine::execute(const Envelope& envelope, std::uint64_t log_index, Buffer& record) {
  changes_ = changes();
  const Answers::KeyMark key = Answers::mark_of(envelope.actor.text, envelope.key);
  const std::size_t begin = put_head(envelope, record);
  return run(envelope, {key, !answers_.find(key)}, log_index, {record, begin});
}

/// Returns where the envelope's bytes begin.
std::size_t Engine::put_head(const Envelope& envelope, Buffer& record) {
  const std::size_t begin = record.size() + 1;
  FastEncoder encoder(record);
  put_record_head(encoder, envelope);
  return begin;
}

std::uint16_t Engine::run(const Envelope& envelope, const Key& key, std::uint64_t log_index,
                          const Head& head) {
  const ByteView bytes = head.record.view(head.begin, head.record.size() - head.begin);
  const std::uint64_t mark = mark_of_command(bytes, envelope_head_bytes(envelope));
  events_.clear();
  refusal_ = {};
  FastEncoder encoder(head.record);
  if (auto verdict = decide(envelope, bytes.size(), key.is_new); verdict) {
    put_accepted(encoder, events_);
    changes_ = changes();
  } else {
    CHECK(changes() == changes_);
    events_.clear();
    refusal_ = std::move(verdict.error());
    put_refused(encoder, refusal_);
  }
  if (key.is_new) answers_.add(key.mark, {log_index, mark});
  return refusal_.number;
}

void Engine::answer(const Envelope& envelope, const Answers::KeyMark& key, Buffer& records,
                    Executed& one) {
  const std::size_t length_at = records.size();
  records.extend(sizeof(std::uint32_t));
  const std::size_t begin = put_head(envelope, records);
  const std::size_t bytes = records.size() - begin;
  const auto before = answers_.find(key);
  const bool repeated =
      before && before->command_mark ==
                    mark_of_command(records.view(begin, bytes), envelope_head_bytes(envelope));
  if (repeated || bytes > orderable_envelope_bytes_max) {
    one.repeated = repeated;
    one.log_index = repeated ? before->log_index : not_ordered;
    if (!repeated) one.refusal = static_cast<std::uint16_t>(RefusalCode::entry_is_too_large);
    records.cut(length_at);
    return;
  }
  one.refusal = run(envelope, {key, !before}, one.log_index, {records, begin});
  const std::size_t size = records.size() - length_at - sizeof(std::uint32_t);
  CHECK(size <= record_bytes_max);
  const auto length = static_cast<std::uint32_t>(size);
  records.overwrite(length_at, &length, sizeof(length));
}

Outcome Engine::execute(const Envelope& envelope, std::uint64_t log_index) {
  thread_local Buffer record;
  record.clear();
  execute(envelope, log_index, record);
  return last_outcome();
}

Outcome Engine::last_outcome() const {
  if (refusal_.number != 0) return std::unexpected(refusal_);
  return events_;
}

std::uint64_t Engine::changes() const {
  std::uint64_t sum = 0;
  State::each_table(state_, [&sum](const auto& table) { sum += table.changes(); });
  return sum;
}

Digest Engine::settle() {
  Changes changes;
  collect(changes);
  return digest_of(changes);
}

void Engine::collect(Changes& changes) {
  changes.rows.clear();
  State::each_table(state_, [&changes](auto& table) { table.collect(changes.rows); });
  answers_.collect(changes.answers);
}

Digest Engine::books_digest() const {
  StateDigest digest(digests());
  State::each_table(state_, [&digest](const auto& table) { table.add_all(digest); });
  return digest.value();
}

Digest Engine::recompute_digest() const {
  StateDigest digest(digests());
  State::each_table(state_, [&digest](const auto& table) { table.add_all(digest); });
  answers_.add_all(digest);
  return digest.value();
}

}  // namespace tanshu::engine
