// SPDX-License-Identifier: Apache-2.0
// Participants, users and accounts.
#include <algorithm>

#include "registry/checks.h"
#include "registry/handlers.h"

namespace tanshu::registry {
namespace {

bool is_administrator(const User& user) {
  return user.state == UserState::active &&
         std::find(user.roles.begin(), user.roles.end(), Role::administrator) != user.roles.end();
}

/// Somebody must always be able to authorise users.
Verdict<void> check_administrator_stays(const Registry& registry, const User& changed) {
  if (is_administrator(changed)) return {};
  for (const auto& [id, user] : registry.users)
    if (id != changed.id && is_administrator(user)) return {};
  const User* before = registry.users.find(changed.id);
  if (before == nullptr || !is_administrator(*before)) return {};
  return refuse(RefusalCode::administrator_would_be_lost);
}

std::vector<Role> sorted_once(std::vector<Role> roles) {
  std::sort(roles.begin(), roles.end());
  roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
  return roles;
}

}  // namespace

Verdict<void> open_cell(const OpenCell& c, const Context& context, Registry& registry,
                        Events& events) {
  if (registry.participants.size() != 0) return refuse(RefusalCode::cell_is_open_already);
  TRY(check_new_code(c.cell, false));
  TRY(check_new_code(c.operator_id.text, false));
  TRY(check_new_code(c.administrator.text, false));
  TRY(check_text("operator_name_zh", c.operator_name_zh));
  TRY(check_text("operator_name_en", c.operator_name_en));
  TRY(check_region(c.region));

  const Participant operator_{c.operator_id,      ParticipantKind::registry_operator,
                              c.operator_name_zh, c.operator_name_en,
                              c.region,           context.at};
  const User user{
      c.administrator, c.operator_id, {Role::administrator}, UserState::active, context.at};
  registry.participants.put(operator_.id, operator_);
  registry.users.put(user.id, user);
  events.emplace_back(CellOpened{c.cell, c.operator_id});
  events.emplace_back(ParticipantRegistered{operator_});
  events.emplace_back(UserAuthorised{user});
  return {};
}

Verdict<void> register_participant(const RegisterParticipant& c, const Context& context,
                                   Registry& registry, Events& events) {
  TRY(check_new_code(c.id.text, registry.participants.contains(c.id)));
  TRY(check_text("name_zh", c.name_zh));
  TRY(check_text("name_en", c.name_en));
  TRY(check_region(c.region));

  const Participant participant{c.id, c.kind, c.name_zh, c.name_en, c.region, context.at};
  registry.participants.put(c.id, participant);
  events.emplace_back(ParticipantRegistered{participant});
  return {};
}

Verdict<void> authorise_user(const AuthoriseUser& c, const Context& context, Registry& registry,
                             Events& events) {
  TRY(find_participant(registry, c.participant));
  if (c.roles.empty()) return refuse(RefusalCode::roles_are_empty);
  const User* before = registry.users.find(c.id);
  if (before == nullptr) TRY(check_new_code(c.id.text, false));
  if (before != nullptr && before->participant != c.participant)
    return refuse(RefusalCode::user_belongs_elsewhere,
                  {{"user", c.id.text}, {"participant", before->participant.text}});
  const UserState state = before == nullptr ? UserState::active : before->state;
  const User user{c.id, c.participant, sorted_once(c.roles), state, context.at};
  TRY(check_administrator_stays(registry, user));

  registry.users.put(c.id, user);
  events.emplace_back(UserAuthorised{user});
  return {};
}

Verdict<void> set_user_state(const SetUserState& c, const Context&, Registry& registry,
                             Events& events) {
  const User* before = registry.users.find(c.user);
  if (before == nullptr) return refuse(RefusalCode::user_is_unknown, {{"user", c.user.text}});
  TRY(check_text("reason", c.reason));
  User user = *before;
  user.state = c.state;
  TRY(check_administrator_stays(registry, user));

  registry.users.put(c.user, user);
  events.emplace_back(UserStateChanged{user, c.reason});
  return {};
}

Verdict<void> open_account(const OpenAccount& c, const Context& context, const Registry& registry,
                           ledger::Book& book, Events& events) {
  TRY(check_new_code(c.id.text, book.accounts().contains(c.id)));
  TRY(find_participant(registry, c.participant));

  const Account account{c.id, c.participant, context.at};
  book.open_account(account);
  events.emplace_back(AccountOpened{account});
  return {};
}

}  // namespace tanshu::registry
