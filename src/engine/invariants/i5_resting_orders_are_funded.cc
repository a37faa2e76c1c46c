// SPDX-License-Identifier: Apache-2.0
// I5: what rests in the market is fully funded: an open listing holds all the units that are left
// of it, a waiting trade holds its units and its money. Bids do not rest yet, so no book can be
// crossed.
#include <fmt/format.h>

#include "engine/invariants/invariants.h"

namespace tanshu::engine::invariants {
namespace {

using namespace protocol;  // NOLINT: listings, trades and their states

constexpr std::string_view name = "i5_resting_orders_are_funded";

Carbon held(const State& state, const BatchId& batch, const AccountId& seller,
            const std::string& hold) {
  const auto* balance =
      state.book.balances().find({batch, {seller, Place::held_by_order, HoldId{hold}}});
  return balance == nullptr ? Carbon{} : balance->amount;
}

void check_listings(const State& state, Violations& found) {
  std::map<ListingId, Int128> sold;
  for (const auto& [id, trade] : state.market.trades) sold[trade.listing] += trade.amount.count;
  for (const auto& [id, listing] : state.market.listings) {
    const Carbon units = held(state, listing.batch, listing.seller, "listing/" + id.text);
    const bool open = listing.state == ListingState::open;
    const bool terms = listing.lot.count > 0 && listing.price.count > 0 &&
                       listing.remaining.count % listing.lot.count == 0 &&
                       open == (listing.remaining.count > 0);
    const Int128 left = static_cast<Int128>(listing.offered.count) - sold[id];
    const bool counted =
        listing.state == ListingState::closed ? left > 0 : left == listing.remaining.count;
    if (units != listing.remaining || !terms || !counted)
      found.push_back({name, fmt::format("listing {} ({}): {} offered, {} mg sold, {} remain, {} "
                                         "are held",
                                         id.text, name_of(listing.state), to_text(listing.offered),
                                         sold[id], to_text(listing.remaining), to_text(units))});
  }
}

void check_trades(const State& state, Violations& found) {
  for (const auto& [id, trade] : state.market.trades) {
    const Int128 exact = static_cast<Int128>(trade.amount.count) * trade.price.count;
    const Int128 off = static_cast<Int128>(trade.total.count) * mg_per_tonne - exact;
    if (off > mg_per_tonne / 2 || off <= -mg_per_tonne / 2)
      found.push_back(
          {name, fmt::format("trade {}: {} at {} a tonne is not {}", id.text, to_text(trade.amount),
                             to_text(trade.price), to_text(trade.total))});
    if (trade.state != TradeState::awaiting_registration) continue;
    const Carbon units = held(state, trade.batch, trade.seller, "trade/" + id.text);
    const Money money = state.book.cash({trade.buyer, HoldId{"trade/" + id.text}});
    if (units != trade.amount || money != trade.total)
      found.push_back({name, fmt::format("trade {}: {} for {}, but {} for {} are held", id.text,
                                         to_text(trade.amount), to_text(trade.total),
                                         to_text(units), to_text(money))});
  }
}

}  // namespace

void i5_resting_orders_are_funded(const State& state, Violations& found) {
  check_listings(state, found);
  check_trades(state, found);
}

}  // namespace tanshu::engine::invariants
