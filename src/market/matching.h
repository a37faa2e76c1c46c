// SPDX-License-Identifier: Apache-2.0
// How orders come to trades. First it is planned what an order would meet, which changes nothing;
// then the plan is carried out, which cannot fail: what rests is funded.
#pragma once

#include <vector>

#include "market/desk.h"

namespace tanshu::market {

/// What all steps of a command on one instrument share.
struct Session {
  const Instrument& instrument;
  const TradingDay& day;
  const MarketProfile& profile;
  const ModeRules& rules;
  AccountId fee_account;
  Quote quote;
};

/// Whether orders of the mode trade with one another by themselves.
bool pairs_by_itself(TradingMode mode);
/// Whether the mode's orders are taken by picking.
bool is_picked(TradingMode mode);
/// Whether a price of the other side can be met at a limit.
bool meets(OrderSide side, Money limit, Money price);

/// The money that what is left of a bid needs: its value at the limit and the largest fee. Nothing
/// when that does not fit.
std::optional<Money> needed_by(const Order& bid, const MarketProfile& profile);

struct Step {
  std::uint32_t place;                      ///< of the order that rests
  Carbon amount;                            ///< that is traded
  Money price;                              ///< at which
  OrderState ends_as = OrderState::filled;  ///< anything else: it does not trade and ends so
};

struct Plan {
  std::vector<Step> steps;
  Carbon traded;
  /// What becomes of what is not traded.
  OrderState rest = OrderState::resting;
};

/// What an order meets: best price first, oldest first at one price, within the levels of the mode.
Plan plan(const Desk& desk, const Session& session, const Order& order);

/// Whoever meets a resting order: `order` is written on if there is one.
struct Taker {
  AccountId account;
  BatchId batch;  ///< of a taker who sells
  Order* order;   ///< null when it picks
};

/// Whether the day's figures still hold a trade.
bool fits(const Quote& quote, Carbon amount, Money value);
/// The value of an amount at a price of the market: exact.
Money value_of(Carbon amount, Money price);

/// Carries out one trade with a resting order; units and money change hands at once.
void trade(const Desk& desk, Session& session, const Step& step, Taker& taker);

}  // namespace tanshu::market
