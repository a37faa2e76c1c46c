// SPDX-License-Identifier: Apache-2.0
// The order book as a textbook has it: maps of prices, each with a list of orders. It shares no
// code with the market's and decides what that must do; and what it takes is the yardstick.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <vector>

#include "market/order_batch.h"

namespace tanshu::sim {

class NaiveBook {
 public:
  NaiveBook(std::uint32_t symbols, std::uint32_t orders_max)
      : symbols_(symbols), places_(std::size_t{orders_max} + 1) {}

  template <class OnFill>
  void place(const market::LimitOrder& order, OnFill&& on_fill) {
    Sides& sides = symbols_[order.symbol];
    std::uint32_t left = order.quantity;
    if (order.side == market::Side::buy) {
      fill(sides.asks, order, left, on_fill);
      if (left != 0) rest(sides.bids, order, left);
    } else {
      fill(sides.bids, order, left, on_fill);
      if (left != 0) rest(sides.asks, order, left);
    }
  }

  /// The quantity that was taken out; 0 when no such order rests.
  std::uint32_t cancel(std::uint32_t number);
  std::uint32_t quantity(std::uint32_t number) const;
  std::uint64_t quantity_at(std::uint32_t symbol, std::uint32_t price) const;
  /// 0 if the side is empty.
  std::uint32_t best_price(std::uint32_t symbol, market::Side side) const;

 private:
  struct Resting {
    std::uint32_t number, quantity;
  };
  using Queue = std::list<Resting>;
  using Bids = std::map<std::uint32_t, Queue, std::greater<>>;
  using Asks = std::map<std::uint32_t, Queue>;
  struct Sides {
    Bids bids;
    Asks asks;
  };
  struct Place {
    std::uint32_t symbol = 0, price = 0;  ///< price 0: not in the book
    market::Side side = {};
    Queue::iterator at;
  };

  template <class Levels, class OnFill>
  void fill(Levels& levels, const market::LimitOrder& taker, std::uint32_t& left,
            OnFill&& on_fill) {
    while (left != 0 && !levels.empty()) {
      const auto best = levels.begin();
      if (levels.key_comp()(taker.price, best->first)) return;
      Queue& queue = best->second;
      while (left != 0 && !queue.empty()) {
        Resting& maker = queue.front();
        const std::uint32_t quantity = std::min(left, maker.quantity);
        on_fill(market::Fill{maker.number, taker.number, best->first, quantity});
        left -= quantity;
        maker.quantity -= quantity;
        if (maker.quantity == 0) {
          places_[maker.number].price = 0;
          queue.pop_front();
        }
      }
      if (queue.empty()) levels.erase(best);
    }
  }
  template <class Levels>
  void rest(Levels& levels, const market::LimitOrder& order, std::uint32_t quantity) {
    Queue& queue = levels[order.price];
    queue.push_back({order.number, quantity});
    places_[order.number] = {order.symbol, order.price, order.side, std::prev(queue.end())};
  }

  std::vector<Sides> symbols_;
  std::vector<Place> places_;  ///< by number
};

/// As market::carry_out does it, one after the other.
template <class Watcher>
void carry_out(NaiveBook& book, std::span<const market::BookOperation> operations,
               Watcher& watcher) {
  for (const market::BookOperation& o : operations) {
    if (o.action == market::BookAction::cancel)
      watcher.cancelled(book.cancel(o.number));
    else
      book.place({o.number, o.symbol, o.side, o.price, o.quantity},
                 [&watcher](const market::Fill& fill) { watcher.filled(fill); });
    watcher.done();
  }
}

}  // namespace tanshu::sim
