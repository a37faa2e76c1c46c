// SPDX-License-Identifier: Apache-2.0
// Paints serials from pocket to pocket and remembers the last form of every noun.
#include "engine/invariants/fold.h"

#include <fmt/format.h>

#include "market/market.h"

namespace tanshu::engine::invariants {

using namespace protocol;  // NOLINT: a fold names every event

bool FinalSerials::touches(const BatchId& batch, const Range& range) const {
  const auto spans = spans_.find(batch);
  if (spans == spans_.end()) return false;
  auto after = spans->second.upper_bound(range.last.position);
  if (after == spans->second.begin()) return false;
  return std::prev(after)->second >= range.first.position;
}

void FinalSerials::add(const BatchId& batch, const Range& range) {
  auto& spans = spans_[batch];
  std::uint64_t first = range.first.position, last = range.last.position;
  const auto next = spans.find(last + 1);
  if (next != spans.end()) {
    last = next->second;
    spans.erase(next);
  }
  const auto after = spans.lower_bound(first);
  if (after != spans.begin() && std::prev(after)->second + 1 == first)
    std::prev(after)->second = last;
  else
    spans[first] = last;
}

struct FoldEvent {
  Fold& fold;

  template <class Noun>
  void remember(const char* table, const std::string& code, const Noun& noun) const {
    fold.nouns_[{table, code}] = bytes_of(noun);
  }

  void operator()(std::monostate) const {}
  void operator()(const CellOpened&) const {}
  void operator()(const BufferReleased&) const {}
  void operator()(const ParticipantRegistered& e) const {
    remember("participants", e.participant.id.text, e.participant);
  }
  void operator()(const UserAuthorised& e) const { remember("users", e.user.id.text, e.user); }
  void operator()(const UserStateChanged& e) const { remember("users", e.user.id.text, e.user); }
  void operator()(const AccountOpened& e) const {
    remember("accounts", e.account.id.text, e.account);
  }
  void operator()(const ProjectRegistered& e) const {
    remember("projects", e.project.id.text, e.project);
  }
  void operator()(const ReportSubmitted& e) const {
    remember("reports", e.report.id.text, e.report);
  }
  void operator()(const ReportVerified& e) const {
    remember("reports", e.report.id.text, e.report);
  }
  void operator()(const ReportConfirmed& e) const {
    remember("reports", e.report.id.text, e.report);
  }
  void operator()(const BatchIssued& e) const {
    remember("batches", e.batch.id.text, e.batch);
    remember("reports", e.report.id.text, e.report);
  }
  void operator()(const BatchImported& e) const { remember("batches", e.batch.id.text, e.batch); }
  void operator()(const UnitsGiven& e) const { remember("gifts", e.gift.id.text, e.gift); }
  void operator()(const UnitsRetired& e) const {
    remember("retirements", e.retirement.id.text, e.retirement);
  }
  void operator()(const UnitsExported& e) const {
    remember("exports", e.exported.id.text, e.exported);
  }
  void operator()(const EncumbrancePlaced& e) const {
    remember("encumbrances", e.encumbrance.id.text, e.encumbrance);
  }
  void operator()(const EncumbranceReleased& e) const {
    remember("encumbrances", e.encumbrance.id.text, e.encumbrance);
  }
  void operator()(const ListingOpened& e) const {
    remember("listings", e.listing.id.text, e.listing);
  }
  void operator()(const ListingClosed& e) const {
    remember("listings", e.listing.id.text, e.listing);
  }
  void operator()(const TradeMade& e) const {
    remember("trades", e.trade.id.text, e.trade);
    remember("listings", e.listing.id.text, e.listing);
  }
  void operator()(const TradeSettled& e) const { remember("trades", e.trade.id.text, e.trade); }
  void operator()(const TradeRejected& e) const { remember("trades", e.trade.id.text, e.trade); }
  void operator()(const CashRecorded& e) const {
    remember("transfers", e.transfer.bank_reference, e.transfer);
  }
  void operator()(const CashPaid&) const {}
  void operator()(const CashReserved& e) const {
    remember("reservations", e.reservation.id.text, e.reservation);
  }
  void operator()(const ReservationEnded& e) const {
    fold.nouns_.erase({"reservations", e.reservation.id.text});
  }
  void remember_order(const Order& order) const {
    if (order.state == OrderState::resting)
      remember("orders", order.id.text, order);
    else
      fold.nouns_.erase({"orders", order.id.text});
  }
  void remember_day(const TradingDay& day) const { remember("days", day.market.text, day); }
  void operator()(const MarketAdopted& e) const {
    remember("versions", e.version.market.text + ' ' + to_text(e.version.effective),
             market::AdoptedVersion{e.version, e.profile});
  }
  void operator()(const InstrumentListed& e) const {
    remember("instruments", e.instrument.id.text, e.instrument);
  }
  void operator()(const InstrumentStateChanged& e) const {
    remember("instruments", e.instrument.id.text, e.instrument);
  }
  void operator()(const TradingRightSet& e) const {
    remember("rights", e.right.market.text + ' ' + std::string(e.right.participant.text), e.right);
  }
  void operator()(const TradingDayOpened& e) const { remember_day(e.trading_day); }
  void operator()(const TradingDayClosed& e) const { remember_day(e.trading_day); }
  void operator()(const TradingDayCleared& e) const { remember_day(e.trading_day); }
  void operator()(const BulletinIssued& e) const {
    remember("quotes", e.quote.instrument.text, e.quote);
  }
  void operator()(const OrderPlaced& e) const {
    ++fold.orders_;
    remember_order(e.order);
  }
  void operator()(const OrderTraded& e) const {
    ++fold.trades_;
    remember_order(e.order);
  }
  void operator()(const OrderEnded& e) const { remember_order(e.order); }
  void operator()(const QuoteChanged& e) const {
    remember("quotes", e.quote.instrument.text, e.quote);
  }
  void operator()(const PurchaseReleased&) const {}
  void operator()(const SweepMade&) const {}
  void operator()(const UnitsMoved& e) const { fold.move(e); }
  void operator()(const CashMoved& e) const {
    fold.cash_[e.from] -= e.amount.count;
    fold.cash_[e.to] += e.amount.count;
  }
};

void Fold::add(const Events& events) {
  for (const Event& event : events) std::visit(FoldEvent{*this}, event);
}

void Fold::move(const UnitsMoved& moved) {
  Int128 sum = 0;
  for (const Range& range : moved.ranges) {
    if (range.last < range.first) {
      problems_.push_back(fmt::format("batch {}: a range runs backwards", moved.batch.text));
      continue;
    }
    sum += static_cast<Int128>(range.last.position) - range.first.position + 1;
    paint(moved, range);
  }
  if (sum != moved.amount.count)
    problems_.push_back(fmt::format("batch {}: {} moved, but the ranges hold {} mg",
                                    moved.batch.text, to_text(moved.amount), sum));
}

void Fold::paint(const UnitsMoved& moved, const Range& range) {
  Spans& spans = spans_[moved.batch];
  const std::uint64_t first = range.first.position, end = range.last.position + 1;
  cut(spans, first);
  cut(spans, end);
  std::uint64_t covered = 0;
  bool right = true;
  for (auto it = spans.lower_bound(first); it != spans.end() && it->first < end; ++it) {
    covered += it->second.last - it->first + 1;
    right = right && it->second.pocket == moved.from;
  }
  const bool issue = moved.from.place == Place::issuance;
  if (issue ? covered != 0 : !right || covered != end - first)
    problems_.push_back(fmt::format("batch {}: serials {} to {} were not all in {} ({})",
                                    moved.batch.text, first, range.last.position,
                                    moved.from.account.text, name_of(moved.from.place)));
  spans.erase(spans.lower_bound(first), spans.lower_bound(end));
  spans[first] = {range.last.position, moved.to};
  join(spans, end);
  join(spans, first);
}

/// Makes `at` the start of a span if it lies inside one.
void Fold::cut(Spans& spans, std::uint64_t at) {
  auto after = spans.upper_bound(at);
  if (after == spans.begin()) return;
  const auto it = std::prev(after);
  if (it->first == at || it->second.last < at) return;
  spans[at] = it->second;
  it->second.last = at - 1;
}

/// Joins the span that starts at `at` with the one before it, if they touch and are in one pocket.
void Fold::join(Spans& spans, std::uint64_t at) {
  const auto it = spans.find(at);
  if (it == spans.end() || it == spans.begin()) return;
  const auto before = std::prev(it);
  if (before->second.last + 1 != at || before->second.pocket != it->second.pocket) return;
  before->second.last = it->second.last;
  spans.erase(it);
}

}  // namespace tanshu::engine::invariants
