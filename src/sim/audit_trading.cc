// SPDX-License-Identifier: Apache-2.0
// The auditor on markets, instruments, rights and trading days.
#include "sim/audit_trading.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/time.h"
#include "market/day_prices.h"
#include "market/profile_check.h"
#include "market/trading_calendar.h"

namespace tanshu::sim {

using namespace protocol;  // NOLINT: commands by name

namespace {

Number check_title(const std::string& zh, const std::string& en) {
  SIM_REFUSE_IF(is_blank(zh) || is_blank(en), text_is_empty);
  return 0;
}

Number check_market(const Books& books, const std::string& market) {
  SIM_REFUSE_IF(!books.markets.contains(market), market_is_unknown);
  return 0;
}

Number find_day(Books& books, const std::string& market, TradingDayState state,
                Books::MarketDay*& day) {
  SIM_STOP(check_market(books, market));
  const auto found = books.market_days.find(market);
  SIM_REFUSE_IF(found == books.market_days.end() || found->second.state != state,
                trading_day_is_in_wrong_state);
  day = &found->second;
  return 0;
}

Number check_criteria(const Books& books, const InstrumentCriteria& c) {
  SIM_REFUSE_IF(c.batches.empty() && c.origin_registry.empty() && c.methodology.empty() &&
                    c.region.empty() && !c.vintage_first && !c.vintage_last,
                criteria_are_empty);
  SIM_REFUSE_IF(c.batches.size() > 50, too_many_lots);
  for (const BatchId& batch : c.batches)
    SIM_REFUSE_IF(!books.batches.has(batch.text), batch_is_unknown);
  SIM_REFUSE_IF(c.vintage_first && c.vintage_last && *c.vintage_first > *c.vintage_last,
                period_is_reversed);
  return 0;
}

}  // namespace

bool is_barred(const Books& books, const std::string& participant) {
  switch (*books.parties.find(participant)) {
    case ParticipantKind::registry_operator:
    case ParticipantKind::bureau:
    case ParticipantKind::exchange:
    case ParticipantKind::clearing_house:
    case ParticipantKind::verifier:
    case ParticipantKind::regulator:
    case ParticipantKind::auditor:
      return true;
    default:
      return false;
  }
}

bool is_deliverable(const Books& books, const Books::Item& item, const std::string& batch) {
  const Books::Issue* issue = books.batches.find(batch);
  if (issue == nullptr) return false;
  const InstrumentCriteria& c = item.criteria;
  const bool named = c.batches.empty() ||
                     std::any_of(c.batches.begin(), c.batches.end(),
                                 [&](const BatchId& id) { return std::string(id.text) == batch; });
  const bool from = c.origin_registry.empty() || issue->registry == c.origin_registry;
  const bool old_enough = !c.vintage_last || issue->vintage <= *c.vintage_last;
  const bool young_enough = !c.vintage_first || issue->vintage >= *c.vintage_first;
  if (!named || !from || !old_enough || !young_enough) return false;
  if (c.methodology.empty() && c.region.empty()) return true;
  const Books::Land* land = books.lands.find(issue->project);
  return land != nullptr && (c.methodology.empty() || land->methodology == c.methodology) &&
         land->region.substr(0, c.region.size()) == c.region;
}

Books::Tape tape_on(const Books& books, const std::string& item, const Books::MarketDay& day,
                    const MarketProfile& profile) {
  const auto last = books.tapes.find(item);
  if (last != books.tapes.end() && last->second.day == day.day) return last->second;
  Books::Tape tape;
  tape.day = day.day;
  if (last != books.tapes.end()) {
    tape.close = last->second.close;
    tape.closed_on = last->second.closed_on;
  }
  tape.reference = tape.close;
  if (!tape.reference) tape.reference = books.items.find(item)->first_price;
  if (!tape.reference) tape.reference = market::first_reference(profile, day.composite_before);
  return tape;
}

std::string waiting_hold(const std::string& market, int bought, int first) {
  return "p/" + market + "/" + to_text(Day{bought}) + "/" + to_text(Day{first});
}

std::vector<WaitingSpot> waiting_spots(const Books& books, const std::string& market) {
  std::vector<WaitingSpot> found;
  const std::string mark = "p/" + market + "/";
  for (const auto& [batch, issue] : books.batches)
    for (const Piece& piece : issue.pieces) {
      const Spot& spot = books.spot_of(piece.spot);
      if (spot.hold.size() != mark.size() + 21 || !spot.hold.starts_with(mark)) continue;
      const int bought = day_from_text(spot.hold.substr(mark.size(), 10))->number;
      const int first = day_from_text(spot.hold.substr(mark.size() + 11))->number;
      found.push_back({market, spot.account, batch, bought, first, piece.spot});
    }
  const auto place = [](const WaitingSpot& w) {
    return std::tie(w.first, w.account, w.batch, w.bought);
  };
  std::sort(found.begin(), found.end(),
            [&](const auto& a, const auto& b) { return place(a) < place(b); });
  found.erase(std::unique(found.begin(), found.end(),
                          [&](const auto& a, const auto& b) { return place(a) == place(b); }),
              found.end());
  return found;
}

Number rule(const AdoptMarketProfile& c, const Given& given) {
  Books& b = given.books;
  SIM_STOP(number_of(market::check_profile(c.profile)));
  const std::string* owner = b.accounts.find(c.fee_account.text);
  SIM_REFUSE_IF(owner == nullptr, account_is_unknown);
  SIM_REFUSE_IF(!is_barred(b, *owner), fee_account_is_a_traders);
  const std::string market = c.profile.id.text;
  const int first = c.profile.effective.number;
  const auto day = b.market_days.find(market);
  SIM_REFUSE_IF(day != b.market_days.end() && first <= day->second.day, version_is_too_early);
  SIM_REFUSE_IF(b.markets[market].contains(first), version_is_repeated);
  b.markets[market][first] = {c.profile, c.fee_account.text};
  return 0;
}

Number rule(const ListInstrument& c, const Given& given) {
  Books& b = given.books;
  SIM_STOP(check_code(c.id.text, b.items.has(c.id.text)));
  SIM_STOP(check_market(b, c.market.text));
  SIM_STOP(check_title(c.title_zh, c.title_en));
  SIM_STOP(check_criteria(b, c.criteria));
  SIM_REFUSE_IF(c.first_price && c.first_price->count <= 0, price_is_not_positive);
  b.items.add(c.id.text, {c.market.text, c.criteria, c.first_price, InstrumentState::trading,
                          b.items.size() + 1});
  return 0;
}

Number rule(const SetInstrumentState& c, const Given& given) {
  Books::Item* item = given.books.items.find(c.instrument.text);
  SIM_REFUSE_IF(item == nullptr, instrument_is_unknown);
  SIM_REFUSE_IF(item->state == InstrumentState::delisted, instrument_is_not_traded);
  SIM_REFUSE_IF(is_blank(c.reason), text_is_empty);
  item->state = c.state;
  return 0;
}

Number rule(const SetTradingRight& c, const Given& given) {
  Books& b = given.books;
  SIM_STOP(check_market(b, c.market.text));
  SIM_REFUSE_IF(!b.parties.has(c.participant.text), participant_is_unknown);
  SIM_REFUSE_IF(c.allocation.count < 0, amount_is_not_positive);
  SIM_REFUSE_IF(is_blank(c.reason), text_is_empty);
  b.rights[{c.market.text, c.participant.text}] = {c.state == TradingRightState::suspended,
                                                   c.holder, c.allocation.count};
  return 0;
}

Number rule(const OpenTradingDay& c, const Given& given) {
  Books& b = given.books;
  SIM_STOP(check_market(b, c.market.text));
  const std::string market = c.market.text;
  const auto last = b.market_days.find(market);
  const bool any = last != b.market_days.end();
  SIM_REFUSE_IF(
      any && (last->second.state != TradingDayState::cleared || c.day.number <= last->second.day),
      trading_day_is_in_wrong_state);
  SIM_REFUSE_IF(c.day.number != china_day(given.at_ns), trading_day_is_not_today);
  const auto& versions = b.markets[market];
  auto version = versions.upper_bound(c.day.number);
  SIM_REFUSE_IF(version == versions.begin(), profile_is_not_in_force);
  --version;
  const MarketProfile& profile = version->second.profile;
  SIM_STOP(number_of(market::check_trading_day(profile, c.day)));
  const auto sellable = market::sellable_from(profile, c.day);
  SIM_REFUSE_IF(!sellable, calendar_ends);
  Books::MarketDay day;
  day.day = c.day.number;
  day.rules = version->first;
  day.sellable_from = sellable->number;
  if (any)
    day.composite_before =
        last->second.composite ? last->second.composite : last->second.composite_before;
  b.market_days[market] = day;
  return 0;
}

Number rule(const CloseTradingDay& c, const Given& given) {
  Books::MarketDay* day = nullptr;
  SIM_STOP(find_day(given.books, c.market.text, TradingDayState::open, day));
  day->state = TradingDayState::closed;
  return 0;
}

Number rule(const ExpireOrders& c, const Given& given) {
  Books& b = given.books;
  Books::MarketDay* day = nullptr;
  SIM_STOP(find_day(b, c.market.text, TradingDayState::closed, day));
  std::vector<const Books::Ticket*> due;
  for (const auto& [code, ticket] : b.tickets)
    if (ticket.market == std::string(c.market.text) && ticket.until <= day->day)
      due.push_back(&ticket);
  std::sort(due.begin(), due.end(), [](const auto* a, const auto* b2) {
    return std::tie(a->until, a->number) < std::tie(b2->until, b2->number);
  });
  std::size_t weight = 0, done = 0;
  for (const Books::Ticket* ticket : due) {
    weight += weight_of(b, *ticket);
    if (weight > entry_holds && done != 0) break;
    end_ticket(b, std::string(ticket->code));
    ++done;
  }
  return 0;
}

Number rule(const ReleasePurchases& c, const Given& given) {
  Books& b = given.books;
  SIM_STOP(check_market(b, c.market.text));
  const auto today = b.market_days.find(std::string(c.market.text));
  std::size_t weight = 0, done = 0;
  for (const WaitingSpot& w : waiting_spots(b, c.market.text)) {
    if (today == b.market_days.end() || w.first > today->second.day) break;
    const std::int64_t there = units_at(b, w.batch, w.spot);
    std::int64_t freed = 0;
    std::size_t pieces = 0;
    for (const Piece& piece : b.batches.find(w.batch)->pieces)
      if (piece.spot == w.spot && pieces < 700) freed += piece.size, ++pieces;
    weight += an_end + pieces;
    if (weight > entry_holds && done != 0) break;
    Moves moves(b);
    SIM_STOP(moves.take(w.batch, w.spot, b.spot(w.account), freed));
    moves.carry_out();
    ++done;
    if (freed != there) break;
  }
  return 0;
}

Number rule(const ClearTradingDay& c, const Given& given) {
  Books& b = given.books;
  Books::MarketDay* day = nullptr;
  SIM_STOP(find_day(b, c.market.text, TradingDayState::closed, day));
  const std::string market = c.market.text;
  for (const auto& [code, ticket] : b.tickets)
    SIM_REFUSE_IF(ticket.market == market && ticket.until <= day->day, orders_still_rest);
  const MarketProfile& profile = b.markets[market][day->rules].profile;
  std::size_t issued = 0;
  std::map<std::size_t, Money> closes;
  for (const auto& [code, item] : b.items) {
    if (item.market != market) continue;
    Books::Tape tape = tape_on(b, code, *day, profile);
    const bool gone = item.state == InstrumentState::delisted;
    if (tape.closed_on != day->day && !(gone && tape.trades.empty())) {
      if (issued++ == 50) return 0;
      std::vector<market::TradePrint> prints;
      for (const auto& t : tape.trades)
        prints.push_back({t.mode, Money{t.price}, Carbon{t.amount}, Money{t.value}});
      std::optional<Money> base = tape.reference;
      for (const auto& t : tape.trades) {
        const auto* rules = market::rules_of(profile, t.mode);
        if (!base && rules != nullptr && rules->makes_prices) base = Money{t.price};
      }
      if (base) tape.close = market::prices_of(profile, *base, prints).close;
      tape.closed_on = day->day;
      b.tapes[code] = tape;
    }
    if (tape.close && !gone) closes[item.number] = *tape.close;
  }
  std::vector<Money> prices;
  for (const auto& [number, close] : closes) prices.push_back(close);
  day->composite = market::composite_close(profile, prices);
  day->state = TradingDayState::cleared;
  return 0;
}

}  // namespace tanshu::sim
