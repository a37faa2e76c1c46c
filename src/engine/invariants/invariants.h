// SPDX-License-Identifier: Apache-2.0
// The invariants: what must be true of the state and of its history, whoever wrote the code that
// made it so. Each is checked in its own file, from outside: from tables and records alone.
//
// I10 speaks of compliance and has no file before there are allowances.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/invariants/fold.h"
#include "engine/state.h"

namespace tanshu::engine::invariants {

struct Violation {
  std::string_view invariant;  ///< "i1_places_sum_to_issue"
  std::string what;            ///< which row or record, and what it says instead
};
using Violations = std::vector<Violation>;

/// Every invariant's name, in order.
const std::vector<std::string_view>& invariant_names();

/// All invariants that a state shows by itself (I1 to I8), over every row. Empty when all hold.
Violations check_state(const State& state);

/// Digest of the books before and after a refused command (Engine::books_digest).
struct Books {
  Digest before;
  Digest after;
};

/// The invariants that need the records (I6, I7, I9, I11). Records come in the order of the log.
class History {
 public:
  void add(std::uint64_t log_index, const protocol::Record& record,
           const std::optional<Books>& books = std::nullopt);
  /// What the records so far broke, and where the state differs from what they tell.
  Violations check(const State& state) const;

 private:
  Violations found_;
  Fold fold_;
  FinalSerials final_;
};

// One by one. A state check adds what it finds; a history check looks at one record.
void i1_places_sum_to_issue(const State& state, Violations& found);
void i2_ranges_tile_the_batch(const State& state, Violations& found);
void i3_parts_sum_to_the_tonne(const State& state, Violations& found);
void i4_holds_have_one_owner(const State& state, Violations& found);
void i5_resting_orders_are_funded(const State& state, Violations& found);
void i6_cash_equals_control(const State& state, Violations& found);
void i6_trade_moves_both_legs(std::uint64_t log_index, const protocol::Record& record,
                              Violations& found);
void i7_retired_never_moves(const State& state, Violations& found);
void i7_retired_never_moves(std::uint64_t log_index, const protocol::Record& record,
                            FinalSerials& final, Violations& found);
void i8_origins_are_used_once(const State& state, Violations& found);
void i9_events_and_books_agree(std::uint64_t log_index, const protocol::Record& record,
                               Violations& found);
void i9_events_and_books_agree(const Fold& fold, const State& state, Violations& found);
void i11_refusals_leave_no_trace(std::uint64_t log_index, const protocol::Record& record,
                                 const std::optional<Books>& books, Violations& found);

}  // namespace tanshu::engine::invariants
