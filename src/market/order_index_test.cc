// SPDX-License-Identifier: Apache-2.0
// The index of orders: what it says follows from the table, however the table came to be.
#include "market/order_index.h"

#include <gtest/gtest.h>

#include <random>

namespace tanshu::market {
namespace {

using namespace protocol;  // NOLINT: orders and their parts

Order random_order(std::mt19937& random, std::uint64_t number) {
  Order order;
  order.id = {"o" + std::to_string(number)};
  order.number = number;
  order.market = {"m"};
  order.instrument = {random() % 2 == 0 ? "i" : "j"};
  order.participant = {"p" + std::to_string(random() % 3)};
  order.mode = random() % 2 == 0 ? TradingMode::order_book : TradingMode::listing;
  order.side = random() % 2 == 0 ? OrderSide::buy : OrderSide::sell;
  order.price = Money{static_cast<std::int64_t>(100 + random() % 5)};
  order.until = {static_cast<std::int32_t>(random() % 3)};
  return order;
}

/// Everything that the index says, in its order.
std::string told(const OrderIndex& index, const Orders& orders) {
  std::string text;
  const auto chain = [&](std::uint32_t at, auto next) {
    for (; at != no_order; at = next(at)) text += orders.entry(at).row.id.text + ' ';
    text += '\n';
  };
  for (const char* instrument : {"i", "j"})
    for (const auto mode : {TradingMode::order_book, TradingMode::listing})
      for (const auto side : {OrderSide::buy, OrderSide::sell})
        for (const auto& [rank, queue] : index.levels({{instrument}, mode, side})) {
          text += to_text(OrderIndex::price_of_rank(side, rank)) + ": ";
          chain(queue.first, [&](std::uint32_t at) { return index.next_at_price(at); });
        }
  for (const char* participant : {"p0", "p1", "p2"})
    chain(index.first_of({participant}), [&](std::uint32_t at) { return index.next_of_owner(at); });
  for (const auto& [day, queue] : index.days({"m"}))
    chain(queue.first, [&](std::uint32_t at) { return index.next_of_day(at); });
  return text;
}

TEST(OrderIndex, is_the_same_when_it_is_made_anew) {
  std::mt19937 random(7);
  Orders orders("market.orders");
  OrderIndex index;
  std::vector<std::uint32_t> resting;
  for (std::uint64_t number = 1; number <= 3'000; ++number) {
    const Order order = random_order(random, number);
    const Orders::Entry& entry = orders.put(order.id, order);
    index.add(entry);
    resting.push_back(entry.number);
    while (resting.size() > 40 || (random() % 2 == 0 && !resting.empty())) {
      const std::size_t which = random() % resting.size();
      const Orders::Entry& gone = orders.entry(resting[which]);
      index.remove(gone);
      orders.erase(OrderId{gone.key});
      resting.erase(resting.begin() + static_cast<std::ptrdiff_t>(which));
    }
    if (number % 100 != 0) continue;
    OrderIndex again;
    again.rebuild(orders);
    ASSERT_EQ(told(index, orders), told(again, orders)) << number;
    OrderIndex copy = index;
    ASSERT_EQ(told(copy, orders), told(index, orders));
  }
}

TEST(OrderIndex, puts_the_best_price_first_and_the_oldest_order_at_it) {
  Orders orders("market.orders");
  OrderIndex index;
  std::uint64_t number = 0;
  for (const std::int64_t price : {101, 103, 102, 103, 101})
    for (const auto side : {OrderSide::buy, OrderSide::sell}) {
      Order order;
      order.number = ++number;
      order.id = {"o" + std::to_string(number)};
      order.side = side;
      order.price = Money{price};
      index.add(orders.put(order.id, order));
    }
  const auto best = [&](OrderSide side) {
    const auto& levels = index.levels({{}, TradingMode::listing, side});
    return orders.entry(levels.begin()->second.first).row.number;
  };
  EXPECT_EQ(best(OrderSide::buy), 3u);
  EXPECT_EQ(best(OrderSide::sell), 2u);
  EXPECT_EQ(index.levels({{"other"}, TradingMode::listing, OrderSide::buy}).size(), 0u);
}

}  // namespace
}  // namespace tanshu::market
