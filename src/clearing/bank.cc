// SPDX-License-Identifier: Apache-2.0
// Deposits and withdrawals.
#include "clearing/clearing.h"
#include "protocol/codes.h"

namespace tanshu::clearing {
namespace {

using ledger::bank_control;
using ledger::Book;
using ledger::free_cash;
using ledger::Posting;

Verdict<void> check(const CashTransfer& transfer, const Clearing& clearing, const Book& book) {
  if (!book.accounts().contains(transfer.account))
    return refuse(RefusalCode::account_is_unknown, {{"account", transfer.account.text}});
  if (!transfer.amount.positive())
    return refuse(RefusalCode::amount_is_not_positive, {{"amount", to_text(transfer.amount)}});
  TRY(check_text("bank_reference", transfer.bank_reference));
  if (clearing.transfers.contains(transfer.bank_reference))
    return refuse(RefusalCode::bank_reference_was_used, {{"reference", transfer.bank_reference}});
  return {};
}

Verdict<void> record(const CashTransfer& transfer, Clearing& clearing, Book& book, Events& events) {
  TRY(check(transfer, clearing, book));
  const Purse account = free_cash(transfer.account);
  const bool in = transfer.direction == CashDirection::deposit;
  Posting posting;
  TRY(book.move_cash(posting, in ? bank_control() : account, in ? account : bank_control(),
                     transfer.amount));

  clearing.transfers.put(transfer.bank_reference, transfer);
  events.emplace_back(CashRecorded{transfer});
  book.post(std::move(posting), events);
  return {};
}

}  // namespace

Verdict<void> deposit_cash(const DepositCash& c, const Context& context, Clearing& clearing,
                           Book& book, Events& events) {
  return record({c.bank_reference, CashDirection::deposit, c.account, c.amount, context.at},
                clearing, book, events);
}

Verdict<void> withdraw_cash(const WithdrawCash& c, const Context& context, Clearing& clearing,
                            Book& book, Events& events) {
  return record({c.bank_reference, CashDirection::withdrawal, c.account, c.amount, context.at},
                clearing, book, events);
}

}  // namespace tanshu::clearing
