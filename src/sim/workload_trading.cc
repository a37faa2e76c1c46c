// SPDX-License-Identifier: Apache-2.0
// Commands on markets with trading days.
#include <algorithm>
#include <iterator>

#include "sim/audit_trading.h"
#include "sim/workload.h"

namespace tanshu::sim {

using namespace protocol;  // NOLINT: every command is made here

namespace {

constexpr std::int64_t usual_price = 3'000;
constexpr std::uint32_t noon_s = 43'200, one_s = 46'800, day_s = 86'400;

ModeRules rules_for(TradingMode mode) {
  ModeRules rules;
  rules.mode = mode;
  rules.makes_prices = mode != TradingMode::block;
  rules.band = {200'000, 200'000, BandBase::previous_close, Rounding::half_up, {}};
  rules.execution = Execution{ExecutionPrice::resting, {}, false, {}};
  if (mode == TradingMode::listing) {
    rules.size = {tonnes(1), tonnes(80), {}};
    rules.execution->levels = 3;
    rules.execution->counterparty_chosen = true;
  }
  if (mode == TradingMode::best_pick) rules.execution->levels = 1;
  if (mode == TradingMode::median_price) rules.execution->price = ExecutionPrice::median;
  if (mode == TradingMode::block) rules.size = {tonnes(20), {}, {}};
  if (mode == TradingMode::order_book) rules.hours = {{{0, noon_s}, {one_s, day_s}}, {}};
  return rules;
}

template <class Map>
auto some_of(const Map& map, Chance& chance) {
  return std::next(map.begin(), static_cast<std::ptrdiff_t>(chance.below(map.size())));
}

}  // namespace

MarketProfile Workload::sample_rules(const std::string& market, int first_day) {
  MarketProfile profile;
  profile.id = {market};
  profile.title_zh = "模拟市场";
  profile.title_en = "Simulated market";
  profile.effective = {first_day};
  for (const TradingMode mode :
       {TradingMode::listing, TradingMode::best_pick, TradingMode::median_price,
        TradingMode::order_book, TradingMode::block})
    profile.modes.push_back(rules_for(mode));
  profile.tick = {Money{5}, {}};
  profile.close = ClosePriceRule{};
  profile.composite = CompositeRule{};
  profile.first_reference = FirstReferenceRule{};
  profile.resale = {1, {}};
  profile.fees = {{TradingMode::order_book, 1'000, 2'000, Money{3}, Rounding::half_up, {}},
                  {TradingMode::listing, 0, 500, Money{}, Rounding::up, {}}};
  return profile;
}

/// A version of one of three markets, some days before or after today; one in three leans to what
/// is seldom, and one in twenty cannot be applied.
Command Workload::adopt_market_profile(const Books& books) {
  static constexpr std::array<const char*, 3> markets = {"m0", "m1", "m2"};
  const int today = china_day(now_ns_);
  const std::size_t which = chance_.below(markets.size());
  AdoptMarketProfile c{
      sample_rules(markets[which], today + static_cast<int>(chance_.between(-1, 3))), {"fees"}};
  MarketProfile& profile = c.profile;
  if (which == 2) {
    profile.calendar = CalendarRule{};
    profile.calendar->calendar.first = {today - 3};
    profile.calendar->calendar.last = {today + static_cast<int>(chance_.between(-1, 2))};
  }
  if (chance_.once_in(3)) {
    profile.lot = {tonnes(2), {}};
    profile.resale.reset();
    profile.order_life = {OrderLife::trading_day, {}};
    profile.positions = {{HolderClass::other, false, tonnes(300), {}, {}},
                         {HolderClass::compliance_entity, true, tonnes(100), {}, {}}};
    profile.close->formula = CloseFormula::average_of_last_trades;
    profile.close->last_trades = 3;
    profile.composite->formula = CompositeFormula::newest_instrument;
  }
  if (chance_.once_in(20)) profile.lot = {Carbon{chance_.between(-1, 1)}, {}};
  if (chance_.once_in(20)) c.fee_account = account(books);
  return c;
}

MarketId Workload::market(const Books& books) {
  if (books.markets.empty() || chance_.once_in(60)) return {"nowhere"};
  return chance_.once_in(2) ? MarketId{"m0"} : MarketId{some_of(books.markets, chance_)->first};
}

InstrumentId Workload::instrument(const Books& books) {
  const auto* found = books.items.any(chance_);
  if (found == nullptr || chance_.once_in(80)) return {"nothing"};
  return chance_.once_in(2) ? InstrumentId{books.items.oldest()->first}
                            : InstrumentId{found->first};
}

Command Workload::list_instrument(const Books& books) {
  ListInstrument c{{new_code('n')}, market(books), text(), "A", {}, {}};
  switch (chance_.below(8)) {
    case 0:
      break;
    case 1:
      c.criteria.batches = {batch(books), batch(books)};
      break;
    case 2:
      c.criteria.batches.resize(51, batch(books));
      break;
    case 3:
      c.criteria.origin_registry = "R1";
      break;
    case 4:
      c.criteria.region = chance_.once_in(2) ? "1502" : "11";
      break;
    case 5:
      c.criteria.vintage_first = 2023;
      c.criteria.vintage_last = chance_.once_in(3) ? 2022 : 2024;
      break;
    default:
      c.criteria.vintage_first = 1990;
  }
  if (!chance_.once_in(3)) c.first_price = Money{chance_.once_in(20) ? 0 : usual_price};
  return c;
}

Command Workload::set_instrument_state(const Books& books) {
  const std::uint64_t odd = chance_.below(12);
  const InstrumentState state = odd == 0  ? InstrumentState::delisted
                                : odd < 3 ? InstrumentState::halted
                                          : InstrumentState::trading;
  return SetInstrumentState{instrument(books), state, text()};
}

Command Workload::set_trading_right(const Books& books) {
  SetTradingRight c{
      market(books), participant(books), TradingRightState::active, HolderClass::other, {}, text()};
  if (chance_.once_in(3)) c.state = TradingRightState::suspended;
  if (chance_.once_in(3)) c.holder = HolderClass::compliance_entity;
  c.allocation = tonnes(chance_.between(chance_.once_in(20) ? -1 : 0, 400));
  return c;
}

Command Workload::open_trading_day(const Books& books) {
  const int today = china_day(now_ns_);
  return OpenTradingDay{
      market(books),
      {chance_.once_in(12) ? today + static_cast<int>(chance_.between(-1, 1)) : today}};
}

/// Before the first day there is nothing to close.
Command Workload::close_trading_day(const Books& books) {
  if (books.market_days.empty() && !chance_.once_in(8)) return open_trading_day(books);
  return CloseTradingDay{market(books)};
}

Command Workload::expire_orders(const Books& books) {
  if (books.market_days.empty() && !chance_.once_in(8)) return open_trading_day(books);
  return ExpireOrders{market(books)};
}

Command Workload::release_purchases(const Books& books) {
  return ReleasePurchases{market(books)};
}

Command Workload::clear_trading_day(const Books& books) {
  if (books.market_days.empty() && !chance_.once_in(8)) return open_trading_day(books);
  return ClearTradingDay{market(books)};
}

/// Mostly terms that fit one another.
void Workload::choose_terms(PlaceOrder& order) {
  static constexpr auto modes = std::to_array<TradingMode>(
      {TradingMode::order_book, TradingMode::order_book, TradingMode::order_book,
       TradingMode::order_book, TradingMode::listing, TradingMode::listing, TradingMode::listing,
       TradingMode::best_pick, TradingMode::best_pick, TradingMode::median_price,
       TradingMode::median_price, TradingMode::block});
  order.mode = chance_.once_in(60) ? TradingMode::auction : modes[chance_.below(modes.size())];
  const std::int64_t spread = order.mode == TradingMode::best_pick ? 1 : 9;
  std::int64_t ticks = chance_.between(-spread, spread);
  if (chance_.once_in(30)) ticks = chance_.between(-140, 140);
  order.price = Money{usual_price + 5 * ticks + (chance_.once_in(60) ? 1 : 0)};
  const bool pairs =
      order.mode == TradingMode::order_book || order.mode == TradingMode::median_price;
  const std::uint64_t odd = chance_.below(20);
  if (odd < 2) order.time_in_force = TimeInForce::immediate_or_cancel;
  if (odd == 2) order.time_in_force = TimeInForce::fill_or_kill;
  if (odd == 3 || odd == 4) {
    order.time_in_force = TimeInForce::good_till_date;
    const int days = static_cast<int>(chance_.between(chance_.once_in(8) ? -1 : 0, 4));
    order.until = Day{china_day(now_ns_) + days};
  }
  if (odd == 5 && pairs) order.price.reset(), order.kind = OrderKind::market_to_limit;
  if (odd == 6) order.post_only = true;
  if (chance_.once_in(60)) order.time_in_force = TimeInForce::good_till_date;
  if (chance_.once_in(60)) order.kind = OrderKind::market_to_limit;
}

/// A buyer by chance; a seller who has something, or has bought something today.
void Workload::choose_side(PlaceOrder& order, const Books& books) {
  order.side = chance_.once_in(2) ? OrderSide::buy : OrderSide::sell;
  std::int64_t most = order.mode == TradingMode::block ? 60 : 12;
  order.account = account(books);
  if (order.side == OrderSide::sell) {
    const auto [seller, lot] = holding(books);
    order.account = seller;
    order.batch = lot.batch;
    const Books::Issue* issue = books.batches.find(lot.batch.text);
    if (issue != nullptr && !issue->pieces.empty()) {
      const Piece& piece = issue->pieces[chance_.below(issue->pieces.size())];
      if (books.spot_of(piece.spot).place == Place::held_by_order) {
        order.account = {books.spot_of(piece.spot).account};
        most = std::max<std::int64_t>(1, piece.size / mg_per_tonne);
      }
    }
  }
  const std::int64_t least = order.mode == TradingMode::block && !chance_.once_in(6) ? 20 : 1;
  order.amount = tonnes(chance_.between(least, std::max(least, most)));
  const std::uint64_t odd = chance_.below(120);
  if (odd == 0) order.amount = Carbon{chance_.between(-1, 1)};
  if (odd == 1) order.amount = tonnes(9'000'000'000);
  if (odd == 2) order.amount = tonnes(chance_.between(70, 90));
  if (odd == 3) order.batch = batch(books);
}

Command Workload::place_order(const Books& books) {
  const bool open = std::ranges::any_of(
      books.market_days, [](const auto& day) { return day.second.state == TradingDayState::open; });
  if (!open && !chance_.once_in(6)) return open_trading_day(books);
  PlaceOrder c;
  c.id = {new_code('o')};
  if (!books.tickets.empty() && chance_.once_in(60))
    c.id = {some_of(books.tickets, chance_)->first};
  c.instrument = instrument(books);
  choose_terms(c);
  choose_side(c, books);
  if (c.mode == TradingMode::block && chance_.once_in(3)) c.counterparty = participant(books);
  if (chance_.once_in(3) && (c.mode == TradingMode::order_book) && c.price) {
    // Through the other side, so that there is something to trade.
    c.price = Money{usual_price + (c.side == OrderSide::buy ? 100 : -100)};
  }
  return c;
}

/// Some order that rests, rather one that is there to be picked.
const Books::Ticket* Workload::ticket(const Books& books) {
  if (books.tickets.empty()) return nullptr;
  const Books::Ticket* found = nullptr;
  for (int tries = 0; tries < 6; ++tries) {
    found = &some_of(books.tickets, chance_)->second;
    if (found->mode != TradingMode::order_book && found->mode != TradingMode::median_price) break;
  }
  return found;
}

Command Workload::pick_order(const Books& books) {
  const Books::Ticket* found = ticket(books);
  if (found == nullptr && !chance_.once_in(8)) return place_order(books);
  if (found == nullptr || chance_.once_in(80))
    return PickOrder{{"nothing"}, account(books), tonnes(1), {}};
  PickOrder c{{found->code}, account(books), Carbon{found->left}, {}};
  if (found->side == OrderSide::buy) {
    const auto [seller, lot] = holding(books);
    c.account = seller;
    c.batch = lot.batch;
  }
  const std::uint64_t odd = chance_.below(12);
  if (odd < 6 && found->mode != TradingMode::block)
    c.amount = tonnes(chance_.between(1, std::max<std::int64_t>(1, found->left / mg_per_tonne)));
  if (odd == 6) c.amount += tonnes(1);
  if (odd == 7 && chance_.once_in(3)) c.batch = batch(books);
  if (odd == 8 && found->mode == TradingMode::block) c.amount = tonnes(20);
  return c;
}

Command Workload::cancel_order(const Books& books) {
  const Books::Ticket* found = ticket(books);
  if (found == nullptr && !chance_.once_in(8)) return place_order(books);
  return CancelOrder{{found == nullptr || chance_.once_in(40) ? "nothing" : found->code}};
}

Command Workload::cancel_orders(const Books& books) {
  CancelOrders c;
  if (chance_.once_in(2)) c.account = account(books);
  if (chance_.once_in(2)) c.instrument = instrument(books);
  return c;
}

}  // namespace tanshu::sim
