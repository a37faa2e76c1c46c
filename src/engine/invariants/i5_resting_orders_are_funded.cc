// SPDX-License-Identifier: Apache-2.0
// I5: what rests in the market is fully funded: an open listing holds all the units that are left
// of it, a waiting trade its units and its money, an order its units or its money. Where orders
// pair by themselves no bid meets an offer, and no order outlives its last day once that is
// cleared.
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

void check_order(const State& state, const Order& o, Violations& found) {
  const HoldId hold{"o/" + o.id.text};
  const Carbon units = o.batch ? held(state, *o.batch, o.account, hold.text) : Carbon{};
  const Money paid = state.book.cash({o.account, hold});
  const bool sells = o.side == OrderSide::sell;
  const Int128 worth = Int128{o.remaining.count} * o.price.count;
  const bool funded = sells ? units == o.remaining && paid == Money{}
                            : paid == o.held && Int128{paid.count} * mg_per_tonne >= worth;
  if (!funded || o.state != OrderState::resting || o.remaining.count <= 0 || o.remaining > o.amount)
    found.push_back(
        {name, fmt::format("order {} ({}): {} of {} remain at {}, {} and {} are held", o.id.text,
                           name_of(o.state), to_text(o.remaining), to_text(o.amount),
                           to_text(o.price), to_text(units), to_text(paid))});
  const TradingDay* day = state.market.days.find(o.market);
  if (day == nullptr || (day->state == TradingDayState::cleared && o.until <= day->day))
    found.push_back({name, fmt::format("order {} rests, and its last day {} is cleared", o.id.text,
                                       to_text(o.until))});
}

void check_orders(const State& state, Violations& found) {
  std::map<std::pair<InstrumentId, TradingMode>, std::pair<Money, Money>> books;
  for (const auto& [id, order] : state.market.orders) {
    check_order(state, order, found);
    if (order.mode != TradingMode::order_book && order.mode != TradingMode::median_price) continue;
    auto& [bid, offer] =
        books.try_emplace({order.instrument, order.mode}, Money{}, Money{INT64_MAX}).first->second;
    if (order.side == OrderSide::buy)
      bid = std::max(bid, order.price);
    else
      offer = std::min(offer, order.price);
  }
  for (const auto& [book, best] : books)
    if (best.first >= best.second)
      found.push_back(
          {name, fmt::format("instrument {}: a bid of {} rests beside an offer of {}",
                             book.first.text, to_text(best.first), to_text(best.second))});
}

}  // namespace

void i5_resting_orders_are_funded(const State& state, Violations& found) {
  check_listings(state, found);
  check_trades(state, found);
  check_orders(state, found);
}

}  // namespace tanshu::engine::invariants
