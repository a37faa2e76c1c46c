// SPDX-License-Identifier: Apache-2.0
// Planning walks the queues of the index; trading posts one posting a trade.
#include "market/matching.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "market/day_prices.h"

namespace tanshu::market {
namespace {

using ledger::free_cash;
using ledger::free_units;
using ledger::held_units;
using ledger::Posting;

constexpr std::int64_t figure_max = std::numeric_limits<std::int64_t>::max() / 2;

/// Why a resting order does not trade though it is met, or `filled` when it does.
OrderState obstacle(const Desk& desk, Day today, const Order& resting,
                    const std::optional<PriceLimits>& limits) {
  if (resting.until < today) return OrderState::expired;
  if (is_suspended(desk.market, resting.market, resting.participant))
    return OrderState::owner_suspended;
  if (limits && (resting.price < limits->low || limits->high < resting.price))
    return OrderState::outside_band;
  return OrderState::filled;
}

class Planner {
 public:
  Planner(const Desk& desk, const Session& session, const Order& order)
      : desk_(desk), session_(session), order_(order), quote_(session.quote) {
    if (quote_.reference_price)
      limits_ = limits_of(session.profile, order.mode, *quote_.reference_price);
  }

  Plan make() {
    const auto& levels =
        desk_.market.index.levels({order_.instrument, order_.mode, other_side(order_.side)});
    std::size_t level = 0;
    for (const auto& [rank, queue] : levels) {
      const Money price = OrderIndex::price_of_rank(other_side(order_.side), rank);
      if (!meets(order_.side, order_.price, price) || level++ == levels_max()) break;
      for (std::uint32_t at = queue.first; at != no_order;
           at = desk_.market.index.next_at_price(at))
        if (!meet(at)) return finish();
    }
    return finish();
  }

 private:
  std::size_t levels_max() const {
    const bool limited =
        is_picked(order_.mode) && session_.rules.execution && session_.rules.execution->levels;
    return limited ? *session_.rules.execution->levels : std::numeric_limits<std::size_t>::max();
  }
  Carbon left() const { return order_.remaining - plan_.traded; }

  /// Returns whether to go on.
  bool meet(std::uint32_t at) {
    if (left() == Carbon{}) return false;
    const Order& resting = desk_.market.orders.entry(at).row;
    const OrderState obstacle_met = obstacle(desk_, session_.day.day, resting, limits_);
    if (obstacle_met != OrderState::filled) {
      if (!weigh(end_weight + ranges_held(desk_, resting))) return false;
      plan_.steps.push_back({at, {}, {}, obstacle_met});
      return true;
    }
    if (resting.participant == order_.participant) {
      plan_.rest = OrderState::own_order_met;
      return false;
    }
    return take(at, resting);
  }
  bool take(std::uint32_t at, const Order& resting) {
    const Carbon amount = std::min(left(), resting.remaining);
    const Money price = price_with(resting);
    const Money value = value_of(amount, price);
    const bool sold = resting.side == OrderSide::sell;
    const std::size_t ranges =
        sold ? desk_.book.front(*resting.batch, held_units_of(resting), amount, SIZE_MAX).ranges
             : 0;
    if (!fits(quote_, amount, value)) {
      plan_.rest = OrderState::entry_is_full;
      return false;
    }
    if (!weigh(trade_weight + ranges)) return false;
    quote_.amount += amount;
    quote_.value += value;
    if (session_.rules.makes_prices) quote_.last_price = price;
    plan_.traded += amount;
    plan_.steps.push_back({at, amount, price, OrderState::filled});
    return true;
  }
  bool weigh(std::size_t weight) {
    weight_ += weight;
    if (weight_ <= entry_weight_max || plan_.steps.empty()) return true;
    plan_.rest = OrderState::entry_is_full;
    return false;
  }
  Money price_with(const Order& resting) const {
    const bool median =
        session_.rules.execution && session_.rules.execution->price == ExecutionPrice::median;
    if (!median) return resting.price;
    const Money last = quote_.last_price        ? *quote_.last_price
                       : quote_.reference_price ? *quote_.reference_price
                                                : resting.price;
    return median_price(order_.price, resting.price, last);
  }

  Plan finish() {
    const bool at_once = order_.time_in_force == TimeInForce::immediate_or_cancel ||
                         order_.time_in_force == TimeInForce::fill_or_kill;
    if (left() == Carbon{})
      plan_.rest = OrderState::filled;
    else if (at_once && plan_.rest == OrderState::resting)
      plan_.rest = OrderState::not_filled;
    if (order_.time_in_force == TimeInForce::fill_or_kill && left().positive()) {
      plan_.steps.clear();
      plan_.traded = {};
    }
    return std::move(plan_);
  }

  const Desk& desk_;
  const Session& session_;
  const Order& order_;
  Quote quote_;
  std::optional<PriceLimits> limits_;
  Plan plan_;
  std::size_t weight_ = 0;
};

/// What one side pays for a trade: what its order owes in all, less what it has paid.
Money fee_due(const Session& session, const Order* order, TradingMode mode, OrderSide side,
              Money value) {
  const Money before = order == nullptr ? Money{} : order->value;
  const auto fees = fees_of(session.profile, mode, before.plus(value).value_or(before));
  if (!fees) return {};
  const Money owed = side == OrderSide::buy ? fees->buyer : fees->seller;
  const Money paid = order == nullptr ? Money{} : order->fees;
  return std::max(owed - paid, Money{});
}

/// The resting order after the trade. A bid pays no more than it holds, and keeps no more than it
/// still needs: returns what comes free.
Money write_on_resting(const Session& session, MarketTrade& trade, Order& resting) {
  resting.remaining -= trade.amount;
  resting.value += trade.value;
  if (resting.remaining == Carbon{}) resting.state = OrderState::filled;
  if (resting.side == OrderSide::sell) {
    resting.fees += trade.seller_fee;
    return {};
  }
  const Money kept_at_least = value_of(resting.remaining, resting.price);
  const Money held = resting.held - trade.value;
  trade.buyer_fee = std::min(trade.buyer_fee, held - kept_at_least);
  resting.fees += trade.buyer_fee;
  const Money left = held - trade.buyer_fee;
  resting.held = std::min(left, needed_by(resting, session.profile).value_or(left));
  return left - resting.held;
}

void write_on_quote(const Session& session, const MarketTrade& trade, Quote& quote) {
  DayCount count;
  count.open = quote.open, count.high = quote.high, count.low = quote.low;
  count.priced_trades = quote.priced_trades;
  for (const CountedTrade& last : quote.last_trades)
    count.last.push_back({trade.mode, last.price, last.amount, last.value});
  market::count(session.profile, {trade.mode, trade.price, trade.amount, trade.value}, count);
  ++quote.trades;
  quote.amount += trade.amount;
  quote.value += trade.value;
  if (count.priced_trades == quote.priced_trades) return;
  quote.open = count.open, quote.high = count.high, quote.low = count.low;
  quote.priced_trades = count.priced_trades;
  quote.priced_amount += trade.amount;
  quote.priced_value += trade.value;
  quote.last_price = trade.price;
  quote.last_trades.clear();
  for (const TradePrint& last : count.last)
    quote.last_trades.push_back({*last.price, last.amount, last.value});
}

void post_trade(const Desk& desk, const Session& session, const MarketTrade& trade,
                const Order& resting) {
  const bool resting_sells = resting.side == OrderSide::sell;
  const Pocket from = resting_sells ? held_units_of(resting) : free_units(trade.seller);
  Pocket to = free_units(trade.buyer);
  if (session.day.day < trade.sellable_from) {
    to = held_units(trade.buyer, Place::held_by_order,
                    hold_of_purchase(trade.market, trade.day, trade.sellable_from));
    desk.market.waiting.add(trade.market, trade.sellable_from,
                            {trade.buyer, trade.batch, trade.day});
  }
  const Purse purse = resting_sells ? free_cash(trade.buyer) : held_cash_of(resting);
  const Money to_seller = trade.value - trade.seller_fee;
  const Money fees = trade.buyer_fee + trade.seller_fee;
  Posting posting;
  CHECK(desk.book.move_units(posting, trade.batch, from, to, trade.amount));
  if (to_seller.positive())
    CHECK(desk.book.move_cash(posting, purse, free_cash(trade.seller), to_seller));
  if (fees.positive())
    CHECK(desk.book.move_cash(posting, purse, free_cash(trade.fee_account), fees));
  if (trade.released.positive())
    CHECK(desk.book.move_cash(posting, purse, free_cash(trade.buyer), trade.released));
  desk.book.post(std::move(posting), desk.events);
}

MarketTrade trade_with(const Desk& desk, const Session& session, const Step& step,
                       const Taker& taker) {
  const Order& resting = desk.market.orders.entry(step.place).row;
  const bool resting_sells = resting.side == OrderSide::sell;
  const std::uint64_t number = ++desk.market.counts.change("trades").number;
  MarketTrade trade;
  trade.id = {fmt::format("m{:06}", number)};
  trade.instrument = resting.instrument;
  trade.market = resting.market;
  trade.day = session.day.day;
  trade.mode = resting.mode;
  trade.side = other_side(resting.side);
  trade.seller = resting_sells ? resting.account : taker.account;
  trade.buyer = resting_sells ? taker.account : resting.account;
  trade.resting = resting.id;
  if (taker.order != nullptr) trade.taking = taker.order->id;
  trade.batch = resting_sells ? *resting.batch : taker.batch;
  trade.amount = step.amount;
  trade.price = step.price;
  trade.value = value_of(step.amount, step.price);
  const Order* seller = resting_sells ? &resting : taker.order;
  const Order* buyer = resting_sells ? taker.order : &resting;
  trade.seller_fee =
      std::min(fee_due(session, seller, trade.mode, OrderSide::sell, trade.value), trade.value);
  trade.buyer_fee = fee_due(session, buyer, trade.mode, OrderSide::buy, trade.value);
  trade.fee_account = session.fee_account;
  trade.sellable_from = session.day.sellable_from;
  trade.traded_at = desk.context.at;
  return trade;
}

}  // namespace

bool pairs_by_itself(TradingMode mode) {
  return mode == TradingMode::order_book || mode == TradingMode::median_price;
}

bool is_picked(TradingMode mode) {
  return mode == TradingMode::listing || mode == TradingMode::best_pick;
}

bool meets(OrderSide side, Money limit, Money price) {
  return side == OrderSide::buy ? price <= limit : limit <= price;
}

std::optional<Money> needed_by(const Order& bid, const MarketProfile& profile) {
  const auto value = price_of(bid.remaining, bid.price);
  const auto worst = value ? bid.value.plus(*value) : std::nullopt;
  if (!worst) return std::nullopt;
  const auto fees = fees_of(profile, bid.mode, *worst);
  return value->plus(fees ? std::max(fees->buyer - bid.fees, Money{}) : Money{});
}

bool fits(const Quote& quote, Carbon amount, Money value) {
  return amount.count <= figure_max - quote.amount.count &&
         value.count <= figure_max - quote.value.count;
}

Money value_of(Carbon amount, Money price) {
  const auto value = price_of(amount, price);
  CHECK(value.has_value() && Int128{amount.count} * price.count % mg_per_tonne == 0);
  return *value;
}

Plan plan(const Desk& desk, const Session& session, const Order& order) {
  return Planner(desk, session, order).make();
}

void trade(const Desk& desk, Session& session, const Step& step, Taker& taker) {
  MarketTrade trade = trade_with(desk, session, step, taker);
  const Orders::Entry& entry = desk.market.orders.entry(step.place);
  Order resting = entry.row;
  trade.released = write_on_resting(session, trade, resting);
  if (taker.order != nullptr) {
    taker.order->remaining -= trade.amount;
    taker.order->value += trade.value;
    taker.order->fees += trade.side == OrderSide::buy ? trade.buyer_fee : trade.seller_fee;
  }
  if (resting.state == OrderState::filled) {
    desk.market.index.remove(entry);
    desk.market.orders.erase(resting.id);
  } else {
    desk.market.orders.change(&entry) = resting;
  }
  write_on_quote(session, trade, session.quote);
  desk.events.emplace_back(OrderTraded{trade, resting});
  post_trade(desk, session, trade, resting);
}

}  // namespace tanshu::market
