// SPDX-License-Identifier: Apache-2.0
// What can have happened on a market with trading days.
#pragma once

#include "protocol/order.h"

namespace tanshu::protocol {

/// A version of a market's rules comes into force.
struct MarketAdopted {
  static constexpr std::string_view type_name = "MarketAdopted";
  MarketVersion version;
  MarketProfile profile;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("version", self.version, "The version.");
    visit("profile", self.profile, "Its rules, whole.");
  }
};

/// An instrument can be traded.
struct InstrumentListed {
  static constexpr std::string_view type_name = "InstrumentListed";
  Instrument instrument;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("instrument", self.instrument, "The instrument.");
  }
};

/// An instrument was halted, resumed or delisted.
struct InstrumentStateChanged {
  static constexpr std::string_view type_name = "InstrumentStateChanged";
  Instrument instrument;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("instrument", self.instrument, "The instrument.");
  }
};

/// What a participant may do on a market changed.
struct TradingRightSet {
  static constexpr std::string_view type_name = "TradingRightSet";
  TradingRight right;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("right", self.right, "The right.");
  }
};

/// Orders are taken.
struct TradingDayOpened {
  static constexpr std::string_view type_name = "TradingDayOpened";
  TradingDay trading_day;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("trading_day", self.trading_day, "The trading day.");
  }
};

/// No more orders are taken.
struct TradingDayClosed {
  static constexpr std::string_view type_name = "TradingDayClosed";
  TradingDay trading_day;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("trading_day", self.trading_day, "The trading day.");
  }
};

/// All bulletins of the day are out.
struct TradingDayCleared {
  static constexpr std::string_view type_name = "TradingDayCleared";
  TradingDay trading_day;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("trading_day", self.trading_day, "The trading day.");
  }
};

/// The figures of an instrument's day were published.
struct BulletinIssued {
  static constexpr std::string_view type_name = "BulletinIssued";
  Bulletin bulletin;
  Quote quote;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("bulletin", self.bulletin, "The bulletin.");
    visit("quote", self.quote, "The prices with their new close.");
  }
};

/// An order was taken; it shows what its own entry left of it.
struct OrderPlaced {
  static constexpr std::string_view type_name = "OrderPlaced";
  Order order;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("order", self.order, "The order.");
  }
};

/// Units and money changed hands.
struct OrderTraded {
  static constexpr std::string_view type_name = "OrderTraded";
  MarketTrade trade;
  Order order;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("trade", self.trade, "The trade.");
    visit("order", self.order, "The order that rested, after it.");
  }
};

/// A resting order was withdrawn or ended otherwise than by trading.
struct OrderEnded {
  static constexpr std::string_view type_name = "OrderEnded";
  Order order;
  Money released;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("order", self.order, "The order as it ended.");
    visit("released", self.released, "Money that came free.");
  }
};

/// Prices of an instrument changed.
struct QuoteChanged {
  static constexpr std::string_view type_name = "QuoteChanged";
  Quote quote;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("quote", self.quote, "The prices.");
  }
};

/// Bought units can be sold.
struct PurchaseReleased {
  static constexpr std::string_view type_name = "PurchaseReleased";
  Purchase purchase;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("purchase", self.purchase, "What came free.");
  }
};

/// Many were dealt with in one entry.
struct SweepMade {
  static constexpr std::string_view type_name = "SweepMade";
  std::uint32_t done = 0;
  bool more = false;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("done", self.done, "How many.");
    visit("more", self.more, "Whether there are more: then the command is to be given again.");
  }
};

}  // namespace tanshu::protocol
