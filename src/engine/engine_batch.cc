// SPDX-License-Identifier: Apache-2.0
// A batch of commands. Most of a command's time is waiting for memory: so the places that one will
// touch are asked for while others before it are executed, first the index, then the row.
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

/// Asks for what one command will touch.
class Ahead {
 public:
  Ahead(const State& state, Step step) : state_(state), step_(step) {}

  void operator()(const TransferCash& c) const {
    account(c.from);
    account(c.to);
  }
  void operator()(const ReserveCash& c) const {
    account(c.from);
    if (step_ == Step::index) state_.registry.accounts.prefetch_slot(c.to);
    if (step_ == Step::row) state_.registry.accounts.prefetch_row(c.to);
  }
  void operator()(const PostReservation& c) const { reservation(c.reservation); }
  void operator()(const VoidReservation& c) const { reservation(c.reservation); }
  void operator()(const ExpireReservation& c) const { reservation(c.reservation); }
  void operator()(const GiveUnits& c) const {
    if (c.lots.empty()) return;
    units(c.lots.front(), c.from);
    units(c.lots.front(), c.to);
  }
  template <class Other>
  void operator()(const Other&) const {}

 private:
  template <class Table, class Key>
  void ask(const Table& table, const Key& key) const {
    if (step_ == Step::index) table.prefetch_slot(key);
    if (step_ == Step::row) table.prefetch_row(key);
  }
  void account(const AccountId& id) const {
    ask(state_.registry.accounts, id);
    ask(state_.book.purses(), ledger::free_cash(id));
  }
  void units(const Lot& lot, const AccountId& id) const {
    using Near = ledger::Book::Near;
    constexpr Near near[] = {Near::place, Near::balance, Near::range, Near::neighbours};
    ask(state_.registry.accounts, id);
    state_.book.bring_near(near[static_cast<std::size_t>(step_)], lot.batch, ledger::free_units(id),
                           lot.amount);
  }
  void reservation(const ReservationId& id) const {
    ask(state_.clearing.reservations, id);
    if (step_ != Step::linked) return;
    const Reservation* found = state_.clearing.reservations.find(id);
    if (found == nullptr) return;
    state_.registry.accounts.prefetch_slot(found->to);
    state_.book.purses().prefetch_slot(ledger::free_cash(found->to));
    state_.book.purses().prefetch_slot(ledger::held_cash(found->from, clearing::hold_of(id)));
  }

  const State& state_;
  Step step_;
};

}  // namespace

void Engine::execute_batch(std::span<const Envelope> envelopes, std::uint64_t first_index,
                           Buffer& records, std::vector<Executed>& executed) {
  const std::vector<Answers::KeyMark> keys = Answers::marks_of(envelopes);
  const auto ask = [&](std::size_t at, Step step) {
    if (at >= envelopes.size()) return;
    if (step == Step::index) answers_.prefetch(keys[at]);
    std::visit(Ahead(state_, step), envelopes[at].command);
  };
  for (std::size_t i = 0; i < index_ahead; ++i) ask(i, Step::index);
  for (std::size_t i = 0; i < row_ahead; ++i) ask(i, Step::row);
  for (std::size_t i = 0; i < linked_ahead; ++i) ask(i, Step::linked);
  for (std::size_t i = 0; i < beside_ahead; ++i) ask(i, Step::beside);
  std::uint64_t next_index = first_index;
  executed.clear();
  for (std::size_t i = 0; i < envelopes.size(); ++i) {
    ask(i + index_ahead, Step::index);
    ask(i + row_ahead, Step::row);
    ask(i + linked_ahead, Step::linked);
    ask(i + beside_ahead, Step::beside);
    Executed& one = executed.emplace_back();
    one.log_index = next_index;
    answer(envelopes[i], keys[i], records, one);
    if (!one.repeated && one.log_index != not_ordered) ++next_index;
  }
}

}  // namespace tanshu::engine
