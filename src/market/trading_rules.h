// SPDX-License-Identifier: Apache-2.0
// What an order must keep to on its day: mode, session, price band, tick, lot, size, holding, and
// what a trade costs. A rule that the profile does not state restricts nothing.
#pragma once

#include <span>

#include "protocol/market_profile.h"
#include "protocol/refusal.h"

namespace tanshu::market {

/// The version in force on a day, of one profile's versions in any order; nullptr before the first.
const protocol::MarketProfile* version_on(std::span<const protocol::MarketProfile> versions,
                                          Day day);

/// nullptr when the profile does not have the mode.
const protocol::ModeRules* rules_of(const protocol::MarketProfile& profile,
                                    protocol::TradingMode mode);

/// Seconds after midnight in Asia/Shanghai.
std::uint32_t shanghai_second(Instant at);

/// Refuses mode_is_not_offered, market_is_closed, calendar_ends, session_is_closed.
protocol::Verdict<void> check_time(const protocol::MarketProfile& profile,
                                   protocol::TradingMode mode, Instant at);

struct PriceLimits {
  Money base;
  Money low;
  Money high;
  bool operator==(const PriceLimits&) const = default;
};

/// The band around a base price, each limit rounded to the tick and at least one tick; nothing when
/// the mode has no band. A limit beyond what money can hold is the most it can hold.
std::optional<PriceLimits> limits_of(const protocol::MarketProfile& profile,
                                     protocol::TradingMode mode, Money base);

/// Refuses mode_is_not_offered, price_is_not_positive, price_is_off_tick, price_is_outside_band.
/// Without a base price no band is asked.
protocol::Verdict<void> check_price(const protocol::MarketProfile& profile,
                                    protocol::TradingMode mode, Money price,
                                    std::optional<Money> base);

/// Refuses mode_is_not_offered, amount_is_not_positive, amount_is_not_whole_lots,
/// amount_is_below_minimum, amount_is_above_maximum.
protocol::Verdict<void> check_amount(const protocol::MarketProfile& profile,
                                     protocol::TradingMode mode, Carbon amount);

/// What a seller brings to an auction; refuses as check_amount does, with the auction's own least.
protocol::Verdict<void> check_auction_lot(const protocol::MarketProfile& profile, Carbon amount);
/// The last day by which the units of an auction must be frozen; nothing when the profile does not
/// say, or its calendar does not reach back that far.
std::optional<Day> auction_freeze_day(const protocol::MarketProfile& profile, Day auction);

/// The first day on which units bought on a day can be sold. Without a rule it is the day itself;
/// nothing when the calendar ends before it is known.
std::optional<Day> sellable_from(const protocol::MarketProfile& profile, Day bought);
/// Refuses units_are_not_sellable_yet, calendar_ends.
protocol::Verdict<void> check_resale(const protocol::MarketProfile& profile, Day bought, Day today);

struct PositionLimits {
  Carbon limit;
  std::optional<Carbon> published_above;
  bool operator==(const PositionLimits&) const = default;
};

/// `allocation` is the holder's of the year, 0 for those who have none. Nothing without a rule for
/// the class of holder.
std::optional<PositionLimits> position_limits(const protocol::MarketProfile& profile,
                                              protocol::HolderClass holder, Carbon allocation);
/// Refuses position_is_too_large; `holding` is what it would become.
protocol::Verdict<void> check_position(const protocol::MarketProfile& profile,
                                       protocol::HolderClass holder, Carbon allocation,
                                       Carbon holding);

struct Fees {
  Money buyer;
  Money seller;
  bool operator==(const Fees&) const = default;
};

/// What each side pays on a trade worth `value`; nothing when the profile does not say.
std::optional<Fees> fees_of(const protocol::MarketProfile& profile, protocol::TradingMode mode,
                            Money value);

}  // namespace tanshu::market
