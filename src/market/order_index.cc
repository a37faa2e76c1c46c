// SPDX-License-Identifier: Apache-2.0
// Chains through an array of links, one entry an order.
#include "market/order_index.h"

#include <algorithm>
#include <vector>

namespace tanshu::market {

using protocol::Order;

namespace {

SideKey side_of(const Order& order) {
  return {order.instrument, order.mode, order.side};
}

}  // namespace

void OrderIndex::append(Queue& queue, std::uint32_t order, Chain chain) {
  link(order, chain) = {queue.last, no_order};
  if (queue.last == no_order)
    queue.first = order;
  else
    link(queue.last, chain).after = order;
  queue.last = order;
}

bool OrderIndex::take_out(Queue& queue, std::uint32_t order, Chain chain) {
  const Link at = link(order, chain);
  if (at.before == no_order)
    queue.first = at.after;
  else
    link(at.before, chain).after = at.after;
  if (at.after == no_order)
    queue.last = at.before;
  else
    link(at.after, chain).before = at.before;
  link(order, chain) = {};
  return queue.first == no_order;
}

void OrderIndex::add(const Orders::Entry& order) {
  while (links_.size() <= order.number) links_.add();
  const Order& row = order.row;
  append(sides_[side_of(row)][rank_of(row.side, row.price)], order.number, Chain::price);
  append(owners_[row.participant], order.number, Chain::owner);
  append(days_[row.market][row.until], order.number, Chain::day);
}

void OrderIndex::remove(const Orders::Entry& order) {
  const Order& row = order.row;
  Levels& levels = *sides_.find(side_of(row));
  const auto level = levels.find(rank_of(row.side, row.price));
  if (take_out(level->second, order.number, Chain::price)) levels.erase(level);
  take_out(*owners_.find(row.participant), order.number, Chain::owner);
  Days& days = *days_.find(row.market);
  const auto day = days.find(row.until);
  if (take_out(day->second, order.number, Chain::day)) days.erase(day);
}

/// Older orders first, so that chains come out as they grew.
void OrderIndex::rebuild(const Orders& orders) {
  *this = {};
  std::vector<const Orders::Entry*> resting;
  for (std::uint32_t place = 0; place < orders.places(); ++place)
    if (orders.entry(place).used) resting.push_back(&orders.entry(place));
  std::ranges::sort(resting, {}, [](const Orders::Entry* entry) { return entry->row.number; });
  for (const Orders::Entry* entry : resting) add(*entry);
}

const OrderIndex::Levels& OrderIndex::levels(const SideKey& side) const {
  static const Levels none;
  const Levels* found = sides_.find(side);
  return found == nullptr ? none : *found;
}

const OrderIndex::Days& OrderIndex::days(const protocol::MarketId& market) const {
  static const Days none;
  const Days* found = days_.find(market);
  return found == nullptr ? none : *found;
}

std::uint32_t OrderIndex::first_of(const protocol::ParticipantId& participant) const {
  const Queue* found = owners_.find(participant);
  return found == nullptr ? no_order : found->first;
}

}  // namespace tanshu::market
