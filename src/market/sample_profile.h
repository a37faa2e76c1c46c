// SPDX-License-Identifier: Apache-2.0
// For tests: a small market of our own, so that a rule can be changed without a file.
#pragma once

#include "protocol/market_profile.h"

namespace tanshu::market {

inline Day day_of(std::string_view text) {
  return day_from_text(text).value();
}

/// "52.96" in fen.
inline Money yuan_of(std::string_view text) {
  return money_from_text(std::string(text) + " CNY").value();
}

/// October 2025 with its holiday and its two worked weekend days.
inline protocol::CalendarRule sample_calendar() {
  protocol::CalendarRule rule;
  rule.calendar.id = "sample";
  rule.calendar.first = day_of("2025-09-22");
  rule.calendar.last = day_of("2025-10-31");
  rule.calendar.holidays = {{day_of("2025-10-01"), day_of("2025-10-08"), "国庆节", "National Day"}};
  rule.calendar.make_up_days = {day_of("2025-09-28"), day_of("2025-10-11")};
  return rule;
}

inline protocol::ModeRules sample_listing() {
  protocol::ModeRules mode;
  mode.mode = protocol::TradingMode::listing;
  mode.makes_prices = true;
  mode.size = {tonnes(1), tonnes(99'999), {}};
  mode.band = {100'000, 100'000, protocol::BandBase::previous_close, {}, {}};
  mode.hours = {{{34'200, 41'400}, {46'800, 54'000}}, {}};
  return mode;
}

inline protocol::MarketProfile sample_profile() {
  protocol::MarketProfile profile;
  profile.id.text = "sample";
  profile.effective = day_of("2025-09-22");
  protocol::ModeRules block;
  block.mode = protocol::TradingMode::block;
  block.size = {tonnes(100'000), std::nullopt, {}};
  block.band = {300'000, 300'000, protocol::BandBase::previous_close, {}, {}};
  profile.modes = {sample_listing(), block};
  profile.lot = {tonnes(1), {}};
  profile.tick = {Money{1}, {}};
  profile.calendar = sample_calendar();
  profile.resale = {1, {}};
  return profile;
}

}  // namespace tanshu::market
