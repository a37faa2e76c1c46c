// SPDX-License-Identifier: Apache-2.0
// Three books side by side: what the bank did, what the cash ledger says the bank did, and what
// the trades of the days say was paid.
#pragma once

#include "bank/cash_book.h"
#include "base/json.h"

namespace tanshu::bank {

enum class DifferenceKind : std::uint8_t {
  not_in_ledger,  ///< the bank has it, the ledger has not
  not_at_bank,    ///< the ledger has it, the bank has not
  other_amount,
  other_direction,
  other_account,
  opening_balance,
  closing_balance,
  trade_not_paid_as_stated,
  account_does_not_add_up
};

struct Difference {
  static constexpr std::string_view type_name = "Difference";
  DifferenceKind kind = DifferenceKind::not_in_ledger;
  std::string reference;
  AccountId account;
  Money bank;
  Money ledger;
  std::string where;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("kind", self.kind, "What differs.");
    visit("reference", self.reference, "Reference of the transfer, or number of the trade.");
    visit("account", self.account, "Account it is for, where one is known.");
    visit("bank", self.bank, "What the bank says; of a trade, what it states.");
    visit("ledger", self.ledger, "What the cash ledger says.");
    visit("where", self.where, "Where it stands in the bank's file.");
  }
};

struct Reconciliation {
  static constexpr std::string_view type_name = "Reconciliation";
  std::string statement;
  Day first;
  Day last;
  Money bank_opening;
  Money bank_closing;
  Money ledger_opening;
  Money ledger_closing;
  std::uint64_t matched = 0;
  std::uint64_t trades = 0;
  Money trade_value;
  std::uint64_t pending = 0;
  std::vector<Difference> differences;

  bool balanced() const { return differences.empty(); }
  /// How far apart the closing balances are once each transfer that only one side has, or has with
  /// another amount, is taken into account. Not 0: something is missing that no reference shows.
  Money unexplained;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("statement", self.statement, "Number of the statement, or of several that follow.");
    visit("first", self.first, "First day.");
    visit("last", self.last, "Last day, included.");
    visit("bank_opening", self.bank_opening, "Balance the bank begins with.");
    visit("bank_closing", self.bank_closing, "Balance the bank ends with.");
    visit("ledger_opening", self.ledger_opening, "What the ledger says the bank owes before.");
    visit("ledger_closing", self.ledger_closing, "What the ledger says the bank owes after.");
    visit("matched", self.matched, "Transfers both sides have alike.");
    visit("trades", self.trades, "Trades that were paid in these days.");
    visit("trade_value", self.trade_value, "What went to their sellers.");
    visit("pending", self.pending, "Entries the bank shows and has not booked.");
    visit("differences", self.differences, "Whatever is not alike.");
    visit("unexplained", self.unexplained, "Of the closing balances, after all differences.");
  }
};

/// The cash book must be of the statement's days.
Reconciliation reconcile(const Statement& statement, const CashBook& book);

/// "account,opening,deposits,withdrawals,sales,purchases,received,paid,closing" in yuan, a row
/// each.
std::string accounts_csv(const CashBook& book);

}  // namespace tanshu::bank

TANSHU_ENUM(tanshu::bank::DifferenceKind, "difference_kind", "not_in_ledger", "not_at_bank",
            "other_amount", "other_direction", "other_account", "opening_balance",
            "closing_balance", "trade_not_paid_as_stated", "account_does_not_add_up");
