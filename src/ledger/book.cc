// SPDX-License-Identifier: Apache-2.0
// Posting: check while the posting is filled, then move without a way to fail.
#include "ledger/book.h"

#include <algorithm>

namespace tanshu::ledger {
namespace {

using protocol::RefusalCode;
using protocol::refuse;

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

Carbon Book::units(const BatchId& batch, const Pocket& pocket) const {
  const Balance* balance = balances_.find({batch, pocket});
  return balance == nullptr ? Carbon{} : balance->amount;
}

Money Book::cash(const Purse& purse) const {
  const CashBalance* balance = cash_.find(purse);
  return balance == nullptr ? Money{} : balance->amount;
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
  const Carbon available = units(batch, from);
  if (available < amount)
    return refuse(RefusalCode::units_are_short, {{"account", from.account.text},
                                                 {"batch", batch.text},
                                                 {"available", to_text(available)},
                                                 {"wanted", to_text(amount)}});
  UnitsMoved leg{batch, from, to, amount, {}};
  std::int64_t left = amount.count;
  const auto* starts = starts_.find({batch, from});
  CHECK(starts != nullptr);
  for (const Serial first : *starts) {
    const Serial last = ranges_.at({batch, first}).last;
    const auto size = static_cast<std::int64_t>(last.position - first.position) + 1;
    const std::int64_t taken = std::min(size, left);
    leg.ranges.push_back({first, {first.position + static_cast<std::uint64_t>(taken) - 1}});
    left -= taken;
    if (left == 0) break;
  }
  CHECK(left == 0);
  posting.pieces_ += pieces_per_leg + leg.ranges.size();
  if (posting.pieces_ > pieces_max)
    return refuse(RefusalCode::too_many_pieces, {{"pieces", std::to_string(posting.pieces_)},
                                                 {"limit", std::to_string(pieces_max)}});
  posting.units_.push_back(std::move(leg));
  return {};
}

Verdict<void> Book::move_cash(Posting& posting, const Purse& from, const Purse& to,
                              Money amount) const {
  CHECK(amount.positive());
  CHECK(from != to);
  const auto* from_entry = cash_.find_entry(from);
  const auto* to_entry = cash_.find_entry(to);
  Money available = from_entry == nullptr ? Money{} : from_entry->row.amount;
  for (const Posting::CashLeg& leg : posting.cash_) {
    CHECK(leg.moved.to != to && leg.moved.to != from && leg.moved.from != to);
    if (leg.moved.from == from) available = available - leg.moved.amount;
  }
  if (from != bank_control() && available < amount)
    return refuse(RefusalCode::cash_is_short, {{"account", from.account.text},
                                               {"available", to_text(available)},
                                               {"wanted", to_text(amount)}});
  // What the bank owes stays countable: the control purse never reaches INT64_MIN.
  const auto left = available.minus(amount);
  const Money there = to_entry == nullptr ? Money{} : to_entry->row.amount;
  if (!left || left->count == INT64_MIN || !there.plus(amount))
    return refuse(RefusalCode::amount_is_too_large);
  posting.cash_.push_back({{from, to, amount}, from_entry, to_entry});
  return {};
}

void Book::post(Posting posting, protocol::Events& events) {
  for (UnitsMoved& leg : posting.units_) {
    if (leg.from.place == Place::issuance) {
      const Balance* issued = issued_.find(leg.batch);
      issued_.put(leg.batch, {(issued == nullptr ? Carbon{} : issued->amount) + leg.amount});
    } else {
      for (const Range& range : leg.ranges) carve(leg.batch, range, leg.from);
      add_units(leg.batch, leg.from, -leg.amount);
    }
    for (const Range& range : leg.ranges) lay(leg.batch, range, leg.to);
    add_units(leg.batch, leg.to, leg.amount);
    events.emplace_back(std::move(leg));
  }
  for (Posting::CashLeg& leg : posting.cash_) {
    add_cash(leg.moved.from, leg.from, -leg.moved.amount);
    add_cash(leg.moved.to, leg.to, leg.moved.amount);
    events.emplace_back(std::move(leg.moved));
  }
}

/// Takes a range that starts a row of `from` out of it.
void Book::carve(const BatchId& batch, const Range& range, const Pocket& from) {
  const RangeRow row = ranges_.at({batch, range.first});
  CHECK(row.pocket == from && range.last <= row.last);
  erase_range(batch, range.first);
  if (range.last < row.last) insert_range(batch, {{range.last.position + 1}, row.last}, from);
}

/// Puts a range into `to`, joined with neighbours that are there already.
void Book::lay(const BatchId& batch, Range range, const Pocket& to) {
  const auto next = ranges_.find({batch, {range.last.position + 1}});
  if (next != nullptr && next->pocket == to) {
    const Serial last = next->last;
    erase_range(batch, {range.last.position + 1});
    range.last = last;
  }
  const Serial* before = range.first.position == 0
                             ? nullptr
                             : first_by_last_.find({batch, {range.first.position - 1}});
  if (before != nullptr && ranges_.at({batch, *before}).pocket == to) {
    const Serial first = *before;
    erase_range(batch, first);
    range.first = first;
  }
  insert_range(batch, range, to);
}

void Book::insert_range(const BatchId& batch, const Range& range, const Pocket& pocket) {
  ranges_.put({batch, range.first}, {range.last, pocket});
  starts_[{batch, pocket}].insert(range.first);
  first_by_last_[{batch, range.last}] = range.first;
}

void Book::index_again() {
  starts_ = {};
  first_by_last_ = {};
  for (const auto& [key, row] : ranges_) {
    starts_[{key.batch, row.pocket}].insert(key.first);
    first_by_last_[{key.batch, row.last}] = key.first;
  }
}

void Book::erase_range(const BatchId& batch, Serial first) {
  const RangeRow& row = ranges_.at({batch, first});
  const BalanceKey key{batch, row.pocket};
  first_by_last_.erase({batch, row.last});
  ranges_.erase({batch, first});
  auto* starts = starts_.find(key);
  CHECK(starts != nullptr);
  starts->erase(first);
  if (starts->empty()) starts_.erase(key);
}

void Book::add_units(const BatchId& batch, const Pocket& pocket, Carbon amount) {
  const Carbon sum = units(batch, pocket) + amount;
  CHECK(sum.count >= 0);
  if (sum == Carbon{})
    balances_.erase({batch, pocket});
  else
    balances_.put({batch, pocket}, {sum});
}

void Book::add_cash(const Purse& purse, const Posting::CashEntry* entry, Money amount) {
  // A row made by an earlier leg of the posting was not there when this leg was filled.
  CashBalance& balance = entry != nullptr ? cash_.change(entry) : cash_.change(purse);
  balance.amount = balance.amount + amount;
  CHECK(balance.amount.count >= 0 || purse == bank_control());
  if (balance.amount == Money{}) cash_.erase(purse);
}

}  // namespace tanshu::ledger
