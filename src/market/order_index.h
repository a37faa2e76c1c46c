// SPDX-License-Identifier: Apache-2.0
// What is derived from the table of orders, so that no command walks it: the queues of each price,
// best first and oldest first, the orders of a participant, and those whose last day is next.
// Orders are meant by their places in the table. It is no part of the state: the same table gives
// the same index.
#pragma once

#include <array>
#include <map>

#include "base/table.h"
#include "protocol/order.h"

namespace tanshu::market {

using Orders = HashTable<protocol::OrderId, protocol::Order>;

inline constexpr std::uint32_t no_order = UINT32_MAX;

/// A side of a book: the orders of one instrument and mode that buy, or that sell.
struct SideKey {
  protocol::InstrumentId instrument;
  protocol::TradingMode mode = protocol::TradingMode::listing;
  protocol::OrderSide side = protocol::OrderSide::buy;
  auto operator<=>(const SideKey&) const = default;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("instrument", self.instrument, "Instrument.");
    visit("mode", self.mode, "Mode.");
    visit("side", self.side, "Side.");
  }
};

class OrderIndex {
 public:
  struct Queue {
    std::uint32_t first = no_order;
    std::uint32_t last = no_order;
  };
  /// By how good a price is: a lower rank is better for whoever takes it.
  using Levels = std::map<std::int64_t, Queue>;
  using Days = std::map<Day, Queue>;

  static std::int64_t rank_of(protocol::OrderSide side, Money price) {
    return side == protocol::OrderSide::sell ? price.count : -price.count;
  }
  static Money price_of_rank(protocol::OrderSide side, std::int64_t rank) {
    return Money{side == protocol::OrderSide::sell ? rank : -rank};
  }

  void add(const Orders::Entry& order);
  /// While the order is still in the table as it was added.
  void remove(const Orders::Entry& order);
  void rebuild(const Orders& orders);

  /// Empty when nothing rests there.
  const Levels& levels(const SideKey& side) const;
  /// The days after which orders of a market expire, each with its orders.
  const Days& days(const protocol::MarketId& market) const;
  /// The oldest order of a participant.
  std::uint32_t first_of(const protocol::ParticipantId& participant) const;

  std::uint32_t next_at_price(std::uint32_t order) const { return next(order, Chain::price); }
  std::uint32_t next_of_owner(std::uint32_t order) const { return next(order, Chain::owner); }
  std::uint32_t next_of_day(std::uint32_t order) const { return next(order, Chain::day); }

 private:
  enum class Chain : std::uint8_t { price, owner, day };
  struct Link {
    std::uint32_t before = no_order;
    std::uint32_t after = no_order;
  };
  using Links = std::array<Link, 3>;

  std::uint32_t next(std::uint32_t order, Chain chain) const {
    return links_[order][static_cast<std::size_t>(chain)].after;
  }
  Link& link(std::uint32_t order, Chain chain) {
    return links_[order][static_cast<std::size_t>(chain)];
  }
  void append(Queue& queue, std::uint32_t order, Chain chain);
  /// Returns whether the queue is empty now.
  bool take_out(Queue& queue, std::uint32_t order, Chain chain);

  RowChunks<Links> links_;
  HashMap<SideKey, Levels> sides_;
  HashMap<protocol::MarketId, Days> days_;
  HashMap<protocol::ParticipantId, Queue> owners_;
};

}  // namespace tanshu::market
