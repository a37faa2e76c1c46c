// SPDX-License-Identifier: Apache-2.0
// Pockets by market and day.
#include "market/waiting.h"

namespace tanshu::market {

using protocol::AccountId;
using protocol::BatchId;
using protocol::HoldId;
using protocol::MarketId;

namespace {

constexpr std::string_view mark = "p/";

}  // namespace

HoldId hold_of_purchase(const MarketId& market, Day bought, Day sellable_from) {
  return {std::string(mark) + std::string(market.text) + '/' + to_text(bought) + '/' +
          to_text(sellable_from)};
}

std::optional<PurchaseHold> purchase_of_hold(std::string_view hold) {
  constexpr std::size_t day_size = 10;  // 2026-01-07
  if (!hold.starts_with(mark) || hold.size() <= mark.size() + 2 * (day_size + 1))
    return std::nullopt;
  const auto first = day_from_text(hold.substr(hold.size() - day_size));
  hold.remove_suffix(day_size + 1);
  const auto bought = day_from_text(hold.substr(hold.size() - day_size));
  hold.remove_suffix(day_size + 1);
  hold.remove_prefix(mark.size());
  if (!first || !bought) return std::nullopt;
  return PurchaseHold{{std::string(hold)}, *bought, *first};
}

void Waiting::remove(const MarketId& market, Day sellable_from, const WaitingUnits& units) {
  Days& days = markets_[market];
  const auto day = days.find(sellable_from);
  day->second.erase(units);
  if (day->second.empty()) days.erase(day);
}

void Waiting::rebuild(const ledger::Book& book) {
  markets_.clear();
  for (const auto& [key, balance] : book.balances())
    if (const auto purchase = purchase_of_hold(key.pocket.hold.text))
      add(purchase->market, purchase->sellable_from,
          {key.pocket.account, key.batch, purchase->bought});
}

const Waiting::Days& Waiting::days(const MarketId& market) const {
  static const Days none;
  const auto found = markets_.find(market);
  return found == markets_.end() ? none : found->second;
}

std::optional<std::pair<Day, Day>> Waiting::not_sellable(const MarketId& market,
                                                         const AccountId& account,
                                                         const BatchId& batch, Day today) const {
  const Days& all = days(market);
  for (auto day = all.upper_bound(today); day != all.end(); ++day) {
    const auto found = day->second.lower_bound({account, batch, {INT32_MIN}});
    if (found != day->second.end() && found->account == account && found->batch == batch)
      return std::pair{found->bought, day->first};
  }
  return std::nullopt;
}

}  // namespace tanshu::market
