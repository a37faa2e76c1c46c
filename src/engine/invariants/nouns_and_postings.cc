// SPDX-License-Identifier: Apache-2.0
// From every noun the movements it implies; from the record the movements there were.
#include "engine/invariants/nouns_and_postings.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/quantity.h"

namespace tanshu::engine::invariants {
namespace {

using namespace protocol;  // NOLINT: every noun is named here

/// A movement as a noun tells it; what the noun does not say is left open.
struct Told {
  BatchId batch;
  Pocket from, to;
  std::optional<Carbon> amount;
  std::optional<std::vector<Range>> ranges;
};

Int128 size_of(const std::vector<Range>& ranges) {
  Int128 sum = 0;
  for (const Range& range : ranges)
    sum += static_cast<Int128>(range.last.position) - range.first.position + 1;
  return sum;
}

Pocket free_of(const AccountId& account) {
  return {account, Place::free, {}};
}

struct Telling {
  std::vector<Told> units;
  std::vector<CashMoved> cash;
  std::optional<BufferReleased> buffer_released;
  bool cash_paid = false;
  std::vector<std::string> problems;

  void expect(bool right, const std::string& id, const char* what) {
    if (!right) problems.push_back(fmt::format("{}: {}", id, what));
  }
  void tell(const std::string& id, const std::vector<BatchRanges>& lots, Carbon amount,
            const std::pair<Pocket, Pocket>& way) {
    Int128 sum = 0;
    for (const BatchRanges& lot : lots) {
      sum += size_of(lot.ranges);
      units.push_back({lot.batch, way.first, way.second, {}, lot.ranges});
    }
    expect(sum == amount.count && sum > 0, id, "its serials are not its amount");
  }
  void tell_issue(const Batch& batch) {
    const auto size = static_cast<std::uint64_t>(batch.issued.count);
    const auto buffer = static_cast<std::uint64_t>(batch.buffered.count);
    const Pocket issuance{{}, Place::issuance, {}};
    expect(batch.buffered.count >= 0 && batch.buffered < batch.issued, batch.id.text,
           "its buffer is not part of it");
    units.push_back({batch.id,
                     issuance,
                     free_of(batch.account),
                     {},
                     std::vector<Range>{{{0}, {size - buffer - 1}}}});
    if (buffer > 0)
      units.push_back({batch.id,
                       issuance,
                       {batch.account, Place::buffer, {}},
                       {},
                       std::vector<Range>{{{size - buffer}, {size - 1}}}});
  }
  static Pocket held_for(const Encumbrance& e) {
    const bool pledge = e.kind == EncumbranceKind::pledge;
    return {e.account, pledge ? Place::pledged : Place::frozen,
            HoldId{(pledge ? "pledge/" : "freeze/") + e.id.text}};
  }
  static Pocket held_for(const Listing& listing) {
    return {listing.seller, Place::held_by_order, HoldId{"listing/" + listing.id.text}};
  }
  static Pocket held_for(const Trade& trade) {
    return {trade.seller, Place::held_by_order, HoldId{"trade/" + trade.id.text}};
  }
  void tell_delivery(const Trade& t, const AccountId& units_to, const AccountId& money_to) {
    units.push_back({t.batch, held_for(t), free_of(units_to), t.amount, t.units});
    cash.push_back({{t.buyer, HoldId{"trade/" + t.id.text}}, {money_to, {}}, t.total});
    expect(t.registered_by && t.registered_at, t.id.text, "nobody registered it");
  }

  void operator()(const BatchIssued& e) { tell_issue(e.batch); }
  void operator()(const BatchImported& e) { tell_issue(e.batch); }
  void operator()(const UnitsGiven& e) {
    const Gift& g = e.gift;
    tell(g.id.text, g.units, g.amount, {free_of(g.from), free_of(g.to)});
  }
  void operator()(const UnitsRetired& e) {
    const Retirement& r = e.retirement;
    const Place place = r.kind == RetirementKind::retirement ? Place::retired : Place::cancelled;
    tell(r.id.text, r.units, r.amount, {free_of(r.account), {r.account, place, {}}});
  }
  void operator()(const UnitsExported& e) {
    const Export& x = e.exported;
    tell(x.id.text, x.units, x.amount, {free_of(x.account), {x.account, Place::exported, {}}});
  }
  void operator()(const EncumbrancePlaced& e) {
    const Encumbrance& n = e.encumbrance;
    units.push_back({n.batch, free_of(n.account), held_for(n), n.amount, {}});
    expect(n.state == EncumbranceState::standing, n.id.text, "it was placed and does not stand");
  }
  void operator()(const EncumbranceReleased& e) {
    const Encumbrance& n = e.encumbrance;
    units.push_back({n.batch, held_for(n), free_of(n.account), n.amount, {}});
    expect(n.state == EncumbranceState::released, n.id.text, "it was released and stands");
  }
  void operator()(const ListingOpened& e) {
    const Listing& l = e.listing;
    units.push_back({l.batch, free_of(l.seller), held_for(l), l.offered, {}});
    expect(l.remaining == l.offered, l.id.text, "it opened with something missing");
  }
  void operator()(const ListingClosed& e) {
    units.push_back({e.listing.batch, held_for(e.listing), free_of(e.listing.seller), {}, {}});
  }
  void operator()(const TradeMade& e) {
    const Trade& t = e.trade;
    units.push_back({t.batch, held_for(e.listing), held_for(t), t.amount, t.units});
    cash.push_back({{t.buyer, {}}, {t.buyer, HoldId{"trade/" + t.id.text}}, t.total});
    const Int128 exact = static_cast<Int128>(t.amount.count) * t.price.count;
    const Int128 off = static_cast<Int128>(t.total.count) * mg_per_tonne - exact;
    expect(off <= mg_per_tonne / 2 && off > -mg_per_tonne / 2, t.id.text,
           "its total is not amount times price, rounded half up");
    expect(t.listing == e.listing.id && t.price == e.listing.price && t.batch == e.listing.batch &&
               t.seller == e.listing.seller,
           t.id.text, "it is not on the listing's terms");
  }
  void operator()(const TradeSettled& e) { tell_delivery(e.trade, e.trade.buyer, e.trade.seller); }
  void operator()(const TradeRejected& e) { tell_delivery(e.trade, e.trade.seller, e.trade.buyer); }
  void operator()(const CashRecorded& e) {
    const Purse bank, account{e.transfer.account, {}};
    const bool in = e.transfer.direction == CashDirection::deposit;
    cash.push_back({in ? bank : account, in ? account : bank, e.transfer.amount});
  }
  static Purse held_for(const Reservation& r) { return {r.from, {r.id.text}}; }
  void operator()(const CashPaid&) { cash_paid = true; }
  void operator()(const CashReserved& e) {
    const Reservation& r = e.reservation;
    cash.push_back({{r.from, {}}, held_for(r), r.amount});
    expect(r.state == ReservationState::standing && r.paid == Money{}, r.id.text,
           "it was made and does not stand");
  }
  void operator()(const ReservationEnded& e) {
    const Reservation& r = e.reservation;
    if (r.paid.positive()) cash.push_back({held_for(r), {r.to, {}}, r.paid});
    if (r.paid < r.amount) cash.push_back({held_for(r), {r.from, {}}, r.amount - r.paid});
    const bool posted = r.state == ReservationState::posted;
    expect(r.state != ReservationState::standing && posted == r.paid.positive(), r.id.text,
           "it ended, and does not say how");
  }
  static Pocket held_for(const Order& o) {
    return {o.account, Place::held_by_order, {"o/" + o.id.text}};
  }
  static Purse purse_of(const Order& o) { return {o.account, {"o/" + o.id.text}}; }
  /// Where bought units wait for the day on which they can be sold.
  static Pocket bought_by(const AccountId& account, const MarketId& market, Day bought, Day first) {
    if (first <= bought) return free_of(account);
    return {account,
            Place::held_by_order,
            {fmt::format("p/{}/{}/{}", market.text, to_text(bought), to_text(first))}};
  }
  void operator()(const OrderPlaced& e) {
    const Order& o = e.order;
    const bool rests = o.state == OrderState::resting;
    expect(rests || o.held == Money{}, o.id.text, "it has ended and holds money");
    expect((o.state == OrderState::filled) == (o.remaining == Carbon{}), o.id.text,
           "it is filled or something remains of it");
    if (!rests) return;
    if (o.batch)
      units.push_back({*o.batch, free_of(o.account), held_for(o), o.remaining, {}});
    else
      cash.push_back({{o.account, {}}, purse_of(o), o.held});
  }
  void operator()(const OrderTraded& e) {
    const MarketTrade& t = e.trade;
    const bool sold = e.order.side == OrderSide::sell;
    units.push_back({t.batch,
                     sold ? held_for(e.order) : free_of(t.seller),
                     bought_by(t.buyer, t.market, t.day, t.sellable_from),
                     t.amount,
                     {}});
    const Purse purse = sold ? Purse{t.buyer, {}} : purse_of(e.order);
    const Money to_seller = t.value - t.seller_fee, fees = t.buyer_fee + t.seller_fee;
    if (to_seller.positive()) cash.push_back({purse, {t.seller, {}}, to_seller});
    if (fees.positive()) cash.push_back({purse, {t.fee_account, {}}, fees});
    if (t.released.positive()) cash.push_back({purse, {t.buyer, {}}, t.released});
    expect(Int128{t.amount.count} * t.price.count == Int128{t.value.count} * mg_per_tonne,
           t.id.text, "its value is not amount times price");
    expect(t.resting == e.order.id && (sold ? t.seller : t.buyer) == e.order.account, t.id.text,
           "it is not with the order it names");
  }
  void operator()(const OrderEnded& e) {
    const Order& o = e.order;
    expect(o.state != OrderState::resting && o.held == Money{}, o.id.text,
           "it ended, and rests or holds");
    if (o.batch)
      units.push_back({*o.batch, held_for(o), free_of(o.account), o.remaining, {}});
    else
      cash.push_back({purse_of(o), {o.account, {}}, e.released});
  }
  void operator()(const PurchaseReleased& e) {
    const Purchase& p = e.purchase;
    units.push_back({p.batch,
                     bought_by(p.account, p.market, p.bought, p.sellable_from),
                     free_of(p.account),
                     p.amount,
                     {}});
  }
  /// The event does not name the account; a buffer belongs to one account of its batch.
  void operator()(const BufferReleased& e) { buffer_released = e; }
  template <class Other>
  void operator()(const Other&) {}
};

/// The same milligrams, however they are cut.
bool same_serials(std::vector<Range> a, std::vector<Range> b) {
  const auto joined = [](std::vector<Range>& ranges) {
    std::sort(ranges.begin(), ranges.end());
    std::vector<Range> out;
    for (const Range& range : ranges)
      if (!out.empty() && out.back().last.position + 1 == range.first.position)
        out.back().last = range.last;
      else
        out.push_back(range);
    return out;
  };
  return joined(a) == joined(b);
}

bool fits(const Told& told, const UnitsMoved& moved) {
  return told.batch == moved.batch && told.from == moved.from && told.to == moved.to &&
         (!told.amount || *told.amount == moved.amount) &&
         (!told.ranges || same_serials(*told.ranges, moved.ranges));
}

bool fits(const BufferReleased& told, const UnitsMoved& moved) {
  return told.batch == moved.batch && told.amount == moved.amount &&
         moved.from.place == Place::buffer && moved.to == free_of(moved.from.account);
}

void settle_units(Telling& telling, const UnitsMoved& moved) {
  if (size_of(moved.ranges) != moved.amount.count || moved.amount.count <= 0)
    telling.problems.push_back(fmt::format("batch {}: {} moved, the serials are {} mg",
                                           moved.batch.text, to_text(moved.amount),
                                           size_of(moved.ranges)));
  if (telling.buffer_released && fits(*telling.buffer_released, moved)) {
    telling.buffer_released.reset();
    return;
  }
  const auto told = std::find_if(telling.units.begin(), telling.units.end(),
                                 [&](const Told& t) { return fits(t, moved); });
  if (told == telling.units.end())
    telling.problems.push_back(fmt::format("no noun explains {} of batch {} from {} to {}",
                                           to_text(moved.amount), moved.batch.text,
                                           moved.from.account.text, moved.to.account.text));
  else
    telling.units.erase(told);
}

/// A payment names nobody itself: it explains one movement between free money of two accounts.
bool is_payment(const CashMoved& moved) {
  return moved.from.hold.empty() && moved.to.hold.empty() && !moved.from.account.empty() &&
         !moved.to.account.empty() && moved.from.account != moved.to.account &&
         moved.amount.positive();
}

void settle_cash(Telling& telling, const CashMoved& moved) {
  if (telling.cash_paid && is_payment(moved)) {
    telling.cash_paid = false;
    return;
  }
  const auto told = std::find_if(telling.cash.begin(), telling.cash.end(), [&](const CashMoved& c) {
    return c.from == moved.from && c.to == moved.to && c.amount == moved.amount;
  });
  if (told == telling.cash.end())
    telling.problems.push_back(fmt::format("no noun explains {} from {} to {}",
                                           to_text(moved.amount), moved.from.account.text,
                                           moved.to.account.text));
  else
    telling.cash.erase(told);
}

}  // namespace

std::vector<std::string> compare_nouns_and_postings(const Events& events) {
  Telling telling;
  for (const Event& event : events) std::visit(telling, event);
  for (const Event& event : events) {
    if (const auto* units = std::get_if<UnitsMoved>(&event)) settle_units(telling, *units);
    if (const auto* cash = std::get_if<CashMoved>(&event)) settle_cash(telling, *cash);
  }
  if (!telling.units.empty() || telling.buffer_released)
    telling.problems.push_back("a noun says that units moved, and no posting does");
  if (!telling.cash.empty() || telling.cash_paid)
    telling.problems.push_back("a noun says that money moved, and no posting does");
  return telling.problems;
}

}  // namespace tanshu::engine::invariants
