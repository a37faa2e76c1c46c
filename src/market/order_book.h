// SPDX-License-Identifier: Apache-2.0
// The continuous order book: price-time priority, fills at the resting price, many symbols in one
// table. It knows neither accounts nor money nor time, allocates nothing once it is made, and does
// the same on every machine.
//
// An order is found by its number without a search. Orders and the queues they stand in lie in one
// array of nodes of sixteen bytes; a queue is a ring through the node of its price, so that neither
// joining nor leaving asks whether there is a neighbour. Whoever knows what comes next can call its
// memory near beforehand (order_batch.h does).
#pragma once

#include "base/check.h"
#include "base/large_memory.h"
#include "base/prefetch.h"
#include "market/price_ladder.h"

namespace tanshu::market {

struct LimitOrder {
  std::uint32_t number;  ///< 1 to orders_max, each once
  std::uint32_t symbol;  ///< 0 to symbols - 1
  Side side;
  std::uint32_t price;     ///< ticks, price_min to price_max
  std::uint32_t quantity;  ///< at least 1
};

struct Fill {
  std::uint32_t maker;  ///< number of the order that rested
  std::uint32_t taker;
  std::uint32_t price;  ///< the maker's
  std::uint32_t quantity;
};

class OrderBook {
 public:
  /// Takes all the memory it will ever use: 520 KiB a symbol and 16 bytes an order.
  OrderBook(std::uint32_t symbols, std::uint32_t orders_max);

  /// Fills what crosses, best price first and oldest order first, calling on_fill(const Fill&) for
  /// each before it is entered; what is left rests. Returns the quantity that rests.
  template <class OnFill>
  std::uint32_t place(const LimitOrder& order, OnFill&& on_fill) {
    check(order);
    const std::uint32_t left = match(order, on_fill);
    enter(order, left);
    return left;
  }

  /// Takes a resting order out and returns the quantity it still had; 0 when no such order rests:
  /// never placed, filled, or cancelled before.
  std::uint32_t cancel(std::uint32_t number) {
    if (number > orders_max_) return 0;
    Node& order = nodes_[order_node(number)];
    const std::uint32_t quantity = order.quantity();
    if (quantity == 0) return 0;
    order.word -= quantity;
    nodes_[order.previous].next = order.next;
    nodes_[order.next].previous = order.previous;
    Node& queue = nodes_[order.price_node()];
    queue.word -= quantity;
    if (queue.word == 0) vacate(order.price_node());
    return quantity;
  }

  /// The quantity of the order that rests; 0 if it does not.
  std::uint32_t quantity(std::uint32_t number) const {
    return number > orders_max_ ? 0 : nodes_[order_node(number)].quantity();
  }
  /// The sum of what rests at a price, on whichever side that is.
  std::uint64_t quantity_at(std::uint32_t symbol, std::uint32_t price) const {
    return nodes_[price_node(symbol, price)].word;
  }
  /// The highest bid or the lowest ask; 0 if that side is empty.
  std::uint32_t best_price(std::uint32_t symbol, Side side) const {
    return price_of(side, ladder(symbol, side).best());
  }
  /// The next price with orders that is worse than this one; 0 if there is none.
  std::uint32_t next_price(std::uint32_t symbol, Side side, std::uint32_t price) const {
    return price_of(side, ladder(symbol, side).below(rank_of(side, price)));
  }
  std::size_t memory_bytes() const {
    return nodes_.size() * sizeof(Node) + ladders_.size() * sizeof(PriceLadder);
  }

  /// Nodes by their place, for calling them near: the queue that an order will join, and an order
  /// with a number up to orders_max.
  std::uint32_t price_node(std::uint32_t symbol, std::uint32_t price) const {
    return symbol * price_places + price;
  }
  std::uint32_t order_node(std::uint32_t number) const { return first_order_ + number; }
  void prefetch(std::uint32_t node) const { tanshu::prefetch<true>(&nodes_[node]); }
  /// What a change of this node, which should have come near, will touch besides.
  void prefetch_neighbours(std::uint32_t node) const {
    prefetch(nodes_[node].previous);
    prefetch(nodes_[node].next);
    prefetch(nodes_[node].price_node());
  }

 private:
  /// An order; or the queue at a price, and then `next` is its oldest order and `previous` its
  /// newest, if there was ever one.
  struct alignas(16) Node {
    std::uint32_t previous, next;
    /// Of an order its quantity, and above it the node of its price: never 0 once it was placed.
    /// Of a price the sum of its quantities.
    std::uint64_t word;

    std::uint32_t quantity() const { return static_cast<std::uint32_t>(word); }
    std::uint32_t price_node() const { return static_cast<std::uint32_t>(word >> 32); }
  };

  PriceLadder& ladder(std::uint32_t symbol, Side side) {
    return ladders_[2 * std::size_t{symbol} + static_cast<std::size_t>(side)];
  }
  const PriceLadder& ladder(std::uint32_t symbol, Side side) const {
    return ladders_[2 * std::size_t{symbol} + static_cast<std::size_t>(side)];
  }
  static std::uint32_t price_of(Side side, std::uint32_t rank) {
    return rank == 0 ? 0 : rank_of(side, rank);
  }

  void check(const LimitOrder& order) const {
    CHECK(order.number - 1 < orders_max_ && order.symbol < symbols_);
    CHECK(order.price - price_min < price_max && order.quantity != 0);
    CHECK(nodes_[order_node(order.number)].word == 0);
  }

  /// Returns the quantity that nobody on the other side wants.
  template <class OnFill>
  std::uint32_t match(const LimitOrder& order, OnFill&& on_fill) {
    const Side side = opposite(order.side);
    PriceLadder& resting = ladder(order.symbol, side);
    const std::uint32_t rank = rank_of(order.side, order.price);
    std::uint32_t left = order.quantity;
    // The two ranks come to so much exactly when the prices meet, whichever side is which.
    while (left != 0 && rank + resting.best() >= price_places) {
      const std::uint32_t price = rank_of(side, resting.best());
      const std::uint32_t at = price_node(order.symbol, price);
      const auto on_taken = [&](std::uint32_t maker, std::uint32_t quantity) {
        on_fill(Fill{maker - first_order_, order.number, price, quantity});
      };
      left = take(at, left, on_taken);
      if (nodes_[at].word == 0) resting.vacate(resting.best());
    }
    return left;
  }

  /// Takes from the oldest orders of a queue; on_taken(node, quantity) for each. Returns what they
  /// did not have.
  template <class OnTaken>
  std::uint32_t take(std::uint32_t at, std::uint32_t wanted, OnTaken&& on_taken) {
    Node& queue = nodes_[at];
    std::uint32_t oldest = queue.next;
    while (wanted != 0 && oldest != at) {
      Node& order = nodes_[oldest];
      const std::uint32_t quantity = std::min(wanted, order.quantity());
      on_taken(oldest, quantity);
      wanted -= quantity;
      order.word -= quantity;
      queue.word -= quantity;
      if (order.quantity() != 0) break;
      oldest = order.next;
    }
    queue.next = oldest;
    nodes_[oldest].previous = at;
    return wanted;
  }

  /// Joins the end of the queue at the order's price.
  void enter(const LimitOrder& order, std::uint32_t quantity) {
    const std::uint32_t number = order_node(order.number);
    const std::uint32_t at = price_node(order.symbol, order.price);
    Node& node = nodes_[number];
    node.word = std::uint64_t{at} << 32 | quantity;
    if (quantity == 0) return;
    Node& queue = nodes_[at];
    const std::uint32_t newest = queue.word == 0 ? at : queue.previous;
    node.previous = newest;
    node.next = at;
    nodes_[newest].next = number;
    queue.previous = number;
    queue.word += quantity;
    ladder(order.symbol, order.side).occupy(rank_of(order.side, order.price));
  }

  /// The last order has left this price.
  void vacate(std::uint32_t at);

  std::uint32_t symbols_;
  std::uint32_t orders_max_;
  std::uint32_t first_order_;  ///< the node before that of order 1
  ZeroedArray<Node> nodes_;    ///< one a price for each symbol, then one an order
  ZeroedArray<PriceLadder> ladders_;
};

}  // namespace tanshu::market
