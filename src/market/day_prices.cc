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

std::size_t last_trades_of(const MarketProfile& profile) {
  const bool last = profile.close && profile.close->formula == CloseFormula::average_of_last_trades;
  return last ? profile.close->last_trades : 0;
}

/// Nothing when the day has no trade that the formula averages.
std::optional<Money> averaged_close(const ClosePriceRule& rule, const DayCount& day) {
  if (rule.formula == CloseFormula::average_of_day) return day.priced.average(rule.rounding);
  Turnover last;
  for (const TradePrint& trade : day.last) last += trade;
  return last.average(rule.rounding);
}

}  // namespace

std::optional<Money> Turnover::average(Rounding rounding) const {
  if (amount_mg <= 0) return std::nullopt;
  if (value_fen > std::numeric_limits<Int128>::max() / mg_per_tonne) return std::nullopt;
  const Int128 fen = rounded_quotient(value_fen * mg_per_tonne, amount_mg, rounding);
  if (fen > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  return Money{static_cast<std::int64_t>(fen)};
}

void count(const MarketProfile& profile, const TradePrint& trade, DayCount& day) {
  day.total += trade;
  if (!makes_prices(profile, trade)) return;
  day.priced += trade;
  if (day.priced_trades++ == 0) day.open = trade.price;
  if (trade.price) {
    day.high = std::max(day.high.value_or(*trade.price), *trade.price);
    day.low = std::min(day.low.value_or(*trade.price), *trade.price);
  }
  const std::size_t kept = last_trades_of(profile);
  if (kept == 0) return;
  if (day.last.size() == kept) day.last.erase(day.last.begin());
  day.last.push_back(trade);
}

DayPrices prices_after(const MarketProfile& profile, Money reference, const DayCount& count) {
  DayPrices day;
  day.high = count.high;
  day.low = count.low;
  day.priced = count.priced;
  day.total = count.total;
  const bool opens_at_trade = !profile.open || profile.open->formula == OpenFormula::first_trade;
  day.open = opens_at_trade ? count.open.value_or(reference) : reference;

  const ClosePriceRule rule = profile.close.value_or(ClosePriceRule{});
  const bool too_little = rule.open_up_to && day.priced.amount_mg <= rule.open_up_to->count;
  if (count.priced_trades == 0)
    day.close = reference;
  else if (too_little)
    day.close = day.open;
  else
    day.close = averaged_close(rule, count).value_or(reference);
  day.change = day.close - reference;
  day.change_basis = change_basis(day.close, reference);
  return day;
}

DayPrices prices_of(const MarketProfile& profile, Money reference,
                    std::span<const TradePrint> trades) {
  DayCount day;
  for (const TradePrint& trade : trades) count(profile, trade, day);
  return prices_after(profile, reference, day);
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
