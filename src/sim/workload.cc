// SPDX-License-Identifier: Apache-2.0
// Which command comes next, from whom and under which key.
#include "sim/workload.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/audit_rules.h"

namespace tanshu::sim {

using namespace protocol;  // NOLINT: commands by name

Workload::Workload(std::uint64_t seed) : chance_(seed) {
  shatters_ = chance_.once_in(120);
  for (const Drawing& drawing : drawings()) {
    const std::uint64_t lean = chance_.below(6);
    unsigned weight = drawing.weight * (lean == 0 ? 1 : lean < 5 ? 3 : 9);
    if (shatters_ && drawing.command == "give_units") weight *= 70;
    weights_.push_back(weight);
    total_weight_ += weight;
  }
}

std::span<const Workload::Drawing> Workload::drawings() {
  using W = Workload;
  static constexpr auto all = std::to_array<Drawing>({
      {"open_cell", 1, &W::open_cell},
      {"register_participant", 2, &W::register_participant},
      {"authorise_user", 2, &W::authorise_user},
      {"set_user_state", 2, &W::set_user_state},
      {"open_account", 3, &W::open_account},
      {"register_project", 5, &W::register_project},
      {"submit_report", 7, &W::submit_report},
      {"verify_report", 7, &W::verify_report},
      {"confirm_report", 7, &W::confirm_report},
      {"issue_batch", 8, &W::issue_batch},
      {"release_buffer", 3, &W::release_buffer},
      {"give_units", 16, &W::give_units},
      {"retire_units", 7, &W::retire_units},
      {"pledge_units", 5, &W::pledge_units},
      {"release_pledge", 4, &W::release_pledge},
      {"freeze_units", 3, &W::freeze_units},
      {"release_freeze", 3, &W::release_freeze},
      {"import_batch", 4, &W::import_batch},
      {"export_units", 2, &W::export_units},
      {"open_listing", 8, &W::open_listing},
      {"close_listing", 2, &W::close_listing},
      {"buy_listing", 16, &W::buy_listing},
      {"register_transfer", 10, &W::register_transfer},
      {"reject_transfer", 4, &W::reject_transfer},
      {"deposit_cash", 8, &W::deposit_cash},
      {"withdraw_cash", 3, &W::withdraw_cash},
      {"transfer_cash", 10, &W::transfer_cash},
      {"reserve_cash", 9, &W::reserve_cash},
      {"post_reservation", 6, &W::post_reservation},
      {"void_reservation", 2, &W::void_reservation},
      {"expire_reservation", 3, &W::expire_reservation},
      {"adopt_market_profile", 3, &W::adopt_market_profile},
      {"list_instrument", 3, &W::list_instrument},
      {"set_instrument_state", 1, &W::set_instrument_state},
      {"set_trading_right", 2, &W::set_trading_right},
      {"open_trading_day", 5, &W::open_trading_day},
      {"close_trading_day", 1, &W::close_trading_day},
      {"expire_orders", 2, &W::expire_orders},
      {"release_purchases", 3, &W::release_purchases},
      {"clear_trading_day", 2, &W::clear_trading_day},
      {"place_order", 44, &W::place_order},
      {"pick_order", 14, &W::pick_order},
      {"cancel_order", 6, &W::cancel_order},
      {"cancel_orders", 2, &W::cancel_orders},
  });
  return all;
}

/// One participant and user a role and two accounts a participant, so that chance has somebody to
/// act for.
Command Workload::opening_command() const {
  static constexpr std::array<const char*, 6> parties = {"bureau", "bank", "firm",
                                                         "farm",   "club", "checkers"};
  static constexpr std::array<ParticipantKind, 6> kinds = {
      ParticipantKind::bureau,       ParticipantKind::bank,      ParticipantKind::firm,
      ParticipantKind::forest_owner, ParticipantKind::organiser, ParticipantKind::verifier};
  static const std::vector<Role> office = {Role::bureau_officer, Role::exchange_operator,
                                           Role::clearing_officer};
  if (count_ == 0) return OpenCell{"sim", {"registry"}, "模拟", "Simulation", "150200", {"root"}};
  const std::uint64_t n = count_ - 1;
  if (n < 6) return RegisterParticipant{{parties[n]}, kinds[n], "甲", "A", "150200"};
  if (n < 9) return AuthoriseUser{{fmt::format("officer-{}", n)}, {"bureau"}, office};
  if (n < 13) return AuthoriseUser{{fmt::format("u-{}", n)}, {parties[n - 8]}, {Role::trader}};
  if (n < 15) return AuthoriseUser{{fmt::format("u-{}", n)}, {"checkers"}, {Role::verifier}};
  if (n < 17) return AuthoriseUser{{fmt::format("u-{}", n)}, {"farm"}, {Role::verifier}};
  if (n < 25) return OpenAccount{{fmt::format("acc-{}", n)}, {parties[1 + n % 4]}};
  if (n == 25) return OpenAccount{{"fees"}, {"bureau"}};
  if (n == 26) return AdoptMarketProfile{sample_rules("m0", 19'000), {"fees"}};
  ListInstrument list{{"n0"}, {"m0"}, "品种", "Instrument", {}, Money{3'000}};
  list.criteria.vintage_first = 1990;
  return list;
}

Command Workload::chance_command(const Books& books) {
  auto at = static_cast<unsigned>(chance_.below(total_weight_));
  const auto all = drawings();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (at < weights_[i]) return (this->*all[i].draw)(books);
    at -= weights_[i];
  }
  CHECK(false);
  return {};
}

/// Whose user must give it, where it matters.
std::string Workload::wanted_participant(const Command& command, const Books& books) const {
  const auto of_account = [&](const AccountId& id) {
    const std::string* owner = books.accounts.find(id.text);
    return owner == nullptr ? std::string() : *owner;
  };
  if (const auto* c = std::get_if<GiveUnits>(&command)) return of_account(c->from);
  if (const auto* c = std::get_if<RetireUnits>(&command)) return of_account(c->account);
  if (const auto* c = std::get_if<PledgeUnits>(&command)) return of_account(c->account);
  if (const auto* c = std::get_if<BuyListing>(&command)) return of_account(c->buyer);
  if (const auto* c = std::get_if<TransferCash>(&command)) return of_account(c->from);
  if (const auto* c = std::get_if<ReserveCash>(&command)) return of_account(c->from);
  if (const auto* c = std::get_if<PlaceOrder>(&command)) return of_account(c->account);
  if (const auto* c = std::get_if<PickOrder>(&command)) return of_account(c->account);
  if (const auto* c = std::get_if<CancelOrder>(&command)) {
    const auto found = books.tickets.find(c->order.text);
    return found == books.tickets.end() ? std::string() : found->second.participant;
  }
  if (const auto* c = std::get_if<CancelOrders>(&command))
    return c->account ? of_account(*c->account) : std::string();
  const auto of_promise = [&](const ReservationId& id, bool payee) {
    const Books::Promise* promise = books.promises.find(id.text);
    return promise == nullptr ? std::string() : of_account({payee ? promise->to : promise->from});
  };
  if (const auto* c = std::get_if<PostReservation>(&command))
    return of_promise(c->reservation, true);
  if (const auto* c = std::get_if<VoidReservation>(&command))
    return of_promise(c->reservation, true);
  if (const auto* c = std::get_if<ExpireReservation>(&command))
    return of_promise(c->reservation, false);
  if (const auto* c = std::get_if<ReleasePledge>(&command)) {
    const Books::Lien* lien = books.liens.find(c->pledge.text);
    return lien == nullptr ? std::string() : lien->lender;
  }
  return {};
}

/// Somebody with the role and, where it matters, of the right participant; one in thirty somebody
/// else.
UserId Workload::actor_for(const Command& command, const Books& books) {
  if (in_opening()) return {row_of(command).number < 60 ? "root" : "officer-6"};
  if (chance_.once_in(30)) {
    const auto* other = books.people.any(chance_);
    return other == nullptr || chance_.once_in(10) ? UserId{"stranger"} : UserId{other->first};
  }
  const bool anybody = std::holds_alternative<ReleasePledge>(command) && chance_.once_in(8);
  const std::string wanted = anybody ? std::string() : wanted_participant(command, books);
  const RoleSet roles = row_of(command).roles;
  const std::string* chosen = nullptr;
  std::uint64_t able = 0;
  for (const auto& [id, person] : books.people) {
    const bool right = person.active && (person.roles & roles) != 0 &&
                       (wanted.empty() || person.participant == wanted);
    if (right && chance_.once_in(++able)) chosen = &id;
  }
  return UserId{chosen == nullptr ? "root" : *chosen};
}

/// The key of an earlier command of the same user, for another command.
void Workload::reuse_key(Sent& sent) {
  const auto& [actor, key] = keys_[chance_.below(keys_.size())];
  sent.actor = actor;
  sent.key = key;
}

Sent Workload::next(const Books& books, std::int64_t now_ns) {
  now_ns_ = now_ns;
  Sent sent;
  sent.command = in_opening() ? opening_command() : chance_command(books);
  if (count_ == 0 && codes_ == 0 && chance_.once_in(8)) {  // before the cell is open
    sent.command = register_participant(books);
    sent.actor = {"root"};
    sent.key = "early";
    return sent;
  }
  sent.actor = actor_for(sent.command, books);
  sent.key = fmt::format("k{}", count_);
  if (!in_opening() && chance_.once_in(80)) reuse_key(sent);
  keys_.emplace_back(sent.actor, sent.key);
  ++count_;
  return sent;
}

std::string Workload::new_code(char letter) {
  const std::uint64_t odd = chance_.below(200);
  if (odd == 0) return fmt::format("{}/{}", letter, codes_);
  if (odd < 5) return fmt::format("{}{:06}", letter, chance_.below(codes_ + 1));
  return fmt::format("{}{:06}", letter, ++codes_);
}

std::string Workload::text() {
  static constexpr std::array<const char*, 6> texts = {"植树节", "2023 年度", "合同 7",
                                                       "A",      "for good",  "事由\n两行"};
  const std::uint64_t odd = chance_.below(600);
  if (odd < 6) return odd < 3 ? " \n" : "\u3000";
  if (odd == 6) return std::string(4'000, 'x');
  return texts[odd % texts.size()];
}

std::string Workload::region() {
  if (chance_.once_in(60)) return chance_.once_in(2) ? "15020" : "15o200";
  return "150200";
}

Period Workload::period(int earliest, int latest, int longest) {
  const auto first = static_cast<std::int32_t>(chance_.between(earliest, latest));
  const auto length = static_cast<std::int32_t>(chance_.between(0, longest));
  return {{first}, {first + (chance_.once_in(50) ? -1 - length : length)}};
}

ParticipantId Workload::participant(const Books& books) {
  const auto* found = books.parties.any(chance_);
  return {found == nullptr || chance_.once_in(50) ? "nobody" : found->first};
}

AccountId Workload::account(const Books& books) {
  const auto* found = books.accounts.any(chance_);
  return {found == nullptr || chance_.once_in(80) ? "nowhere" : found->first};
}

AccountId Workload::account_of(const Books& books, const std::string& participant) {
  for (int tries = 0; tries < 12; ++tries) {
    const auto* found = books.accounts.any(chance_);
    if (found != nullptr && found->second == participant) return {found->first};
  }
  return account(books);
}

BatchId Workload::batch(const Books& books) {
  const auto* found = books.batches.any(chance_);
  return {found == nullptr || chance_.once_in(80) ? "nothing" : found->first};
}

/// Some of it, all of it, a milligram of it, or now and then more than it or none.
std::int64_t Workload::part_of(std::int64_t amount) {
  switch (chance_.below(12)) {
    case 0:
      return amount;
    case 1:
      return 1;
    case 2:
      return amount + (amount < INT64_MAX - 2 ? chance_.between(0, 2) : 0);
    case 3:
      return chance_.once_in(4) ? chance_.between(-1, 0) : 2;
    default:
      return chance_.between(1, std::max<std::int64_t>(1, amount / 4));
  }
}

/// A free piece of some batch, with part of it; where balances are in pieces, all that an account
/// has.
std::pair<AccountId, Lot> Workload::holding(const Books& books) {
  if (const auto* first = books.batches.oldest(); shatters_ && first != nullptr) {
    const auto& pieces = first->second.pieces;
    const Piece& piece = pieces[chance_.below(pieces.size())];
    const std::int64_t all = units_at(books, first->first, piece.spot);
    const bool enough = pieces.size() > 1'800 && !chance_.once_in(4);
    return {{books.spot_of(piece.spot).account}, {{first->first}, Carbon{enough ? all : 1}}};
  }
  const auto* found = books.batches.any(chance_);
  if (found != nullptr && !chance_.once_in(60)) {
    const auto& pieces = found->second.pieces;
    const std::size_t start = chance_.below(pieces.size());
    for (std::size_t i = 0; i < std::min<std::size_t>(pieces.size(), 16); ++i) {
      const Piece& piece = pieces[(start + i) % pieces.size()];
      const Spot& spot = books.spot_of(piece.spot);
      if (spot.place != Place::free) continue;
      return {{spot.account}, {{found->first}, Carbon{part_of(piece.size)}}};
    }
  }
  return {account(books), {batch(books), Carbon{chance_.between(1, 1000)}}};
}

/// The lot, sometimes with others beside it, seldom with more than an entry holds.
std::vector<Lot> Workload::lots(const Books& books, const Lot& first) {
  std::vector<Lot> lots{first};
  const std::uint64_t odd = chance_.below(300);
  if (odd == 0) return {};
  if (odd == 1) lots.resize(51, first);
  if (odd == 2) lots = {{first.batch, Carbon{INT64_MAX}}, {batch(books), Carbon{INT64_MAX}}};
  if (odd > 2 && odd < 60)
    while (!chance_.once_in(3)) lots.push_back({batch(books), Carbon{chance_.between(1, 9)}});
  return lots;
}

std::vector<Role> Workload::roles() {
  std::vector<Role> roles;
  if (chance_.once_in(20)) return roles;
  do {
    roles.push_back(static_cast<Role>(chance_.below(8)));
  } while (!chance_.once_in(2));
  return roles;
}

}  // namespace tanshu::sim
