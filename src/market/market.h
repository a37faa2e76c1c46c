// SPDX-License-Identifier: Apache-2.0
// The market's tables and commands: listings at a fixed price, and trades on their way through the
// bureau.
//
// Delivery versus payment without trust: a purchase holds the units and the money for the trade;
// registering the transfer moves both in one posting, rejecting it sends both back in one posting.
#pragma once

#include "ledger/book.h"
#include "protocol/context.h"

namespace tanshu::market {

using namespace protocol;  // NOLINT: the market speaks the protocol's nouns throughout

struct Market {
  Table<ListingId, Listing> listings{"market.listings"};
  HashTable<TradeId, Trade> trades{"market.trades"};

  template <class Self, class Visit>
  static void each_table(Self& self, Visit&& visit) {
    visit(self.listings), visit(self.trades);
  }
};

/// The object that owns the units of an open listing, and units and money of a waiting trade.
HoldId hold_of(const ListingId& listing);
HoldId hold_of(const TradeId& trade);

Verdict<void> open_listing(const OpenListing&, const Context&, Market&, ledger::Book&, Events&);
Verdict<void> close_listing(const CloseListing&, Market&, ledger::Book&, Events&);
Verdict<void> buy_listing(const BuyListing&, const Context&, Market&, ledger::Book&, Events&);
Verdict<void> register_transfer(const RegisterTransfer&, const Context&, Market&, ledger::Book&,
                                Events&);
Verdict<void> reject_transfer(const RejectTransfer&, const Context&, Market&, ledger::Book&,
                              Events&);

}  // namespace tanshu::market
