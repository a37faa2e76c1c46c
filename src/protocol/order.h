// SPDX-License-Identifier: Apache-2.0
// Orders, the trades that come of them, and what was bought and cannot be sold yet.
#pragma once

#include "protocol/instrument.h"

namespace tanshu::protocol {

enum class OrderSide : std::uint8_t { buy, sell };
enum class OrderKind : std::uint8_t {
  limit,
  market_to_limit  ///< takes the best price of the other side as its limit
};
enum class TimeInForce : std::uint8_t { day, good_till_date, immediate_or_cancel, fill_or_kill };
enum class OrderState : std::uint8_t {
  resting,
  filled,
  withdrawn,
  expired,
  not_filled,       ///< it was to trade at once and did not, or not wholly
  own_order_met,    ///< what was left would have traded with an order of the same participant
  entry_is_full,    ///< what was left would have met more orders than one entry holds
  outside_band,     ///< met by another order on a day whose band it is outside of
  owner_suspended,  ///< met by another order while its participant may not trade
};

/// An order. While it rests it holds what it needs: a sale its units, a bid its money.
struct Order {
  static constexpr std::string_view type_name = "Order";
  OrderId id;
  std::uint64_t number = 0;
  MarketId market;
  InstrumentId instrument;
  AccountId account;
  ParticipantId participant;
  TradingMode mode = TradingMode::listing;
  OrderSide side = OrderSide::buy;
  OrderKind kind = OrderKind::limit;
  TimeInForce time_in_force = TimeInForce::day;
  Day until;
  bool post_only = false;
  Money price;
  Carbon amount;
  Carbon remaining;
  std::optional<BatchId> batch;
  std::optional<ParticipantId> counterparty;
  OrderState state = OrderState::resting;
  Money value;
  Money fees;
  Money held;
  UserId placed_by;
  Instant placed_at;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("id", self.id, "Code of the order; not that of one that rests.");
    visit("number", self.number,
          "Its place in the order of all orders: the time of time priority.");
    visit("market", self.market, "Market.");
    visit("instrument", self.instrument, "Instrument.");
    visit("account", self.account, "Account that trades.");
    visit("participant", self.participant, "Participant of the account.");
    visit("mode", self.mode, "Trading mode.");
    visit("side", self.side, "Whether it buys or sells.");
    visit("kind", self.kind, "Whether its price was given, or taken from the other side.");
    visit("time_in_force", self.time_in_force, "How long it may rest.");
    visit("until", self.until, "Last day on which it may rest.");
    visit("post_only", self.post_only, "Whether it would rather be refused than trade at once.");
    visit("price", self.price, "Limit per tonne.");
    visit("amount", self.amount, "How much was ordered.");
    visit("remaining", self.remaining, "How much of it was not traded.");
    visit("batch", self.batch, "Batch that a sale delivers.");
    visit("counterparty", self.counterparty,
          "The only participant who may take it, if there is one.");
    visit("state", self.state, "Whether it rests, or how it ended.");
    visit("value", self.value, "What was traded of it is worth.");
    visit("fees", self.fees, "Fees it has paid.");
    visit("held", self.held, "Money that a resting bid holds.");
    visit("placed_by", self.placed_by, "User who placed it.");
    visit("placed_at", self.placed_at, "When it was placed.");
  }
};

/// A trade on a market day: units and money changed hands in the same entry.
struct MarketTrade {
  static constexpr std::string_view type_name = "MarketTrade";
  TradeId id;
  InstrumentId instrument;
  MarketId market;
  Day day;
  TradingMode mode = TradingMode::listing;
  OrderSide side = OrderSide::buy;
  AccountId seller;
  AccountId buyer;
  OrderId resting;
  std::optional<OrderId> taking;
  BatchId batch;
  Carbon amount;
  Money price;
  Money value;
  Money buyer_fee;
  Money seller_fee;
  AccountId fee_account;
  Money released;
  Day sellable_from;
  Instant traded_at;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("id", self.id, "Number of the trade.");
    visit("instrument", self.instrument, "Instrument.");
    visit("market", self.market, "Market.");
    visit("day", self.day, "Trading day.");
    visit("mode", self.mode, "Trading mode.");
    visit("side", self.side, "Whether the one who came second bought or sold.");
    visit("seller", self.seller, "Account that sells.");
    visit("buyer", self.buyer, "Account that buys.");
    visit("resting", self.resting, "Order that rested.");
    visit("taking", self.taking, "Order that met it; none when it was picked.");
    visit("batch", self.batch, "Batch of the units.");
    visit("amount", self.amount, "How much.");
    visit("price", self.price, "Price per tonne.");
    visit("value", self.value, "Amount times price.");
    visit("buyer_fee", self.buyer_fee, "Fee of the buyer, on top of the value.");
    visit("seller_fee", self.seller_fee, "Fee of the seller, out of the value.");
    visit("fee_account", self.fee_account, "Account that fees are paid to.");
    visit("released", self.released, "What a resting bid held for it and did not need.");
    visit("sellable_from", self.sellable_from, "First day on which the buyer can sell the units.");
    visit("traded_at", self.traded_at, "When it was traded.");
  }
};

/// Bought units that cannot be sold yet.
struct Purchase {
  static constexpr std::string_view type_name = "Purchase";
  MarketId market;
  AccountId account;
  BatchId batch;
  Day bought;
  Day sellable_from;
  Carbon amount;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("market", self.market, "Market they were bought on.");
    visit("account", self.account, "Account that bought them.");
    visit("batch", self.batch, "Batch of the units.");
    visit("bought", self.bought, "Day of the purchase.");
    visit("sellable_from", self.sellable_from, "First day on which they can be sold.");
    visit("amount", self.amount, "How much.");
  }
};

inline constexpr OrderSide other_side(OrderSide side) {
  return side == OrderSide::buy ? OrderSide::sell : OrderSide::buy;
}

}  // namespace tanshu::protocol

TANSHU_ENUM(tanshu::protocol::OrderSide, "order_side", "buy", "sell");
TANSHU_ENUM(tanshu::protocol::OrderKind, "order_kind", "limit", "market_to_limit");
TANSHU_ENUM(tanshu::protocol::TimeInForce, "time_in_force", "day", "good_till_date",
            "immediate_or_cancel", "fill_or_kill");
TANSHU_ENUM(tanshu::protocol::OrderState, "order_state", "resting", "filled", "withdrawn",
            "expired", "not_filled", "own_order_met", "entry_is_full", "outside_band",
            "owner_suspended");
