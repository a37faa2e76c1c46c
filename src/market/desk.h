// SPDX-License-Identifier: Apache-2.0
// What the handlers of markets with trading days ask of one another.
#pragma once

#include "market/market.h"
#include "market/trading_rules.h"

namespace tanshu::market {

/// Refuses market_is_unknown.
Verdict<void> check_market(const Market& market, const MarketId& id);
/// Refuses instrument_is_unknown.
Verdict<const Instrument*> find_instrument(const Market& market, const InstrumentId& id);
bool is_suspended(const Market& market, const MarketId& id, const ParticipantId& participant);
/// Refuses participant_may_not_trade.
Verdict<void> check_may_trade(const Desk& desk, const MarketId& market,
                              const ParticipantId& participant);
bool is_deliverable(const Instrument& instrument, const BatchId& batch,
                    const Registered& registered);

/// The prices of an instrument on a trading day: those of the day, or a fresh row with its
/// reference price when nothing was traded on it yet.
Quote quote_on(const Desk& desk, const Instrument& instrument, const TradingDay& day,
               const MarketProfile& profile);

/// What an entry may weigh, as ledger::pieces_max: a trade or the end of an order with its nouns,
/// and each range of serials that moves.
inline constexpr std::size_t entry_weight_max = ledger::pieces_max;
inline constexpr std::size_t trade_weight = 32;
inline constexpr std::size_t end_weight = 16;

/// Where the units of a sale, or the money of a bid, are while it rests.
Pocket held_units_of(const Order& order);
Purse held_cash_of(const Order& order);

/// The ranges that an order's end will move.
std::size_t ranges_held(const Desk& desk, const Order& order);
/// Takes an order off the table in a state; what it held comes free.
void end_order(const Desk& desk, std::uint32_t place, OrderState state);

}  // namespace tanshu::market
