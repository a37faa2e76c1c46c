// SPDX-License-Identifier: Apache-2.0
// Listings at a fixed price (公开挂牌), and the trades that wait for the bureau to register the
// transfer.
#pragma once

#include "protocol/unit.h"

namespace tanshu::protocol {

enum class ListingState : std::uint8_t { open, sold_out, closed };

/// `awaiting_registration`: money and units are both held, and the trade voucher can be printed.
enum class TradeState : std::uint8_t { awaiting_registration, settled, rejected };

struct Listing {
  static constexpr std::string_view type_name = "Listing";
  ListingId id;
  AccountId seller;
  BatchId batch;
  Carbon offered;
  Carbon remaining;
  Carbon lot;
  Money price;
  Period open_days;
  ListingState state = ListingState::open;
  UserId listed_by;
  Instant listed_at;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id, "Code of the listing.");
    visit("seller", self.seller, "Account that sells.");
    visit("batch", self.batch, "Batch on offer.");
    visit("offered", self.offered, "How much was offered.");
    visit("remaining", self.remaining, "How much is left.");
    visit("lot", self.lot, "Bids are whole multiples of this amount.");
    visit("price", self.price, "Fixed price per tonne.");
    visit("open_days", self.open_days, "Market days on which it can be bought (Asia/Shanghai).");
    visit("state", self.state, "Whether it can be bought.");
    visit("listed_by", self.listed_by, "Exchange operator who listed it.");
    visit("listed_at", self.listed_at, "When it was listed.");
  }
};

struct Trade {
  static constexpr std::string_view type_name = "Trade";
  TradeId id;
  ListingId listing;
  AccountId seller;
  AccountId buyer;
  BatchId batch;
  Carbon amount;
  Money price;
  Money total;
  TradeState state = TradeState::awaiting_registration;
  std::vector<Range> units;
  std::string reason;
  UserId bought_by;
  std::optional<UserId> registered_by;
  Instant traded_at;
  std::optional<Instant> registered_at;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id, "Number of the trade and of its voucher.");
    visit("listing", self.listing, "Listing it was bought from.");
    visit("seller", self.seller, "Account that sells.");
    visit("buyer", self.buyer, "Account that buys.");
    visit("batch", self.batch, "Batch of the units.");
    visit("amount", self.amount, "How much.");
    visit("price", self.price, "Price per tonne.");
    visit("total", self.total, "Amount times price, rounded half up to the fen.");
    visit("state", self.state, "Whether the bureau has registered the transfer.");
    visit("units", self.units, "Serials that are held for it, then delivered.");
    visit("reason", self.reason, "Why the bureau rejected it, or empty.");
    visit("bought_by", self.bought_by, "User who bought.");
    visit("registered_by", self.registered_by, "Officer who registered or rejected the transfer.");
    visit("traded_at", self.traded_at, "When it was traded.");
    visit("registered_at", self.registered_at, "When the transfer was registered or rejected.");
  }
};

}  // namespace tanshu::protocol

TANSHU_ENUM(tanshu::protocol::ListingState, "listing_state", "open", "sold_out", "closed");
TANSHU_ENUM(tanshu::protocol::TradeState, "trade_state", "awaiting_registration", "settled",
            "rejected");
