// SPDX-License-Identifier: Apache-2.0
// I4: every hold on units or money belongs to exactly one living object, a listing, a trade, an
// order, a pledge, a freeze or a reservation, and never exceeds what is there. Units bought on a
// market day are held by that day, on as many accounts as bought.
#include <fmt/format.h>

#include <set>

#include "engine/invariants/invariants.h"

namespace tanshu::engine::invariants {
namespace {

using namespace protocol;  // NOLINT: an owner can be any noun

constexpr std::string_view name = "i4_holds_have_one_owner";

/// What a living owner holds.
struct Owner {
  BatchId batch;
  Pocket units;
  std::optional<AccountId> payer;
};

std::optional<Owner> owner_of(const State& state, const HoldId& hold) {
  const std::string_view text = hold.text;
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    const Reservation* reservation = state.clearing.reservations.find({hold.text});
    if (reservation == nullptr) return std::nullopt;
    return Owner{{}, {}, reservation->from};
  }
  const std::string_view kind = text.substr(0, slash), code = text.substr(slash + 1);
  if (kind == "listing") {
    const Listing* listing = state.market.listings.find({code});
    if (listing == nullptr || listing->state != ListingState::open) return std::nullopt;
    return Owner{listing->batch, {listing->seller, Place::held_by_order, hold}, {}};
  }
  if (kind == "trade") {
    const Trade* trade = state.market.trades.find({code});
    if (trade == nullptr || trade->state != TradeState::awaiting_registration) return std::nullopt;
    return Owner{trade->batch, {trade->seller, Place::held_by_order, hold}, trade->buyer};
  }
  if (kind == "o") {
    const Order* order = state.market.orders.find({code});
    if (order == nullptr) return std::nullopt;
    if (order->side == OrderSide::buy) return Owner{{}, {}, order->account};
    return Owner{
        order->batch.value_or(BatchId{}), {order->account, Place::held_by_order, hold}, {}};
  }
  const Encumbrance* encumbrance = state.registry.encumbrances.find({code});
  if (encumbrance == nullptr || encumbrance->state != EncumbranceState::standing ||
      kind != name_of(encumbrance->kind))
    return std::nullopt;
  const bool pledge = encumbrance->kind == EncumbranceKind::pledge;
  return Owner{encumbrance->batch,
               {encumbrance->account, pledge ? Place::pledged : Place::frozen, hold},
               {}};
}

/// A purchase of a market that has rules, to be sold on a later day than it was bought.
bool is_purchase(const State& state, const Pocket& pocket) {
  const auto purchase = market::purchase_of_hold(pocket.hold.text);
  return purchase && pocket.place == Place::held_by_order &&
         purchase->bought < purchase->sellable_from && state.market.days.contains(purchase->market);
}

void check_unit_holds(const State& state, Violations& found) {
  std::set<HoldId> seen;
  for (const auto& [key, balance] : state.book.balances()) {
    const HoldId& hold = key.pocket.hold;
    if (hold.empty() || is_purchase(state, key.pocket)) continue;
    const auto owner = owner_of(state, hold);
    const bool right = owner && owner->batch == key.batch && owner->units == key.pocket;
    if (!right || !seen.insert(hold).second)
      found.push_back(
          {name, fmt::format("hold '{}' on {} of batch {}, account {}, has {}", hold.text,
                             to_text(balance.amount), key.batch.text, key.pocket.account.text,
                             right ? "two places" : "no living owner")});
  }
}

void check_cash_holds(const State& state, Violations& found) {
  std::set<HoldId> seen;
  for (const auto& [purse, balance] : state.book.held_purses()) {
    if (purse == ledger::bank_control()) continue;
    const auto owner = owner_of(state, purse.hold);
    const bool right = owner && owner->payer == purse.account;
    if (!right || !seen.insert(purse.hold).second)
      found.push_back({name, fmt::format("hold '{}' on {} of account {} has {}", purse.hold.text,
                                         to_text(balance.amount), purse.account.text,
                                         right ? "two places" : "no living owner")});
  }
}

void check_encumbrances(const State& state, Violations& found) {
  for (const auto& [id, e] : state.registry.encumbrances) {
    if (e.state != EncumbranceState::standing) continue;
    const bool pledge = e.kind == EncumbranceKind::pledge;
    const HoldId hold{(pledge ? "pledge/" : "freeze/") + id.text};
    const Pocket pocket{e.account, pledge ? Place::pledged : Place::frozen, hold};
    const auto* balance = state.book.balances().find({e.batch, pocket});
    if (balance == nullptr || balance->amount != e.amount)
      found.push_back(
          {name, fmt::format("{} {} stands for {} but holds {}", name_of(e.kind), id.text,
                             to_text(e.amount), to_text(balance ? balance->amount : Carbon{}))});
  }
}

void check_reservations(const State& state, Violations& found) {
  for (const auto& [id, r] : state.clearing.reservations) {
    const Money held = state.book.cash({r.from, {id.text}});
    if (r.state != ReservationState::standing || held != r.amount)
      found.push_back({name, fmt::format("reservation {} ({}) stands for {} but holds {}", id.text,
                                         name_of(r.state), to_text(r.amount), to_text(held))});
  }
}

}  // namespace

void i4_holds_have_one_owner(const State& state, Violations& found) {
  check_unit_holds(state, found);
  check_cash_holds(state, found);
  check_encumbrances(state, found);
  check_reservations(state, found);
}

}  // namespace tanshu::engine::invariants
