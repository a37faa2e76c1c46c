// SPDX-License-Identifier: Apache-2.0
// Tests of the order book by itself: who is filled, at what price, in which order, and what rests
// afterwards. The naive book of the simulator is held against it in src/sim.
#include "market/order_book.h"

#include <gtest/gtest.h>

#include <vector>

#include "market/order_batch.h"

namespace tanshu::market {
namespace {

bool equal(const Fill& a, const Fill& b) {
  return a.maker == b.maker && a.taker == b.taker && a.price == b.price && a.quantity == b.quantity;
}

struct Trading {
  OrderBook book{3, 1'000};
  std::vector<Fill> fills;
  std::uint32_t last = 0;

  std::uint32_t place(Side side, std::uint32_t price, std::uint32_t quantity,
                      std::uint32_t symbol = 0) {
    fills.clear();
    return book.place({++last, symbol, side, price, quantity},
                      [this](const Fill& fill) { fills.push_back(fill); });
  }
  std::uint32_t buy(std::uint32_t price, std::uint32_t quantity) {
    return place(Side::buy, price, quantity);
  }
  std::uint32_t sell(std::uint32_t price, std::uint32_t quantity) {
    return place(Side::sell, price, quantity);
  }
  void expect_fills(const std::vector<Fill>& expected) const {
    ASSERT_EQ(fills.size(), expected.size());
    for (std::size_t i = 0; i < fills.size(); ++i) EXPECT_TRUE(equal(fills[i], expected[i])) << i;
  }
  std::uint32_t bid() const { return book.best_price(0, Side::buy); }
  std::uint32_t ask() const { return book.best_price(0, Side::sell); }
};

TEST(OrderBook, rests_what_does_not_cross) {
  Trading t;
  EXPECT_EQ(t.bid(), 0u);
  EXPECT_EQ(t.ask(), 0u);
  EXPECT_EQ(t.buy(100, 5), 5u);
  EXPECT_EQ(t.sell(101, 7), 7u);
  t.expect_fills({});
  EXPECT_EQ(t.bid(), 100u);
  EXPECT_EQ(t.ask(), 101u);
  EXPECT_EQ(t.book.quantity(1), 5u);
  EXPECT_EQ(t.book.quantity(2), 7u);
}

TEST(OrderBook, fills_the_best_price_first_and_the_oldest_order_first) {
  Trading t;
  t.sell(102, 1);  // 1
  t.sell(101, 2);  // 2
  t.sell(101, 3);  // 3
  t.sell(100, 4);  // 4
  EXPECT_EQ(t.buy(101, 8), 0u);
  t.expect_fills({{4, 5, 100, 4}, {2, 5, 101, 2}, {3, 5, 101, 2}});
  EXPECT_EQ(t.book.quantity(3), 1u);
  EXPECT_EQ(t.ask(), 101u);
  EXPECT_EQ(t.bid(), 0u);
}

TEST(OrderBook, fills_bids_from_the_highest_at_their_own_prices) {
  Trading t;
  t.buy(99, 1);
  t.buy(101, 2);
  t.buy(100, 3);
  EXPECT_EQ(t.sell(100, 10), 5u);
  t.expect_fills({{2, 4, 101, 2}, {3, 4, 100, 3}});
  EXPECT_EQ(t.bid(), 99u);
  EXPECT_EQ(t.ask(), 100u);
  EXPECT_EQ(t.book.quantity(4), 5u);
}

TEST(OrderBook, keeps_the_place_of_an_order_that_was_filled_in_part) {
  Trading t;
  t.sell(100, 10);  // 1
  t.sell(100, 10);  // 2
  t.buy(100, 4);
  t.expect_fills({{1, 3, 100, 4}});
  EXPECT_EQ(t.book.quantity(1), 6u);
  EXPECT_EQ(t.book.quantity_at(0, 100), 16u);
  t.buy(100, 7);
  t.expect_fills({{1, 4, 100, 6}, {2, 4, 100, 1}});
  EXPECT_EQ(t.book.quantity(1), 0u);
  EXPECT_EQ(t.book.quantity_at(0, 100), 9u);
}

TEST(OrderBook, cancels_the_head_the_middle_and_the_tail_of_a_queue) {
  for (const std::uint32_t gone : {1u, 3u, 5u}) {
    Trading t;
    for (int i = 0; i < 5; ++i) t.buy(100, 10);
    EXPECT_EQ(t.book.cancel(gone), 10u);
    EXPECT_EQ(t.book.quantity_at(0, 100), 40u);
    t.buy(100, 10);  // 6 joins the end, whatever left
    t.sell(100, 50);
    std::vector<Fill> expected;
    for (std::uint32_t maker = 1; maker <= 6; ++maker)
      if (maker != gone) expected.push_back({maker, 7, 100, 10});
    t.expect_fills(expected);
    EXPECT_EQ(t.bid(), 0u);
    EXPECT_EQ(t.ask(), 0u);
  }
}

TEST(OrderBook, cancels_an_order_that_was_filled_in_part_for_what_it_still_has) {
  Trading t;
  t.sell(100, 10);
  t.buy(100, 4);
  EXPECT_EQ(t.book.cancel(1), 6u);
  EXPECT_EQ(t.ask(), 0u);
  EXPECT_EQ(t.book.quantity_at(0, 100), 0u);
}

TEST(OrderBook, refuses_to_cancel_what_does_not_rest) {
  Trading t;
  t.sell(100, 1);
  t.buy(100, 1);
  for (const std::uint32_t number : {0u, 1u, 2u, 3u, 1'000u, 1'001u, UINT32_MAX}) {
    EXPECT_EQ(t.book.cancel(number), 0u) << number;
    EXPECT_EQ(t.book.quantity(number), 0u) << number;
  }
  t.buy(90, 2);
  EXPECT_EQ(t.book.cancel(3), 2u);
  EXPECT_EQ(t.book.cancel(3), 0u);
}

TEST(OrderBook, fills_a_price_anew_after_it_was_empty) {
  Trading t;
  for (int round = 0; round < 3; ++round) {
    t.sell(100, 3);
    const std::uint32_t maker = t.last;
    t.sell(100, 4);
    EXPECT_EQ(t.book.cancel(maker), 3u);
    EXPECT_EQ(t.buy(100, 9), 5u);
    t.expect_fills({{maker + 1, t.last, 100, 4}});
    EXPECT_EQ(t.book.cancel(t.last), 5u);
    EXPECT_EQ(t.bid(), 0u);
    EXPECT_EQ(t.ask(), 0u);
  }
}

TEST(OrderBook, finds_the_next_best_across_words_of_bits) {
  Trading t;
  const std::vector<std::uint32_t> prices = {1,     63,    64,    65,     127,    128,
                                             4'095, 4'096, 8'191, 12'345, 32'704, 32'766};
  for (const std::uint32_t price : prices) t.buy(price, 1);
  t.sell(32'767, 1);
  for (std::size_t i = prices.size(); i-- > 0;) {
    EXPECT_EQ(t.bid(), prices[i]);
    EXPECT_EQ(t.book.next_price(0, Side::buy, prices[i]), i == 0 ? 0 : prices[i - 1]);
    EXPECT_EQ(t.book.cancel(static_cast<std::uint32_t>(i) + 1), 1u);
  }
  EXPECT_EQ(t.bid(), 0u);
  EXPECT_EQ(t.ask(), 32'767u);
}

TEST(OrderBook, sweeps_asks_across_words_of_bits) {
  Trading t;
  const std::vector<std::uint32_t> prices = {2, 63, 64, 4'095, 4'096, 20'000, 32'767};
  for (const std::uint32_t price : prices) t.sell(price, 2);
  EXPECT_EQ(t.book.next_price(0, Side::sell, 64), 4'095u);
  EXPECT_EQ(t.book.next_price(0, Side::sell, 32'767), 0u);
  EXPECT_EQ(t.buy(32'767, 15), 1u);
  std::vector<Fill> expected;
  for (std::uint32_t i = 0; i < prices.size(); ++i) expected.push_back({i + 1, 8, prices[i], 2});
  t.expect_fills(expected);
  EXPECT_EQ(t.bid(), 32'767u);
}

TEST(OrderBook, trades_at_the_lowest_and_the_highest_price) {
  Trading t;
  EXPECT_EQ(t.buy(price_min, 5), 5u);
  EXPECT_EQ(t.sell(price_max, 6), 6u);
  EXPECT_EQ(t.sell(price_min, 2), 0u);
  t.expect_fills({{1, 3, price_min, 2}});
  EXPECT_EQ(t.buy(price_max, 7), 1u);
  t.expect_fills({{2, 4, price_max, 6}});
  EXPECT_EQ(t.bid(), price_max);
  EXPECT_EQ(t.book.cancel(4), 1u);
  EXPECT_EQ(t.bid(), price_min);
}

TEST(OrderBook, sums_more_than_32_bits_at_a_price) {
  Trading t;
  for (int i = 0; i < 3; ++i) t.sell(7, UINT32_MAX);
  EXPECT_EQ(t.book.quantity_at(0, 7), 3ull * UINT32_MAX);
  EXPECT_EQ(t.buy(7, UINT32_MAX), 0u);
  EXPECT_EQ(t.buy(7, 1), 0u);
  EXPECT_EQ(t.book.quantity_at(0, 7), 2ull * UINT32_MAX - 1);
  EXPECT_EQ(t.book.quantity(2), UINT32_MAX - 1);
}

TEST(OrderBook, keeps_symbols_apart) {
  Trading t;
  t.place(Side::sell, 100, 5, 0);
  EXPECT_EQ(t.place(Side::buy, 100, 5, 1), 5u);
  EXPECT_EQ(t.place(Side::buy, 32'767, 5, 2), 5u);
  EXPECT_EQ(t.book.best_price(0, Side::sell), 100u);
  EXPECT_EQ(t.book.best_price(1, Side::buy), 100u);
  EXPECT_EQ(t.book.best_price(2, Side::buy), 32'767u);
  EXPECT_EQ(t.book.cancel(2), 5u);
  EXPECT_EQ(t.book.best_price(1, Side::buy), 0u);
  EXPECT_EQ(t.book.quantity_at(0, 100), 5u);
}

TEST(OrderBookDeathTest, stops_at_what_no_caller_may_give) {
  Trading t;
  t.buy(100, 1);
  const auto place = [&t](LimitOrder order) { t.book.place(order, [](const Fill&) {}); };
  EXPECT_DEATH(place({1, 0, Side::buy, 100, 1}), "word == 0");
  EXPECT_DEATH(place({0, 0, Side::buy, 100, 1}), "orders_max_");
  EXPECT_DEATH(place({1'001, 0, Side::buy, 100, 1}), "orders_max_");
  EXPECT_DEATH(place({2, 3, Side::buy, 100, 1}), "symbols_");
  EXPECT_DEATH(place({2, 0, Side::buy, 0, 1}), "price");
  EXPECT_DEATH(place({2, 0, Side::buy, 32'768, 1}), "price");
  EXPECT_DEATH(place({2, 0, Side::buy, 100, 0}), "quantity");
}

struct Recorder {
  std::vector<Fill> fills;
  std::vector<std::uint32_t> cancels;
  int operations = 0;

  void filled(const Fill& fill) { fills.push_back(fill); }
  void cancelled(std::uint32_t quantity) { cancels.push_back(quantity); }
  void done() { ++operations; }
};

TEST(OrderBatch, carries_out_operations_in_their_order) {
  OrderBook book(1, 3);
  const std::vector<BookOperation> operations = {
      {1, 10, 0, 100, BookAction::place, Side::sell}, {2, 4, 0, 101, BookAction::cross, Side::buy},
      {1, 0, 0, 0, BookAction::cancel, Side::buy},    {1, 0, 0, 0, BookAction::cancel, Side::buy},
      {0, 0, 0, 0, BookAction::cancel, Side::buy},    {3, 1, 0, 99, BookAction::place, Side::buy}};
  Recorder recorder;
  carry_out(book, operations, recorder);
  ASSERT_EQ(recorder.fills.size(), 1u);
  EXPECT_TRUE(equal(recorder.fills[0], {1, 2, 100, 4}));
  EXPECT_EQ(recorder.cancels, (std::vector<std::uint32_t>{6, 0, 0}));
  EXPECT_EQ(recorder.operations, 6);
  EXPECT_EQ(book.best_price(0, Side::buy), 99u);
  carry_out(book, {}, recorder);
  EXPECT_EQ(recorder.operations, 6);
}

}  // namespace
}  // namespace tanshu::market
