// SPDX-License-Identifier: Apache-2.0
// Turns records into rows. Nouns in events are put as they are; movements of units and money change
// balances and serial ranges.
#pragma once

#include "protocol/record.h"
#include "views/collection.h"
#include "views/database.h"

namespace tanshu::views {

/// Works inside the transaction that its owner began.
class Projector {
 public:
  Projector(Database& database, const std::string& cell) : database_(database), cell_(cell) {}

  Result<void> project(std::uint64_t log_index, std::uint64_t block,
                       const protocol::Record& record);
  /// The block's own leaf, after its records.
  Result<void> project(std::uint64_t log_index, const protocol::BlockHeader& header);

 private:
  template <class Event>
  Result<void> take_in(const Event& event);
  Result<void> take_in(const protocol::UnitsMoved& moved);
  Result<void> take_in(const protocol::CashMoved& moved);
  Result<void> take_in(const std::monostate&) { return {}; }

  template <class Noun>
  Result<void> put(const Noun& row);
  Result<void> erase(const Collection& collection, std::vector<Value> key);
  Result<void> see(std::string_view collection, std::string id);

  Result<void> add_units(const protocol::Pocket& pocket, const protocol::BatchId& batch,
                         Carbon change);
  Result<void> add_cash(const protocol::Purse& purse, Money change);
  Result<void> take_range(const protocol::UnitsMoved& moved, const protocol::Range& range);
  Result<void> lay_range(const protocol::UnitsMoved& moved, protocol::Range range);
  Result<std::optional<protocol::HeldRange>> last_range_from(const protocol::BatchId& batch,
                                                             Serial first_max);
  std::unexpected<Failure> misfit(std::string_view what) const;

  Database& database_;
  const std::string& cell_;
  std::uint64_t log_index_ = 0;
};

}  // namespace tanshu::views
