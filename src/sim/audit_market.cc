// SPDX-License-Identifier: Apache-2.0
// The auditor on the market and on money.
#include <fmt/format.h>

#include "sim/audit_rules.h"

namespace tanshu::sim {

using namespace protocol;  // NOLINT: commands by name

namespace {

int listed(Books& books, const Books::Offer& offer, const std::string& code) {
  return books.spot(offer.seller, Place::held_by_order, "listing/" + code);
}
int sold(Books& books, const Books::Deal& deal, const std::string& code) {
  return books.spot(deal.seller, Place::held_by_order, "trade/" + code);
}

Number find_open(Books& books, const std::string& code, Books::Offer*& offer) {
  offer = books.offers.find(code);
  SIM_REFUSE_IF(offer == nullptr, listing_is_unknown);
  SIM_REFUSE_IF(offer->state != ListingState::open, listing_is_not_open);
  return 0;
}

Number check_terms(const OpenListing& c) {
  SIM_REFUSE_IF(c.amount.count <= 0 || c.lot.count <= 0, amount_is_not_positive);
  SIM_REFUSE_IF(c.amount.count % c.lot.count != 0, amount_is_not_whole_lots);
  SIM_REFUSE_IF(c.price.count <= 0, price_is_not_positive);
  SIM_REFUSE_IF(!price_for(c.amount.count, c.price.count), amount_is_too_large);
  SIM_REFUSE_IF(c.open_days.last < c.open_days.first, period_is_reversed);
  return 0;
}

Number check_purchase(const BuyListing& c, const Books::Offer& offer, const Given& given) {
  SIM_STOP(check_own(given, c.buyer.text));
  const std::string& seller = *given.books.accounts.find(offer.seller);
  SIM_REFUSE_IF(seller == given.participant, seller_is_buyer);
  const int today = china_day(given.at_ns);
  SIM_REFUSE_IF(today < offer.first || today > offer.last, listing_is_not_open_today);
  SIM_REFUSE_IF(c.amount.count <= 0, amount_is_not_positive);
  SIM_REFUSE_IF(c.amount.count % offer.lot != 0, amount_is_not_whole_lots);
  SIM_REFUSE_IF(c.amount.count > offer.left, listing_is_short);
  return 0;
}

Number find_waiting(Books& books, const std::string& code, Books::Deal*& deal) {
  deal = books.deals.find(code);
  SIM_REFUSE_IF(deal == nullptr, trade_is_unknown);
  SIM_REFUSE_IF(deal->state != TradeState::awaiting_registration, trade_is_in_wrong_state);
  return 0;
}

Number deliver(Books& books, const std::string& code, Books::Deal& deal, bool settle) {
  const std::string& units_to = settle ? deal.buyer : deal.seller;
  const std::string held = purse_name(deal.buyer, "trade/" + code);
  const std::string money_to = purse_name(settle ? deal.seller : deal.buyer, "");
  Moves moves(books);
  SIM_STOP(moves.take(deal.batch, sold(books, deal, code), books.spot(units_to), deal.amount));
  SIM_STOP(check_money(books, held, money_to, deal.total));
  moves.carry_out();
  move_money(books, held, money_to, deal.total);
  deal.state = settle ? TradeState::settled : TradeState::rejected;
  return 0;
}

Number record_at_bank(const Given& given, const std::string& account, std::int64_t amount,
                      const std::string& reference) {
  SIM_REFUSE_IF(!given.books.accounts.has(account), account_is_unknown);
  SIM_REFUSE_IF(amount <= 0, amount_is_not_positive);
  SIM_REFUSE_IF(is_blank(reference), text_is_empty);
  SIM_REFUSE_IF(given.books.references.contains(reference), bank_reference_was_used);
  return 0;
}

}  // namespace

Number rule(const OpenListing& c, const Given& given) {
  Books& b = given.books;
  SIM_STOP(check_code(c.id.text, b.offers.has(c.id.text)));
  SIM_REFUSE_IF(!b.accounts.has(c.seller.text), account_is_unknown);
  SIM_STOP(check_terms(c));
  const Books::Offer offer{c.seller.text,           c.batch.text,
                           c.amount.count,          c.lot.count,
                           c.price.count,           c.open_days.first.number,
                           c.open_days.last.number, ListingState::open};
  Moves moves(b);
  SIM_STOP(moves.take(offer.batch, b.spot(offer.seller), listed(b, offer, c.id.text), offer.left));
  moves.carry_out();
  b.offers.add(c.id.text, offer);
  return 0;
}

Number rule(const CloseListing& c, const Given& given) {
  Books::Offer* offer = nullptr;
  SIM_STOP(find_open(given.books, c.listing.text, offer));
  SIM_REFUSE_IF(is_blank(c.reason), text_is_empty);
  Moves moves(given.books);
  SIM_STOP(moves.take(offer->batch, listed(given.books, *offer, c.listing.text),
                      given.books.spot(offer->seller), offer->left));
  moves.carry_out();
  offer->left = 0;
  offer->state = ListingState::closed;
  return 0;
}

Number rule(const BuyListing& c, const Given& given) {
  Books& b = given.books;
  Books::Offer* offer = nullptr;
  SIM_STOP(find_open(b, c.listing.text, offer));
  SIM_STOP(check_purchase(c, *offer, given));
  const std::int64_t total = price_for(c.amount.count, offer->price).value();
  SIM_REFUSE_IF(total == 0, total_is_zero);
  const std::string code = fmt::format("t{:06}", b.deals.size() + 1);
  const Books::Deal deal{offer->seller,  c.buyer.text, offer->batch,
                         c.amount.count, total,        TradeState::awaiting_registration};
  const std::string purse = purse_name(c.buyer.text, "");
  const std::string held = purse_name(c.buyer.text, "trade/" + code);
  Moves moves(b);
  SIM_STOP(moves.take(offer->batch, listed(b, *offer, c.listing.text), sold(b, deal, code),
                      c.amount.count));
  SIM_STOP(check_money(b, purse, held, total));
  moves.carry_out();
  move_money(b, purse, held, total);
  offer->left -= c.amount.count;
  if (offer->left == 0) offer->state = ListingState::sold_out;
  b.deals.add(code, deal);
  return 0;
}

Number rule(const RegisterTransfer& c, const Given& given) {
  Books::Deal* deal = nullptr;
  SIM_STOP(find_waiting(given.books, c.trade.text, deal));
  return deliver(given.books, c.trade.text, *deal, true);
}

Number rule(const RejectTransfer& c, const Given& given) {
  Books::Deal* deal = nullptr;
  SIM_STOP(find_waiting(given.books, c.trade.text, deal));
  SIM_REFUSE_IF(is_blank(c.reason), text_is_empty);
  return deliver(given.books, c.trade.text, *deal, false);
}

Number rule(const DepositCash& c, const Given& given) {
  SIM_STOP(record_at_bank(given, c.account.text, c.amount.count, c.bank_reference));
  const std::string purse = purse_name(c.account.text, "");
  SIM_STOP(check_money(given.books, "|", purse, c.amount.count));
  move_money(given.books, "|", purse, c.amount.count);
  given.books.references.insert(c.bank_reference);
  return 0;
}

Number rule(const WithdrawCash& c, const Given& given) {
  SIM_STOP(record_at_bank(given, c.account.text, c.amount.count, c.bank_reference));
  const std::string purse = purse_name(c.account.text, "");
  SIM_STOP(check_money(given.books, purse, "|", c.amount.count));
  move_money(given.books, purse, "|", c.amount.count);
  given.books.references.insert(c.bank_reference);
  return 0;
}

}  // namespace tanshu::sim
