// SPDX-License-Identifier: Apache-2.0
// Orders by seed: prices lie around a middle that drifts, most of them close to it; as many orders
// rest as were asked for, give or take a few.
#include "sim/chance.h"
#include "sim/naive_book.h"
#include "sim/order_workload.h"

namespace tanshu::sim {
namespace {

using market::BookAction, market::BookOperation, market::Fill, market::Side;

constexpr std::uint32_t quantity_max = 100;

class WorkloadMaker {
 public:
  explicit WorkloadMaker(const OrderWorkloadOptions& options)
      : options_(options),
        chance_(options.seed),
        orders_max_(options.live_target + options.operations),
        book_(options.symbols, static_cast<std::uint32_t>(orders_max_)),
        live_place_(orders_max_ + 1),
        placed_(1),
        middle_(options.symbols, (price_low + price_high) / 2) {}

  OrderWorkload make() {
    OrderWorkload made;
    made.operations.reserve(orders_max_);
    while (live_.size() < options_.live_target && made.operations.size() < options_.live_target)
      made.operations.push_back(carry_out(near_middle()));
    made.preload = made.operations.size();
    for (std::size_t i = 0; i < options_.operations; ++i) {
      const std::uint64_t draw = chance_.below(100);
      made.operations.push_back(
          carry_out(draw < 45 ? near_middle() : (draw < 90 ? cancellation() : through_touch())));
    }
    made.symbols = options_.symbols;
    made.orders_max = last_;
    made.seed = options_.seed;
    made.price_low = price_low;
    made.price_high = price_high;
    made.live_target = options_.live_target;
    made.expected = result_;
    made.expected.live_orders = live_.size();
    for (const std::uint32_t number : live_) made.expected.live_quantity += book_.quantity(number);
    return made;
  }

 private:
  static constexpr std::uint32_t price_low = 1'000, price_high = 31'000;

  Side any_side() { return chance_.once_in(2) ? Side::buy : Side::sell; }
  std::uint32_t any_symbol() { return static_cast<std::uint32_t>(chance_.below(options_.symbols)); }
  BookOperation order(BookAction action, std::uint32_t symbol, Side side, std::int64_t price,
                      std::uint32_t most) {
    const auto kept = static_cast<std::uint16_t>(
        std::clamp<std::int64_t>(price, market::price_min, market::price_max));
    const auto quantity = static_cast<std::uint32_t>(1 + chance_.below(most));
    placed_.push_back({++last_, quantity, symbol, kept, action, side});
    return placed_.back();
  }

  BookOperation near_middle() {
    const std::uint32_t symbol = any_symbol();
    std::int64_t& middle = middle_[symbol];
    if (chance_.once_in(256))
      middle = std::clamp<std::int64_t>(middle + chance_.between(-1, 1), price_low, price_high);
    const Side side = any_side();
    // Up to 128 ticks away, half as many for each doubling.
    const auto away =
        static_cast<std::int64_t>(chance_.below(std::uint64_t{2} << chance_.below(7)) + 1);
    return order(BookAction::place, symbol, side, side == Side::buy ? middle - away : middle + away,
                 quantity_max);
  }
  BookOperation through_touch() {
    const std::uint32_t symbol = any_symbol();
    const Side side = any_side();
    const std::uint32_t touch = book_.best_price(symbol, opposite(side));
    const std::int64_t price = touch == 0 ? middle_[symbol] : touch;
    const std::int64_t through = chance_.between(0, 3);
    return order(BookAction::cross, symbol, side,
                 side == Side::buy ? price + through : price - through, quantity_max);
  }
  /// Of an order that rests while there are more than asked for; else of any of the last ones, as
  /// someone sends it who has not heard yet that his order was filled.
  BookOperation cancellation() {
    const std::uint32_t number =
        live_.size() > options_.live_target
            ? live_[chance_.below(live_.size())]
            : static_cast<std::uint32_t>(last_ - chance_.below(std::min<std::uint64_t>(
                                                     last_ + 1, options_.live_target + 1)));
    BookOperation cancels = placed_[number];
    cancels.action = BookAction::cancel;
    return cancels;
  }

  BookOperation carry_out(const BookOperation& o) {
    if (o.action == BookAction::cancel) {
      const std::uint32_t quantity = book_.cancel(o.number);
      result_.count_cancel(quantity);
      if (quantity != 0) forget(o.number);
      return o;
    }
    book_.place({o.number, o.symbol, o.side, o.price, o.quantity}, [this](const Fill& fill) {
      result_.count(fill);
      // The fill is told before it is entered.
      if (book_.quantity(fill.maker) == fill.quantity) forget(fill.maker);
    });
    if (book_.quantity(o.number) != 0) {
      live_place_[o.number] = static_cast<std::uint32_t>(live_.size());
      live_.push_back(o.number);
    }
    return o;
  }
  void forget(std::uint32_t number) {
    const std::uint32_t place = live_place_[number];
    live_place_[live_.back()] = place;
    live_[place] = live_.back();
    live_.pop_back();
  }

  const OrderWorkloadOptions& options_;
  Chance chance_;
  std::size_t orders_max_;
  NaiveBook book_;
  std::vector<std::uint32_t> live_;
  std::vector<std::uint32_t> live_place_;  ///< by number
  std::vector<BookOperation> placed_;      ///< by number
  std::vector<std::int64_t> middle_;       ///< by symbol
  std::uint32_t last_ = 0;
  BookResult result_;
};

}  // namespace

OrderWorkload make_order_workload(const OrderWorkloadOptions& options) {
  return WorkloadMaker(options).make();
}

}  // namespace tanshu::sim
