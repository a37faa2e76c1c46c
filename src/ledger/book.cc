// SPDX-License-Identifier: Apache-2.0
// Posting: check while the posting is filled, then move without a way to fail.
#include "ledger/book.h"

#include <algorithm>

namespace tanshu::ledger {
namespace {

using protocol::RefusalCode;
using protocol::refuse;

/// A payment has one, what ends a reservation two.
constexpr std::size_t cash_legs_mostly = 2;

bool has_hold(Place place) {
  return place == Place::held_by_order || place == Place::pledged || place == Place::frozen;
}

bool is_final(Place place) {
  return place == Place::retired || place == Place::cancelled || place == Place::exported;
}

void check_pocket(const Pocket& pocket) {
  CHECK(pocket.account.empty() == (pocket.place == Place::issuance));
  CHECK(pocket.hold.empty() != has_hold(pocket.place));
}

}  // namespace

void Book::open_account(const protocol::Account& account) {
  CHECK(!accounts_.contains(account.id));
  accounts_.put(account.id, {account.participant, account.opened_at, {}});
}

Carbon Book::units(const BatchId& batch, const Pocket& pocket) const {
  const Balance* balance = balances_.find({batch, pocket});
  return balance == nullptr ? Carbon{} : balance->amount;
}

Money Book::cash(const Purse& purse) const {
  return place_of(purse).amount();
}

void Book::mint(Posting& posting, const BatchId& batch, const Pocket& to, Carbon amount) const {
  CHECK(amount.positive());
  check_pocket(to);
  const Balance* issued = issued_.find(batch);
  Carbon before = issued == nullptr ? Carbon{} : issued->amount;
  for (const UnitsMoved& leg : posting.units_)
    if (leg.batch == batch && leg.from.place == Place::issuance) before += leg.amount;
  const auto first = static_cast<std::uint64_t>(before.count);
  const Range range{{first}, {first + static_cast<std::uint64_t>(amount.count) - 1}};
  CHECK(before.plus(amount).has_value());
  posting.units_.push_back({batch, {{}, Place::issuance, {}}, to, amount, {range}});
  posting.pieces_ += pieces_per_leg;
}

Verdict<void> Book::move_units(Posting& posting, const BatchId& batch, const Pocket& from,
                               const Pocket& to, Carbon amount) const {
  CHECK(amount.positive());
  CHECK(from != to && !is_final(from.place) && from.place != Place::issuance);
  check_pocket(from);
  check_pocket(to);
  for (const UnitsMoved& leg : posting.units_) CHECK(leg.batch != batch || leg.from != from);
  const BalanceEntry* balance = balances_.find_entry({batch, from});
  const Carbon available = balance == nullptr ? Carbon{} : balance->row.amount;
  if (available < amount)
    return refuse(RefusalCode::units_are_short, {{"account", from.account.text},
                                                 {"batch", batch.text},
                                                 {"available", to_text(available)},
                                                 {"wanted", to_text(amount)}});
  UnitsMoved leg{batch, from, to, amount, {}};
  std::int64_t left = amount.count;
  const PocketRanges* ranges = index_.find_pocket(balance->number);
  CHECK(ranges != nullptr);
  ranges->each([&](std::uint32_t number) {
    const RangeEntry& range = ranges_.entry(number);
    const Serial first = range.key.first;
    const auto size = static_cast<std::int64_t>(range.row.last.position - first.position) + 1;
    const std::int64_t taken = std::min(size, left);
    leg.ranges.push_back({first, {first.position + static_cast<std::uint64_t>(taken) - 1}});
    left -= taken;
    return left != 0;
  });
  CHECK(left == 0);
  posting.pieces_ += pieces_per_leg + leg.ranges.size();
  if (posting.pieces_ > pieces_max)
    return refuse(RefusalCode::too_many_pieces, {{"pieces", std::to_string(posting.pieces_)},
                                                 {"limit", std::to_string(pieces_max)}});
  posting.units_.push_back(std::move(leg));
  return {};
}

Book::Front Book::front(const BatchId& batch, const Pocket& pocket, Carbon amount_max,
                        std::size_t ranges_max) const {
  Front front;
  const BalanceEntry* balance = balances_.find_entry({batch, pocket});
  const PocketRanges* ranges = balance == nullptr ? nullptr : index_.find_pocket(balance->number);
  if (ranges == nullptr) return front;
  ranges->each([&](std::uint32_t number) {
    if (front.amount >= amount_max || front.ranges == ranges_max) return false;
    const RangeEntry& range = ranges_.entry(number);
    const Carbon size{
        static_cast<std::int64_t>(range.row.last.position - range.key.first.position) + 1};
    front.amount = std::min(front.amount + size, amount_max);
    ++front.ranges;
    return true;
  });
  return front;
}

Posting::CashPlace Book::place_of(const Purse& purse) const {
  if (!purse.hold.empty() || purse == bank_control()) return {nullptr, held_.find_entry(purse)};
  return {accounts_.find_entry(purse.account), nullptr};
}

Verdict<void> Book::move_cash(Posting& posting, const Purse& from, const Purse& to,
                              Money amount) const {
  return add_leg(posting, {{from, to, amount}, place_of(from), place_of(to)});
}

Verdict<void> Book::move_cash(Posting& posting, const Accounts::Entry& from,
                              const Accounts::Entry& to, Money amount) const {
  return add_leg(posting, {{free_cash(from.key), free_cash(to.key), amount}, {&from}, {&to}});
}

Verdict<void> Book::add_leg(Posting& posting, Posting::CashLeg leg) {
  const auto& [from, to, amount] = leg.moved;
  CHECK(amount.positive());
  CHECK(from != to);
  Money available = leg.from.amount();
  for (const Posting::CashLeg& other : posting.cash_) {
    CHECK(other.moved.to != to && other.moved.to != from && other.moved.from != to);
    if (other.moved.from == from) available = available - other.moved.amount;
  }
  if (from != bank_control() && available < amount)
    return refuse(RefusalCode::cash_is_short, {{"account", from.account.text},
                                               {"available", to_text(available)},
                                               {"wanted", to_text(amount)}});
  // What the bank owes stays countable: the control purse never reaches INT64_MIN.
  const auto left = available.minus(amount);
  if (!left || left->count == INT64_MIN || !leg.to.amount().plus(amount))
    return refuse(RefusalCode::amount_is_too_large);
  CHECK(leg.to.account != nullptr || !to.hold.empty() || to == bank_control());
  if (posting.cash_.empty()) posting.cash_.reserve(cash_legs_mostly);
  posting.cash_.push_back(std::move(leg));
  return {};
}

void Book::post(Posting posting, protocol::Events& events) {
  for (UnitsMoved& leg : posting.units_) {
    const std::uint32_t to = add_units(leg.batch, leg.to, leg.amount);
    if (leg.from.place == Place::issuance) {
      const Balance* issued = issued_.find(leg.batch);
      issued_.put(leg.batch, {(issued == nullptr ? Carbon{} : issued->amount) + leg.amount});
      for (const Range& range : leg.ranges) append_range(leg.batch, range, leg.to, to);
    } else {
      const BalanceEntry* from = balances_.find_entry({leg.batch, leg.from});
      CHECK(from != nullptr);
      for (const Range& range : leg.ranges) move_range(leg.batch, range, leg, from->number, to);
      take_units(*from, leg.amount);
    }
    events.emplace_back(std::move(leg));
  }
  for (Posting::CashLeg& leg : posting.cash_) {
    add_cash(leg.moved.from, leg.from, -leg.moved.amount);
    add_cash(leg.moved.to, leg.to, leg.moved.amount);
    events.emplace_back(std::move(leg.moved));
  }
}

/// New serials at the end of a batch, joined with the range that ends it now if that is in the same
/// pocket.
void Book::append_range(const BatchId& batch, const Range& range, const Pocket& to,
                        std::uint32_t to_balance) {
  const std::uint32_t before = index_.last_of(batch);
  if (before != no_range && lies_in(before, to)) {
    ranges_.change(&ranges_.entry(before)).last = range.last;
    return;
  }
  const std::uint32_t made = ranges_.put({batch, range.first}, {range.last, to}).number;
  index_.link(batch, before, made);
  index_.pocket(to_balance).insert(range.first, made);
}

/// A range from the first serial of a row on goes to `leg.to`, joined with neighbours that are
/// there already.
void Book::move_range(const BatchId& batch, const Range& range, const UnitsMoved& leg,
                      std::uint32_t from_balance, std::uint32_t to_balance) {
  const RangeEntry* entry = ranges_.find_entry({batch, range.first});
  CHECK(entry != nullptr && entry->row.pocket == leg.from && range.last <= entry->row.last);
  index_.pocket(from_balance).erase(range.first);
  if (range.last < entry->row.last)
    move_front(*entry, range, leg, from_balance, to_balance);
  else
    move_whole(*entry, leg, to_balance);
}

/// What is left keeps the pocket and gets a row of its own, whose neighbour is no neighbour of the
/// part that goes.
void Book::move_front(const RangeEntry& entry, const Range& range, const UnitsMoved& leg,
                      std::uint32_t from_balance, std::uint32_t to_balance) {
  const RangeKey rest{leg.batch, {range.last.position + 1}};
  const RangeRow rest_row{entry.row.last, leg.from};
  std::uint32_t before = index_.before(entry.number);
  if (before != no_range && lies_in(before, leg.to)) {
    ranges_.change(&ranges_.entry(before)).last = range.last;
    erase_range(entry);
  } else {
    before = entry.number;
    ranges_.change(&entry) = {range.last, leg.to};
    index_.pocket(to_balance).insert(range.first, before);
  }
  const std::uint32_t made = ranges_.put(rest, rest_row).number;
  index_.link(leg.batch, before, made);
  index_.pocket(from_balance).insert(rest.first, made);
}

void Book::move_whole(const RangeEntry& entry, const UnitsMoved& leg, std::uint32_t to_balance) {
  Serial last = entry.row.last;
  const std::uint32_t after = index_.after(entry.number);
  if (after != no_range && lies_in(after, leg.to)) {
    const RangeEntry& next = ranges_.entry(after);
    last = next.row.last;
    index_.pocket(to_balance).erase(next.key.first);
    erase_range(next);
  }
  const std::uint32_t before = index_.before(entry.number);
  if (before != no_range && lies_in(before, leg.to)) {
    ranges_.change(&ranges_.entry(before)).last = last;
    erase_range(entry);
    return;
  }
  ranges_.change(&entry) = {last, leg.to};
  index_.pocket(to_balance).insert(entry.key.first, entry.number);
}

bool Book::lies_in(std::uint32_t range, const Pocket& pocket) const {
  return ranges_.entry(range).row.pocket == pocket;
}

void Book::erase_range(const RangeEntry& entry) {
  index_.unlink(entry.key.batch, entry.number);
  const RangeKey key = entry.key;  // the entry goes with the row
  ranges_.erase(key);
}

/// Returns the place of the balance.
std::uint32_t Book::add_units(const BatchId& batch, const Pocket& pocket, Carbon amount) {
  const BalanceEntry* entry = balances_.find_entry({batch, pocket});
  if (entry == nullptr) return balances_.put({batch, pocket}, {amount}).number;
  Balance& balance = balances_.change(entry);
  balance.amount = balance.amount + amount;
  return entry->number;
}

void Book::take_units(const BalanceEntry& entry, Carbon amount) {
  CHECK(entry.row.amount.count >= amount.count);
  if (entry.row.amount == amount) {
    CHECK(index_.pocket(entry.number).empty());
    const BalanceKey key = entry.key;
    balances_.erase(key);
    return;
  }
  Balance& balance = balances_.change(&entry);
  balance.amount = balance.amount - amount;
}

/// A list in the order of serials is what link() and insert() expect.
void Book::index_again() {
  index_ = {};
  std::vector<const RangeEntry*> ranges;
  for (std::uint32_t number = 0; number < ranges_.places(); ++number)
    if (ranges_.entry(number).used) ranges.push_back(&ranges_.entry(number));
  std::ranges::sort(ranges, {}, [](const RangeEntry* entry) { return entry->key; });
  for (const RangeEntry* range : ranges) {
    index_.link(range->key.batch, index_.last_of(range->key.batch), range->number);
    const BalanceEntry* balance = balances_.find_entry({range->key.batch, range->row.pocket});
    if (balance != nullptr) index_.pocket(balance->number).insert(range->key.first, range->number);
  }
}

void Book::bring_near(Near step, const BatchId& batch, const Pocket& pocket, Carbon amount,
                      std::uint32_t& memo) const {
  if (step == Near::place) {
    memo = balances_.prefetch_slot({batch, pocket});
    return;
  }
  if (step == Near::balance) memo = balances_.prefetch_row(memo);
  if (memo == HashMap<BalanceKey, Balance>::nowhere) return;
  if (step == Near::balance) return index_.prefetch_pocket(memo);
  const PocketRanges* ranges = index_.find_pocket(memo);
  if (ranges == nullptr || ranges->empty()) return;
  if (step == Near::range) {
    ranges_.prefetch_slot({batch, ranges->lowest_first()});
    ranges_.prefetch_entry(ranges->lowest());
    return index_.prefetch_range(ranges->lowest());
  }
  const std::uint32_t before = index_.before(ranges->lowest());
  if (before != no_range) ranges_.prefetch_entry(before);
  const auto taken = static_cast<std::uint64_t>(amount.count);
  ranges_.prefetch_slot({batch, {ranges->lowest_first().position + taken}});
}

void Book::add_cash(const Purse& purse, const Posting::CashPlace& place, Money amount) {
  if (place.account != nullptr) {
    Money& free = accounts_.change(place.account).free_cash;
    free = free + amount;
    CHECK(free.count >= 0);
    return;
  }
  // A row made by an earlier leg of the posting was not there when this leg was filled.
  CashBalance& balance = place.held != nullptr ? held_.change(place.held) : held_.change(purse);
  balance.amount = balance.amount + amount;
  CHECK(balance.amount.count >= 0 || purse == bank_control());
  if (balance.amount == Money{}) held_.erase(purse);
}

}  // namespace tanshu::ledger
