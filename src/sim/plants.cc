// SPDX-License-Identifier: Apache-2.0
// Each plant is a machine with one function that is wrong. Where the books themselves must go
// wrong, they are changed behind the engine's back, right after it has executed a command.
#include "sim/plants.h"

#include <algorithm>

namespace tanshu::ledger {

/// Reaches past the book's own care, as a bug would.
struct BookMutation {
  /// The first milligram of a range goes to another pocket of the account, serial and all.
  static void move_first(Book& book, const BatchId& batch, const Range& range, const Pocket& to) {
    const Pocket from = book.ranges_.at({batch, range.first}).pocket;
    const Range milligram{range.first, range.first};
    const std::uint32_t to_balance = book.add_units(batch, to, Carbon{1});
    const auto* balance = book.balances_.find_entry({batch, from});
    book.move_range(batch, milligram, {batch, from, to, Carbon{1}, {milligram}}, balance->number,
                    to_balance);
    book.take_units(*balance, Carbon{1});
  }
};

}  // namespace tanshu::ledger

namespace tanshu::sim {

using namespace protocol;  // NOLINT: commands and events by name

namespace {

/// The state of a machine's engine, to be broken.
engine::State& open_up(engine::Engine& engine) {
  return const_cast<engine::State&>(engine.state());  // the engine itself is not const
}

void move_behind(engine::State& state, const UnitsMoved& leg, const Pocket& from, const Pocket& to,
                 Carbon amount) {
  ledger::Posting posting;
  Events unsaid;
  if (state.book.move_units(posting, leg.batch, from, to, amount))
    state.book.post(std::move(posting), unsaid);
}

template <class E>
const E* first_of(const Record& record) {
  for (const Event& event : *record.outcome)
    if (const auto* found = std::get_if<E>(&event)) return found;
  return nullptr;
}

/// Breaks the books after an accepted command of one kind.
template <class C>
class Breaking : public Machine {
 public:
  using Machine::Machine;

 protected:
  virtual void break_books(engine::State& state, Record& record) = 0;

  Record decide(Envelope envelope, std::uint64_t log_index) override {
    Record record = Machine::decide(std::move(envelope), log_index);
    if (record.outcome && std::holds_alternative<C>(record.envelope.command))
      break_books(open_up(engine()), record);
    return record;
  }
};

struct SplitRoundsUp final : Breaking<GiveUnits> {
  using Breaking::Breaking;
  void break_books(engine::State& state, Record& record) override {
    const UnitsMoved leg = *first_of<UnitsMoved>(record);
    move_behind(state, leg, leg.from, leg.to, Carbon{1});
  }
};

struct HoldNotReleased final : Breaking<ReleasePledge> {
  using Breaking::Breaking;
  void break_books(engine::State& state, Record& record) override {
    const UnitsMoved leg = *first_of<UnitsMoved>(record);
    move_behind(state, leg, leg.to, leg.from, leg.amount);
  }
};

struct CashLegMissing final : Breaking<RegisterTransfer> {
  using Breaking::Breaking;
  void break_books(engine::State& state, Record& record) override {
    const CashMoved leg = *first_of<CashMoved>(record);
    ledger::Posting posting;
    Events unsaid;
    if (!state.book.move_cash(posting, leg.to, leg.from, leg.amount)) return;
    state.book.post(std::move(posting), unsaid);
    std::erase_if(*record.outcome,
                  [](const Event& event) { return std::holds_alternative<CashMoved>(event); });
  }
};

struct RetiredSerialMoves final : Breaking<RetireUnits> {
  using Breaking::Breaking;
  void break_books(engine::State& state, Record& record) override {
    const UnitsMoved& leg = *first_of<UnitsMoved>(record);
    const auto* row = state.book.ranges().find({leg.batch, leg.ranges.front().first});
    if (row == nullptr || row->pocket != leg.to) return;  // joined with its neighbour
    ledger::BookMutation::move_first(state.book, leg.batch, leg.ranges.front(), leg.from);
  }
};

struct AnsweredAnew final : Machine {
  using Machine::Machine;
  std::optional<std::uint64_t> answered(const Sent&) override { return std::nullopt; }
};

struct AnsweredBeforeSync final : Machine {
  using Machine::Machine;
  journal::Appended write(const InFlight& block) override {
    journal().plan_next(journal::DiskFault::unsynced_write);
    return Machine::write(block);
  }
};

struct LastBlockDropped final : Machine {
  using Machine::Machine;
  Result<void> start(const node::Replayer::Sink& sink, std::uint64_t blocks_max) override {
    TRY_SET(const std::uint64_t head, journal().head());
    return Machine::start(sink, std::min(blocks_max, head == 0 ? 0 : head - 1));
  }
};

/// Recovers by executing commands without looking at what was recorded, each block's first one
/// last.
struct ReplayedOutOfOrder final : Machine {
  using Machine::Machine;
  Result<void> start(const node::Replayer::Sink&, std::uint64_t blocks_max) override {
    return journal().read(0, [&](std::uint64_t position, ByteView bytes, ByteView body) {
      if (position >= blocks_max) return false;
      const auto header = decode_block_leaf(bytes);
      auto records = node::unpack_records(body);
      if (!header || !records) return false;
      std::rotate(records->begin(), records->begin() + 1, records->end());
      std::uint64_t log_index = header->first_leaf;
      for (const ByteView record : *records)
        engine().execute(decode_record(record)->envelope, log_index++);
      replayer().chain().advance(*header);
      return true;
    });
  }
};

/// Seals the digest of the state before the block's last command.
struct RowLeftOutOfDigest final : Machine {
  using Machine::Machine;
  Record decide(Envelope envelope, std::uint64_t log_index) override {
    before_ = engine().settle();
    return Machine::decide(std::move(envelope), log_index);
  }
  Digest settle() override {
    engine().settle();
    return before_;
  }

 private:
  Digest before_;
};

/// Lets whoever submitted a report confirm it as well, by asking the engine as somebody else.
struct FourEyesOff final : Machine {
  using Machine::Machine;
  Record decide(Envelope envelope, std::uint64_t log_index) override {
    const UserId actor = envelope.actor;
    if (const auto* c = std::get_if<ConfirmReport>(&envelope.command))
      if (const auto other = somebody_else(*c, actor)) envelope.actor = *other;
    Record record = Machine::decide(std::move(envelope), log_index);
    record.envelope.actor = actor;
    return record;
  }

 private:
  std::optional<UserId> somebody_else(const ConfirmReport& c, const UserId& actor) {
    const engine::State& state = engine().state();
    const Report* report = state.registry.reports.find(c.report);
    if (report == nullptr || report->submitted_by != actor) return std::nullopt;
    for (const char* officer : {"officer-6", "officer-7", "officer-8"}) {
      const User* user = state.registry.users.find({officer});
      if (user != nullptr && user->id != actor) return user->id;
    }
    return std::nullopt;
  }
};

/// Knows only the keys that it has answered itself, and keeps them apart from the engine's.
struct KeyForgottenInRecovery final : Machine {
  using Machine::Machine;
  std::optional<std::uint64_t> answered(const Sent& sent) override {
    const auto before = Machine::answered(sent);
    return before && *before >= started_at_ ? before : std::nullopt;
  }
  Result<void> start(const node::Replayer::Sink& sink, std::uint64_t blocks_max) override {
    const auto started = Machine::start(sink, blocks_max);
    started_at_ = replayer().chain().next_leaf();
    return started;
  }

 private:
  std::uint64_t started_at_ = 0;
};

/// Gives entries the clock's time, even when it has gone back behind the last block's.
struct ClockNotLifted final : Machine {
  using Machine::Machine;
  Instant lift(Instant clock) override { return clock; }
};

template <class M>
std::unique_ptr<Machine> make(std::shared_ptr<journal::SimulatedDisk> store) {
  return std::make_unique<M>(std::move(store));
}

struct Row {
  Plant plant;
  std::unique_ptr<Machine> (*make)(std::shared_ptr<journal::SimulatedDisk>);
  std::string_view says;
};

constexpr auto rows = std::to_array<Row>({
    {Plant::none, make<Machine>, "nothing is wrong"},
    {Plant::split_rounds_up, make<SplitRoundsUp>, "a gift takes a milligram too many"},
    {Plant::hold_not_released, make<HoldNotReleased>, "a released pledge still holds its units"},
    {Plant::answered_anew, make<AnsweredAnew>, "a repeated command is executed again"},
    {Plant::answered_before_sync, make<AnsweredBeforeSync>, "answers go out before the sync"},
    {Plant::last_block_dropped, make<LastBlockDropped>, "recovery leaves the last block out"},
    {Plant::replayed_out_of_order, make<ReplayedOutOfOrder>,
     "recovery executes a block's first command last"},
    {Plant::row_left_out_of_digest, make<RowLeftOutOfDigest>,
     "the state digest misses the rows of a block's last command"},
    {Plant::retired_serial_moves, make<RetiredSerialMoves>, "a retired serial becomes free again"},
    {Plant::cash_leg_missing, make<CashLegMissing>, "a registered transfer moves no money"},
    {Plant::four_eyes_off, make<FourEyesOff>, "an officer confirms a report of his own"},
    {Plant::key_forgotten_in_recovery, make<KeyForgottenInRecovery>,
     "keys answered before a restart are forgotten"},
    {Plant::clock_not_lifted, make<ClockNotLifted>, "an entry's time runs backwards"},
});
static_assert(rows.size() == plant_kinds);

const Row& row_of_plant(Plant plant) {
  return rows[static_cast<std::size_t>(plant)];
}

}  // namespace

std::unique_ptr<Machine> make_machine(Plant plant, std::shared_ptr<journal::SimulatedDisk> store) {
  return row_of_plant(plant).make(std::move(store));
}

std::string_view plant_says(Plant plant) {
  return row_of_plant(plant).says;
}

}  // namespace tanshu::sim
