// SPDX-License-Identifier: Apache-2.0
// Records folded into balances. Money that a hold takes or gives back stays on its account.
#include "bank/cash_book.h"

namespace tanshu::bank {

Int128 AccountCash::expected_fen() const {
  return Int128{opening.count} + deposits.count - withdrawals.count + sales.count -
         purchases.count + received.count - paid.count;
}

void CashBook::add(const Record& record) {
  if (!record.outcome) return;
  const Day day = shanghai_day(record.envelope.at);
  if (day > last_) return;
  counts_ = day >= first_;
  cause_ = Cause::payment;
  add_events(*record.outcome);
}

/// What an entry did stands before the movements that did it; of several trades in one entry each
/// before its own.
void CashBook::add_events(const Events& events) {
  for (const Event& event : events) {
    if (const auto* recorded = std::get_if<CashRecorded>(&event)) {
      cause_ = Cause::bank;
      if (counts_) transfers_.push_back(recorded->transfer);
    } else if (const auto* settled = std::get_if<TradeSettled>(&event)) {
      const Trade& trade = settled->trade;
      begin({trade.id, trade.seller, trade.buyer, trade.total});
    } else if (const auto* traded = std::get_if<OrderTraded>(&event)) {
      const MarketTrade& trade = traded->trade;
      begin({trade.id, trade.seller, trade.buyer, trade.value - trade.seller_fee});
    } else if (const auto* moved = std::get_if<CashMoved>(&event)) {
      add_move(*moved);
    }
  }
}

void CashBook::begin(const Sides& trade) {
  cause_ = Cause::trade;
  trade_ = trade;
  if (counts_) trades_.push_back({trade.id, trade.to_seller, {}});
}

void CashBook::add_move(const CashMoved& moved) {
  const AccountId &from = moved.from.account, &to = moved.to.account;
  if (from == to) return;
  const bool to_seller = cause_ == Cause::trade && from == trade_.buyer && to == trade_.seller;
  if (to_seller && counts_) trades_.back().paid += moved.amount;
  // Who gets a trade's fee has sold nothing.
  const Cause cause_to = cause_ == Cause::trade && !to_seller ? Cause::payment : cause_;
  if (from.empty())
    take_bank(moved.amount, true);
  else
    post(from, moved.amount, false, cause_);
  if (to.empty())
    take_bank(moved.amount, false);
  else
    post(to, moved.amount, true, cause_to);
}

/// Money that leaves the control purse is money that came to the bank.
void CashBook::take_bank(Money amount, bool in) {
  const Money change = in ? amount : -amount;
  closing_ += change;
  if (!counts_) opening_ += change;
}

void CashBook::post(const AccountId& account, Money amount, bool in, Cause cause) {
  AccountCash& cash = accounts_[account];
  cash.closing += in ? amount : -amount;
  if (!counts_) {
    cash.opening = cash.closing;
    return;
  }
  switch (cause) {
    case Cause::bank:
      (in ? cash.deposits : cash.withdrawals) += amount;
      break;
    case Cause::trade:
      (in ? cash.sales : cash.purchases) += amount;
      break;
    case Cause::payment:
      (in ? cash.received : cash.paid) += amount;
      break;
  }
}

}  // namespace tanshu::bank
