// SPDX-License-Identifier: Apache-2.0
// What the journal says of money over some days: each account from its opening to its closing
// balance by cause, what the bank is said to have done, and the trades that were paid.
#pragma once

#include <map>
#include <optional>

#include "bank/statement.h"
#include "protocol/record.h"

namespace tanshu::bank {

/// An account's money, held or free, over the days of a cash book.
struct AccountCash {
  static constexpr std::string_view type_name = "AccountCash";
  Money opening;
  Money deposits;
  Money withdrawals;
  Money sales;
  Money purchases;
  Money received;
  Money paid;
  Money closing;

  /// opening + deposits - withdrawals + sales - purchases + received - paid.
  Int128 expected_fen() const;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("opening", self.opening, "At the start of the first day.");
    visit("deposits", self.deposits, "Taken in by the bank.");
    visit("withdrawals", self.withdrawals, "Paid out by the bank.");
    visit("sales", self.sales, "For units sold, less what the trade itself took off.");
    visit("purchases", self.purchases, "For units bought, with what the trade itself added.");
    visit("received", self.received,
          "From other accounts, by payments and reservations, and fees of trades.");
    visit("paid", self.paid, "To other accounts, by payments and reservations.");
    visit("closing", self.closing, "At the end of the last day.");
  }
};

/// A trade that was paid, and what changed hands for it.
struct PaidTrade {
  static constexpr std::string_view type_name = "PaidTrade";
  TradeId id;
  Money value;
  Money paid;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id, "Number of the trade.");
    visit("value", self.value, "What it says the seller gets from the buyer.");
    visit("paid", self.paid, "What went from the buyer's account to the seller's in its entry.");
  }
};

/// Filled with all records of a journal in their order; what is after the last day is passed over.
class CashBook {
 public:
  CashBook(Day first, Day last) : first_(first), last_(last) {}

  void add(const Record& record);

  /// What the settlement bank owes at the start of the first day and at the end of the last.
  Money opening() const { return opening_; }
  Money closing() const { return closing_; }
  const std::map<AccountId, AccountCash>& accounts() const { return accounts_; }
  const std::vector<CashTransfer>& transfers() const { return transfers_; }
  const std::vector<PaidTrade>& trades() const { return trades_; }

 private:
  enum class Cause : std::uint8_t { bank, trade, payment };
  /// A trade whose movements follow it, or stand with it, in its entry.
  struct Sides {
    TradeId id;
    AccountId seller, buyer;
    Money to_seller;
  };

  void add_events(const Events& events);
  void begin(const Sides& trade);
  void add_move(const CashMoved& moved);
  void take_bank(Money amount, bool in);
  void post(const AccountId& account, Money amount, bool in, Cause cause);

  Day first_, last_;
  Cause cause_ = Cause::payment;  ///< of the movements at hand
  Sides trade_;                   ///< that they belong to
  bool counts_ = false;           ///< the record at hand is of the days
  Money opening_, closing_;
  std::map<AccountId, AccountCash> accounts_;
  std::vector<CashTransfer> transfers_;
  std::vector<PaidTrade> trades_;
};

}  // namespace tanshu::bank
