// SPDX-License-Identifier: Apache-2.0
// The auditor on orders: whoever would meet whom is found by sorting all orders there are.
#include <algorithm>
#include <tuple>

#include "market/day_prices.h"
#include "sim/audit_trading.h"

namespace tanshu::sim {

using namespace protocol;  // NOLINT: commands by name

namespace {

using Ticket = Books::Ticket;

constexpr std::int64_t figures_hold = INT64_MAX / 2;

/// Everything that is known once the market is found to be open.
struct Floor {
  const Books::Item* item = nullptr;
  const Books::MarketDay* day = nullptr;
  const Books::Rules* rules = nullptr;
  const ModeRules* mode = nullptr;
  Books::Tape tape;
};

bool pairs(TradingMode mode) {
  return mode == TradingMode::order_book || mode == TradingMode::median_price;
}
bool picked(TradingMode mode) {
  return mode == TradingMode::listing || mode == TradingMode::best_pick;
}
bool at_once(const PlaceOrder& c) {
  return c.time_in_force == TimeInForce::immediate_or_cancel ||
         c.time_in_force == TimeInForce::fill_or_kill;
}
bool reaches(OrderSide side, std::int64_t limit, std::int64_t price) {
  return side == OrderSide::buy ? price <= limit : price >= limit;
}

bool is_suspended(const Books& b, const std::string& market, const std::string& participant) {
  const auto right = b.rights.find({market, participant});
  return right != b.rights.end() && right->second.suspended;
}

Number check_trader(const Books& b, const std::string& market, const std::string& participant) {
  SIM_REFUSE_IF(is_barred(b, participant) || is_suspended(b, market, participant),
                participant_may_not_trade);
  return 0;
}

Number find_place(const Given& given, const std::string& item, TradingMode mode, Floor& place) {
  Books& b = given.books;
  place.item = b.items.find(item);
  SIM_REFUSE_IF(place.item->state != InstrumentState::trading, instrument_is_not_traded);
  const auto day = b.market_days.find(place.item->market);
  SIM_REFUSE_IF(day == b.market_days.end() || day->second.day != china_day(given.at_ns) ||
                    day->second.state != TradingDayState::open,
                market_is_closed);
  place.day = &day->second;
  place.rules = &b.markets[place.item->market][day->second.rules];
  SIM_STOP(number_of(market::check_time(place.rules->profile, mode, {given.at_ns})));
  place.mode = market::rules_of(place.rules->profile, mode);
  place.tape = tape_on(b, item, *place.day, place.rules->profile);
  return 0;
}

/// Orders of a side, best and oldest first.
std::vector<Ticket*> side_of(Books& b, const std::string& item, TradingMode mode, OrderSide side) {
  std::vector<Ticket*> found;
  for (auto& [code, ticket] : b.tickets)
    if (ticket.item == item && ticket.mode == mode && ticket.side == side) found.push_back(&ticket);
  std::sort(found.begin(), found.end(), [side](const Ticket* x, const Ticket* y) {
    const std::int64_t sign = side == OrderSide::sell ? 1 : -1;
    return std::make_pair(sign * x->price, x->number) < std::make_pair(sign * y->price, y->number);
  });
  return found;
}

Number check_terms(const PlaceOrder& c, const Given& given, const Floor& place) {
  const bool limit = c.kind == OrderKind::limit, dated = c.until.has_value();
  const bool block = c.mode == TradingMode::block;
  bool fit = pairs(c.mode) || picked(c.mode) || block;
  fit = fit && limit == c.price.has_value() && (limit || pairs(c.mode));
  fit = fit && !(at_once(c) && block) && !(c.post_only && (at_once(c) || !limit));
  fit = fit && dated == (c.time_in_force == TimeInForce::good_till_date);
  fit = fit && !(dated && c.until->number < place.day->day);
  const auto& life = place.rules->profile.order_life;
  fit = fit && !(dated && life && life->life == OrderLife::trading_day);
  fit = fit && (c.side == OrderSide::sell) == c.batch.has_value();
  fit = fit && (!c.counterparty || block);
  SIM_REFUSE_IF(!fit, order_terms_do_not_fit);
  SIM_REFUSE_IF(c.counterparty && !given.books.parties.has(c.counterparty->text),
                participant_is_unknown);
  return 0;
}

Number check_size(const Floor& place, TradingMode mode, std::int64_t amount) {
  SIM_STOP(number_of(market::check_amount(place.rules->profile, mode, Carbon{amount})));
  const auto& lot = place.rules->profile.lot;
  SIM_REFUSE_IF(amount % (lot ? lot->amount.count : mg_per_tonne) != 0, amount_is_not_whole_lots);
  return 0;
}

Number check_batch(const Books& b, const Floor& place, const std::optional<BatchId>& batch) {
  SIM_REFUSE_IF(batch && !is_deliverable(b, *place.item, batch->text), batch_is_not_deliverable);
  return 0;
}

std::int64_t fee(const Floor& place, TradingMode mode, OrderSide side, std::int64_t value) {
  const auto fees = market::fees_of(place.rules->profile, mode, Money{value});
  if (!fees) return 0;
  return side == OrderSide::buy ? fees->buyer.count : fees->seller.count;
}

/// The value at the limit of what is left, and the fee of all there will have been.
std::optional<std::int64_t> needed(const Floor& place, const Ticket& bid) {
  const auto worth = price_for(bid.left, bid.price);
  if (!worth || Int128{bid.value} + *worth > INT64_MAX) return std::nullopt;
  const std::int64_t owed = fee(place, bid.mode, OrderSide::buy, bid.value + *worth) - bid.fees;
  const Int128 sum = Int128{*worth} + std::max<std::int64_t>(owed, 0);
  if (sum > INT64_MAX) return std::nullopt;
  return static_cast<std::int64_t>(sum);
}

bool tape_holds(const Books::Tape& tape, Int128 amount, Int128 value) {
  for (const auto& t : tape.trades) amount += t.amount, value += t.value;
  return amount <= figures_hold && value <= figures_hold;
}

Number check_holding(const Given& given, const Floor& place, std::int64_t bought) {
  Books& b = given.books;
  const MarketProfile& profile = place.rules->profile;
  if (profile.positions.empty()) return 0;
  Int128 sum = bought;
  for (const auto& [code, issue] : b.batches) {
    bool counts = false;
    for (const auto& [name, item] : b.items)
      counts = counts || (item.market == place.item->market && is_deliverable(b, item, code));
    if (!counts) continue;
    for (const Piece& piece : issue.pieces) {
      const Spot& spot = b.spot_of(piece.spot);
      const bool alive =
          spot.place == protocol::Place::free || spot.place == protocol::Place::held_by_order ||
          spot.place == protocol::Place::pledged || spot.place == protocol::Place::frozen;
      if (alive && *b.accounts.find(spot.account) == given.participant) sum += piece.size;
    }
  }
  for (const auto& [code, ticket] : b.tickets)
    if (ticket.participant == given.participant && ticket.market == place.item->market &&
        ticket.side == OrderSide::buy)
      sum += ticket.left;
  const auto right = b.rights.find({place.item->market, given.participant});
  const Books::Right own = right == b.rights.end() ? Books::Right{} : right->second;
  const auto all = static_cast<std::int64_t>(std::min<Int128>(sum, INT64_MAX));
  return number_of(
      market::check_position(profile, own.holder, Carbon{own.allocation}, Carbon{all}));
}

Number check_units(const Given& given, const Floor& place, const std::string& account,
                   const std::string& batch, std::int64_t amount) {
  Books& b = given.books;
  const int free = b.spot(account);
  bool waits = false;
  for (const WaitingSpot& w : waiting_spots(b, place.item->market))
    waits = waits || (w.account == account && w.batch == batch && w.first > place.day->day);
  SIM_REFUSE_IF(waits && units_at(b, batch, free) < amount, units_are_not_sellable_yet);
  Moves moves(b);
  return moves.take(batch, free, b.spot(account, protocol::Place::held_by_order, "o/"), amount);
}

Number check_cash(const Given& given, const std::string& account,
                  std::optional<std::int64_t> amount) {
  SIM_REFUSE_IF(!amount, amount_is_too_large);
  return check_money(given.books, purse_name(account, ""), purse_name(account, "o/"), *amount);
}

struct Meeting {
  std::string code;
  std::int64_t amount = 0, price = 0;  ///< amount 0: it only ends
};

struct Outlook {
  std::vector<Meeting> meetings;
  std::int64_t traded = 0;
  bool rests = true;
};

/// Whom the order meets.
Outlook look_ahead(Books& b, const Floor& place, const Ticket& order, TimeInForce force) {
  Outlook outlook;
  std::size_t weight = 0, level = 0;
  std::optional<std::int64_t> last_price;
  Books::Tape tape = place.tape;
  std::optional<market::PriceLimits> limits;
  if (tape.reference) limits = market::limits_of(place.rules->profile, order.mode, *tape.reference);
  const auto& execution = place.mode->execution;
  const std::size_t levels =
      picked(order.mode) && execution && execution->levels ? *execution->levels : SIZE_MAX;
  bool stopped = false;
  for (Ticket* resting : side_of(b, order.item, order.mode, other_side(order.side))) {
    if (!reaches(order.side, order.price, resting->price)) break;
    if (last_price != resting->price) ++level;
    last_price = resting->price;
    const std::int64_t left = order.left - outlook.traded;
    if (level > levels || left == 0) break;
    const bool outside =
        limits && (resting->price < limits->low.count || resting->price > limits->high.count);
    const bool over = resting->until < place.day->day;
    if (over || outside || is_suspended(b, resting->market, resting->participant)) {
      weight += weight_of(b, *resting);
      stopped = weight > entry_holds && !outlook.meetings.empty();
      if (stopped) break;
      outlook.meetings.push_back({resting->code, 0, 0});
      continue;
    }
    stopped = resting->participant == order.participant;
    if (stopped) break;
    const std::int64_t amount = std::min(left, resting->left);
    std::int64_t price = resting->price;
    if (execution && execution->price == ExecutionPrice::median) {
      Money last = tape.reference.value_or(Money{price});
      for (auto t = tape.trades.rbegin(); t != tape.trades.rend(); ++t)
        if (market::rules_of(place.rules->profile, t->mode)->makes_prices) {
          last = Money{t->price};
          break;
        }
      price = market::median_price(Money{order.price}, Money{price}, last).count;
    }
    const std::int64_t value = price_for(amount, price).value();
    stopped = !tape_holds(tape, amount, value);
    if (stopped) break;
    weight += a_trade;
    if (resting->side == OrderSide::sell)
      weight += pieces_of(b, resting->batch, held_by(b, *resting), amount);
    stopped = weight > entry_holds && !outlook.meetings.empty();
    if (stopped) break;
    tape.trades.push_back({order.mode, price, amount, value});
    outlook.traded += amount;
    outlook.meetings.push_back({resting->code, amount, price});
  }
  const bool left = outlook.traded != order.left;
  const bool now = force == TimeInForce::immediate_or_cancel || force == TimeInForce::fill_or_kill;
  outlook.rests = left && !stopped && !now;
  if (force == TimeInForce::fill_or_kill && left) outlook = {{}, 0, false};
  return outlook;
}

/// One trade; `order` is the one that came, or null when somebody picked.
void trade(Books& b, Floor& place, const Meeting& meeting, Ticket* order, const Ticket& taker) {
  Ticket& resting = b.tickets.at(meeting.code);
  const bool sold = resting.side == OrderSide::sell;
  const std::int64_t value = price_for(meeting.amount, meeting.price).value();
  const auto due = [&](const Ticket* ticket, OrderSide side) {
    const std::int64_t before = ticket == nullptr ? 0 : ticket->value;
    const std::int64_t paid = ticket == nullptr ? 0 : ticket->fees;
    const Int128 all = Int128{before} + value;
    const std::int64_t base = all > INT64_MAX ? before : static_cast<std::int64_t>(all);
    return std::max<std::int64_t>(0, fee(place, resting.mode, side, base) - paid);
  };
  std::int64_t buyer_fee = due(sold ? order : &resting, OrderSide::buy);
  const std::int64_t seller_fee = std::min(due(sold ? &resting : order, OrderSide::sell), value);
  const std::string buyer = sold ? taker.account : resting.account;
  const std::string seller = sold ? resting.account : taker.account;
  const int from = sold ? held_by(b, resting) : b.spot(seller);
  const std::string hold = waiting_hold(resting.market, place.day->day, place.day->sellable_from);
  const int to = place.day->sellable_from > place.day->day
                     ? b.spot(buyer, protocol::Place::held_by_order, hold)
                     : b.spot(buyer);
  const std::string purse = purse_name(buyer, sold ? "" : "o/" + resting.code);
  Moves moves(b);
  moves.take(sold ? resting.batch : taker.batch, from, to, meeting.amount);
  moves.carry_out();

  resting.left -= meeting.amount;
  resting.value += value;
  std::int64_t released = 0;
  if (sold) {
    resting.fees += seller_fee;
  } else {
    const std::int64_t there = resting.held - value;
    buyer_fee = std::min(buyer_fee, there - price_for(resting.left, resting.price).value());
    resting.fees += buyer_fee;
    const std::int64_t rest = there - buyer_fee;
    resting.held = std::min(rest, needed(place, resting).value_or(rest));
    released = rest - resting.held;
  }
  if (order != nullptr) {
    order->left -= meeting.amount;
    order->value += value;
    order->fees += sold ? buyer_fee : seller_fee;
  }
  if (value > seller_fee) move_money(b, purse, purse_name(seller, ""), value - seller_fee);
  if (buyer_fee + seller_fee > 0)
    move_money(b, purse, purse_name(place.rules->fee_account, ""), buyer_fee + seller_fee);
  if (released > 0) move_money(b, purse, purse_name(buyer, ""), released);
  place.tape.trades.push_back({resting.mode, meeting.price, meeting.amount, value});
  const std::string item = resting.item;
  if (resting.left == 0) b.tickets.erase(meeting.code);
  b.tapes[item] = place.tape;
}

void rest(Books& b, const Floor& place, Ticket order) {
  if (order.side == OrderSide::sell) {
    Moves moves(b);
    moves.take(order.batch, b.spot(order.account), held_by(b, order), order.left);
    moves.carry_out();
  } else {
    order.held = needed(place, order).value();
    move_money(b, purse_name(order.account, ""), purse_name(order.account, "o/" + order.code),
               order.held);
  }
  b.tickets[order.code] = order;
}

}  // namespace

std::size_t pieces_of(const Books& books, const std::string& batch, int spot, std::int64_t amount) {
  std::size_t pieces = 0;
  for (const Piece& piece : books.batches.find(batch)->pieces) {
    if (amount <= 0) break;
    if (piece.spot != spot) continue;
    amount -= piece.size;
    ++pieces;
  }
  return pieces;
}

int held_by(Books& books, const Books::Ticket& ticket) {
  return books.spot(ticket.account, protocol::Place::held_by_order, "o/" + ticket.code);
}

std::size_t weight_of(Books& books, const Books::Ticket& ticket) {
  if (ticket.side == OrderSide::buy) return an_end;
  return an_end + pieces_of(books, ticket.batch, held_by(books, ticket), ticket.left);
}

void end_ticket(Books& books, const std::string& code) {
  const Books::Ticket ticket = books.tickets.at(code);
  if (ticket.side == OrderSide::sell) {
    Moves moves(books);
    moves.take(ticket.batch, held_by(books, ticket), books.spot(ticket.account), ticket.left);
    moves.carry_out();
  } else {
    move_money(books, purse_name(ticket.account, "o/" + code), purse_name(ticket.account, ""),
               ticket.held);
  }
  books.tickets.erase(code);
}

Number rule(const PlaceOrder& c, const Given& given) {
  Books& b = given.books;
  SIM_STOP(check_code(c.id.text, b.tickets.contains(c.id.text)));
  const Books::Item* item = b.items.find(c.instrument.text);
  SIM_REFUSE_IF(item == nullptr, instrument_is_unknown);
  SIM_STOP(check_own(given, c.account.text));
  SIM_STOP(check_trader(b, item->market, given.participant));
  Floor place;
  SIM_STOP(find_place(given, c.instrument.text, c.mode, place));
  SIM_STOP(check_terms(c, given, place));
  SIM_STOP(check_size(place, c.mode, c.amount.count));
  SIM_STOP(check_batch(b, place, c.batch));
  const auto opposite = side_of(b, c.instrument.text, c.mode, other_side(c.side));
  SIM_REFUSE_IF(!c.price && opposite.empty(), nobody_is_opposite);
  const std::int64_t price = c.price ? c.price->count : opposite.front()->price;
  SIM_STOP(number_of(
      market::check_price(place.rules->profile, c.mode, Money{price}, place.tape.reference)));
  SIM_REFUSE_IF(c.post_only && pairs(c.mode) && !opposite.empty() &&
                    reaches(c.side, price, opposite.front()->price),
                order_would_trade);
  Ticket order{c.id.text,
               item->market,
               c.instrument.text,
               c.account.text,
               given.participant,
               c.batch ? std::string(c.batch->text) : std::string(),
               c.counterparty ? std::string(c.counterparty->text) : std::string(),
               0,
               c.mode,
               c.side,
               c.until ? c.until->number : place.day->day,
               price,
               c.amount.count};
  const auto value = price_for(order.left, price);
  SIM_REFUSE_IF(!value || !tape_holds(place.tape, order.left, *value), amount_is_too_large);
  if (c.side == OrderSide::sell) {
    SIM_STOP(check_units(given, place, order.account, order.batch, order.left));
  } else {
    SIM_STOP(check_holding(given, place, order.left));
    SIM_STOP(check_cash(given, order.account, needed(place, order)));
  }
  order.number = ++b.tickets_taken;
  Outlook outlook;
  if (pairs(c.mode) || (picked(c.mode) && at_once(c)))
    outlook = look_ahead(b, place, order, c.time_in_force);
  const Ticket taker = order;
  for (const Meeting& meeting : outlook.meetings)
    if (meeting.amount == 0)
      end_ticket(b, meeting.code);
    else
      trade(b, place, meeting, &order, taker);
  if (outlook.rests) rest(b, place, order);
  return 0;
}

Number rule(const PickOrder& c, const Given& given) {
  Books& b = given.books;
  const auto found = b.tickets.find(c.order.text);
  SIM_REFUSE_IF(found == b.tickets.end(), order_is_unknown);
  const Ticket order = found->second;
  SIM_REFUSE_IF(pairs(order.mode), order_terms_do_not_fit);
  SIM_STOP(check_own(given, c.account.text));
  SIM_STOP(check_trader(b, order.market, given.participant));
  Floor place;
  SIM_STOP(find_place(given, order.item, order.mode, place));
  SIM_REFUSE_IF(order.until < place.day->day, order_is_unknown);
  SIM_REFUSE_IF((order.side == OrderSide::buy) != c.batch.has_value(), order_terms_do_not_fit);
  SIM_STOP(check_trader(b, order.market, order.participant));
  SIM_REFUSE_IF(order.participant == given.participant, seller_is_buyer);
  SIM_REFUSE_IF(!order.counterparty.empty() && order.counterparty != given.participant,
                order_is_for_another);
  SIM_STOP(check_size(place, order.mode, c.amount.count));
  SIM_REFUSE_IF(c.amount.count > order.left, order_is_short);
  const bool block = order.mode == TradingMode::block;
  SIM_REFUSE_IF(block && c.amount.count != order.left, order_terms_do_not_fit);
  SIM_STOP(check_batch(b, place, c.batch));
  SIM_STOP(number_of(market::check_price(place.rules->profile, order.mode, Money{order.price},
                                         place.tape.reference)));
  if (const auto& execution = place.mode->execution; !block && execution) {
    std::set<std::int64_t> better;
    const Ticket* first = nullptr;
    for (const Ticket* other : side_of(b, order.item, order.mode, order.side)) {
      if (other->price == order.price && first == nullptr) first = other;
      if (first == nullptr) better.insert(other->price);
    }
    SIM_REFUSE_IF(execution->levels && better.size() >= *execution->levels, order_is_beyond_levels);
    SIM_REFUSE_IF(!execution->counterparty_chosen && first->code != order.code,
                  order_is_not_the_first);
  }
  const std::int64_t value = price_for(c.amount.count, order.price).value();
  SIM_REFUSE_IF(!tape_holds(place.tape, c.amount.count, value), amount_is_too_large);
  Ticket taker;
  taker.account = c.account.text;
  if (c.batch) taker.batch = c.batch->text;
  if (order.side == OrderSide::buy) {
    SIM_STOP(check_units(given, place, taker.account, taker.batch, c.amount.count));
  } else {
    SIM_STOP(check_holding(given, place, c.amount.count));
    const Int128 sum = Int128{value} + fee(place, order.mode, OrderSide::buy, value);
    SIM_STOP(
        check_cash(given, taker.account,
                   sum > INT64_MAX ? std::nullopt : std::optional(static_cast<std::int64_t>(sum))));
  }
  trade(b, place, {order.code, c.amount.count, order.price}, nullptr, taker);
  return 0;
}

Number rule(const CancelOrder& c, const Given& given) {
  const auto found = given.books.tickets.find(c.order.text);
  SIM_REFUSE_IF(found == given.books.tickets.end(), order_is_unknown);
  SIM_STOP(check_own(given, found->second.account));
  end_ticket(given.books, c.order.text);
  return 0;
}

Number rule(const CancelOrders& c, const Given& given) {
  Books& b = given.books;
  if (c.account) SIM_STOP(check_own(given, c.account->text));
  SIM_REFUSE_IF(c.instrument && !b.items.has(c.instrument->text), instrument_is_unknown);
  std::vector<const Ticket*> own;
  for (const auto& [code, ticket] : b.tickets) {
    const bool meant = (!c.account || ticket.account == std::string(c.account->text)) &&
                       (!c.instrument || ticket.item == std::string(c.instrument->text));
    if (meant && ticket.participant == given.participant) own.push_back(&ticket);
  }
  std::sort(own.begin(), own.end(),
            [](const Ticket* x, const Ticket* y) { return x->number < y->number; });
  std::size_t weight = 0, done = 0;
  for (const Ticket* ticket : own) {
    weight += weight_of(b, *ticket);
    if (weight > entry_holds && done != 0) break;
    end_ticket(b, std::string(ticket->code));
    ++done;
  }
  return 0;
}

}  // namespace tanshu::sim
