// SPDX-License-Identifier: Apache-2.0
// Averages are exact until the one rounding that the profile names.
#include "market/day_prices.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "market/rounding.h"
#include "market/trading_rules.h"

namespace tanshu::market {

using namespace protocol;  // NOLINT: the market speaks the protocol's nouns throughout

namespace {

bool makes_prices(const MarketProfile& profile, const TradePrint& trade) {
  const ModeRules* rules = rules_of(profile, trade.mode);
  return rules != nullptr && rules->makes_prices;
}

/// Nothing when the day has no trade that the formula averages.
std::optional<Money> averaged_close(const ClosePriceRule& rule, std::span<const TradePrint> priced,
                                    const Turnover& turnover) {
  if (rule.formula == CloseFormula::average_of_day) return turnover.average(rule.rounding);
  const std::size_t count = std::min<std::size_t>(rule.last_trades, priced.size());
  Turnover last;
  for (const TradePrint& trade : priced.last(count)) last += trade;
  return last.average(rule.rounding);
}

void widen(DayPrices& day, Money price) {
  day.high = std::max(day.high.value_or(price), price);
  day.low = std::min(day.low.value_or(price), price);
}

}  // namespace

std::optional<Money> Turnover::average(Rounding rounding) const {
  if (amount_mg <= 0) return std::nullopt;
  if (value_fen > std::numeric_limits<Int128>::max() / mg_per_tonne) return std::nullopt;
  const Int128 fen = rounded_quotient(value_fen * mg_per_tonne, amount_mg, rounding);
  if (fen > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  return Money{static_cast<std::int64_t>(fen)};
}

DayPrices prices_of(const MarketProfile& profile, Money reference,
                    std::span<const TradePrint> trades) {
  DayPrices day;
  std::vector<TradePrint> priced;
  for (const TradePrint& trade : trades) {
    day.total += trade;
    if (!makes_prices(profile, trade)) continue;
    day.priced += trade;
    priced.push_back(trade);
    if (trade.price) widen(day, *trade.price);
  }
  const bool opens_at_trade = !profile.open || profile.open->formula == OpenFormula::first_trade;
  day.open = reference;
  if (opens_at_trade && !priced.empty() && priced.front().price) day.open = *priced.front().price;

  const ClosePriceRule rule = profile.close.value_or(ClosePriceRule{});
  const bool too_little = rule.open_up_to && day.priced.amount_mg <= rule.open_up_to->count;
  if (priced.empty())
    day.close = reference;
  else if (too_little)
    day.close = day.open;
  else
    day.close = averaged_close(rule, priced, day.priced).value_or(reference);
  day.change = day.close - reference;
  day.change_basis = change_basis(day.close, reference);
  return day;
}

std::optional<std::int64_t> change_basis(Money price, Money reference) {
  if (!reference.positive()) return std::nullopt;
  const Int128 difference = Int128{price.count} - reference.count;
  return saturated(rounded_quotient(difference * 10'000, reference.count, Rounding::half_up));
}

std::optional<Money> composite_close(const MarketProfile& profile, std::span<const Money> closes) {
  if (!profile.composite || closes.empty()) return std::nullopt;
  if (profile.composite->formula == CompositeFormula::newest_instrument) return closes.back();
  Int128 sum = 0;
  for (const Money close : closes) sum += close.count;
  const auto count = static_cast<Int128>(closes.size());
  return Money{saturated(rounded_quotient(sum, count, profile.composite->rounding))};
}

std::optional<Money> first_reference(const MarketProfile& profile, std::optional<Money> composite) {
  if (!profile.first_reference) return std::nullopt;
  if (profile.first_reference->rule == FirstReference::given_price)
    return profile.first_reference->price;
  return composite;
}

Money median_price(Money bid, Money offer, Money last) {
  return std::max(std::min(bid, offer), std::min(std::max(bid, offer), last));
}

}  // namespace tanshu::market
