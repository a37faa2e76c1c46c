// SPDX-License-Identifier: Apache-2.0
// The end of orders that rest: what they held comes free, to the milligram and the fen.
#include "market/desk.h"

namespace tanshu::market {
namespace {

using ledger::Posting;

Verdict<void> check_own(const Desk& desk, const AccountId& id) {
  const ledger::AccountRow* account = desk.book.accounts().find(id);
  if (account == nullptr)
    return refuse(RefusalCode::account_is_unknown, {{"account", std::string(id.text)}});
  if (account->participant == desk.context.participant) return {};
  return refuse(RefusalCode::account_is_not_yours,
                {{"account", std::string(id.text)},
                 {"participant", std::string(desk.context.participant.text)}});
}

bool is_meant(const CancelOrders& c, const Order& order) {
  return (!c.account || order.account == *c.account) &&
         (!c.instrument || order.instrument == *c.instrument);
}

}  // namespace

HoldId hold_of(const OrderId& order) {
  return {"o/" + order.text};
}

Pocket held_units_of(const Order& order) {
  return ledger::held_units(order.account, Place::held_by_order, hold_of(order.id));
}

Purse held_cash_of(const Order& order) {
  return ledger::held_cash(order.account, hold_of(order.id));
}

std::size_t ranges_held(const Desk& desk, const Order& order) {
  if (order.side == OrderSide::buy) return 0;
  return desk.book.front(*order.batch, held_units_of(order), order.remaining, SIZE_MAX).ranges;
}

void end_order(const Desk& desk, std::uint32_t place, OrderState state) {
  const Orders::Entry& entry = desk.market.orders.entry(place);
  Order order = entry.row;
  Posting posting;
  if (order.side == OrderSide::sell)
    CHECK(desk.book.move_units(posting, *order.batch, held_units_of(order),
                               ledger::free_units(order.account), order.remaining));
  else
    CHECK(desk.book.move_cash(posting, held_cash_of(order), ledger::free_cash(order.account),
                              order.held));
  desk.market.index.remove(entry);
  desk.market.orders.erase(order.id);
  const Money released = order.held;
  order.held = {};
  order.state = state;
  desk.events.emplace_back(OrderEnded{std::move(order), released});
  desk.book.post(std::move(posting), desk.events);
}

Verdict<void> cancel_order(const CancelOrder& c, const Desk& desk) {
  const auto* entry = desk.market.orders.find_entry(c.order);
  if (entry == nullptr)
    return refuse(RefusalCode::order_is_unknown, {{"order", std::string(c.order.text)}});
  TRY(check_own(desk, entry->row.account));

  end_order(desk, entry->number, OrderState::withdrawn);
  return {};
}

Verdict<void> cancel_orders(const CancelOrders& c, const Desk& desk) {
  if (c.account) TRY(check_own(desk, *c.account));
  if (c.instrument) TRY(find_instrument(desk.market, *c.instrument));

  SweepMade sweep;
  std::size_t weight = 0;
  const OrderIndex& index = desk.market.index;
  std::uint32_t at = index.first_of(desk.context.participant);
  while (at != no_order) {
    const std::uint32_t next = index.next_of_owner(at);
    const Order& order = desk.market.orders.entry(at).row;
    if (is_meant(c, order)) {
      weight += end_weight + ranges_held(desk, order);
      sweep.more = weight > entry_weight_max && sweep.done != 0;
      if (sweep.more) break;
      end_order(desk, at, OrderState::withdrawn);
      ++sweep.done;
    }
    at = next;
  }
  desk.events.emplace_back(sweep);
  return {};
}

}  // namespace tanshu::market
