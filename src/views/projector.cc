// SPDX-License-Identifier: Apache-2.0
// The projection of events. Rows are maximal: neighbouring serials in one pocket are one range, and
// a balance of zero has no row. A movement that does not fit what is there means that the views are
// not this journal's.
#include "views/projector.h"

#include <fmt/format.h>

#include "protocol/labels.h"

namespace tanshu::views {
namespace {

using protocol::BatchId;
using protocol::HeldRange;
using protocol::Pocket;
using protocol::Range;
using protocol::UnitsMoved;

std::string_view id_text(const std::string& id) {
  return id;
}
template <class Tag>
std::string_view id_text(const Id<Tag>& id) {
  return id.text;
}

/// The id by which a noun is spoken of: its first field.
template <class Noun>
std::string id_of(const Noun& noun) {
  std::string id;
  bool first = true;
  Noun::fields(noun, [&]<class Field>(const char*, const Field& field, const char*) {
    if constexpr (IsId<Field>::value || std::is_same_v<Field, std::string>)
      if (first) id = id_text(field);
    first = false;
  });
  return id;
}

Pocket pocket_of(const HeldRange& held) {
  return {held.account, held.place, held.hold};
}

HeldRange held_range(const BatchId& batch, Range range, const Pocket& pocket) {
  return {batch, range.first, range.last, pocket.account, pocket.place, pocket.hold};
}

protocol::Entry entry_of(std::uint64_t log_index, std::uint64_t block,
                         const protocol::Record& record) {
  const protocol::CommandRow& row = row_of(record.envelope.command);
  const protocol::Title& title = protocol::command_title(row.number);
  protocol::Entry entry{log_index,
                        block,
                        std::string(row.name),
                        record.envelope.actor,
                        record.envelope.at,
                        record.outcome.has_value(),
                        std::nullopt,
                        std::string(title.zh),
                        std::string(title.en)};
  if (!record.outcome) {
    entry.refusal = record.outcome.error().number;
    entry.message_zh = chinese_of(record.outcome.error());
    entry.message_en = english_of(record.outcome.error());
  }
  return entry;
}

}  // namespace

std::unexpected<Failure> Projector::misfit(std::string_view what) const {
  return failure(fmt::format("views: log entry {} does not fit: {}", log_index_, what));
}

Result<void> Projector::project(std::uint64_t log_index, std::uint64_t block,
                                const protocol::Record& record) {
  log_index_ = log_index;
  TRY(put(entry_of(log_index, block, record)));
  if (!record.outcome) return {};
  for (const protocol::Event& event : *record.outcome)
    TRY(std::visit([this](const auto& body) { return take_in(body); }, event));
  return {};
}

Result<void> Projector::project(std::uint64_t log_index, const protocol::BlockHeader& header) {
  log_index_ = log_index;
  return put(header);
}

template <class Event>
Result<void> Projector::take_in(const Event& event) {
  Result<void> done;
  Event::fields(event, [&]<class Field>(const char*, const Field& field, const char*) {
    if constexpr (collection_name<Field> != nullptr) {
      if (done) done = put(field);
      if (done) done = see(collection_name<Field>, id_of(field));
    }
  });
  return done;
}

template <class Noun>
Result<void> Projector::put(const Noun& row) {
  static const std::string sql = collection_of<Noun>().upsert_sql();
  std::vector<Value> values = {cell_};
  put_values(values, row);
  const auto index = static_cast<std::int64_t>(log_index_);
  values.insert(values.end(), {index, index, to_json(row)});
  return database_.run(sql, values);
}

Result<void> Projector::erase(const Collection& collection, std::vector<Value> key) {
  key.insert(key.begin(), cell_);
  return database_.run(collection.erase_sql(), key);
}

Result<void> Projector::see(std::string_view collection, std::string id) {
  return database_.run(
      "INSERT INTO seen_in (cell, collection, id, log_index) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (cell, collection, id, log_index) DO NOTHING",
      {cell_, std::string(collection), std::move(id), static_cast<std::int64_t>(log_index_)});
}

Result<void> Projector::take_in(const UnitsMoved& moved) {
  TRY(add_units(moved.from, moved.batch, -moved.amount));
  TRY(add_units(moved.to, moved.batch, moved.amount));
  for (const Range& range : moved.ranges) {
    TRY(take_range(moved, range));
    TRY(lay_range(moved, range));
  }
  return {};
}

Result<void> Projector::take_in(const protocol::CashMoved& moved) {
  TRY(add_cash(moved.from, -moved.amount));
  return add_cash(moved.to, moved.amount);
}

Result<void> Projector::add_units(const Pocket& pocket, const BatchId& batch, Carbon change) {
  if (pocket.place == protocol::Place::issuance) return {};  // the contra side: nothing rests there
  protocol::Holding holding{pocket.account, batch, pocket.place, pocket.hold, {}};
  TRY_SET(holding.amount.count,
          database_.integer("SELECT amount FROM holdings WHERE cell = $1 AND account = $2 AND "
                            "batch = $3 AND place = $4 AND hold = $5",
                            {cell_, value_of(holding.account), value_of(batch),
                             value_of(holding.place), value_of(holding.hold)}));
  const auto sum = holding.amount.plus(change);
  if (!sum || sum->count < 0)
    return misfit(fmt::format("account {} has {} of batch {}", pocket.account.text,
                              to_text(holding.amount), batch.text));
  holding.amount = *sum;
  TRY(see("holdings", pocket.account.text + ' ' + batch.text));
  if (sum->count != 0) return put(holding);
  return erase(collection_of<protocol::Holding>(),
               {value_of(holding.account), value_of(batch), value_of(holding.place),
                value_of(holding.hold)});
}

Result<void> Projector::add_cash(const protocol::Purse& purse, Money change) {
  protocol::CashBalance balance{purse.account, purse.hold, {}};
  TRY_SET(
      balance.amount.count,
      database_.integer("SELECT amount FROM cash WHERE cell = $1 AND account = $2 AND hold = $3",
                        {cell_, value_of(purse.account), value_of(purse.hold)}));
  const auto sum = balance.amount.plus(change);
  const bool is_control = purse.account.empty();
  if (!sum || (sum->count < 0 && !is_control))
    return misfit(fmt::format("account {} has {}", purse.account.text, to_text(balance.amount)));
  balance.amount = *sum;
  TRY(see("cash", purse.account.text));
  if (sum->count != 0) return put(balance);
  return erase(collection_of<protocol::CashBalance>(),
               {value_of(purse.account), value_of(purse.hold)});
}

/// The range of the batch that begins last at or before `first_max`.
Result<std::optional<HeldRange>> Projector::last_range_from(const BatchId& batch,
                                                            Serial first_max) {
  TRY_SET(const std::vector<Row> found,
          database_.rows("SELECT \"first\", \"last\", account, place, hold FROM ranges WHERE "
                         "cell = $1 AND batch = $2 AND \"first\" <= $3 "
                         "ORDER BY \"first\" DESC LIMIT 1",
                         {cell_, value_of(batch), value_of(first_max)}));
  if (found.empty()) return std::nullopt;
  const Row& row = found.front();
  const auto serial = [&](std::size_t i) {
    return Serial{static_cast<std::uint64_t>(std::get<std::int64_t>(row[i]))};
  };
  const auto place = enum_from_name<protocol::Place>(std::get<std::string>(row[3]));
  if (!place) return misfit("an unknown place");
  return HeldRange{batch,     serial(0),
                   serial(1), {std::get<std::string>(row[2])},
                   *place,    {std::get<std::string>(row[4])}};
}

/// Cuts the range out of the pocket it comes from; what is left on either side stays there.
Result<void> Projector::take_range(const UnitsMoved& moved, const Range& range) {
  if (moved.from.place == protocol::Place::issuance) return {};
  TRY_SET(const std::optional<HeldRange> held, last_range_from(moved.batch, range.first));
  if (!held || held->last < range.last || pocket_of(*held) != moved.from)
    return misfit(fmt::format("serials {} to {} of batch {} are not where they are said to be",
                              range.first.position, range.last.position, moved.batch.text));
  if (held->first < range.first) {
    const Serial before{range.first.position - 1};
    TRY(put(held_range(moved.batch, {held->first, before}, moved.from)));
  } else {
    TRY(erase(collection_of<HeldRange>(), {value_of(moved.batch), value_of(held->first)}));
  }
  if (held->last == range.last) return {};
  const Serial after{range.last.position + 1};
  return put(held_range(moved.batch, {after, held->last}, moved.from));
}

/// Lays the range into the pocket it goes to and joins it with its neighbours there.
Result<void> Projector::lay_range(const UnitsMoved& moved, Range range) {
  TRY_SET(const std::optional<HeldRange> left, last_range_from(moved.batch, range.last));
  if (range.last < range.first || (left && left->last >= range.first))
    return misfit(fmt::format("serials {} to {} of batch {} are somewhere already",
                              range.first.position, range.last.position, moved.batch.text));
  const Serial after{range.last.position + 1};
  TRY_SET(const std::optional<HeldRange> right, last_range_from(moved.batch, after));
  if (right && right->first == after && pocket_of(*right) == moved.to) {
    TRY(erase(collection_of<HeldRange>(), {value_of(moved.batch), value_of(right->first)}));
    range.last = right->last;
  }
  const bool joins_left =
      left && left->last.position + 1 == range.first.position && pocket_of(*left) == moved.to;
  if (joins_left) range.first = left->first;
  return put(held_range(moved.batch, range, moved.to));
}

}  // namespace tanshu::views
