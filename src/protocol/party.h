// SPDX-License-Identifier: Apache-2.0
// Who takes part: participants (bodies), the users who act for them, and their accounts.
#pragma once

#include "base/time.h"
#include "protocol/ids.h"

namespace tanshu::protocol {

enum class ParticipantKind : std::uint8_t {
  registry_operator,
  bureau,
  exchange,
  clearing_house,
  verifier,
  forest_owner,
  firm,
  organiser,
  public_body,
  bank,
  insurer,
  regulator,
  auditor,
  person
};

/// What a user may do; a command's row in commands.def names the roles that may give it.
enum class Role : std::uint8_t {
  administrator,
  bureau_officer,
  verifier,
  exchange_operator,
  clearing_officer,
  trader,
  auditor,
  supervisor
};

enum class UserState : std::uint8_t { active, suspended };

struct Participant {
  static constexpr std::string_view type_name = "Participant";
  ParticipantId id;
  ParticipantKind kind = ParticipantKind::firm;
  std::string name_zh;
  std::string name_en;
  std::string region;
  Instant registered_at;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id, "Code of the participant.");
    visit("kind", self.kind, "What kind of body it is.");
    visit("name_zh", self.name_zh, "Chinese name.");
    visit("name_en", self.name_en, "English name.");
    visit("region", self.region, "Six-digit administrative division code (GB/T 2260).");
    visit("registered_at", self.registered_at, "When it was registered.");
  }
};

struct User {
  static constexpr std::string_view type_name = "User";
  UserId id;
  ParticipantId participant;
  std::vector<Role> roles;
  UserState state = UserState::active;
  Instant authorised_at;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id, "Code of the user: a pseudonym, never a personal name.");
    visit("participant", self.participant, "Participant for which the user acts.");
    visit("roles", self.roles, "What the user may do.");
    visit("state", self.state, "Whether the user may act now.");
    visit("authorised_at", self.authorised_at, "When the user was authorised.");
  }
};

struct Account {
  static constexpr std::string_view type_name = "Account";
  AccountId id;
  ParticipantId participant;
  Instant opened_at;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id, "Code of the account.");
    visit("participant", self.participant, "Participant whose units and money it records.");
    visit("opened_at", self.opened_at, "When it was opened.");
  }
};

}  // namespace tanshu::protocol

TANSHU_ENUM(tanshu::protocol::ParticipantKind, "participant_kind", "registry_operator", "bureau",
            "exchange", "clearing_house", "verifier", "forest_owner", "firm", "organiser",
            "public_body", "bank", "insurer", "regulator", "auditor", "person");
TANSHU_ENUM(tanshu::protocol::Role, "role", "administrator", "bureau_officer", "verifier",
            "exchange_operator", "clearing_officer", "trader", "auditor", "supervisor");
TANSHU_ENUM(tanshu::protocol::UserState, "user_state", "active", "suspended");
