// SPDX-License-Identifier: Apache-2.0
// Bought units that cannot be sold yet stand in pockets of their own, whose hold says the market,
// the day of the purchase and the first day on which they can be sold. This is the list of those
// pockets, derived from the book's balances.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "ledger/book.h"
#include "protocol/order.h"

namespace tanshu::market {

/// "p/cea/2026-01-07/2026-01-08".
protocol::HoldId hold_of_purchase(const protocol::MarketId& market, Day bought, Day sellable_from);

struct WaitingUnits {
  protocol::AccountId account;
  protocol::BatchId batch;
  Day bought;
  auto operator<=>(const WaitingUnits&) const = default;
};

class Waiting {
 public:
  using Pockets = std::set<WaitingUnits>;
  using Days = std::map<Day, Pockets>;  ///< by the first day on which they can be sold

  void add(const protocol::MarketId& market, Day sellable_from, const WaitingUnits& units) {
    markets_[market][sellable_from].insert(units);
  }
  void remove(const protocol::MarketId& market, Day sellable_from, const WaitingUnits& units);
  void rebuild(const ledger::Book& book);

  const Days& days(const protocol::MarketId& market) const;
  /// The latest purchase of an account in a batch that cannot be sold on a day, if there is one.
  std::optional<std::pair<Day, Day>> not_sellable(const protocol::MarketId& market,
                                                  const protocol::AccountId& account,
                                                  const protocol::BatchId& batch, Day today) const;

 private:
  std::map<protocol::MarketId, Days> markets_;
};

/// Market, day of the purchase and first day of a sale, if the hold is one of a purchase.
struct PurchaseHold {
  protocol::MarketId market;
  Day bought;
  Day sellable_from;
};
std::optional<PurchaseHold> purchase_of_hold(std::string_view hold);

}  // namespace tanshu::market
