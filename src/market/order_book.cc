// SPDX-License-Identifier: Apache-2.0
// The order book's memory, and what is rare.
#include "market/order_book.h"

namespace tanshu::market {

OrderBook::OrderBook(std::uint32_t symbols, std::uint32_t orders_max)
    : symbols_(symbols),
      orders_max_(orders_max),
      first_order_(symbols * price_places),
      nodes_(std::size_t{symbols} * price_places + orders_max + 1),
      ladders_(2 * std::size_t{symbols}) {
  CHECK(nodes_.size() < UINT32_MAX);
  // Touched now, or the system would clear it page by page while orders wait.
  std::memset(static_cast<void*>(nodes_.data()), 0, nodes_.size() * sizeof(Node));
  std::memset(static_cast<void*>(ladders_.data()), 0, ladders_.size() * sizeof(PriceLadder));
}

void OrderBook::vacate(std::uint32_t at) {
  const std::uint32_t symbol = at / price_places, price = at % price_places;
  // Bids lie below asks, so the price tells the side.
  const Side side = price <= ladder(symbol, Side::buy).best() ? Side::buy : Side::sell;
  ladder(symbol, side).vacate(rank_of(side, price));
}

}  // namespace tanshu::market
