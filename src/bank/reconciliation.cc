// SPDX-License-Identifier: Apache-2.0
// Transfers by reference, balances, trades and accounts.
#include "bank/reconciliation.h"

#include <fmt/format.h>

namespace tanshu::bank {
namespace {

/// What a transfer adds to the settlement account.
Money effect(CashDirection direction, Money amount) {
  return direction == CashDirection::deposit ? amount : -amount;
}

class Comparison {
 public:
  Comparison(const Statement& statement, const CashBook& book)
      : statement_(statement), book_(book) {
    result_.statement = statement.id;
    result_.first = statement.first;
    result_.last = statement.last;
    result_.bank_opening = statement.opening;
    result_.bank_closing = statement.closing;
    result_.ledger_opening = book.opening();
    result_.ledger_closing = book.closing();
    result_.pending = statement.pending;
  }

  Reconciliation run() {
    compare_transfers();
    compare_balances();
    check_trades();
    check_accounts();
    return std::move(result_);
  }

 private:
  void compare_transfers() {
    std::map<std::string_view, const CashTransfer*> ledger;
    for (const CashTransfer& transfer : book_.transfers())
      ledger.emplace(transfer.bank_reference, &transfer);
    for (const StatementEntry& entry : statement_.entries) {
      const auto found = ledger.find(entry.reference);
      if (found == ledger.end()) {
        only_at_bank(entry);
        continue;
      }
      compare(entry, *found->second);
      ledger.erase(found);
    }
    for (const CashTransfer& transfer : book_.transfers())
      if (ledger.contains(transfer.bank_reference)) only_in_ledger(transfer);
  }
  void only_at_bank(const StatementEntry& entry) {
    const Money bank = effect(entry.direction, entry.amount);
    explained_ += bank;
    result_.differences.push_back({DifferenceKind::not_in_ledger, entry.reference, entry.account,
                                   bank, Money{}, entry.where});
  }
  void only_in_ledger(const CashTransfer& transfer) {
    const Money ledger = effect(transfer.direction, transfer.amount);
    explained_ -= ledger;
    result_.differences.push_back({DifferenceKind::not_at_bank, transfer.bank_reference,
                                   transfer.account, Money{}, ledger, ""});
  }
  void compare(const StatementEntry& entry, const CashTransfer& transfer) {
    const Money bank = effect(entry.direction, entry.amount);
    const Money ledger = effect(transfer.direction, transfer.amount);
    explained_ += bank - ledger;
    const auto differ = [&](DifferenceKind kind) {
      result_.differences.push_back(
          {kind, entry.reference, transfer.account, bank, ledger, entry.where});
    };
    if (entry.direction != transfer.direction) return differ(DifferenceKind::other_direction);
    if (bank != ledger) return differ(DifferenceKind::other_amount);
    if (!entry.account.empty() && entry.account != transfer.account)
      return differ(DifferenceKind::other_account);
    ++result_.matched;
  }

  void compare_balances() {
    const Money before = statement_.opening - book_.opening();
    result_.unexplained = statement_.closing - book_.closing() - before - explained_;
    const auto differ = [&](DifferenceKind kind, Money bank, Money ledger) {
      if (bank != ledger)
        result_.differences.push_back({kind, "", {}, bank, ledger, statement_.id});
    };
    differ(DifferenceKind::opening_balance, statement_.opening, book_.opening());
    differ(DifferenceKind::closing_balance, statement_.closing, book_.closing());
  }

  void check_trades() {
    for (const PaidTrade& trade : book_.trades()) {
      ++result_.trades;
      result_.trade_value += trade.value;
      if (trade.paid != trade.value)
        result_.differences.push_back({DifferenceKind::trade_not_paid_as_stated,
                                       trade.id.text,
                                       {},
                                       trade.value,
                                       trade.paid,
                                       ""});
    }
  }
  void check_accounts() {
    Int128 sum = 0;
    for (const auto& [id, cash] : book_.accounts()) {
      sum += cash.closing.count;
      const Int128 expected = cash.expected_fen();
      if (expected != cash.closing.count)
        result_.differences.push_back({DifferenceKind::account_does_not_add_up, "", id,
                                       Money{static_cast<std::int64_t>(expected)}, cash.closing,
                                       ""});
    }
    if (sum != book_.closing().count)
      result_.differences.push_back({DifferenceKind::account_does_not_add_up,
                                     "",
                                     {},
                                     book_.closing(),
                                     Money{static_cast<std::int64_t>(sum)},
                                     ""});
  }

  const Statement& statement_;
  const CashBook& book_;
  Reconciliation result_;
  Money explained_;
};

}  // namespace

Reconciliation reconcile(const Statement& statement, const CashBook& book) {
  return Comparison(statement, book).run();
}

std::string accounts_csv(const CashBook& book) {
  std::string text = "account,opening,deposits,withdrawals,sales,purchases,received,paid,closing\n";
  for (const auto& [id, cash] : book.accounts())
    text += fmt::format("{},{},{},{},{},{},{},{},{}\n", id.text, yuan_text(cash.opening),
                        yuan_text(cash.deposits), yuan_text(cash.withdrawals),
                        yuan_text(cash.sales), yuan_text(cash.purchases), yuan_text(cash.received),
                        yuan_text(cash.paid), yuan_text(cash.closing));
  return text;
}

}  // namespace tanshu::bank
