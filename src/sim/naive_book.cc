// SPDX-License-Identifier: Apache-2.0
#include "sim/naive_book.h"

namespace tanshu::sim {

std::uint32_t NaiveBook::cancel(std::uint32_t number) {
  if (number >= places_.size() || places_[number].price == 0) return 0;
  Place& place = places_[number];
  const std::uint32_t quantity = place.at->quantity;
  const auto leave = [&place](auto& levels) {
    const auto level = levels.find(place.price);
    level->second.erase(place.at);
    if (level->second.empty()) levels.erase(level);
  };
  Sides& sides = symbols_[place.symbol];
  if (place.side == market::Side::buy)
    leave(sides.bids);
  else
    leave(sides.asks);
  place.price = 0;
  return quantity;
}

std::uint32_t NaiveBook::quantity(std::uint32_t number) const {
  if (number >= places_.size() || places_[number].price == 0) return 0;
  return places_[number].at->quantity;
}

std::uint64_t NaiveBook::quantity_at(std::uint32_t symbol, std::uint32_t price) const {
  std::uint64_t sum = 0;
  const auto add = [&sum, price](const auto& levels) {
    if (const auto level = levels.find(price); level != levels.end())
      for (const Resting& order : level->second) sum += order.quantity;
  };
  add(symbols_[symbol].bids);
  add(symbols_[symbol].asks);
  return sum;
}

std::uint32_t NaiveBook::best_price(std::uint32_t symbol, market::Side side) const {
  const Sides& sides = symbols_[symbol];
  if (side == market::Side::buy) return sides.bids.empty() ? 0 : sides.bids.begin()->first;
  return sides.asks.empty() ? 0 : sides.asks.begin()->first;
}

}  // namespace tanshu::sim
