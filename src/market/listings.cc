// SPDX-License-Identifier: Apache-2.0
// Public listing at a fixed price: open, buy, close.
#include <fmt/format.h>

#include "market/market.h"
#include "protocol/codes.h"

namespace tanshu::market {
namespace {

using ledger::Book;
using ledger::free_cash;
using ledger::free_units;
using ledger::held_cash;
using ledger::held_units;
using ledger::Posting;

Pocket listed_units(const Listing& listing) {
  return held_units(listing.seller, Place::held_by_order, hold_of(listing.id));
}

Verdict<void> check_terms(const OpenListing& c) {
  for (const Carbon amount : {c.amount, c.lot})
    if (!amount.positive())
      return refuse(RefusalCode::amount_is_not_positive, {{"amount", to_text(amount)}});
  if (c.amount.count % c.lot.count != 0)
    return refuse(RefusalCode::amount_is_not_whole_lots,
                  {{"amount", to_text(c.amount)}, {"lot", to_text(c.lot)}});
  if (!c.price.positive())
    return refuse(RefusalCode::price_is_not_positive, {{"price", to_text(c.price)}});
  if (!price_of(c.amount, c.price)) return refuse(RefusalCode::amount_is_too_large);
  if (c.open_days.last < c.open_days.first)
    return refuse(RefusalCode::period_is_reversed,
                  {{"first", to_text(c.open_days.first)}, {"last", to_text(c.open_days.last)}});
  return {};
}

Verdict<Listing> find_open(const Market& market, const ListingId& id) {
  const Listing* listing = market.listings.find(id);
  if (listing == nullptr) return refuse(RefusalCode::listing_is_unknown, {{"listing", id.text}});
  if (listing->state != ListingState::open)
    return refuse(RefusalCode::listing_is_not_open,
                  {{"listing", id.text}, {"state", std::string(name_of(listing->state))}});
  return *listing;
}

Verdict<void> check_day(const Listing& listing, Instant at) {
  const Day today = shanghai_day(at);
  if (today < listing.open_days.first || listing.open_days.last < today)
    return refuse(RefusalCode::listing_is_not_open_today,
                  {{"listing", listing.id.text},
                   {"first", to_text(listing.open_days.first)},
                   {"last", to_text(listing.open_days.last)},
                   {"today", to_text(today)}});
  return {};
}

Verdict<void> check_amount(const Listing& listing, Carbon amount) {
  if (!amount.positive())
    return refuse(RefusalCode::amount_is_not_positive, {{"amount", to_text(amount)}});
  if (amount.count % listing.lot.count != 0)
    return refuse(RefusalCode::amount_is_not_whole_lots,
                  {{"amount", to_text(amount)}, {"lot", to_text(listing.lot)}});
  if (amount > listing.remaining)
    return refuse(RefusalCode::listing_is_short, {{"listing", listing.id.text},
                                                  {"remaining", to_text(listing.remaining)},
                                                  {"wanted", to_text(amount)}});
  return {};
}

Verdict<void> check_buyer(const ledger::Accounts& accounts, const AccountId& buyer,
                          const Listing& listing, const Context& context) {
  const ledger::AccountRow* account = accounts.find(buyer);
  if (account == nullptr) return refuse(RefusalCode::account_is_unknown, {{"account", buyer.text}});
  if (account->participant != context.participant)
    return refuse(RefusalCode::account_is_not_yours,
                  {{"account", buyer.text}, {"participant", context.participant.text}});
  if (accounts.at(listing.seller).participant == account->participant)
    return refuse(RefusalCode::seller_is_buyer);
  return {};
}

}  // namespace

HoldId hold_of(const ListingId& listing) {
  return {"listing/" + listing.text};
}
HoldId hold_of(const TradeId& trade) {
  return {"trade/" + trade.text};
}

Verdict<void> open_listing(const OpenListing& c, const Context& context, Market& market, Book& book,
                           Events& events) {
  TRY(check_new_code(c.id.text, market.listings.contains(c.id)));
  if (!book.accounts().contains(c.seller))
    return refuse(RefusalCode::account_is_unknown, {{"account", c.seller.text}});
  TRY(check_terms(c));
  const Listing listing{c.id,      c.seller, c.batch,     c.amount,           c.amount,
                        c.lot,     c.price,  c.open_days, ListingState::open, context.actor,
                        context.at};
  Posting posting;
  TRY(book.move_units(posting, c.batch, free_units(c.seller), listed_units(listing), c.amount));

  market.listings.put(c.id, listing);
  events.emplace_back(ListingOpened{listing});
  book.post(std::move(posting), events);
  return {};
}

Verdict<void> close_listing(const CloseListing& c, Market& market, Book& book, Events& events) {
  TRY_SET(Listing listing, find_open(market, c.listing));
  TRY(check_text("reason", c.reason));
  Posting posting;
  TRY(book.move_units(posting, listing.batch, listed_units(listing), free_units(listing.seller),
                      listing.remaining));

  listing.remaining = Carbon{};
  listing.state = ListingState::closed;
  market.listings.put(c.listing, listing);
  events.emplace_back(ListingClosed{listing, c.reason});
  book.post(std::move(posting), events);
  return {};
}

Verdict<void> buy_listing(const BuyListing& c, const Context& context, Market& market, Book& book,
                          Events& events) {
  TRY_SET(Listing listing, find_open(market, c.listing));
  TRY(check_buyer(book.accounts(), c.buyer, listing, context));
  TRY(check_day(listing, context.at));
  TRY(check_amount(listing, c.amount));
  const auto total = price_of(c.amount, listing.price);
  CHECK(total.has_value());  // the whole listing's price fitted
  if (*total == Money{}) return refuse(RefusalCode::total_is_zero, {{"amount", to_text(c.amount)}});
  const TradeId id{fmt::format("t{:06}", market.trades.size() + 1)};
  Posting posting;
  TRY(book.move_units(posting, listing.batch, listed_units(listing),
                      held_units(listing.seller, Place::held_by_order, hold_of(id)), c.amount));
  TRY(book.move_cash(posting, free_cash(c.buyer), held_cash(c.buyer, hold_of(id)), *total));

  Trade trade;
  trade.id = id;
  trade.listing = listing.id;
  trade.seller = listing.seller;
  trade.buyer = c.buyer;
  trade.batch = listing.batch;
  trade.amount = c.amount;
  trade.price = listing.price;
  trade.total = *total;
  trade.units = posting.units().front().ranges;
  trade.bought_by = context.actor;
  trade.traded_at = context.at;
  listing.remaining -= c.amount;
  if (listing.remaining == Carbon{}) listing.state = ListingState::sold_out;
  market.listings.put(listing.id, listing);
  market.trades.put(id, trade);
  events.emplace_back(TradeMade{trade, listing});
  book.post(std::move(posting), events);
  return {};
}

}  // namespace tanshu::market
