// SPDX-License-Identifier: Apache-2.0
// Placing and picking orders: every check first, in one order, then the plan is carried out.
#include "market/matching.h"
#include "market/profile_check.h"
#include "protocol/codes.h"

namespace tanshu::market {
namespace {

using ledger::free_cash;
using ledger::free_units;
using ledger::Posting;

std::unexpected<Refusal> unfit(std::string_view problem) {
  return refuse(RefusalCode::order_terms_do_not_fit, {{"problem", std::string(problem)}});
}

Verdict<void> check_own(const Desk& desk, const AccountId& id) {
  const ledger::AccountRow* account = desk.book.accounts().find(id);
  if (account == nullptr)
    return refuse(RefusalCode::account_is_unknown, {{"account", std::string(id.text)}});
  if (account->participant != desk.context.participant)
    return refuse(RefusalCode::account_is_not_yours,
                  {{"account", std::string(id.text)},
                   {"participant", std::string(desk.context.participant.text)}});
  return {};
}

/// The instrument trades, its market is open, and the mode is in session.
Verdict<Session> open_session(const Desk& desk, const Instrument& instrument, TradingMode mode) {
  if (instrument.state != InstrumentState::trading)
    return refuse(RefusalCode::instrument_is_not_traded,
                  {{"instrument", std::string(instrument.id.text)},
                   {"state", std::string(name_of(instrument.state))}});
  const Day today = shanghai_day(desk.context.at);
  const TradingDay* day = desk.market.days.find(instrument.market);
  if (day == nullptr || day->day != today || day->state != TradingDayState::open)
    return refuse(RefusalCode::market_is_closed,
                  {{"market", std::string(instrument.market.text)},
                   {"day", to_text(today)},
                   {"problem", "未开市 | its trading day is not open"}});
  const AdoptedVersion& version = desk.market.versions.at({instrument.market, day->version});
  TRY(check_time(version.profile, mode, desk.context.at));
  return Session{instrument,
                 *day,
                 version.profile,
                 *rules_of(version.profile, mode),
                 version.version.fee_account,
                 quote_on(desk, instrument, *day, version.profile)};
}

bool takes_orders(TradingMode mode) {
  return pairs_by_itself(mode) || is_picked(mode) || mode == TradingMode::block;
}

Verdict<void> check_life(const PlaceOrder& c, const Session& session) {
  const bool until_date = c.time_in_force == TimeInForce::good_till_date;
  if (until_date != c.until.has_value())
    return unfit("仅到期日有效的申报须给出到期日 | a last day belongs to orders good till a date");
  if (until_date && *c.until < session.day.day) return unfit("到期日已过 | the last day is past");
  const bool for_the_day =
      session.profile.order_life && session.profile.order_life->life == OrderLife::trading_day;
  if (until_date && for_the_day)
    return unfit("该市场的申报仅当日有效 | orders of this market stand for the day only");
  return {};
}

Verdict<void> check_kind(const PlaceOrder& c) {
  const bool limit = c.kind == OrderKind::limit;
  if (limit != c.price.has_value())
    return unfit("限价申报须给出价格，其余不得给出 | a limit order has a price, and no other");
  if (!limit && !pairs_by_itself(c.mode))
    return unfit("该交易方式须给出价格 | orders of this mode have a price");
  const bool at_once = c.time_in_force == TimeInForce::immediate_or_cancel ||
                       c.time_in_force == TimeInForce::fill_or_kill;
  if (at_once && c.mode == TradingMode::block)
    return unfit("大宗申报不得限定即时成交 | a block cannot be asked to trade at once");
  if (c.post_only && (at_once || !limit))
    return unfit("仅挂出的申报不得即时成交 | what is to rest only cannot trade at once");
  return {};
}

Verdict<void> check_terms(const PlaceOrder& c, const Desk& desk, const Session& session) {
  if (!takes_orders(c.mode)) return unfit("该交易方式不以申报进行 | this mode takes no orders");
  TRY(check_kind(c));
  TRY(check_life(c, session));
  if ((c.side == OrderSide::sell) != c.batch.has_value())
    return unfit("卖出须给出批次，买入不得给出 | a sale names a batch, and a purchase does not");
  if (c.counterparty && c.mode != TradingMode::block)
    return unfit("仅大宗申报可指定对手方 | only a block can be for one participant");
  if (c.counterparty && !desk.registered.participants.contains(*c.counterparty))
    return refuse(RefusalCode::participant_is_unknown,
                  {{"participant", std::string(c.counterparty->text)}});
  return {};
}

Verdict<void> check_size(const Session& session, TradingMode mode, Carbon amount) {
  TRY(check_amount(session.profile, mode, amount));
  const Carbon lot = lot_of(session.profile);
  if (amount.count % lot.count == 0) return {};
  return refuse(RefusalCode::amount_is_not_whole_lots,
                {{"amount", to_text(amount)}, {"lot", to_text(lot)}});
}

Verdict<void> check_batch(const Desk& desk, const Instrument& instrument,
                          const std::optional<BatchId>& batch) {
  if (!batch || is_deliverable(instrument, *batch, desk.registered)) return {};
  return refuse(
      RefusalCode::batch_is_not_deliverable,
      {{"batch", std::string(batch->text)}, {"instrument", std::string(instrument.id.text)}});
}

/// The best price of the side that would be met.
std::optional<Money> best_opposite(const Desk& desk, const PlaceOrder& c) {
  const OrderSide side = other_side(c.side);
  const auto& levels = desk.market.index.levels({c.instrument, c.mode, side});
  if (levels.empty()) return std::nullopt;
  return OrderIndex::price_of_rank(side, levels.begin()->first);
}

/// The limit, given or taken from the other side, inside the band.
Verdict<Money> find_price(const PlaceOrder& c, const Desk& desk, const Session& session) {
  const std::optional<Money> price = c.price ? c.price : best_opposite(desk, c);
  if (!price) return refuse(RefusalCode::nobody_is_opposite);
  TRY(check_price(session.profile, c.mode, *price, session.quote.reference_price));
  return *price;
}

/// What a participant has of anything that a market's instruments deliver, and what its bids there
/// would add. A walk over all balances: only markets with position limits pay for it.
Carbon holding_of(const Desk& desk, const MarketId& market, const ParticipantId& participant) {
  Int128 sum = 0;
  const auto counts = [&](const BatchId& batch) {
    for (const auto& [id, instrument] : desk.market.instruments)
      if (instrument.market == market && is_deliverable(instrument, batch, desk.registered))
        return true;
    return false;
  };
  for (const auto& [key, balance] : desk.book.balances()) {
    if (key.pocket.place >= Place::buffer || key.pocket.account.empty()) continue;
    const ledger::AccountRow* account = desk.book.accounts().find(key.pocket.account);
    if (account != nullptr && account->participant == participant && counts(key.batch))
      sum += balance.amount.count;
  }
  const OrderIndex& index = desk.market.index;
  for (std::uint32_t at = index.first_of(participant); at != no_order;
       at = index.next_of_owner(at)) {
    const Order& order = desk.market.orders.entry(at).row;
    if (order.side == OrderSide::buy && order.market == market) sum += order.remaining.count;
  }
  return Carbon{static_cast<std::int64_t>(std::min<Int128>(sum, INT64_MAX))};
}

Verdict<void> check_holding(const Desk& desk, const Session& session, Carbon bought) {
  if (session.profile.positions.empty()) return {};
  const MarketId& market = session.instrument.market;
  const ParticipantId& participant = desk.context.participant;
  const TradingRight* right = desk.market.rights.find({market, participant});
  const Carbon holding = holding_of(desk, market, participant);
  return check_position(session.profile, right == nullptr ? HolderClass::other : right->holder,
                        right == nullptr ? Carbon{} : right->allocation,
                        holding.plus(bought).value_or(Carbon{INT64_MAX}));
}

/// Refuses units_are_not_sellable_yet where what is missing was bought and must wait.
Verdict<void> check_units(const Desk& desk, const Session& session, const AccountId& account,
                          const BatchId& batch, Carbon amount) {
  const MarketId& market = session.instrument.market;
  const Day today = session.day.day;
  const auto waiting = desk.market.waiting.not_sellable(market, account, batch, today);
  if (waiting && desk.book.units(batch, free_units(account)) < amount)
    return refuse(RefusalCode::units_are_not_sellable_yet, {{"bought", to_text(waiting->first)},
                                                            {"first", to_text(waiting->second)},
                                                            {"today", to_text(today)}});
  Posting posting;
  return desk.book.move_units(posting, batch, free_units(account),
                              ledger::held_units(account, Place::held_by_order, {"o/"}), amount);
}

Verdict<void> check_cash(const Desk& desk, const AccountId& account, Money needed) {
  Posting posting;
  return desk.book.move_cash(posting, free_cash(account), ledger::held_cash(account, {"o/"}),
                             needed);
}

Order order_of(const PlaceOrder& c, const Desk& desk, const Session& session, Money price) {
  Order order;
  order.id = c.id;
  order.market = session.instrument.market;
  order.instrument = c.instrument;
  order.account = c.account;
  order.participant = desk.context.participant;
  order.mode = c.mode;
  order.side = c.side;
  order.kind = c.kind;
  order.time_in_force = c.time_in_force;
  order.until = c.until.value_or(session.day.day);
  order.post_only = c.post_only;
  order.price = price;
  order.amount = order.remaining = c.amount;
  order.batch = c.batch;
  order.counterparty = c.counterparty;
  order.placed_by = desk.context.actor;
  order.placed_at = desk.context.at;
  return order;
}

/// Position, the wish to rest only, and funds: the whole order, before it meets anybody.
Verdict<void> check_funds(const Desk& desk, const Session& session, const Order& order) {
  const auto value = price_of(order.amount, order.price);
  if (!value || !fits(session.quote, order.amount, *value))
    return refuse(RefusalCode::amount_is_too_large);
  if (order.side == OrderSide::sell)
    return check_units(desk, session, order.account, *order.batch, order.amount);
  TRY(check_holding(desk, session, order.amount));
  const auto needed = needed_by(order, session.profile);
  if (!needed) return refuse(RefusalCode::amount_is_too_large);
  return check_cash(desk, order.account, *needed);
}

Verdict<void> check_resting(const PlaceOrder& c, const Desk& desk, Money price) {
  if (!c.post_only || !pairs_by_itself(c.mode)) return {};
  const auto best = best_opposite(desk, c);
  if (!best || !meets(c.side, price, *best)) return {};
  return refuse(RefusalCode::order_would_trade, {{"price", to_text(*best)}});
}

/// What rests holds what it needs from now on.
void rest(const Desk& desk, const Order& order) {
  Posting posting;
  if (order.side == OrderSide::sell)
    CHECK(desk.book.move_units(posting, *order.batch, free_units(order.account),
                               held_units_of(order), order.remaining));
  else
    CHECK(desk.book.move_cash(posting, free_cash(order.account), held_cash_of(order), order.held));
  desk.market.index.add(desk.market.orders.put(order.id, order));
  desk.book.post(std::move(posting), desk.events);
}

/// Trades what the plan says, lets rest what is left, and says what came of the order.
void carry_out(const Desk& desk, Session& session, Order order, const Plan& plan) {
  const std::size_t placed_at = desk.events.size();
  desk.events.emplace_back(OrderPlaced{});
  Taker taker{order.account, order.batch.value_or(BatchId{}), &order};
  for (const Step& step : plan.steps)
    if (step.ends_as == OrderState::filled)
      trade(desk, session, step, taker);
    else
      end_order(desk, step.place, step.ends_as);
  order.state = plan.rest;
  if (order.state == OrderState::resting) {
    if (order.side == OrderSide::buy) order.held = needed_by(order, session.profile).value();
    rest(desk, order);
  }
  desk.events[placed_at] = OrderPlaced{order};
  if (!plan.traded.positive()) return;
  desk.market.quotes.put(order.instrument, session.quote);
  desk.events.emplace_back(QuoteChanged{session.quote});
}

Verdict<void> check_level(const Desk& desk, const Session& session, const Order& order) {
  if (order.mode == TradingMode::block || !session.rules.execution) return {};
  const Execution& execution = *session.rules.execution;
  const auto& levels = desk.market.index.levels({order.instrument, order.mode, order.side});
  const auto own = levels.find(OrderIndex::rank_of(order.side, order.price));
  if (execution.levels) {
    std::uint32_t better = 0;
    for (auto level = levels.begin(); level != own && better < *execution.levels; ++level) ++better;
    if (better == *execution.levels)
      return refuse(
          RefusalCode::order_is_beyond_levels,
          {{"order", std::string(order.id.text)}, {"levels", std::to_string(*execution.levels)}});
  }
  const OrderId& first = desk.market.orders.entry(own->second.first).row.id;
  if (execution.counterparty_chosen || first == order.id) return {};
  return refuse(RefusalCode::order_is_not_the_first,
                {{"order", std::string(order.id.text)}, {"first", std::string(first.text)}});
}

Verdict<void> check_pick_amount(const PickOrder& c, const Session& session, const Order& order) {
  TRY(check_size(session, order.mode, c.amount));
  if (order.remaining < c.amount)
    return refuse(RefusalCode::order_is_short, {{"order", std::string(order.id.text)},
                                                {"remaining", to_text(order.remaining)},
                                                {"wanted", to_text(c.amount)}});
  if (order.mode == TradingMode::block && order.remaining != c.amount)
    return unfit("大宗申报须整笔成交 | a block is taken whole");
  return {};
}

/// Whether this taker may meet this order at all.
Verdict<void> check_parties(const Desk& desk, const Order& order) {
  TRY(check_may_trade(desk, order.market, order.participant));
  if (order.participant == desk.context.participant) return refuse(RefusalCode::seller_is_buyer);
  if (order.counterparty && *order.counterparty != desk.context.participant)
    return refuse(RefusalCode::order_is_for_another,
                  {{"order", std::string(order.id.text)},
                   {"participant", std::string(order.counterparty->text)}});
  return {};
}

Verdict<void> check_pick_funds(const PickOrder& c, const Desk& desk, const Session& session,
                               const Order& order) {
  const auto value = price_of(c.amount, order.price);
  CHECK(value.has_value());  // the whole order's did
  if (!fits(session.quote, c.amount, *value)) return refuse(RefusalCode::amount_is_too_large);
  if (order.side == OrderSide::buy)
    return check_units(desk, session, c.account, *c.batch, c.amount);
  TRY(check_holding(desk, session, c.amount));
  const auto fees = fees_of(session.profile, order.mode, *value);
  const auto needed = value->plus(fees ? fees->buyer : Money{});
  if (!needed) return refuse(RefusalCode::amount_is_too_large);
  return check_cash(desk, c.account, *needed);
}

Verdict<const Orders::Entry*> find_order(const Market& market, const OrderId& id) {
  if (const auto* entry = market.orders.find_entry(id)) return entry;
  return refuse(RefusalCode::order_is_unknown, {{"order", std::string(id.text)}});
}

}  // namespace

Verdict<void> place_order(const PlaceOrder& c, const Desk& desk) {
  TRY(check_new_code(c.id.text, desk.market.orders.contains(c.id)));
  TRY_SET(const Instrument* instrument, find_instrument(desk.market, c.instrument));
  TRY(check_own(desk, c.account));
  TRY(check_may_trade(desk, instrument->market, desk.context.participant));
  TRY_SET(Session session, open_session(desk, *instrument, c.mode));
  TRY(check_terms(c, desk, session));
  TRY(check_size(session, c.mode, c.amount));
  TRY(check_batch(desk, *instrument, c.batch));
  TRY_SET(const Money price, find_price(c, desk, session));
  TRY(check_resting(c, desk, price));
  Order order = order_of(c, desk, session, price);
  TRY(check_funds(desk, session, order));

  order.number = ++desk.market.counts.change("orders").number;
  const bool takes = c.time_in_force == TimeInForce::immediate_or_cancel ||
                     c.time_in_force == TimeInForce::fill_or_kill;
  const bool matches = pairs_by_itself(c.mode) || (is_picked(c.mode) && takes);
  carry_out(desk, session, order, matches ? plan(desk, session, order) : Plan{});
  return {};
}

Verdict<void> pick_order(const PickOrder& c, const Desk& desk) {
  TRY_SET(const Orders::Entry* entry, find_order(desk.market, c.order));
  const Order& order = entry->row;
  if (pairs_by_itself(order.mode))
    return unfit("该交易方式自动成交，不可点选 | orders of this mode pair by themselves");
  TRY(check_own(desk, c.account));
  TRY(check_may_trade(desk, order.market, desk.context.participant));
  const Instrument& instrument = desk.market.instruments.at(order.instrument);
  TRY_SET(Session session, open_session(desk, instrument, order.mode));
  if (order.until < session.day.day)
    return refuse(RefusalCode::order_is_unknown, {{"order", std::string(c.order.text)}});
  if ((order.side == OrderSide::buy) != c.batch.has_value())
    return unfit("卖出须给出批次，买入不得给出 | a sale names a batch, and a purchase does not");
  TRY(check_parties(desk, order));
  TRY(check_pick_amount(c, session, order));
  TRY(check_batch(desk, instrument, c.batch));
  TRY(check_price(session.profile, order.mode, order.price, session.quote.reference_price));
  TRY(check_level(desk, session, order));
  TRY(check_pick_funds(c, desk, session, order));

  Taker taker{c.account, c.batch.value_or(BatchId{}), nullptr};
  trade(desk, session, {entry->number, c.amount, order.price, OrderState::filled}, taker);
  desk.market.quotes.put(instrument.id, session.quote);
  desk.events.emplace_back(QuoteChanged{session.quote});
  return {};
}

}  // namespace tanshu::market
