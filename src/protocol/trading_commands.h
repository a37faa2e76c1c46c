// SPDX-License-Identifier: Apache-2.0
// What can be asked of a market with trading days: its rules, its instruments, its days, and
// orders.
#pragma once

#include "protocol/order.h"

namespace tanshu::protocol {

/// Takes a version of a market's rules into force from its first day on.
struct AdoptMarketProfile {
  static constexpr std::string_view type_name = "AdoptMarketProfile";
  MarketProfile profile;
  AccountId fee_account;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("profile", self.profile, "The rules, whole.");
    visit("fee_account", self.fee_account, "Account that fees are paid to; not one of a trader.");
  }
};

/// Lists an instrument: what is traded under one name and one price.
struct ListInstrument {
  static constexpr std::string_view type_name = "ListInstrument";
  InstrumentId id;
  MarketId market;
  std::string title_zh;
  std::string title_en;
  InstrumentCriteria criteria;
  std::optional<Money> first_price;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("id", self.id, "Code to give it.");
    visit("market", self.market, "Market it is traded on.");
    visit("title_zh", self.title_zh, "Chinese title.");
    visit("title_en", self.title_en, "English title.");
    visit("criteria", self.criteria, "Which batches can be delivered; at least one criterion.");
    visit("first_price", self.first_price,
          "Reference price of its first day; else the market's rule says it.");
  }
};

/// Halts, resumes or delists an instrument.
struct SetInstrumentState {
  static constexpr std::string_view type_name = "SetInstrumentState";
  InstrumentId instrument;
  InstrumentState state = InstrumentState::halted;
  std::string reason;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("instrument", self.instrument, "Instrument concerned.");
    visit("state", self.state, "New state; delisted is for good.");
    visit("reason", self.reason, "Why.");
  }
};

/// Admits a participant to a market, suspends it or restores it.
struct SetTradingRight {
  static constexpr std::string_view type_name = "SetTradingRight";
  MarketId market;
  ParticipantId participant;
  TradingRightState state = TradingRightState::active;
  HolderClass holder = HolderClass::other;
  Carbon allocation;
  std::string reason;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("market", self.market, "Market concerned.");
    visit("participant", self.participant, "Participant concerned.");
    visit("state", self.state, "Whether it may trade.");
    visit("holder", self.holder, "Which position rule binds it.");
    visit("allocation", self.allocation, "Its allocation of the year; zero without one.");
    visit("reason", self.reason, "Why.");
  }
};

/// Opens a market's trading day: the rules of the day and the reference prices are fixed.
struct OpenTradingDay {
  static constexpr std::string_view type_name = "OpenTradingDay";
  MarketId market;
  Day day;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("market", self.market, "Market concerned.");
    visit("day", self.day, "The day, which must be today (Asia/Shanghai).");
  }
};

/// Closes a market's trading day: no more orders.
struct CloseTradingDay {
  static constexpr std::string_view type_name = "CloseTradingDay";
  MarketId market;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("market", self.market, "Market concerned.");
  }
};

/// Lets orders expire whose last day is over, as many as one entry holds.
struct ExpireOrders {
  static constexpr std::string_view type_name = "ExpireOrders";
  MarketId market;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("market", self.market, "Market concerned.");
  }
};

/// Frees bought units that can be sold from today on, as many as one entry holds.
struct ReleasePurchases {
  static constexpr std::string_view type_name = "ReleasePurchases";
  MarketId market;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("market", self.market, "Market concerned.");
  }
};

/// Clears a closed day: closes, changes, composite and bulletins; given again until it is done.
struct ClearTradingDay {
  static constexpr std::string_view type_name = "ClearTradingDay";
  MarketId market;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("market", self.market, "Market concerned.");
  }
};

/// Places an order. What it needs is held before it rests.
struct PlaceOrder {
  static constexpr std::string_view type_name = "PlaceOrder";
  OrderId id;
  InstrumentId instrument;
  AccountId account;
  TradingMode mode = TradingMode::listing;
  OrderSide side = OrderSide::buy;
  OrderKind kind = OrderKind::limit;
  std::optional<Money> price;
  Carbon amount;
  std::optional<BatchId> batch;
  TimeInForce time_in_force = TimeInForce::day;
  std::optional<Day> until;
  bool post_only = false;
  std::optional<ParticipantId> counterparty;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("id", self.id, "Code to give it; not that of an order that rests.");
    visit("instrument", self.instrument, "Instrument to trade.");
    visit("account", self.account, "Account that trades.");
    visit("mode", self.mode, "Trading mode.");
    visit("side", self.side, "Whether it buys or sells.");
    visit("kind", self.kind, "Limit, or the best price of the other side as limit.");
    visit("price", self.price, "Limit per tonne; absent when it is taken from the other side.");
    visit("amount", self.amount, "How much.");
    visit("batch", self.batch, "Batch that a sale delivers.");
    visit("time_in_force", self.time_in_force, "How long it may rest.");
    visit("until", self.until, "Last day on which it may rest, where it is good till a date.");
    visit("post_only", self.post_only, "Whether to be refused rather than to trade at once.");
    visit("counterparty", self.counterparty, "The only participant who may take a block.");
  }
};

/// Takes a resting order, or part of it, at its price.
struct PickOrder {
  static constexpr std::string_view type_name = "PickOrder";
  OrderId order;
  AccountId account;
  Carbon amount;
  std::optional<BatchId> batch;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("order", self.order, "Order to take.");
    visit("account", self.account, "Account that trades.");
    visit("amount", self.amount, "How much; a block is taken whole.");
    visit("batch", self.batch, "Batch to deliver, when the order buys.");
  }
};

/// Withdraws a resting order; what it held comes free.
struct CancelOrder {
  static constexpr std::string_view type_name = "CancelOrder";
  OrderId order;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("order", self.order, "Order to withdraw.");
  }
};

/// Withdraws the participant's resting orders, as many as one entry holds.
struct CancelOrders {
  static constexpr std::string_view type_name = "CancelOrders";
  std::optional<AccountId> account;
  std::optional<InstrumentId> instrument;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("account", self.account, "Only those of this account.");
    visit("instrument", self.instrument, "Only those in this instrument.");
  }
};

}  // namespace tanshu::protocol
