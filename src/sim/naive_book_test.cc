// SPDX-License-Identifier: Apache-2.0
// Random sessions: the market's book and the naive one do the same, fill by fill.
#include "sim/naive_book.h"

#include <gtest/gtest.h>

#include "sim/book_run.h"
#include "sim/chance.h"

namespace tanshu::sim {
namespace {

using market::BookAction, market::BookOperation, market::OrderBook, market::Side;

void expect_same_books(const NaiveBook& naive, const OrderBook& book, std::uint32_t symbols,
                       std::uint32_t price_low, std::uint32_t price_high) {
  for (std::uint32_t symbol = 0; symbol < symbols; ++symbol) {
    for (const Side side : {Side::buy, Side::sell})
      ASSERT_EQ(naive.best_price(symbol, side), book.best_price(symbol, side));
    for (std::uint32_t price = price_low; price <= price_high; ++price)
      ASSERT_EQ(naive.quantity_at(symbol, price), book.quantity_at(symbol, price)) << price;
  }
}

/// Everything at once: few prices and many, orders of any size, cancellations of any number.
struct Session {
  std::uint64_t seed;
  std::uint32_t symbols, price_low, price_high, quantity_max;

  std::vector<BookOperation> operations(std::uint32_t count) const {
    Chance chance(seed);
    std::vector<BookOperation> made;
    std::uint32_t last = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      if (chance.below(5) < 2) {
        // Of new orders and old ones, and also of some that come later or never.
        const std::uint32_t oldest = chance.once_in(2) ? 0 : last - std::min(last, 30u);
        made.push_back({static_cast<std::uint32_t>(chance.between(oldest, last + 2)), 0, 0, 0,
                        BookAction::cancel, Side::buy});
        continue;
      }
      made.push_back({++last, static_cast<std::uint32_t>(1 + chance.below(quantity_max)),
                      static_cast<std::uint32_t>(chance.below(symbols)),
                      static_cast<std::uint16_t>(chance.between(price_low, price_high)),
                      BookAction::place, chance.once_in(2) ? Side::buy : Side::sell});
    }
    return made;
  }
};

TEST(NaiveBook, does_what_the_market_s_book_does_in_random_sessions) {
  constexpr std::uint32_t count = 500'000, pieces = 20;
  const std::vector<Session> sessions = {
      {1, 1, 1, 32'767, 1'000}, {2, 1, 16'000, 16'100, 100},    {3, 1, 100, 103, 3},
      {4, 7, 60, 70, 50},       {5, 100, 1, 2, UINT32_MAX / 2}, {6, 2, 32'760, 32'767, 9}};
  for (const Session& session : sessions) {
    const auto operations = session.operations(count);
    NaiveBook naive(session.symbols, count + 2);
    OrderBook book(session.symbols, count + 2);
    BookResult of_naive, of_book;
    for (std::uint32_t piece = 0; piece < pieces; ++piece) {
      const auto part = std::span(operations).subspan(piece * (count / pieces), count / pieces);
      run_operations(naive, part, of_naive, [] {});
      run_operations(book, part, of_book, [] {});
      ASSERT_EQ(of_naive, of_book) << session.seed << " " << piece;
    }
    EXPECT_GT(of_book.trades, count / 20);
    EXPECT_GT(of_book.cancels_accepted, count / 20);
    EXPECT_GT(of_book.cancels_refused, count / 20);
    count_live(naive, count, of_naive);
    count_live(book, count, of_book);
    EXPECT_EQ(of_naive, of_book);
    expect_same_books(naive, book, session.symbols, session.price_low, session.price_high);
  }
}

TEST(NaiveBook, does_what_the_market_s_book_does_with_made_workloads) {
  for (const std::uint32_t symbols : {1u, 100u}) {
    const auto workload = make_order_workload(
        {.seed = symbols, .operations = 1'000'000, .symbols = symbols, .live_target = 5'000});
    OrderBook book(workload.symbols, workload.orders_max);
    BookResult result;
    run_operations(book, workload.operations, result, [] {});
    count_live(book, workload.orders_max, result);
    EXPECT_EQ(result, workload.expected);
  }
}

TEST(NaiveBook, tells_books_apart_that_fill_in_another_order) {
  BookResult one, other;
  one.count({1, 3, 100, 5}), one.count({2, 3, 100, 5});
  other.count({2, 3, 100, 5}), other.count({1, 3, 100, 5});
  EXPECT_EQ(one.notional, other.notional);
  EXPECT_NE(one.fill_hash, other.fill_hash);
}

}  // namespace
}  // namespace tanshu::sim
