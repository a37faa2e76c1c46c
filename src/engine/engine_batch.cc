// SPDX-License-Identifier: Apache-2.0
// A batch of commands. Most of a command's time is waiting for memory: so the places that one will
// touch are asked for while others before it are executed, first the index, then the row.
#include <array>
#include <bit>

#include "engine/engine.h"

namespace tanshu::engine {
namespace {

using namespace protocol;  // NOLINT: commands by name

/// How many commands ahead the index, the rows, and the rows that hang on rows are asked for.
constexpr std::size_t index_ahead = 24;
constexpr std::size_t row_ahead = 12;
constexpr std::size_t linked_ahead = 6;
constexpr std::size_t beside_ahead = 3;

enum class Step { index, row, linked, beside };

/// Tags of the keys that a command will look for: hashed once, when their index is asked for.
using Tags = std::array<std::uint32_t, 8>;

/// Asks for what one command will touch. Each step names the same keys in the same order.
class Ahead {
 public:
  Ahead(const State& state, Step step, Tags& tags) : state_(state), step_(step), tags_(tags) {}

  void operator()(const TransferCash& c) {
    ask(state_.book.accounts(), c.from);
    ask(state_.book.accounts(), c.to);
  }
  void operator()(const ReserveCash& c) {
    ask(state_.book.accounts(), c.from);
    ask(state_.book.accounts(), c.to);
    ask(state_.clearing.reservations, c.id);
    ask(state_.book.held_purses(), ledger::held_cash(c.from, clearing::hold_of(c.id)));
  }
  void operator()(const PostReservation& c) { reservation(c.reservation); }
  void operator()(const VoidReservation& c) { reservation(c.reservation); }
  void operator()(const ExpireReservation& c) { reservation(c.reservation); }
  void operator()(const GiveUnits& c) {
    if (c.lots.empty()) return;
    units(c.lots.front(), c.from);
    units(c.lots.front(), c.to);
  }
  template <class Other>
  void operator()(const Other&) {}

 private:
  template <class Table, class Key>
  void ask(const Table& table, const Key& key) {
    std::uint32_t& tag = tags_[next_tag_++];
    if (step_ == Step::index) tag = table.prefetch_slot(key);
    if (step_ == Step::row) table.prefetch_row(tag);
  }
  void units(const Lot& lot, const AccountId& id) {
    using Near = ledger::Book::Near;
    constexpr Near near[] = {Near::place, Near::balance, Near::range, Near::neighbours};
    ask(state_.book.accounts(), id);
    state_.book.bring_near(near[static_cast<std::size_t>(step_)], lot.batch, ledger::free_units(id),
                           lot.amount, tags_[next_tag_++]);
  }
  void reservation(const ReservationId& id) {
    ask(state_.clearing.reservations, id);
    if (step_ == Step::linked) reserved(id, Step::index);
    if (step_ == Step::beside) reserved(id, Step::row);
  }
  /// What hangs on the reservation, whose own row is near.
  void reserved(const ReservationId& id, Step step) {
    const Reservation* found = state_.clearing.reservations.find(id);
    if (found == nullptr) return;
    step_ = step;
    ask(state_.book.accounts(), found->to);
    ask(state_.book.accounts(), found->from);
    ask(state_.book.held_purses(), ledger::held_cash(found->from, clearing::hold_of(id)));
  }

  const State& state_;
  Step step_;
  Tags& tags_;
  std::size_t next_tag_ = 0;
};

}  // namespace

void Engine::execute_batch(const CommandBatch& batch, std::uint64_t first_index, Buffer& records,
                           std::vector<Executed>& executed) {
  const auto& envelopes = batch.envelopes;
  CHECK(batch.keys.size() == envelopes.size());
  std::array<Tags, std::bit_ceil(index_ahead + 1)> tags;
  const auto ask = [&](std::size_t at, Step step) {
    if (at >= envelopes.size()) return;
    if (step == Step::index) answers_.prefetch(batch.keys[at]);
    std::visit(Ahead(state_, step, tags[at % tags.size()]), envelopes[at].command);
  };
  for (std::size_t i = 0; i < index_ahead; ++i) ask(i, Step::index);
  for (std::size_t i = 0; i < row_ahead; ++i) ask(i, Step::row);
  for (std::size_t i = 0; i < linked_ahead; ++i) ask(i, Step::linked);
  for (std::size_t i = 0; i < beside_ahead; ++i) ask(i, Step::beside);
  changes_ = changes();
  std::uint64_t next_index = first_index;
  executed.clear();
  executed.reserve(envelopes.size());
  for (std::size_t i = 0; i < envelopes.size(); ++i) {
    ask(i + index_ahead, Step::index);
    ask(i + row_ahead, Step::row);
    ask(i + linked_ahead, Step::linked);
    ask(i + beside_ahead, Step::beside);
    Executed& one = executed.emplace_back();
    one.log_index = next_index;
    answer(envelopes[i], batch.keys[i], records, one);
    one.end = records.size();
    if (one.adds_a_record()) ++next_index;
  }
}

}  // namespace tanshu::engine
