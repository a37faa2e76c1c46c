// SPDX-License-Identifier: Apache-2.0
// What can be asked of the market: listings at a fixed price, purchases, registration of the
// transfer.
#pragma once

#include "protocol/trade.h"

namespace tanshu::protocol {

/// Lists units of an account at a fixed price; they are held from now on.
struct OpenListing {
  static constexpr std::string_view type_name = "OpenListing";
  ListingId id;
  AccountId seller;
  BatchId batch;
  Carbon amount;
  Carbon lot;
  Money price;
  Period open_days;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("id", self.id, "Code to give it.");
    visit("seller", self.seller, "Account that sells.");
    visit("batch", self.batch, "Batch on offer.");
    visit("amount", self.amount, "How much.");
    visit("lot", self.lot, "Purchases are whole multiples of this amount.");
    visit("price", self.price, "Price per tonne.");
    visit("open_days", self.open_days, "Market days on which it can be bought (Asia/Shanghai).");
  }
};

/// Takes a listing down; what is left returns to the seller.
struct CloseListing {
  static constexpr std::string_view type_name = "CloseListing";
  ListingId listing;
  std::string reason;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("listing", self.listing, "Listing to close.");
    visit("reason", self.reason, "Why.");
  }
};

/// Buys from a listing; money and units are held until the bureau registers the transfer.
struct BuyListing {
  static constexpr std::string_view type_name = "BuyListing";
  ListingId listing;
  AccountId buyer;
  Carbon amount;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("listing", self.listing, "Listing to buy from.");
    visit("buyer", self.buyer, "Account that buys and pays.");
    visit("amount", self.amount, "How much.");
  }
};

/// The bureau registers the transfer on a trade voucher: units and money change hands in one entry.
struct RegisterTransfer {
  static constexpr std::string_view type_name = "RegisterTransfer";
  TradeId trade;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("trade", self.trade, "Trade on the voucher.");
  }
};

/// The bureau rejects a transfer: units return to the seller, money to the buyer.
struct RejectTransfer {
  static constexpr std::string_view type_name = "RejectTransfer";
  TradeId trade;
  std::string reason;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("trade", self.trade, "Trade on the voucher.");
    visit("reason", self.reason, "Why.");
  }
};

}  // namespace tanshu::protocol
