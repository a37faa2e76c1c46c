// SPDX-License-Identifier: Apache-2.0
// The checks of an order against its profile, none of which knows a market by name.
#include "market/trading_rules.h"

#include <algorithm>

#include "base/result.h"
#include "market/profile_check.h"
#include "market/rounding.h"
#include "market/trading_calendar.h"

namespace tanshu::market {

using namespace protocol;  // NOLINT: the market speaks the protocol's nouns throughout

namespace {

constexpr Int128 ppm_whole = 1'000'000;

Verdict<const ModeRules*> mode_or_refuse(const MarketProfile& profile, TradingMode mode) {
  if (const ModeRules* rules = rules_of(profile, mode)) return rules;
  std::string offered;
  for (const ModeRules& rules : profile.modes)
    offered += (offered.empty() ? "" : ", ") + std::string(name_of(rules.mode));
  return refuse(RefusalCode::mode_is_not_offered, {{"market", std::string(profile.id.text)},
                                                   {"mode", std::string(name_of(mode))},
                                                   {"modes", offered}});
}

/// One limit, rounded to the tick; a band never closes at nothing, as no order could then rest.
Money limit_at(Money base, Int128 ppm, Money tick, Rounding rounding) {
  const Int128 steps = rounded_quotient(Int128{base.count} * ppm, ppm_whole * tick.count, rounding);
  return Money{saturated(std::max<Int128>(steps, 1) * tick.count)};
}

Verdict<void> check_least(Carbon amount, Carbon minimum, TradingMode mode) {
  if (amount >= minimum) return {};
  return refuse(RefusalCode::amount_is_below_minimum, {{"amount", to_text(amount)},
                                                       {"minimum", to_text(minimum)},
                                                       {"mode", std::string(name_of(mode))}});
}

Verdict<void> check_lot(const MarketProfile& profile, Carbon amount) {
  if (!amount.positive())
    return refuse(RefusalCode::amount_is_not_positive, {{"amount", to_text(amount)}});
  if (profile.lot && amount.count % profile.lot->amount.count != 0)
    return refuse(RefusalCode::amount_is_not_whole_lots,
                  {{"amount", to_text(amount)}, {"lot", to_text(profile.lot->amount)}});
  return {};
}

Money fee(const FeeRule& rule, std::uint32_t ppm, Money value) {
  if (ppm == 0) return {};
  const Money exact{
      saturated(rounded_quotient(Int128{value.count} * ppm, ppm_whole, rule.rounding))};
  return std::max(exact, rule.minimum);
}

}  // namespace

const MarketProfile* version_on(std::span<const MarketProfile> versions, Day day) {
  const MarketProfile* found = nullptr;
  for (const MarketProfile& version : versions)
    if (version.effective <= day && (found == nullptr || found->effective < version.effective))
      found = &version;
  return found;
}

const ModeRules* rules_of(const MarketProfile& profile, TradingMode mode) {
  const auto found = std::ranges::find(profile.modes, mode, &ModeRules::mode);
  return found == profile.modes.end() ? nullptr : &*found;
}

std::uint32_t shanghai_second(Instant at) {
  constexpr Int128 day_ns = Int128{86'400} * 1'000'000'000;
  const Int128 local = Int128{at.ns} + Int128{8 * 3600} * 1'000'000'000;
  return static_cast<std::uint32_t>((local % day_ns + day_ns) % day_ns / 1'000'000'000);
}

Verdict<void> check_time(const MarketProfile& profile, TradingMode mode, Instant at) {
  TRY_SET(const ModeRules* rules, mode_or_refuse(profile, mode));
  TRY(check_trading_day(profile, shanghai_day(at)));
  if (!rules->hours) return {};
  const std::uint32_t second = shanghai_second(at);
  for (const TradingSession& session : rules->hours->sessions)
    if (session.opens_s <= second && second < session.closes_s) return {};
  return refuse(RefusalCode::session_is_closed, {{"mode", std::string(name_of(mode))},
                                                 {"market", std::string(profile.id.text)},
                                                 {"sessions", protocol::to_text(*rules->hours)},
                                                 {"time", clock_text(second)}});
}

std::optional<PriceLimits> limits_of(const MarketProfile& profile, TradingMode mode, Money base) {
  const ModeRules* rules = rules_of(profile, mode);
  if (rules == nullptr || !rules->band) return std::nullopt;
  const PriceBand& band = *rules->band;
  const Money tick = tick_of(profile);
  return PriceLimits{base, limit_at(base, ppm_whole - band.down_ppm, tick, band.rounding),
                     limit_at(base, ppm_whole + band.up_ppm, tick, band.rounding)};
}

Verdict<void> check_price(const MarketProfile& profile, TradingMode mode, Money price,
                          std::optional<Money> base) {
  TRY(mode_or_refuse(profile, mode));
  if (!price.positive())
    return refuse(RefusalCode::price_is_not_positive, {{"price", tanshu::to_text(price)}});
  if (price.count % tick_of(profile).count != 0)
    return refuse(RefusalCode::price_is_off_tick,
                  {{"price", tanshu::to_text(price)}, {"tick", tanshu::to_text(tick_of(profile))}});
  const auto limits = base ? limits_of(profile, mode, *base) : std::nullopt;
  if (!limits || (limits->low <= price && price <= limits->high)) return {};
  return refuse(RefusalCode::price_is_outside_band, {{"price", tanshu::to_text(price)},
                                                     {"low", tanshu::to_text(limits->low)},
                                                     {"high", tanshu::to_text(limits->high)},
                                                     {"base", tanshu::to_text(limits->base)}});
}

Verdict<void> check_amount(const MarketProfile& profile, TradingMode mode, Carbon amount) {
  TRY_SET(const ModeRules* rules, mode_or_refuse(profile, mode));
  TRY(check_lot(profile, amount));
  if (!rules->size) return {};
  if (rules->size->minimum) TRY(check_least(amount, *rules->size->minimum, mode));
  const auto maximum = rules->size->maximum;
  if (!maximum || amount <= *maximum) return {};
  return refuse(RefusalCode::amount_is_above_maximum, {{"amount", to_text(amount)},
                                                       {"maximum", to_text(*maximum)},
                                                       {"mode", std::string(name_of(mode))}});
}

Verdict<void> check_auction_lot(const MarketProfile& profile, Carbon amount) {
  TRY_SET(const ModeRules* rules, mode_or_refuse(profile, TradingMode::auction));
  TRY(check_lot(profile, amount));
  if (!rules->auction) return {};
  return check_least(amount, rules->auction->lot_minimum, TradingMode::auction);
}

std::optional<Day> auction_freeze_day(const MarketProfile& profile, Day auction) {
  const ModeRules* rules = rules_of(profile, TradingMode::auction);
  if (rules == nullptr || !rules->auction || !profile.calendar) return std::nullopt;
  const auto days = static_cast<int>(rules->auction->freeze_days);
  if (days == 0) return auction;
  return working_days_from(profile.calendar->calendar, auction, -days);
}

std::optional<Day> sellable_from(const MarketProfile& profile, Day bought) {
  const int days = profile.resale ? static_cast<int>(profile.resale->trading_days) : 0;
  if (days == 0) return bought;
  if (!profile.calendar) return Day{bought.number + days};
  return trading_days_from(*profile.calendar, bought, days);
}

Verdict<void> check_resale(const MarketProfile& profile, Day bought, Day today) {
  const std::optional<Day> first = sellable_from(profile, bought);
  if (!first) {
    const TradingCalendar& calendar = profile.calendar->calendar;
    return refuse(RefusalCode::calendar_ends, {{"market", std::string(profile.id.text)},
                                               {"first", tanshu::to_text(calendar.first)},
                                               {"last", tanshu::to_text(calendar.last)},
                                               {"day", tanshu::to_text(bought)}});
  }
  if (today >= *first) return {};
  return refuse(RefusalCode::units_are_not_sellable_yet, {{"bought", tanshu::to_text(bought)},
                                                          {"first", tanshu::to_text(*first)},
                                                          {"today", tanshu::to_text(today)}});
}

std::optional<PositionLimits> position_limits(const MarketProfile& profile, HolderClass holder,
                                              Carbon allocation) {
  const auto found = std::ranges::find(profile.positions, holder, &PositionRule::holder);
  if (found == profile.positions.end()) return std::nullopt;
  const Carbon added = found->adds_allocation ? allocation : Carbon{};
  const auto with_allocation = [added](Carbon fixed) {
    return Carbon{saturated(Int128{fixed.count} + added.count)};
  };
  PositionLimits limits{with_allocation(found->limit), std::nullopt};
  if (found->published_above) limits.published_above = with_allocation(*found->published_above);
  return limits;
}

Verdict<void> check_position(const MarketProfile& profile, HolderClass holder, Carbon allocation,
                             Carbon holding) {
  const auto limits = position_limits(profile, holder, allocation);
  if (!limits || holding <= limits->limit) return {};
  return refuse(RefusalCode::position_is_too_large,
                {{"holding", tanshu::to_text(holding)}, {"limit", tanshu::to_text(limits->limit)}});
}

std::optional<Fees> fees_of(const MarketProfile& profile, TradingMode mode, Money value) {
  const auto found = std::ranges::find(profile.fees, mode, &FeeRule::mode);
  if (found == profile.fees.end()) return std::nullopt;
  return Fees{fee(*found, found->buyer_ppm, value), fee(*found, found->seller_ppm, value)};
}

}  // namespace tanshu::market
