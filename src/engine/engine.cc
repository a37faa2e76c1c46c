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
  const std::size_t begin = record.size();
  FastEncoder encoder(record);
  put_record_head(encoder, envelope);
  const ByteView bytes = record.view(begin + 1, record.size() - begin - 1);
  const Answers::KeyMark key = Answers::mark_of(envelope.actor.text, envelope.key);
  const bool key_is_new = !answers_.find(key);
  const std::uint64_t mark = key_is_new ? mark_of_command(bytes, envelope_head_bytes(envelope)) : 0;

  const std::uint64_t before = changes();
  events_.clear();
  refusal_ = {};
  if (auto verdict = decide(envelope, bytes.size(), key_is_new); verdict) {
    put_accepted(encoder, events_);
  } else {
    CHECK(changes() == before);
    events_.clear();
    refusal_ = std::move(verdict.error());
    put_refused(encoder, refusal_);
  }
  if (key_is_new) answers_.add(key, {log_index, mark});
  return refusal_.number;
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

void Engine::prefetch(const Envelope& envelope) const {
  const auto& accounts = state_.registry.accounts;
  const auto& purses = state_.book.purses();
  const auto both = [&](const AccountId& account) {
    accounts.prefetch(account);
    purses.prefetch(ledger::free_cash(account));
  };
  if (const auto* c = std::get_if<TransferCash>(&envelope.command)) {
    both(c->from);
    both(c->to);
  } else if (const auto* r = std::get_if<ReserveCash>(&envelope.command)) {
    both(r->from);
    accounts.prefetch(r->to);
  }
}

std::uint64_t Engine::changes() const {
  std::uint64_t sum = 0;
  State::each_table(state_, [&sum](const auto& table) { sum += table.changes(); });
  return sum;
}

Digest Engine::settle() {
  State::each_table(state_, [this](auto& table) { table.settle(digest_); });
  answers_.settle(digest_);
  return digest_.value();
}

Digest Engine::books_digest() const {
  StateDigest digest;
  State::each_table(state_, [&digest](const auto& table) { table.add_all(digest); });
  return digest.value();
}

Digest Engine::recompute_digest() const {
  StateDigest digest;
  State::each_table(state_, [&digest](const auto& table) { table.add_all(digest); });
  answers_.add_all(digest);
  return digest.value();
}

}  // namespace tanshu::engine
