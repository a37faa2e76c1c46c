// SPDX-License-Identifier: Apache-2.0
// Many operations on an order book one after the other, with a look ahead for memory: what an
// operation will touch is called near while those before it are carried out.
#pragma once

#include <span>

#include "market/order_book.h"

namespace tanshu::market {

/// `cross` is a limit order that was priced to trade at once; a book treats it like any other.
enum class BookAction : std::uint8_t { place, cancel, cross };

/// A limit order, or the cancellation of one, of which only the number counts: up to orders_max.
struct BookOperation {
  std::uint32_t number;
  std::uint32_t quantity;
  std::uint32_t symbol;
  std::uint16_t price;
  BookAction action;
  Side side;

  bool operator==(const BookOperation&) const = default;
};

/// The node that an operation begins with.
inline std::uint32_t node_of(const OrderBook& book, const BookOperation& o) {
  const std::uint32_t cancels = o.action == BookAction::cancel;
  const std::uint32_t price = book.price_node(o.symbol, o.price);
  // A mask and no branch: what comes next is nobody's guess.
  return price ^ ((price ^ book.order_node(o.number)) & -cancels);
}

/// The watcher is told of fills, filled(const Fill&), of cancellations, cancelled(quantity) with 0
/// for one that was refused, and done() after each operation.
template <class Watcher>
void carry_out(OrderBook& book, std::span<const BookOperation> operations, Watcher& watcher) {
  // Far enough ahead for memory to answer twice, close enough to be still near by then.
  constexpr std::size_t far = 16, near = 8;
  const std::size_t last = operations.size() - 1;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    book.prefetch(node_of(book, operations[std::min(i + far, last)]));
    book.prefetch_neighbours(node_of(book, operations[std::min(i + near, last)]));
    const BookOperation& o = operations[i];
    if (o.action == BookAction::cancel)
      watcher.cancelled(book.cancel(o.number));
    else
      book.place({o.number, o.symbol, o.side, o.price, o.quantity},
                 [&watcher](const Fill& fill) { watcher.filled(fill); });
    watcher.done();
  }
}

}  // namespace tanshu::market
