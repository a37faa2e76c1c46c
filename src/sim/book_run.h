// SPDX-License-Identifier: Apache-2.0
// A workload carried out by a book, the market's or the naive one, and what it did counted.
#pragma once

#include "sim/naive_book.h"
#include "sim/order_workload.h"

namespace tanshu::sim {

template <class AfterEach>
struct CountingWatcher {
  BookResult& result;
  AfterEach& after_each;

  void filled(const market::Fill& fill) { result.count(fill); }
  void cancelled(std::uint32_t quantity) { result.count_cancel(quantity); }
  void done() { after_each(); }
};

/// Carries out operations and counts on in `result`; after_each() is called after each.
template <class Book, class AfterEach>
void run_operations(Book& book, std::span<const market::BookOperation> operations,
                    BookResult& result, AfterEach&& after_each) {
  BookResult counted = result;  // of one's own, so that it may stay in registers
  CountingWatcher<AfterEach> watcher{counted, after_each};
  carry_out(book, operations, watcher);
  result = counted;
}

/// Counts what rests, order by order.
template <class Book>
void count_live(const Book& book, std::uint32_t orders_max, BookResult& result) {
  for (std::uint32_t number = 1; number <= orders_max; ++number) {
    const std::uint32_t quantity = book.quantity(number);
    result.live_orders += quantity != 0;
    result.live_quantity += quantity;
  }
}

}  // namespace tanshu::sim
