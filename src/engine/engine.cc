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

Verdict<void> check_size(const Envelope& envelope, std::size_t limit) {
  Bytes bytes;
  Encoder encoder(bytes);
  put_envelope(encoder, envelope);
  if (bytes.size() > limit)
    return refuse(RefusalCode::entry_is_too_large,
                  {{"bytes", std::to_string(bytes.size())}, {"limit", std::to_string(limit)}});
  return {};
}

std::uint8_t needed_for(const UnitsMoved& moved) {
  if (moved.from.place == Place::issuance) return may::mint;
  if (moved.to.place >= Place::retired) return may::burn;
  return moved.from.account == moved.to.account ? may::hold : may::move;
}

}  // namespace

Verdict<void> check_orderable(const Envelope& envelope) {
  return check_size(envelope, orderable_envelope_bytes_max);
}

Digest command_hash(const Command& command) {
  Bytes bytes;
  Encoder encoder(bytes);
  put_envelope(encoder, {{}, {}, {}, command});
  return sha256(bytes);
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
  const Answer* answer = answers_.find({actor, key});
  if (answer == nullptr || answer->command_hash != command_hash(command)) return std::nullopt;
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

Verdict<void> Engine::check_envelope(const Envelope& envelope) const {
  if (answers_.contains({envelope.actor, envelope.key}))
    return refuse(RefusalCode::key_was_used_with_another_body, {{"key", envelope.key}});
  const bool posts = row_of(envelope.command).may != may::configure;
  return check_size(envelope, posts ? posting_envelope_bytes_max : envelope_bytes_max);
}

Outcome Engine::decide(const Envelope& envelope) {
  TRY(check_envelope(envelope));
  TRY_SET(const Context context, authorise(envelope));
  Events events;
  TRY(dispatch(envelope.command, context, state_, events));
  CHECK(!events.empty());
  CHECK(!beyond_its_row(row_of(envelope.command), events));
  return events;
}

Outcome Engine::execute(const Envelope& envelope, std::uint64_t log_index) {
  const std::uint64_t before = changes();
  Outcome outcome = decide(envelope);
  CHECK(outcome.has_value() || changes() == before);
  const AnswerKey key{envelope.actor, envelope.key};
  if (!answers_.contains(key)) answers_.put(key, {command_hash(envelope.command), log_index});
  return outcome;
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
