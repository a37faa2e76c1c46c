// SPDX-License-Identifier: Apache-2.0
// The bureau's half of a trade: register the transfer on the voucher, or reject it.
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

Verdict<Trade> find_waiting(const Market& market, const TradeId& id) {
  const Trade* trade = market.trades.find(id);
  if (trade == nullptr) return refuse(RefusalCode::trade_is_unknown, {{"trade", id.text}});
  if (trade->state != TradeState::awaiting_registration)
    return refuse(RefusalCode::trade_is_in_wrong_state,
                  {{"trade", id.text}, {"state", std::string(name_of(trade->state))}});
  return *trade;
}

/// Both legs in one posting: the held units to one account, the held money to the other.
Verdict<Posting> legs(const Trade& trade, const Book& book, const AccountId& units_to,
                      const AccountId& money_to) {
  Posting posting;
  TRY(book.move_units(posting, trade.batch,
                      held_units(trade.seller, Place::held_by_order, hold_of(trade.id)),
                      free_units(units_to), trade.amount));
  TRY(book.move_cash(posting, held_cash(trade.buyer, hold_of(trade.id)), free_cash(money_to),
                     trade.total));
  return posting;
}

}  // namespace

Verdict<void> register_transfer(const RegisterTransfer& c, const Context& context, Market& market,
                                Book& book, Events& events) {
  TRY_SET(Trade trade, find_waiting(market, c.trade));
  TRY_SET(Posting posting, legs(trade, book, trade.buyer, trade.seller));

  trade.state = TradeState::settled;
  trade.registered_by = context.actor;
  trade.registered_at = context.at;
  market.trades.put(trade.id, trade);
  events.emplace_back(TradeSettled{trade});
  book.post(std::move(posting), events);
  return {};
}

Verdict<void> reject_transfer(const RejectTransfer& c, const Context& context, Market& market,
                              Book& book, Events& events) {
  TRY_SET(Trade trade, find_waiting(market, c.trade));
  TRY(check_text("reason", c.reason));
  TRY_SET(Posting posting, legs(trade, book, trade.seller, trade.buyer));

  trade.state = TradeState::rejected;
  trade.reason = c.reason;
  trade.registered_by = context.actor;
  trade.registered_at = context.at;
  market.trades.put(trade.id, trade);
  events.emplace_back(TradeRejected{trade});
  book.post(std::move(posting), events);
  return {};
}

}  // namespace tanshu::market
