// SPDX-License-Identifier: Apache-2.0
// The prices of a trading day: open, high, low, close, change, and the composite of several
// instruments, by the formulas of a profile.
#pragma once

#include <span>
#include <vector>

#include "protocol/market_profile.h"

namespace tanshu::market {

/// One trade as a bulletin counts it. `value` is what the buyer pays; a row of a bulletin, which
/// gives only a volume and an amount, has no price.
struct TradePrint {
  protocol::TradingMode mode = protocol::TradingMode::listing;
  std::optional<Money> price;
  Carbon amount;
  Money value;
};

/// What was traded; wide, so that sums of any number of days fit.
struct Turnover {
  Int128 amount_mg = 0;
  Int128 value_fen = 0;

  Turnover& operator+=(const TradePrint& trade) {
    amount_mg += trade.amount.count, value_fen += trade.value.count;
    return *this;
  }
  /// Value per tonne, rounded to the fen; nothing when nothing was traded or it does not fit.
  std::optional<Money> average(protocol::Rounding rounding) const;
};

struct DayPrices {
  Money open;
  std::optional<Money> high;  ///< none on a day without a trade that makes prices
  std::optional<Money> low;
  Money close;
  Money change;                              ///< close less reference
  std::optional<std::int64_t> change_basis;  ///< in hundredths of a per cent; none of a reference 0
  Turnover priced;                           ///< trades of modes that make prices
  Turnover total;                            ///< all trades
};

/// What a day's prices are made of, counted trade by trade.
struct DayCount {
  std::optional<Money> open;  ///< price of the first trade that makes prices
  std::optional<Money> high;
  std::optional<Money> low;
  std::uint64_t priced_trades = 0;
  Turnover priced;
  Turnover total;
  std::vector<TradePrint> last;  ///< as many of the last as the close is made of; else none
};
void count(const protocol::MarketProfile& profile, const TradePrint& trade, DayCount& day);
DayPrices prices_after(const protocol::MarketProfile& profile, Money reference,
                       const DayCount& count);

/// `trades` in the order in which they were done; `reference` is the previous close, or what stands
/// in for it on an instrument's first day. Trades of modes that make no prices only count in
/// `total`. Where the profile has no rule, the open is the first trade and the close the average of
/// the day.
DayPrices prices_of(const protocol::MarketProfile& profile, Money reference,
                    std::span<const TradePrint> trades);

/// (price / reference - 1) in hundredths of a per cent, half up; nothing of a reference 0.
std::optional<std::int64_t> change_basis(Money price, Money reference);

/// `closes` of all instruments that are quoted, oldest vintage first, untraded ones at the close
/// they carry on. Nothing without a composite rule or without closes.
std::optional<Money> composite_close(const protocol::MarketProfile& profile,
                                     std::span<const Money> closes);

/// What stands in for the previous close of an instrument on its first day; `composite` is the
/// previous day's composite close, if there is one.
std::optional<Money> first_reference(const protocol::MarketProfile& profile,
                                     std::optional<Money> composite);

/// The middle one of a bid and an offer that meet and the last price: 协商议价.
Money median_price(Money bid, Money offer, Money last);

}  // namespace tanshu::market
