// SPDX-License-Identifier: Apache-2.0
// market day: the version in force, the kind of day, sessions and bands; with trades, the prices.
#include <fmt/format.h>

#include <fstream>

#include "apps/commands.h"
#include "apps/files.h"
#include "apps/terminal.h"
#include "apps/trade_file.h"
#include "base/decimal.h"
#include "base/json.h"
#include "base/result.h"
#include "intake/market_library.h"
#include "intake/market_report.h"
#include "market/trading_calendar.h"
#include "market/trading_rules.h"

namespace tanshu::apps {

using namespace protocol;  // NOLINT: the command speaks the protocol's nouns throughout
using market::DayKind;

namespace {

struct Breach {
  std::uint64_t line = 0;
  Refusal refusal;
};

/// Everything that is said of the day.
struct MarketDay {
  MarketProfile profile;
  Day day;
  std::optional<Money> base;
  std::optional<market::DayPrices> prices;
  std::vector<Breach> breaches;

  DayKind kind() const {
    return profile.calendar ? market::kind_of(profile.calendar->calendar, day) : DayKind::unknown;
  }
  std::optional<bool> trades() const {
    return profile.calendar ? market::is_trading_day(*profile.calendar, day) : std::nullopt;
  }
  std::optional<Day> neighbour(int count) const {
    if (!profile.calendar) return std::nullopt;
    return market::trading_days_from(*profile.calendar, day, count);
  }
};

Verdict<Money> price_from(const std::string& text) {
  const auto fen = decimal_from_text(text, 2);
  if (fen && *fen > 0) return Money{*fen};
  return refuse(RefusalCode::price_is_malformed, {{"value", text}});
}

/// What the trade breaks. A row of a bulletin, which has no price, sums many orders: neither its
/// amount nor its value is one order's.
void check_trade(MarketDay& day, const FileTrade& trade) {
  const auto keeps = [&](const Verdict<void>& verdict) {
    if (!verdict) day.breaches.push_back({trade.line, verdict.error()});
    return verdict.has_value();
  };
  const market::TradePrint& print = trade.print;
  const bool offered = market::rules_of(day.profile, print.mode) != nullptr;
  if (offered && !print.price) return;
  // The first answer says that a mode is not offered; the price has no more to say then.
  const bool sized = keeps(market::check_amount(day.profile, print.mode, print.amount));
  if ((sized || offered) && print.price)
    keeps(market::check_price(day.profile, print.mode, *print.price, day.base));
}

Verdict<void> add_trades(MarketDay& day, const std::string& file) {
  if (!day.base) return refuse(RefusalCode::base_price_is_missing);
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return refuse(RefusalCode::input_is_unreadable,
                  {{"file", file}, {"problem", "not a readable file"}});
  TRY_SET(const auto trades, read_trades(in));
  std::vector<market::TradePrint> prints;
  for (const FileTrade& trade : trades) {
    check_trade(day, trade);
    prints.push_back(trade.print);
  }
  day.prices = market::prices_of(day.profile, *day.base, prints);
  return {};
}

Verdict<MarketDay> day_of(const MarketDayCommand& c) {
  MarketDay result;
  const auto day = day_from_text(c.date);
  if (!day) return refuse(RefusalCode::day_is_malformed, {{"value", c.date}});
  TRY_SET(const auto library, intake::MarketLibrary::load(rules_dir(c.rules)));
  TRY_SET(const auto versions, library.versions_of(c.profile));
  const MarketProfile* version = market::version_on(versions, *day);
  if (version == nullptr)
    return refuse(RefusalCode::profile_is_not_in_force,
                  {{"market", c.profile},
                   {"day", to_text(*day)},
                   {"first", to_text(versions.front().effective)}});
  result.profile = *version;
  result.day = *day;
  if (!c.base.empty()) {
    TRY_SET(result.base, price_from(c.base));
  }
  if (!c.trades.empty()) TRY(add_trades(result, c.trades));
  return result;
}

std::string_view key_of(DayKind kind) {
  static constexpr std::string_view names[] = {"weekday", "weekend", "make_up_day", "holiday",
                                               "unknown"};
  return names[static_cast<std::size_t>(kind)];
}

intake::Text title_of(const MarketDay& day) {
  if (day.kind() == DayKind::holiday) {
    const Holiday* holiday = market::holiday_of(day.profile.calendar->calendar, day.day);
    return {"休市（" + holiday->name_zh + "）", "closed (" + holiday->name_en + ")"};
  }
  if (!day.trades())
    return {"是否交易日未知：本版本未写入日历，或日历未覆盖该日",
            "trading day or not is unknown: no calendar is stated, or it does not cover the day"};
  if (*day.trades()) return {"交易日", "trading day"};
  if (day.kind() == DayKind::make_up_day)
    return {"休市（调休上班的周末）", "closed (a weekend that is worked)"};
  return {"休市（周末）", "closed (weekend)"};
}

std::string yuan(std::optional<Money> price) {
  return price ? yuan_text(*price) : "–";
}

std::string prices_lines(const market::DayPrices& prices) {
  const std::string change = prices.change_basis ? intake::change_text(*prices.change_basis) : "–";
  return fmt::format(
      "\n当日价格 prices of the day\n  开 open {}  高 high {}  低 low {}  收 close {}  涨跌 change "
      "{} "
      "({})\n",
      yuan(prices.open), yuan(prices.high), yuan(prices.low), yuan(prices.close),
      yuan(prices.change), change);
}

std::string band_lines(const MarketDay& day) {
  std::string text;
  for (const ModeRules& mode : day.profile.modes) {
    const auto limits =
        day.base ? market::limits_of(day.profile, mode.mode, *day.base) : std::nullopt;
    if (!limits) continue;
    const intake::Text title = intake::title_of(mode.mode);
    text += fmt::format("  {} {}：{} – {}\n", title.zh, title.en, yuan(limits->low),
                        yuan(limits->high));
  }
  if (!text.empty()) text = fmt::format("\n涨跌停价 limits around {}\n{}", yuan(day.base), text);
  return text;
}

std::string calendar_lines(const MarketDay& day) {
  const intake::Text title = title_of(day);
  std::string text = fmt::format("{} {} {}\n", to_text(day.day), title.zh, title.en);
  const auto before = day.neighbour(-1), after = day.neighbour(1);
  text += fmt::format("  上一交易日 previous {}  下一交易日 next {}\n",
                      before ? to_text(*before) : "–", after ? to_text(*after) : "–");
  if (!day.trades().value_or(false) || !day.profile.resale) return text;
  const auto sellable = market::sellable_from(day.profile, day.day);
  return text + fmt::format("  当日买入自 bought today, sellable from {}\n",
                            sellable ? to_text(*sellable) : "–");
}

std::string text_of(const MarketDay& day) {
  const MarketProfile& profile = day.profile;
  std::string text =
      fmt::format("{} {}\n{} 版本 version {}\n\n", profile.title_zh, profile.title_en,
                  std::string(profile.id.text), to_text(profile.effective));
  text += calendar_lines(day) + band_lines(day);
  if (day.prices) text += prices_lines(*day.prices);
  for (const Breach& breach : day.breaches)
    text += fmt::format("  第 line {} 行: {} {}\n      {}\n", breach.line, breach.refusal.number,
                        chinese_of(breach.refusal), english_of(breach.refusal));
  text += "\n规则 rules\n";
  for (const intake::MarketFact& fact : intake::facts_of(profile)) {
    const intake::Text confidence = intake::title_of(fact.source.confidence);
    text +=
        fmt::format("  {} {}\n    {}\n    {}\n    [{} {}] {} {}\n", fact.title.zh, fact.title.en,
                    fact.value.zh, fact.value.en, confidence.zh, confidence.en,
                    intake::document_title(profile, fact.source.document).zh, fact.source.clause);
  }
  text += "\n未写入（未知） not stated, for it is not known\n";
  for (const intake::MarketFact& fact : intake::unstated_of(profile))
    text += fmt::format("  {} {}\n", fact.title.zh, fact.title.en);
  for (const ProfileNote& note : profile.notes)
    text += fmt::format("\n注 note  {}\n         {}\n", note.zh, note.en);
  text.pop_back();
  return text;
}

void put_day(JsonWriter& json, std::string_view key, std::optional<Day> day) {
  json.key(key);
  if (day)
    json.text(to_text(*day));
  else
    json.null();
}

void put_money(JsonWriter& json, std::string_view key, std::optional<Money> money) {
  json.key(key);
  if (money)
    json.text(to_text(*money));
  else
    json.null();
}

void put_modes(JsonWriter& json, const MarketDay& day) {
  json.key("modes").begin_array();
  for (const ModeRules& mode : day.profile.modes) {
    json.begin_object().member("mode", name_of(mode.mode));
    json.key("sessions");
    if (mode.hours)
      json.text(to_text(*mode.hours));
    else
      json.null();
    const auto limits =
        day.base ? market::limits_of(day.profile, mode.mode, *day.base) : std::nullopt;
    put_money(json, "low", limits ? std::optional(limits->low) : std::nullopt);
    put_money(json, "high", limits ? std::optional(limits->high) : std::nullopt);
    json.end_object();
  }
  json.end_array();
}

void put_prices(JsonWriter& json, const MarketDay& day) {
  const market::DayPrices& prices = *day.prices;
  json.key("prices").begin_object();
  put_money(json, "open", prices.open);
  put_money(json, "high", prices.high);
  put_money(json, "low", prices.low);
  put_money(json, "close", prices.close);
  put_money(json, "change", prices.change);
  json.key("change_rate");
  if (prices.change_basis)
    json.text(intake::change_text(*prices.change_basis));
  else
    json.null();
  json.end_object().key("breaches").begin_array();
  for (const Breach& breach : day.breaches) {
    json.begin_object().member("line", breach.line);
    put_refusal(json, breach.refusal);
    json.end_object();
  }
  json.end_array();
}

std::string json_of(const MarketDay& day) {
  JsonWriter json;
  json.begin_object().member("date", std::string_view(to_text(day.day)));
  json.member("day", key_of(day.kind())).key("trading_day");
  if (const auto trades = day.trades())
    json.boolean(*trades);
  else
    json.null();
  put_day(json, "previous_trading_day", day.neighbour(-1));
  put_day(json, "next_trading_day", day.neighbour(1));
  put_day(json, "bought_today_sellable_from", market::sellable_from(day.profile, day.day));
  put_money(json, "base", day.base);
  put_modes(json, day);
  if (day.prices) put_prices(json, day);
  json.key("profile");
  intake::put_profile(json, day.profile);
  return json.end_object().take();
}

}  // namespace

int market_day(const MarketDayCommand& c) {
  const auto day = day_of(c);
  if (!day) return refused(day.error());
  say(c.json ? json_of(*day) : text_of(*day));
  return day->breaches.empty() ? exit_good : exit_no;
}

}  // namespace tanshu::apps
