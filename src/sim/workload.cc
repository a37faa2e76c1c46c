// SPDX-License-Identifier: Apache-2.0
// Commands by chance: mostly sensible, one in eight wrong somewhere.
#include "sim/workload.h"

#include <fmt/format.h>

#include <algorithm>

namespace tanshu::sim {

using namespace protocol;  // NOLINT: every command is made here
using engine::State;

namespace {

constexpr std::uint64_t opening_commands = 40;
constexpr std::int64_t second_ns = 1'000'000'000;

}  // namespace

/// A row near a random key: even enough, and quick in a table of any size.
template <class Key, class Row>
const Row* Workload::any(const Table<Key, Row>& rows) {
  if (rows.size() == 0) return nullptr;
  auto it = rows.begin();
  const std::uint64_t steps = chance_.below(std::min<std::uint64_t>(rows.size(), 200));
  if (rows.size() > 200 && !chance_.once_in(4)) {
    it = std::prev(rows.end(), static_cast<std::ptrdiff_t>(steps) + 1);  // the latest codes
    return &it->second;
  }
  std::advance(it, static_cast<std::ptrdiff_t>(steps));
  return &it->second;
}

template <class Key, class Row>
const Row* Workload::any(const HashTable<Key, Row>& rows) {
  if (rows.size() == 0) return nullptr;
  auto it = rows.from(static_cast<std::uint32_t>(chance_.below(rows.places())));
  if (it == rows.end()) it = rows.begin();
  return &(*it).row;
}

std::string Workload::new_code(char letter) {
  if (chance_.once_in(40)) return fmt::format("{}{:08}", letter, chance_.below(codes_ + 1));
  if (chance_.once_in(200)) return fmt::format("{}/{}", letter, codes_);
  return fmt::format("{}{:08}", letter, ++codes_);
}

std::string Workload::text() {
  if (chance_.once_in(100)) return " \n";
  return fmt::format("事由 {}", chance_.below(1000));
}

Period Workload::period() {
  const auto first = static_cast<std::int32_t>(chance_.between(18'262, 21'000));
  const auto length = static_cast<std::int32_t>(chance_.between(chance_.once_in(50) ? -9 : 0, 400));
  return {{first}, {first + length}};
}

AccountId Workload::account(const State& state) {
  const Account* found = any(state.registry.accounts);
  return found == nullptr || chance_.once_in(100) ? AccountId{"nowhere"} : found->id;
}

BatchId Workload::batch(const State& state) {
  const Batch* found = any(state.registry.batches);
  return found == nullptr || chance_.once_in(100) ? BatchId{"nothing"} : found->id;
}

/// Some of it, all of it, a milligram of it, or now and then more than it.
Carbon Workload::part_of(Carbon amount) {
  switch (chance_.below(12)) {
    case 0:
      return amount;
    case 1:
      return Carbon{1};
    case 2:
      return Carbon{amount.count + chance_.between(0, 2)};
    case 3:
      return Carbon{chance_.between(-1, 0)};
    default:
      return Carbon{chance_.between(1, std::max<std::int64_t>(1, amount.count / 4))};
  }
}

/// A free balance near a random place in the book, with part of it.
std::pair<AccountId, Lot> Workload::holding(const State& state) {
  const auto& balances = state.book.balances();
  auto it = balances.from(static_cast<std::uint32_t>(chance_.below(balances.places() + 1)));
  for (int step = 0; step < 20 && it != balances.end(); ++step, ++it) {
    const auto [key, balance] = *it;
    if (key.pocket.place == Place::free)
      return {key.pocket.account, {key.batch, part_of(balance.amount)}};
  }
  return {account(state), {batch(state), Carbon{chance_.between(1, 1000)}}};
}

Command Workload::party(const State& state) {
  const Participant* participant = any(state.registry.participants);
  const ParticipantId owner =
      chance_.once_in(50) ? ParticipantId{"nobody"} : ParticipantId{participant->id};
  if (chance_.once_in(2)) return OpenAccount{{new_code('a')}, owner};
  const auto kind = static_cast<ParticipantKind>(chance_.below(14));
  return RegisterParticipant{
      {new_code('p')}, kind, text(), text(), chance_.once_in(50) ? "15020" : "150200"};
}

Command Workload::user(const State& state) {
  if (chance_.once_in(4)) {
    const User* user = any(state.registry.users);
    const bool suspend = chance_.once_in(3);
    return SetUserState{user->id, suspend ? UserState::suspended : UserState::active, text()};
  }
  const Participant* participant = any(state.registry.participants);
  std::vector<Role> roles;
  while (!chance_.once_in(3)) roles.push_back(static_cast<Role>(chance_.below(8)));
  return AuthoriseUser{{new_code('u')}, participant->id, roles};
}

Command Workload::project(const State& state) {
  RegisterProject c;
  const Account* owner = any(state.registry.accounts);
  const std::int64_t west = 1'000'000'000 + chance_.between(0, 900) * 100'000;
  const std::int64_t south = 300'000'000 + chance_.between(0, 900) * 100'000;
  const std::int64_t width = chance_.between(1, 3) * 100'000;
  c.id = {new_code('j')};
  c.owner = owner->participant;
  c.name_zh = c.name_en = c.methodology = text();
  c.region = "150222";
  c.area = Area{chance_.between(0, 100'000)};
  c.crediting_period = {{18'262}, {25'566}};
  c.boundary = {{{west}, {south}},
                {{west + width}, {south}},
                {{west + width}, {south + width}},
                {{west}, {south + width}}};
  if (chance_.once_in(30)) std::swap(c.boundary[1], c.boundary[2]);
  return c;
}

Command Workload::report(const State& state) {
  const Project* project = any(state.registry.projects);
  SubmitReport c;
  c.id = {new_code('m')};
  c.project = project == nullptr ? ProjectId{"nothing"} : project->id;
  c.period = period();
  c.method = text();
  c.estimated = Carbon{chance_.between(0, 100'000) * chance_.between(1, mg_per_tonne)};
  return c;
}

Command Workload::decision(const State& state) {
  const Report* report = any(state.registry.reports);
  if (report == nullptr) return ConfirmReport{{"nothing"}};
  if (report->state == ReportState::verified) return ConfirmReport{report->id};
  const bool approved = !chance_.once_in(10);
  const Carbon verified = approved ? part_of(report->estimated) : Carbon{};
  return VerifyReport{report->id, approved, verified, text()};
}

Command Workload::issue(const State& state) {
  if (chance_.once_in(8)) {
    const Batch* found = any(state.registry.batches);
    const Carbon buffer = found == nullptr ? Carbon{1} : found->buffered;
    return ReleaseBuffer{batch(state), part_of(buffer), text()};
  }
  const Report* report = any(state.registry.reports);
  if (report == nullptr) return IssueBatch{};
  IssueBatch c;
  c.id = {new_code('b')};
  c.report = report->id;
  const ParticipantId owner = state.registry.projects.at(report->project).owner;
  c.account = account(state);
  for (const auto& [id, account] : state.registry.accounts)
    if (account.participant == owner && !chance_.once_in(10)) c.account = id;
  c.vintage = static_cast<std::uint32_t>(2020 + report->period.first.number / 366 - 50);
  c.amount = part_of(Carbon{std::max<std::int64_t>(1, report->verified.count)});
  c.buffer = chance_.once_in(2) ? Carbon{} : Carbon{c.amount.count / chance_.between(1, 10)};
  return c;
}

Command Workload::import(const State& state) {
  return ImportBatch{{new_code('i')},
                     account(state),
                     2023,
                     Carbon{chance_.between(0, 1000) * chance_.between(1, mg_per_tonne)},
                     fmt::format("R{}", chance_.below(3)),
                     fmt::format("{}", chance_.below(50'000))};
}

Command Workload::gift(const State& state) {
  const auto [from, lot] = holding(state);
  GiveUnits c{from, account(state), {lot}, text()};
  while (chance_.once_in(3)) c.lots.push_back({batch(state), Carbon{chance_.between(1, 9)}});
  return c;
}

Command Workload::retirement(const State& state) {
  const auto [from, lot] = holding(state);
  return RetireUnits{static_cast<RetirementKind>(chance_.below(2)),
                     from,
                     {{lot.batch, Carbon{lot.amount.count / chance_.between(1, 50)}}},
                     text(),
                     text(),
                     text(),
                     text(),
                     period()};
}

Command Workload::outward(const State& state) {
  const auto [from, lot] = holding(state);
  return ExportUnits{
      from, {{lot.batch, Carbon{lot.amount.count / chance_.between(1, 50)}}}, text(), text()};
}

Command Workload::lien(const State& state) {
  const auto [from, lot] = holding(state);
  const ParticipantId lender{chance_.once_in(20) ? "firm" : "bank"};
  if (chance_.once_in(2))
    return PledgeUnits{{new_code('e')}, from, lot.batch, lot.amount, lender, text()};
  return FreezeUnits{{new_code('e')}, from, lot.batch, lot.amount, lender, text()};
}

Command Workload::unlien(const State& state) {
  const Encumbrance* found = any(state.registry.encumbrances);
  const EncumbranceId id = found == nullptr ? EncumbranceId{"nothing"} : found->id;
  const bool freeze = found != nullptr && found->kind == EncumbranceKind::freeze;
  if (freeze != chance_.once_in(20)) return ReleaseFreeze{id};
  return ReleasePledge{id};
}

Command Workload::listing(const State& state) {
  const auto [seller, lot] = holding(state);
  const std::int64_t unit = std::max<std::int64_t>(1, lot.amount.count / chance_.between(1, 40));
  const Carbon amount{chance_.once_in(20)
                          ? lot.amount.count
                          : unit * std::max<std::int64_t>(1, lot.amount.count / unit)};
  const Day today = shanghai_day({ns_});
  return OpenListing{{new_code('l')},
                     seller,
                     lot.batch,
                     amount,
                     Carbon{unit},
                     Money{chance_.between(0, 20'000)},
                     {{today.number}, {today.number + static_cast<int>(chance_.between(0, 20))}}};
}

Command Workload::closing(const State& state) {
  const Listing* found = any(state.market.listings);
  return CloseListing{found == nullptr ? ListingId{"nothing"} : found->id, text()};
}

Command Workload::purchase(const State& state) {
  const Listing* found = any(state.market.listings);
  if (found == nullptr) return BuyListing{{"nothing"}, account(state), Carbon{1}};
  const std::int64_t lots = std::max<std::int64_t>(1, found->remaining.count / found->lot.count);
  const Carbon amount{found->lot.count * chance_.between(chance_.once_in(30) ? 0 : 1, lots) +
                      (chance_.once_in(30) ? 1 : 0)};
  return BuyListing{found->id, account(state), amount};
}

Command Workload::transfer(const State& state) {
  const Trade* found = any(state.market.trades);
  const TradeId id = found == nullptr ? TradeId{"nothing"} : found->id;
  if (chance_.once_in(4)) return RejectTransfer{id, text()};
  return RegisterTransfer{id};
}

Command Workload::cash(const State& state) {
  const std::string reference = fmt::format("BK-{}", new_code('k'));
  const Money amount{chance_.between(0, 50'000'000)};
  if (chance_.once_in(3)) return WithdrawCash{account(state), amount, reference};
  return DepositCash{account(state), amount, reference};
}

const std::vector<Workload::Choice>& Workload::choices() {
  static const std::vector<Choice> all = {
      {4, &Workload::party},     {2, &Workload::user},     {3, &Workload::project},
      {6, &Workload::report},    {9, &Workload::decision}, {8, &Workload::issue},
      {3, &Workload::import},    {20, &Workload::gift},    {8, &Workload::retirement},
      {2, &Workload::outward},   {8, &Workload::lien},     {7, &Workload::unlien},
      {10, &Workload::listing},  {2, &Workload::closing},  {25, &Workload::purchase},
      {20, &Workload::transfer}, {12, &Workload::cash}};
  return all;
}

/// One participant and user a role, so that chance has somebody to act for.
Command Workload::opening_command() {
  static constexpr std::array<const char*, 6> parties = {"bureau", "bank", "firm",
                                                         "farm",   "club", "verifier"};
  static constexpr std::array<ParticipantKind, 6> kinds = {
      ParticipantKind::bureau,       ParticipantKind::bank,      ParticipantKind::firm,
      ParticipantKind::forest_owner, ParticipantKind::organiser, ParticipantKind::verifier};
  static const std::vector<Role> office = {Role::administrator, Role::bureau_officer,
                                           Role::exchange_operator, Role::clearing_officer};
  if (count_ == 0) return OpenCell{"sim", {"registry"}, "模拟", "Simulation", "150200", {"root"}};
  const std::uint64_t n = count_ - 1;
  if (n < 6) return RegisterParticipant{{parties[n]}, kinds[n], "甲", "A", "150200"};
  const char* party = parties[n % 6];
  if (n < 12) {
    const bool in_office = n % 6 == 0;
    const Role role = n % 6 == 5 ? Role::verifier : Role::trader;
    return AuthoriseUser{
        {std::string("u-") + party}, {party}, in_office ? office : std::vector<Role>{role}};
  }
  if (n < 15) return AuthoriseUser{{fmt::format("officer-{}", n)}, {"bureau"}, office};
  return OpenAccount{{fmt::format("acc-{}", n)}, {parties[1 + n % 4]}};
}

/// Somebody with the role and, for an account's commands, of the account's participant; one in
/// twenty somebody else.
UserId Workload::actor_for(const Command& command, const State& state) {
  if (count_ < opening_commands) return {"root"};
  ParticipantId wanted;
  const auto of_account = [&](const AccountId& id) {
    if (const Account* account = state.registry.accounts.find(id)) wanted = account->participant;
  };
  if (const auto* c = std::get_if<GiveUnits>(&command)) of_account(c->from);
  if (const auto* c = std::get_if<RetireUnits>(&command)) of_account(c->account);
  if (const auto* c = std::get_if<PledgeUnits>(&command)) of_account(c->account);
  if (const auto* c = std::get_if<BuyListing>(&command)) of_account(c->buyer);
  if (std::holds_alternative<ReleasePledge>(command)) wanted = {"bank"};
  const RoleSet roles = row_of(command).roles;
  std::vector<UserId> able;
  for (const auto& [id, user] : state.registry.users)
    if ((wanted.empty() || user.participant == wanted) && user.state == UserState::active)
      for (const Role role : user.roles)
        if ((role_bit(role) & roles) != 0) able.push_back(id);
  if (able.empty() || chance_.once_in(20)) {
    const User* other = any(state.registry.users);
    return other == nullptr || chance_.once_in(20) ? UserId{"stranger"} : other->id;
  }
  return chance_.one_of(able);
}

Envelope Workload::next(const State& state) {
  ns_ += chance_.between(0, 600) * second_ns;
  Envelope envelope;
  if (count_ < opening_commands) {
    envelope.command = opening_command();
  } else {
    unsigned total = 0;
    for (const Choice& choice : choices()) total += choice.weight;
    auto at = static_cast<unsigned>(chance_.below(total));
    for (const Choice& choice : choices()) {
      if (at < choice.weight) {
        envelope.command = choice.make(*this, state);
        break;
      }
      at -= choice.weight;
    }
  }
  envelope.actor = actor_for(envelope.command, state);
  envelope.at = {ns_};
  const bool old_key = count_ > opening_commands && chance_.once_in(100);
  envelope.key = fmt::format("k{}", old_key ? chance_.below(count_) : count_);
  ++count_;
  return envelope;
}

}  // namespace tanshu::sim
