// SPDX-License-Identifier: Apache-2.0
// Commands on parties, land, reports and units.
#include <fmt/format.h>

#include <algorithm>

#include "sim/land_grid.h"
#include "sim/workload.h"

namespace tanshu::sim {

using namespace protocol;  // NOLINT: every command is made here

namespace {

constexpr int first_day = 18'262, last_day = 25'566;  // 2020 to 2039

std::uint32_t about_year(int day) {
  return static_cast<std::uint32_t>(1970 + day * 4 / 1461);
}

}  // namespace

Command Workload::open_cell(const Books&) {
  return OpenCell{"sim", {"registry"}, "模拟", "Simulation", "150200", {"root"}};
}

Command Workload::register_participant(const Books&) {
  const auto kind = static_cast<ParticipantKind>(chance_.below(14));
  return RegisterParticipant{{new_code('p')}, kind, text(), text(), region()};
}

/// A new user, or new roles for one there is: for its participant, or for another by mistake.
Command Workload::authorise_user(const Books& books) {
  const auto* person = books.people.any(chance_);
  if (person == nullptr || !chance_.once_in(3))
    return AuthoriseUser{{new_code('u')}, participant(books), roles()};
  const std::string owner =
      chance_.once_in(8) ? std::string(participant(books).text) : person->second.participant;
  std::vector<Role> given = roles();
  for (unsigned bit = 0; bit < 8; ++bit)  // mostly those it has, and more
    if ((person->second.roles & (1u << bit)) != 0 && !chance_.once_in(6))
      given.push_back(static_cast<Role>(bit));
  return AuthoriseUser{{person->first}, {owner}, given};
}

Command Workload::set_user_state(const Books& books) {
  const auto* person = books.people.any(chance_);
  if (chance_.once_in(12)) return SetUserState{{"root"}, UserState::suspended, text()};
  if (person == nullptr || chance_.once_in(40))
    return SetUserState{{"stranger"}, UserState::suspended, text()};
  const bool suspend = person->second.active && chance_.once_in(4);
  return SetUserState{{person->first}, suspend ? UserState::suspended : UserState::active, text()};
}

Command Workload::open_account(const Books& books) {
  return OpenAccount{{new_code('a')}, participant(books)};
}

Command Workload::register_project(const Books& books) {
  RegisterProject c;
  c.id = {new_code('j')};
  const auto* account = books.accounts.any(chance_);
  c.owner = account == nullptr ? participant(books) : ParticipantId{account->second};
  if (chance_.once_in(40)) c.owner = participant(books);
  c.name_zh = text();
  c.name_en = text();
  c.methodology = text();
  c.ecosystem = static_cast<Ecosystem>(chance_.below(3));
  c.grade = static_cast<Grade>(chance_.below(2));
  c.region = region();
  c.area = Area{chance_.once_in(40) ? 0 : chance_.between(1, 100'000)};
  c.crediting_period = {{first_day}, {last_day}};
  if (chance_.once_in(6)) c.crediting_period = period(first_day, last_day, 2'000);
  c.boundary = draw_outline(chance_);
  const std::uint64_t odd = chance_.below(120);
  if (odd == 0) c.boundary.resize(1'001);  // too many corners
  if (odd == 1) c.boundary.resize(1'700);  // too many bytes for its entry
  if (odd == 2) c.boundary.resize(3'200);  // too many for any entry
  return c;
}

/// The next quarter that its project has not reported, or any other days.
Command Workload::submit_report(const Books& books) {
  const auto* land = books.lands.any(chance_);
  SubmitReport c;
  c.id = {new_code('m')};
  c.project = {land == nullptr || chance_.once_in(50) ? "nothing" : land->first};
  c.period = period(first_day - 30, last_day, 400);
  if (land != nullptr && !chance_.once_in(6)) {
    const auto quarters = static_cast<int>(land->second.reports.size());
    c.period.first = {land->second.first + quarters * 91};
    c.period.last = {c.period.first.number + 90};
  }
  c.method = text();
  c.estimated = Carbon{chance_.between(1, 100'000) * chance_.between(1, mg_per_tonne)};
  if (chance_.once_in(50)) c.estimated = Carbon{chance_.between(-1, 0)};
  return c;
}

Command Workload::verify_report(const Books& books) {
  const auto* claim = books.claims.any(chance_);
  for (int tries = 0; tries < 4 && claim != nullptr; ++tries) {
    if (claim->second.state == ReportState::submitted) break;
    claim = books.claims.any(chance_);
  }
  if (claim == nullptr) return VerifyReport{{"nothing"}, true, Carbon{1}, text()};
  const bool approved = !chance_.once_in(10);
  Carbon verified{approved ? part_of(claim->second.estimated) : 0};
  if (!approved && chance_.once_in(6)) verified = Carbon{1};
  return VerifyReport{{claim->first}, approved, verified, text()};
}

Command Workload::confirm_report(const Books& books) {
  const auto* claim = books.claims.any(chance_);
  for (int tries = 0; tries < 4 && claim != nullptr; ++tries) {
    if (claim->second.state == ReportState::verified) break;
    claim = books.claims.any(chance_);
  }
  return ConfirmReport{{claim == nullptr || chance_.once_in(50) ? "nothing" : claim->first}};
}

Command Workload::issue_batch(const Books& books) {
  const auto* claim = books.claims.any(chance_);
  for (int tries = 0; tries < 6 && claim != nullptr; ++tries) {
    const Books::Claim& c = claim->second;
    if (c.state == ReportState::confirmed && c.issued < c.verified) break;
    claim = books.claims.any(chance_);
  }
  IssueBatch c;
  c.id = {new_code('b')};
  if (claim == nullptr || chance_.once_in(50)) {
    c.report = {"nothing"};
    c.account = account(books);
    c.amount = Carbon{1};
    return c;
  }
  c.report = {claim->first};
  const Books::Land* land = books.lands.find(claim->second.project);
  c.account = chance_.once_in(30) ? account(books) : account_of(books, land->owner);
  c.vintage = about_year(claim->second.first) + (chance_.once_in(30) ? 2u : 0u);
  const std::int64_t left = claim->second.verified - claim->second.issued;
  c.amount = Carbon{part_of(std::max<std::int64_t>(1, left))};
  if (chance_.once_in(2)) c.buffer = Carbon{c.amount.count / chance_.between(2, 10)};
  if (chance_.once_in(50)) c.buffer = Carbon{chance_.once_in(2) ? -1 : c.amount.count};
  return c;
}

Command Workload::release_buffer(const Books& books) {
  const auto* found = books.batches.any(chance_);
  if (found == nullptr) return ReleaseBuffer{{"nothing"}, Carbon{1}, text()};
  std::int64_t buffered = 0;
  for (const Piece& piece : found->second.pieces)
    if (books.spot_of(piece.spot).place == Place::buffer) buffered += piece.size;
  const BatchId id = chance_.once_in(40) ? batch(books) : BatchId{found->first};
  return ReleaseBuffer{id, Carbon{part_of(std::max<std::int64_t>(1, buffered))}, text()};
}

/// Of the first batch a milligram at a time to two accounts in turn.
Command Workload::shatter(const Books& books) {
  const auto* found = books.batches.oldest();
  const auto accounts = books.accounts.oldest_three();
  if (found == nullptr || accounts.size() < 3) return import_batch(books);
  const auto& pieces = found->second.pieces;
  const auto largest =
      std::max_element(pieces.begin(), pieces.end(), [&](const Piece& a, const Piece& b) {
        const auto size = [&](const Piece& piece) {
          return books.spot_of(piece.spot).place == Place::free ? piece.size : 0;
        };
        return size(a) < size(b);
      });
  const std::string& from = books.spot_of(largest->spot).account;
  std::vector<std::string> others;
  for (const std::string* account : accounts)
    if (*account != from) others.push_back(*account);
  const std::string& to = others[++shattered_ % 2];
  return GiveUnits{{from}, {to}, {{{found->first}, Carbon{1}}}, "植树节"};
}

Command Workload::give_units(const Books& books) {
  if (shatters_ && !chance_.once_in(16)) return shatter(books);
  const auto [from, lot] = holding(books);
  const AccountId to = chance_.once_in(60) ? from : account(books);
  return GiveUnits{from, to, lots(books, lot), text()};
}

Command Workload::retire_units(const Books& books) {
  auto [from, lot] = holding(books);
  if (!chance_.once_in(4)) lot.amount.count /= chance_.between(1, 50);
  return RetireUnits{static_cast<RetirementKind>(chance_.below(2)),
                     from,
                     lots(books, lot),
                     text(),
                     text(),
                     text(),
                     text(),
                     period(first_day, last_day, 400)};
}

Command Workload::export_units(const Books& books) {
  auto [from, lot] = holding(books);
  lot.amount.count /= chance_.between(1, 50);
  return ExportUnits{chance_.once_in(40) ? account(books) : from, lots(books, lot), text(), text()};
}

/// An account and a batch, now and then one that is not there.
Command Workload::pledge_units(const Books& books) {
  const auto [from, lot] = holding(books);
  const ParticipantId lender = chance_.once_in(12) ? participant(books) : ParticipantId{"bank"};
  return PledgeUnits{{new_code('e')}, from, lot.batch, lot.amount, lender, text()};
}

Command Workload::freeze_units(const Books& books) {
  const auto [from, lot] = holding(books);
  return FreezeUnits{{new_code('e')}, from, lot.batch, lot.amount, participant(books), text()};
}

Command Workload::release_pledge(const Books& books) {
  const auto* lien = books.liens.any(chance_);
  for (int tries = 0; tries < 4 && lien != nullptr; ++tries) {
    if (lien->second.pledge && lien->second.standing) break;
    lien = books.liens.any(chance_);
  }
  return ReleasePledge{{lien == nullptr ? "nothing" : lien->first}};
}

Command Workload::release_freeze(const Books& books) {
  const auto* lien = books.liens.any(chance_);
  for (int tries = 0; tries < 4 && lien != nullptr; ++tries) {
    if (!lien->second.pledge && lien->second.standing) break;
    lien = books.liens.any(chance_);
  }
  return ReleaseFreeze{{lien == nullptr ? "nothing" : lien->first}};
}

/// Origins are drawn from a small set, so that some come twice.
Command Workload::import_batch(const Books& books) {
  std::string registry = fmt::format("R{}", chance_.below(3));
  std::string code = fmt::format("{}", chance_.below(400));
  if (chance_.once_in(60)) (chance_.once_in(2) ? registry : code) = text();
  const std::int64_t amount = chance_.between(1, 1000) * chance_.between(1, mg_per_tonne);
  return ImportBatch{{new_code('i')},
                     account(books),
                     2023,
                     Carbon{chance_.once_in(50) ? 0 : amount},
                     registry,
                     code};
}

}  // namespace tanshu::sim
