// SPDX-License-Identifier: Apache-2.0
// A market's day as commands: open, close, let orders expire, free what was bought before, clear.
#include <algorithm>

#include "market/day_prices.h"
#include "market/desk.h"
#include "market/rounding.h"
#include "market/trading_calendar.h"

namespace tanshu::market {
namespace {

using ledger::free_units;
using ledger::held_units;
using ledger::Posting;

/// Bulletins of one entry.
constexpr std::size_t bulletins_max = 50;
/// Ranges that one pocket gives up in one entry.
constexpr std::size_t released_ranges_max = 700;

Verdict<TradingDay> find_day(const Market& market, const MarketId& id, TradingDayState needed) {
  TRY(check_market(market, id));
  const TradingDay* day = market.days.find(id);
  if (day != nullptr && day->state == needed) return *day;
  return refuse(RefusalCode::trading_day_is_in_wrong_state,
                {{"market", std::string(id.text)},
                 {"day", day == nullptr ? "-" : to_text(day->day)},
                 {"state", day == nullptr ? "-" : std::string(name_of(day->state))}});
}

/// The day before must be cleared, and lie before this one.
Verdict<void> check_last_day(const Market& market, const OpenTradingDay& c, Day today) {
  const TradingDay* last = market.days.find(c.market);
  const bool held = last != nullptr && c.day <= last->day;
  if (last != nullptr && (held || last->state != TradingDayState::cleared))
    return refuse(RefusalCode::trading_day_is_in_wrong_state,
                  {{"market", std::string(c.market.text)},
                   {"day", to_text(last->day)},
                   {"state", std::string(name_of(last->state))}});
  if (c.day != today)
    return refuse(RefusalCode::trading_day_is_not_today,
                  {{"day", to_text(c.day)}, {"today", to_text(today)}});
  return {};
}

Verdict<const AdoptedVersion*> find_version(const Market& market, const MarketId& id, Day day) {
  auto after = market.versions.upper_bound({id, day});
  if (after != market.versions.begin())
    if (const auto found = std::prev(after); found->first.market == id) return &found->second;
  return refuse(
      RefusalCode::profile_is_not_in_force,
      {{"market", std::string(id.text)},
       {"day", to_text(day)},
       {"first", to_text(market.versions.lower_bound({id, {INT32_MIN}})->first.effective)}});
}

Verdict<Day> find_sellable_from(const MarketProfile& profile, Day day) {
  if (const auto first = sellable_from(profile, day)) return *first;
  const TradingCalendar& calendar = profile.calendar->calendar;
  return refuse(RefusalCode::calendar_ends, {{"market", std::string(profile.id.text)},
                                             {"first", to_text(calendar.first)},
                                             {"last", to_text(calendar.last)},
                                             {"day", to_text(Day{day.number + 1})}});
}

/// Both legs of a turnover; a day's figures of one instrument stay below half of what fits.
template <class Unit>
Quantity<Unit> twice(Quantity<Unit> amount) {
  return amount + amount;
}

template <class Unit>
void add(Quantity<Unit>& sum, Quantity<Unit> amount) {
  sum.count = saturated(Int128{sum.count} + amount.count);
}

DayCount count_of(const Quote& quote) {
  DayCount count;
  count.open = quote.open;
  count.high = quote.high;
  count.low = quote.low;
  count.priced_trades = quote.priced_trades;
  count.priced = {quote.priced_amount.count, quote.priced_value.count};
  count.total = {quote.amount.count, quote.value.count};
  for (const CountedTrade& trade : quote.last_trades)
    count.last.push_back({TradingMode::listing, trade.price, trade.amount, trade.value});
  return count;
}

/// Without any reference, the day's own open stands in for it.
Bulletin bulletin_of(const Quote& quote, const MarketProfile& profile, Instant at) {
  Bulletin b{quote.instrument,
             quote.day,
             quote.market,
             quote.reference_price,
             {},
             {},
             {},
             {},
             {},
             {},
             0,
             {},
             {},
             {},
             {},
             {},
             {},
             at};
  b.trades = quote.trades;
  b.priced_amount = quote.priced_amount;
  b.priced_value = quote.priced_value;
  b.amount = quote.amount;
  b.value = quote.value;
  b.cleared_amount = twice(quote.amount);
  b.cleared_value = twice(quote.value);
  const std::optional<Money> base = quote.reference_price ? quote.reference_price : quote.open;
  if (!base) return b;
  const DayPrices prices = prices_after(profile, *base, count_of(quote));
  b.open = prices.open;
  b.high = prices.high;
  b.low = prices.low;
  b.close = prices.close;
  b.change = prices.change;
  b.change_basis = prices.change_basis;
  return b;
}

bool is_quoted(const Instrument& instrument, const Quote& quote, Day day) {
  return instrument.state != InstrumentState::delisted || (quote.day == day && quote.trades != 0);
}

/// Publishes what is not published yet, up to what one entry holds. Returns whether all is.
bool issue_bulletins(const Desk& desk, const TradingDay& day, const MarketProfile& profile) {
  std::size_t issued = 0;
  for (const auto& [id, instrument] : desk.market.instruments) {
    if (instrument.market != day.market) continue;
    Quote quote = quote_on(desk, instrument, day, profile);
    if (quote.closed_on == day.day || !is_quoted(instrument, quote, day.day)) continue;
    if (issued++ == bulletins_max) return false;
    const Bulletin bulletin = bulletin_of(quote, profile, desk.context.at);
    if (bulletin.close) quote.close = bulletin.close;
    quote.closed_on = day.day;
    desk.market.quotes.put(id, quote);
    desk.events.emplace_back(BulletinIssued{bulletin, quote});
  }
  return true;
}

/// Sums and composite, once every bulletin is out.
void sum_up(const Desk& desk, const MarketProfile& profile, TradingDay& day) {
  std::vector<std::pair<std::uint64_t, Money>> closes;
  for (const auto& [id, instrument] : desk.market.instruments) {
    const Quote* quote = desk.market.quotes.find(id);
    if (instrument.market != day.market || quote == nullptr || quote->day != day.day) continue;
    day.trades += quote->trades;
    add(day.amount, quote->amount), add(day.value, quote->value);
    add(day.cleared_amount, twice(quote->amount)), add(day.cleared_value, twice(quote->value));
    if (quote->close && instrument.state != InstrumentState::delisted)
      closes.emplace_back(instrument.number, *quote->close);
  }
  std::ranges::sort(closes);
  std::vector<Money> prices;
  for (const auto& [number, close] : closes) prices.push_back(close);
  day.composite = composite_close(profile, prices);
  if (day.composite && day.composite_reference)
    day.composite_basis = change_basis(*day.composite, *day.composite_reference);
}

}  // namespace

Quote quote_on(const Desk& desk, const Instrument& instrument, const TradingDay& day,
               const MarketProfile& profile) {
  const Quote* last = desk.market.quotes.find(instrument.id);
  if (last != nullptr && last->day == day.day) return *last;
  Quote quote;
  quote.instrument = instrument.id;
  quote.market = instrument.market;
  quote.day = day.day;
  if (last != nullptr) {
    quote.close = last->close;
    quote.closed_on = last->closed_on;
  }
  quote.reference_price = quote.close ? quote.close
                          : instrument.first_price
                              ? instrument.first_price
                              : first_reference(profile, day.composite_reference);
  return quote;
}

Verdict<void> open_trading_day(const OpenTradingDay& c, const Desk& desk) {
  TRY(check_market(desk.market, c.market));
  TRY(check_last_day(desk.market, c, shanghai_day(desk.context.at)));
  TRY_SET(const AdoptedVersion* version, find_version(desk.market, c.market, c.day));
  TRY(check_trading_day(version->profile, c.day));
  TRY_SET(const Day sellable, find_sellable_from(version->profile, c.day));

  TradingDay day;
  day.market = c.market;
  day.day = c.day;
  day.version = version->version.effective;
  day.sellable_from = sellable;
  if (const TradingDay* last = desk.market.days.find(c.market))
    day.composite_reference = last->composite ? last->composite : last->composite_reference;
  day.opened_at = desk.context.at;
  desk.market.days.put(c.market, day);
  desk.events.emplace_back(TradingDayOpened{day});
  return {};
}

Verdict<void> close_trading_day(const CloseTradingDay& c, const Desk& desk) {
  TRY_SET(TradingDay day, find_day(desk.market, c.market, TradingDayState::open));

  day.state = TradingDayState::closed;
  day.closed_at = desk.context.at;
  desk.market.days.put(c.market, day);
  desk.events.emplace_back(TradingDayClosed{day});
  return {};
}

Verdict<void> expire_orders(const ExpireOrders& c, const Desk& desk) {
  TRY_SET(const TradingDay day, find_day(desk.market, c.market, TradingDayState::closed));

  SweepMade sweep;
  const auto first_due = [&]() -> std::uint32_t {
    const auto& days = desk.market.index.days(c.market);
    const bool due = !days.empty() && days.begin()->first <= day.day;
    return due ? days.begin()->second.first : no_order;
  };
  std::size_t weight = 0;
  for (std::uint32_t place = first_due(); place != no_order; place = first_due()) {
    weight += end_weight + ranges_held(desk, desk.market.orders.entry(place).row);
    if (weight > entry_weight_max && sweep.done != 0) {
      sweep.more = true;
      break;
    }
    end_order(desk, place, OrderState::expired);
    ++sweep.done;
  }
  desk.events.emplace_back(sweep);
  return {};
}

Verdict<void> release_purchases(const ReleasePurchases& c, const Desk& desk) {
  TRY(check_market(desk.market, c.market));
  const TradingDay* today = desk.market.days.find(c.market);
  const Day day = today == nullptr ? Day{INT32_MIN} : today->day;

  SweepMade sweep;
  std::size_t weight = 0;
  while (true) {
    const Waiting::Days& days = desk.market.waiting.days(c.market);
    if (days.empty() || days.begin()->first > day) break;
    const Day sellable = days.begin()->first;
    const WaitingUnits units = *days.begin()->second.begin();
    const Pocket held = held_units(units.account, Place::held_by_order,
                                   hold_of_purchase(c.market, units.bought, sellable));
    const Carbon there = desk.book.units(units.batch, held);
    const auto front = desk.book.front(units.batch, held, there, released_ranges_max);
    weight += end_weight + front.ranges;
    if (weight > entry_weight_max && sweep.done != 0) {
      sweep.more = true;
      break;
    }
    if (front.amount == there) desk.market.waiting.remove(c.market, sellable, units);
    Posting posting;
    CHECK(
        desk.book.move_units(posting, units.batch, held, free_units(units.account), front.amount));
    desk.events.emplace_back(PurchaseReleased{
        {c.market, units.account, units.batch, units.bought, sellable, front.amount}});
    desk.book.post(std::move(posting), desk.events);
    ++sweep.done;
    if (front.amount == there) continue;
    sweep.more = true;
    break;
  }
  desk.events.emplace_back(sweep);
  return {};
}

Verdict<void> clear_trading_day(const ClearTradingDay& c, const Desk& desk) {
  TRY_SET(TradingDay day, find_day(desk.market, c.market, TradingDayState::closed));
  const auto& due = desk.market.index.days(c.market);
  if (!due.empty() && due.begin()->first <= day.day)
    return refuse(RefusalCode::orders_still_rest,
                  {{"market", std::string(c.market.text)}, {"day", to_text(due.begin()->first)}});

  const MarketProfile& profile = desk.market.versions.at({c.market, day.version}).profile;
  if (!issue_bulletins(desk, day, profile)) {
    desk.events.emplace_back(SweepMade{static_cast<std::uint32_t>(bulletins_max), true});
    return {};
  }
  sum_up(desk, profile, day);
  day.state = TradingDayState::cleared;
  day.cleared_at = desk.context.at;
  desk.market.days.put(c.market, day);
  desk.events.emplace_back(TradingDayCleared{day});
  return {};
}

}  // namespace tanshu::market
