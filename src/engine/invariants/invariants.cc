// SPDX-License-Identifier: Apache-2.0
// All invariants together.
#include "engine/invariants/invariants.h"

namespace tanshu::engine::invariants {

const std::vector<std::string_view>& invariant_names() {
  static const std::vector<std::string_view> names = {
      "i1_places_sum_to_issue",     "i2_ranges_tile_the_batch",     "i3_parts_sum_to_the_tonne",
      "i4_holds_have_one_owner",    "i5_resting_orders_are_funded", "i6_cash_equals_control",
      "i7_retired_never_moves",     "i8_origins_are_used_once",     "i9_events_and_books_agree",
      "i11_refusals_leave_no_trace"};
  return names;
}

Violations check_state(const State& state) {
  Violations found;
  i1_places_sum_to_issue(state, found);
  i2_ranges_tile_the_batch(state, found);
  i3_parts_sum_to_the_tonne(state, found);
  i4_holds_have_one_owner(state, found);
  i5_resting_orders_are_funded(state, found);
  i6_cash_equals_control(state, found);
  i7_retired_never_moves(state, found);
  i8_origins_are_used_once(state, found);
  return found;
}

void History::add(std::uint64_t log_index, const protocol::Record& record,
                  const std::optional<Books>& books) {
  i11_refusals_leave_no_trace(log_index, record, books, found_);
  if (!record.outcome) return;
  i6_trade_moves_both_legs(log_index, record, found_);
  i7_retired_never_moves(log_index, record, final_, found_);
  i9_events_and_books_agree(log_index, record, found_);
  fold_.add(*record.outcome);
}

Violations History::check(const State& state) const {
  Violations found = found_;
  i9_events_and_books_agree(fold_, state, found);
  return found;
}

}  // namespace tanshu::engine::invariants
