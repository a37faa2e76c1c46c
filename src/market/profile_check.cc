// SPDX-License-Identifier: Apache-2.0
// One sentence a rule that cannot be applied.
#include "market/profile_check.h"

#include <algorithm>
#include <set>

#include "base/result.h"
#include "protocol/codes.h"

namespace tanshu::market {

using namespace protocol;  // NOLINT: the market speaks the protocol's nouns throughout

namespace {

constexpr std::uint32_t ppm_whole = 1'000'000;
constexpr std::uint32_t day_s = 86'400;
constexpr std::int32_t calendar_days_max = 3'660;
constexpr std::uint32_t resale_days_max = 30;
constexpr std::uint32_t last_trades_max = 10;
/// An adopted version repeats its titles beside the profile, in the same entry.
constexpr std::size_t title_bytes_max = 400;

using Problem = std::string_view;  ///< empty when there is none

Problem problem_of(const TradingHours& hours) {
  std::uint32_t before = 0;
  for (const TradingSession& session : hours.sessions) {
    if (session.opens_s < before || session.opens_s >= session.closes_s || session.closes_s > day_s)
      return "交易时段须在一日之内、按序且不重叠 | sessions lie within a day, in order and apart";
    before = session.closes_s;
  }
  return {};
}

Problem problem_of(const ModeRules& mode) {
  if (mode.size)
    for (const auto& bound : {mode.size->minimum, mode.size->maximum})
      if (bound && !bound->positive())
        return "申报数量上下限须大于零 | bounds of an order are greater than zero";
  if (mode.band && (mode.band->down_ppm > ppm_whole || mode.band->up_ppm > 10 * ppm_whole))
    return "涨跌幅过大 | a price band is too wide";
  if (mode.execution && mode.execution->levels == 0u)
    return "可点选档位须至少一档 | at least one price level can be picked from";
  return mode.hours ? problem_of(*mode.hours) : Problem{};
}

Problem problem_of_modes(const MarketProfile& profile) {
  std::set<TradingMode> seen;
  if (profile.modes.empty()) return "须至少有一种交易方式 | at least one mode is needed";
  for (const ModeRules& mode : profile.modes) {
    if (!seen.insert(mode.mode).second) return "交易方式重复 | a mode stands twice";
    if (const Problem problem = problem_of(mode); !problem.empty()) return problem;
  }
  return {};
}

Problem problem_of_steps(const MarketProfile& profile) {
  const Carbon lot = lot_of(profile);
  const Money tick = tick_of(profile);
  if (!lot.positive() || !tick.positive())
    return "交易单位与最小变动价位须大于零 | lot and tick are greater than zero";
  if (lot.count % mg_per_tonne != 0)
    return "交易单位须为整数吨 | a lot is a whole number of tonnes";
  return {};
}

Problem problem_of_prices(const MarketProfile& profile) {
  const bool last = profile.close && profile.close->formula == CloseFormula::average_of_last_trades;
  if (last && (profile.close->last_trades == 0 || profile.close->last_trades > last_trades_max))
    return "收盘价取最后 1 至 10 笔成交 | a close is made of the last 1 to 10 trades";
  if (profile.first_reference && profile.first_reference->price &&
      !profile.first_reference->price->positive())
    return "首日参考价须大于零 | a given first price is greater than zero";
  return {};
}

Problem problem_of_terms(const MarketProfile& profile) {
  if (profile.resale && profile.resale->trading_days > resale_days_max)
    return "卖出限制过长 | bought units would be held too long";
  for (const PositionRule& rule : profile.positions)
    if (rule.limit < Carbon{}) return "最大持仓量不得为负 | a position limit is not negative";
  for (const FeeRule& rule : profile.fees)
    if (rule.buyer_ppm > ppm_whole || rule.seller_ppm > ppm_whole || rule.minimum < Money{})
      return "费率须在 0 至 100 % 之间 | a fee is 0 to 100 % and its minimum not negative";
  return {};
}

Problem problem_of_titles(const MarketProfile& profile) {
  for (const std::string* title : {&profile.title_zh, &profile.title_en})
    if (title->size() > title_bytes_max) return "名称过长 | a title is too long";
  return {};
}

Problem problem_of_calendar(const MarketProfile& profile) {
  if (!profile.calendar) return {};
  const TradingCalendar& calendar = profile.calendar->calendar;
  const std::int64_t days = std::int64_t{calendar.last.number} - calendar.first.number;
  if (days < 0 || days > calendar_days_max)
    return "交易日历的期间有误 | the calendar's days are reversed or too many";
  if (!std::ranges::is_sorted(calendar.make_up_days))
    return "调休日须按序 | make-up days stand in order";
  return {};
}

}  // namespace

Carbon lot_of(const MarketProfile& profile) {
  return profile.lot ? profile.lot->amount : tonnes(1);
}

Money tick_of(const MarketProfile& profile) {
  return profile.tick ? profile.tick->price : Money{1};
}

Verdict<void> check_profile(const MarketProfile& profile) {
  TRY(check_new_code(profile.id.text, false));
  TRY(check_text("title_zh", profile.title_zh));
  TRY(check_text("title_en", profile.title_en));
  for (const Problem problem :
       {problem_of_titles(profile), problem_of_modes(profile), problem_of_steps(profile),
        problem_of_prices(profile), problem_of_terms(profile), problem_of_calendar(profile)})
    if (!problem.empty())
      return refuse(RefusalCode::profile_is_malformed,
                    {{"market", std::string(profile.id.text)}, {"problem", std::string(problem)}});
  return {};
}

}  // namespace tanshu::market
