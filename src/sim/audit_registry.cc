// SPDX-License-Identifier: Apache-2.0
// The auditor on parties, users, accounts, projects on their land, and reports.
#include <algorithm>

#include "sim/audit_rules.h"
#include "sim/land_grid.h"

namespace tanshu::sim {

using namespace protocol;  // NOLINT: commands by name

namespace {

Number check_words(std::initializer_list<const std::string*> texts) {
  for (const std::string* text : texts) SIM_REFUSE_IF(is_blank(*text), text_is_empty);
  return 0;
}

Number check_region_code(const std::string& region) {
  const bool digits = region.find_first_not_of("0123456789") == std::string::npos;
  SIM_REFUSE_IF(region.size() != 6 || !digits, region_is_malformed);
  return 0;
}

bool administers(const Books::Person& person) {
  return person.active && (person.roles & role_bit(Role::administrator)) != 0;
}

/// The last one who may authorise users must stay.
Number check_somebody_administers(const Books& books, const std::string& user,
                                  const Books::Person& changed) {
  const Books::Person* before = books.people.find(user);
  if (before == nullptr || !administers(*before) || administers(changed)) return 0;
  const auto others = std::count_if(books.people.begin(), books.people.end(), [&](const auto& it) {
    return it.first != user && administers(it.second);
  });
  SIM_REFUSE_IF(others == 0, administrator_would_be_lost);
  return 0;
}

bool share_days(int a_first, int a_last, const Period& b) {
  return a_first <= b.last.number && b.first.number <= a_last;
}

int year_of(int day) {  // civil calendar from days, by counting years
  int year = 1970;
  const auto length = [](int y) {
    return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) ? 366 : 365;
  };
  for (; day >= length(year); ++year) day -= length(year);
  for (; day < 0; --year) day += length(year - 1);
  return year;
}

}  // namespace

Number rule(const OpenCell& c, const Given& given) {
  Books& b = given.books;
  SIM_REFUSE_IF(b.parties.size() != 0, cell_is_open_already);
  for (const std::string& code :
       {c.cell, std::string(c.operator_id.text), std::string(c.administrator.text)})
    SIM_STOP(check_code(code, false));
  SIM_STOP(check_words({&c.operator_name_zh, &c.operator_name_en}));
  SIM_STOP(check_region_code(c.region));
  b.parties.add(c.operator_id.text, ParticipantKind::registry_operator);
  b.people.add(c.administrator.text, {c.operator_id.text, role_bit(Role::administrator), true});
  return 0;
}

Number rule(const RegisterParticipant& c, const Given& given) {
  SIM_STOP(check_code(c.id.text, given.books.parties.has(c.id.text)));
  SIM_STOP(check_words({&c.name_zh, &c.name_en}));
  SIM_STOP(check_region_code(c.region));
  given.books.parties.add(c.id.text, c.kind);
  return 0;
}

Number rule(const AuthoriseUser& c, const Given& given) {
  Books& b = given.books;
  SIM_REFUSE_IF(!b.parties.has(c.participant.text), participant_is_unknown);
  SIM_REFUSE_IF(c.roles.empty(), roles_are_empty);
  Books::Person* before = b.people.find(c.id.text);
  if (before == nullptr) SIM_STOP(check_code(c.id.text, false));
  SIM_REFUSE_IF(before != nullptr && before->participant != c.participant.text,
                user_belongs_elsewhere);
  Books::Person person{c.participant.text, 0, before == nullptr || before->active};
  for (const Role role : c.roles) person.roles |= role_bit(role);
  SIM_STOP(check_somebody_administers(b, c.id.text, person));
  if (before != nullptr)
    *before = person;
  else
    b.people.add(c.id.text, person);
  return 0;
}

Number rule(const SetUserState& c, const Given& given) {
  Books::Person* before = given.books.people.find(c.user.text);
  SIM_REFUSE_IF(before == nullptr, user_is_unknown);
  SIM_STOP(check_words({&c.reason}));
  Books::Person changed = *before;
  changed.active = c.state == UserState::active;
  SIM_STOP(check_somebody_administers(given.books, c.user.text, changed));
  *before = changed;
  return 0;
}

Number rule(const OpenAccount& c, const Given& given) {
  SIM_STOP(check_code(c.id.text, given.books.accounts.has(c.id.text)));
  SIM_REFUSE_IF(!given.books.parties.has(c.participant.text), participant_is_unknown);
  given.books.accounts.add(c.id.text, c.participant.text);
  return 0;
}

Number rule(const RegisterProject& c, const Given& given) {
  Books& b = given.books;
  SIM_STOP(check_code(c.id.text, b.lands.has(c.id.text)));
  SIM_REFUSE_IF(!b.parties.has(c.owner.text), participant_is_unknown);
  SIM_STOP(check_words({&c.name_zh, &c.name_en, &c.methodology}));
  SIM_STOP(check_region_code(c.region));
  SIM_REFUSE_IF(c.area.count <= 0, amount_is_not_positive);
  const Period& days = c.crediting_period;
  SIM_REFUSE_IF(days.last < days.first, period_is_reversed);
  auto squares = squares_of(c.boundary);
  SIM_REFUSE_IF(!squares, boundary_is_not_a_polygon);
  for (const auto& [code, land] : b.lands)
    if (share_days(land.first, land.last, days))
      for (const auto& square : *squares)
        SIM_REFUSE_IF(land.squares.contains(square), land_is_taken);
  b.lands.add(c.id.text, {c.owner.text,
                          given.actor,
                          days.first.number,
                          days.last.number,
                          std::move(*squares),
                          {},
                          c.methodology,
                          c.region});
  return 0;
}

Number rule(const SubmitReport& c, const Given& given) {
  Books& b = given.books;
  SIM_STOP(check_code(c.id.text, b.claims.has(c.id.text)));
  Books::Land* land = b.lands.find(c.project.text);
  SIM_REFUSE_IF(land == nullptr, project_is_unknown);
  const int first = c.period.first.number, last = c.period.last.number;
  SIM_REFUSE_IF(last < first, period_is_reversed);
  SIM_REFUSE_IF(first < land->first || last > land->last, period_is_outside_project);
  for (const std::string& code : land->reports) {
    const Books::Claim& other = *b.claims.find(code);
    SIM_REFUSE_IF(
        other.state != ReportState::rejected && share_days(other.first, other.last, c.period),
        period_is_reported);
  }
  SIM_STOP(check_words({&c.method}));
  SIM_REFUSE_IF(c.estimated.count <= 0, amount_is_not_positive);
  Books::Claim claim;
  claim.project = c.project.text;
  claim.first = first;
  claim.last = last;
  claim.estimated = c.estimated.count;
  claim.submitted_by = given.actor;
  b.claims.add(c.id.text, claim);
  land->reports.push_back(c.id.text);
  return 0;
}

Number rule(const VerifyReport& c, const Given& given) {
  Books::Claim* claim = given.books.claims.find(c.report.text);
  SIM_REFUSE_IF(claim == nullptr, report_is_unknown);
  SIM_REFUSE_IF(claim->state != ReportState::submitted, report_is_in_wrong_state);
  SIM_REFUSE_IF(given.books.lands.find(claim->project)->owner == given.participant,
                verifier_is_the_owner);
  SIM_STOP(check_words({&c.statement}));
  SIM_REFUSE_IF(c.approved && c.verified.count <= 0, amount_is_not_positive);
  SIM_REFUSE_IF(!c.approved && c.verified.count != 0, rejected_amount_is_not_zero);
  SIM_REFUSE_IF(c.verified.count > claim->estimated, verified_exceeds_estimate);
  claim->state = c.approved ? ReportState::verified : ReportState::rejected;
  claim->verified = c.verified.count;
  claim->verified_by = given.actor;
  return 0;
}

Number rule(const ConfirmReport& c, const Given& given) {
  Books::Claim* claim = given.books.claims.find(c.report.text);
  SIM_REFUSE_IF(claim == nullptr, report_is_unknown);
  SIM_REFUSE_IF(claim->state != ReportState::verified, report_is_in_wrong_state);
  const Books::Land& land = *given.books.lands.find(claim->project);
  const bool took_part = claim->submitted_by == given.actor || claim->verified_by == given.actor ||
                         land.registered_by == given.actor;
  SIM_REFUSE_IF(took_part, second_officer_is_needed);
  claim->state = ReportState::confirmed;
  return 0;
}

Number rule(const IssueBatch& c, const Given& given) {
  Books& b = given.books;
  SIM_STOP(check_code(c.id.text, b.batches.has(c.id.text)));
  SIM_REFUSE_IF(c.amount.count <= 0, amount_is_not_positive);
  Books::Claim* claim = b.claims.find(c.report.text);
  SIM_REFUSE_IF(claim == nullptr, report_is_unknown);
  SIM_REFUSE_IF(claim->state != ReportState::confirmed, report_is_in_wrong_state);
  SIM_REFUSE_IF(c.amount.count > claim->verified - claim->issued, issue_exceeds_verified);
  const auto vintage = static_cast<std::int64_t>(c.vintage);
  SIM_REFUSE_IF(vintage < year_of(claim->first) || vintage > year_of(claim->last),
                vintage_is_outside_period);
  const std::string* owner = b.accounts.find(c.account.text);
  SIM_REFUSE_IF(owner == nullptr, account_is_unknown);
  SIM_REFUSE_IF(*owner != b.lands.find(claim->project)->owner, account_is_not_the_owners);
  SIM_REFUSE_IF(c.buffer.count < 0 || c.buffer.count >= c.amount.count, buffer_exceeds_batch);
  claim->issued += c.amount.count;
  b.batches.add(c.id.text, {c.account.text, {}, c.vintage, {}, claim->project});
  lay_out(b, c.id.text,
          {{c.amount.count - c.buffer.count, b.spot(c.account.text)},
           {c.buffer.count, b.spot(c.account.text, Place::buffer)}});
  return 0;
}

}  // namespace tanshu::sim
