// SPDX-License-Identifier: Apache-2.0
// The market's tables and commands: listings at a fixed price, and trades on their way through the
// bureau; and markets with trading days, their instruments and orders.
//
// Delivery versus payment without trust: a purchase holds the units and the money for the trade;
// registering the transfer moves both in one posting, rejecting it sends both back in one posting.
#pragma once

#include "ledger/book.h"
#include "market/order_index.h"
#include "market/waiting.h"
#include "protocol/context.h"
#include "protocol/trading_commands.h"

namespace tanshu::market {

using namespace protocol;  // NOLINT: the market speaks the protocol's nouns throughout

struct VersionKey {
  MarketId market;
  Day effective;
  auto operator<=>(const VersionKey&) const = default;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("market", self.market, "Market.");
    visit("effective", self.effective, "First day of the version.");
  }
};

/// A version of a market's rules that was taken into force.
struct AdoptedVersion {
  MarketVersion version;
  MarketProfile profile;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("version", self.version, "What is said of it.");
    visit("profile", self.profile, "The rules.");
  }
};

struct RightKey {
  MarketId market;
  ParticipantId participant;
  auto operator<=>(const RightKey&) const = default;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("market", self.market, "Market.");
    visit("participant", self.participant, "Participant.");
  }
};

struct Count {
  std::uint64_t number = 0;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("number", self.number, "The last one that was given out.");
  }
};

struct Market {
  Table<ListingId, Listing> listings{"market.listings"};
  HashTable<TradeId, Trade> trades{"market.trades"};
  Table<VersionKey, AdoptedVersion> versions{"market.versions"};
  Table<InstrumentId, Instrument> instruments{"market.instruments"};
  HashTable<InstrumentId, Quote> quotes{"market.quotes"};
  HashTable<RightKey, TradingRight> rights{"market.rights"};
  /// The last one of each market.
  HashTable<MarketId, TradingDay> days{"market.days"};
  /// Those that rest; one that has ended leaves the table.
  Orders orders{"market.orders"};
  /// Numbers given out: of "orders" and of "trades".
  HashTable<std::string, Count> counts{"market.counts"};

  OrderIndex index;  ///< derived from orders
  Waiting waiting;   ///< derived from the book's balances

  template <class Self, class Visit>
  static void each_table(Self& self, Visit&& visit) {
    visit(self.listings), visit(self.trades), visit(self.versions), visit(self.instruments);
    visit(self.quotes), visit(self.rights), visit(self.days), visit(self.orders);
    visit(self.counts);
  }
  /// Makes what is derived, after the tables were filled.
  void index_again(const ledger::Book& book) {
    index.rebuild(orders);
    waiting.rebuild(book);
  }
};

/// What a market with trading days asks of the registry.
struct Registered {
  const Table<ParticipantId, Participant>& participants;
  const Table<BatchId, Batch>& batches;
  const Table<ProjectId, Project>& projects;
};

/// Where a command is carried out: who gives it and when, and what it may touch.
struct Desk {
  const Context& context;
  Market& market;
  const Registered& registered;
  ledger::Book& book;
  Events& events;
};

/// The object that owns the units of an open listing, and units and money of a waiting trade.
HoldId hold_of(const ListingId& listing);
HoldId hold_of(const TradeId& trade);
/// "o/…": short, as millions may rest.
HoldId hold_of(const OrderId& order);

Verdict<void> open_listing(const OpenListing&, const Context&, Market&, ledger::Book&, Events&);
Verdict<void> close_listing(const CloseListing&, Market&, ledger::Book&, Events&);
Verdict<void> buy_listing(const BuyListing&, const Context&, Market&, ledger::Book&, Events&);
Verdict<void> register_transfer(const RegisterTransfer&, const Context&, Market&, ledger::Book&,
                                Events&);
Verdict<void> reject_transfer(const RejectTransfer&, const Context&, Market&, ledger::Book&,
                              Events&);

Verdict<void> adopt_market_profile(const AdoptMarketProfile&, const Desk&);
Verdict<void> list_instrument(const ListInstrument&, const Desk&);
Verdict<void> set_instrument_state(const SetInstrumentState&, const Desk&);
Verdict<void> set_trading_right(const SetTradingRight&, const Desk&);
Verdict<void> open_trading_day(const OpenTradingDay&, const Desk&);
Verdict<void> close_trading_day(const CloseTradingDay&, const Desk&);
Verdict<void> expire_orders(const ExpireOrders&, const Desk&);
Verdict<void> release_purchases(const ReleasePurchases&, const Desk&);
Verdict<void> clear_trading_day(const ClearTradingDay&, const Desk&);
Verdict<void> place_order(const PlaceOrder&, const Desk&);
Verdict<void> pick_order(const PickOrder&, const Desk&);
Verdict<void> cancel_order(const CancelOrder&, const Desk&);
Verdict<void> cancel_orders(const CancelOrders&, const Desk&);

}  // namespace tanshu::market
