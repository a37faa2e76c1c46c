// SPDX-License-Identifier: Apache-2.0
// The machine's side of a round: batches, crashes at every step, recovery.
#include "sim/round.h"

#include <fmt/format.h>

#include <algorithm>

namespace tanshu::sim {

using journal::AppendFailure;

namespace {

/// When nothing goes wrong any more, so many batches answer everybody many times over.
constexpr std::uint64_t calm_ticks_max = 1'000;

}  // namespace

Round::Round(const RoundOptions& options)
    : options_(options), chance_(options.seed), workload_(chance_.bits()) {
  static constexpr std::array<std::uint64_t, 6> sizes = {3, 24, 64, 128, 128, 256};
  batch_max_ = workload_.shatters() ? sizes.back() : sizes[chance_.below(sizes.size())];
  new_machine();
}

std::uint64_t Round::natural_length() {
  if (workload_.shatters()) return 3'000;
  static constexpr std::array<std::int64_t, 6> lengths = {150, 300, 400, 600, 800, 1'600};
  const std::int64_t length = lengths[chance_.below(lengths.size())];
  const auto natural = static_cast<std::uint64_t>(chance_.between(length / 2, length));
  // Small batches are checked often: a round of them stays short.
  return std::min(natural, Workload::opening_commands + 40 * batch_max_);
}

void Round::trace(std::uint64_t word) {
  for (int i = 0; i < 8; ++i) trace_.push_back(static_cast<std::uint8_t>(word >> (8 * i)));
}

Digest Round::digest() const {
  return sha256(trace_);
}

std::string Round::live(std::uint64_t commands, SimReport& report) {
  report_ = &report;
  // About one mishap of the machine a round; most end in a recovery.
  mishap_once_in_ = std::max<std::uint64_t>(3, 2 * commands / batch_max_);
  while (problem_.empty()) {
    calm_ = clients_.size() >= commands;
    if (calm_ && unanswered_.empty()) break;
    if (calm_ && ++calm_ticks_ > calm_ticks_max)
      wrong(fmt::format("{} commands stay without an answer", unanswered_.size()));
    tick();
  }
  if (problem_.empty()) close();
  report.sent += clients_.size();
  report.commands += examiner_.records();
  report.blocks += examiner_.blocks();
  for (std::size_t i = 0; i < examiner_.accepted().size(); ++i) {
    report.accepted_by_command.resize(examiner_.accepted().size());
    report.accepted_by_command[i] += examiner_.accepted()[i];
    report.accepted += examiner_.accepted()[i];
  }
  for (const auto& [number, count] : examiner_.refused()) report.count_refusals(number, count);
  ++report.rounds;
  return problem_;
}

void Round::tick() {
  pass_time();
  send_again();
  if (!calm_) send_new(batch_max_);
  disturb_network();
  deliver_late_append();
  if (const auto batch = receive(); !batch.empty()) serve(batch, machine_mishap());
  forget_answered();
}

void Round::pass_time() {
  constexpr std::int64_t second_ns = 1'000'000'000, day_s = 86'400;
  const std::int64_t seconds = chance_.between(0, 60);
  report_->virtual_seconds += static_cast<std::uint64_t>(seconds);
  clock_ns_ += seconds * second_ns;
  if (happens(Mishap::clock_forward, 60)) clock_ns_ += chance_.between(60, 2 * day_s) * second_ns;
  if (happens(Mishap::clock_back, 60)) clock_ns_ -= chance_.between(60, 2 * day_s) * second_ns;
}

bool Round::happens(Mishap mishap, std::uint64_t once_in) {
  if (calm_ || !chance_.once_in(once_in)) return false;
  count(mishap);
  return true;
}

void Round::count(Mishap mishap) {
  ++report_->mishaps[static_cast<std::size_t>(mishap)];
  trace(static_cast<std::uint64_t>(mishap));
}

std::optional<Mishap> Round::machine_mishap() {
  static constexpr auto kinds = std::to_array<Mishap>(
      {Mishap::crash_before_execute, Mishap::crash_before_append, Mishap::crash_before_write,
       Mishap::torn_write, Mishap::lost_tail, Mishap::crash_before_answer,
       Mishap::crash_between_answers, Mishap::crash_after_answer, Mishap::io_error,
       Mishap::io_error_after_write, Mishap::disk_full, Mishap::slow_sync,
       Mishap::repeated_append});
  if (calm_ || !chance_.once_in(mishap_once_in_)) return std::nullopt;
  return kinds[chance_.below(kinds.size())];
}

void Round::serve(const std::vector<Delivery>& batch, std::optional<Mishap> mishap) {
  if (mishap == Mishap::crash_before_execute) {
    count(*mishap);
    return restart(true);
  }
  report_->deliveries += batch.size();
  machine_->execute(batch, {clock_ns_});
  if (mishap == Mishap::crash_before_append) {
    count(*mishap);
    return restart(true);
  }
  if (!machine_->records().empty()) {
    const auto fault = mishap ? fault_of(*mishap) : std::nullopt;
    if (fault) machine_->journal().plan_next(*fault);
    if (fault) count(*mishap);
    const std::int64_t before_ns = machine_->journal().spent_ns();
    const auto appended = machine_->append();
    clock_ns_ += machine_->journal().spent_ns() - before_ns;
    if (!appended) return append_failed(appended.error());
    examine_batch();
  }
  answer(mishap);
}

/// After a failing append the machine is done for, whatever became of the block.
void Round::append_failed(const AppendFailure& failure) {
  const bool crashed = machine_->journal().crashed();
  const bool beaten = failure.kind == AppendFailure::Kind::not_the_head;
  if (crashed && chance_.once_in(2)) late_ = machine_->in_flight();
  if (beaten && store_->size() <= examiner_.blocks()) wrong("an append at the head was refused");
  restart(crashed);
}

void Round::answer(std::optional<Mishap> mishap) {
  const std::size_t all = machine_->answers().size();
  if (mishap == Mishap::crash_between_answers) {
    count(*mishap);
    deliver_answers(all / 2);
    return restart(true);
  }
  deliver_answers(all);
  if (mishap == Mishap::crash_after_answer) {
    count(*mishap);
    restart(true);
  }
}

void Round::examine_batch() {
  std::vector<const protocol::Record*> records;
  for (const protocol::Record& record : machine_->records()) records.push_back(&record);
  const InFlight& block = machine_->in_flight();
  examiner_.see(block.header, block.header_bytes, records);
  trace(fingerprint(block.header_bytes));
  check_books(examiner_.blocks() % options_.check_every == 0);
}

/// The rows that changed beside the auditor's books; if asked, all rows and every invariant.
void Round::check_books(bool all) {
  const engine::State& state = machine_->engine().state();
  if (!all) examiner_.compare_touched(state);
  if (all) examiner_.check_all(state);
  if (all) ++report_->checks;
  take_problems();
}

void Round::take_problems() {
  if (!examiner_.problems().empty()) wrong(examiner_.problems().front());
}

void Round::new_machine() {
  machine_ = make_machine(options_.plant, store_);
}

/// The machine stops, with or without its disk's cache, and another one recovers from the disk.
void Round::restart(bool power_lost) {
  if (!problem_.empty()) return;
  if (power_lost && !machine_->journal().crashed()) machine_->journal().crash();
  new_machine();
  disturb_recovery();
  const auto recovered = recover(UINT64_MAX);
  if (!recovered) return wrong("recovery failed: " + recovered.error().what);
  ++report_->recoveries;
  ++recoveries_;
  if (machine_->replayer().chain().next_position() < examiner_.blocks())
    return wrong(fmt::format("{} blocks were durable, {} are there after recovery",
                             examiner_.blocks(), machine_->replayer().chain().next_position()));
  if (machine_->replayer().chain().next_position() != store_->size())
    return wrong(fmt::format("{} blocks are on the disk, {} were recovered", store_->size(),
                             machine_->replayer().chain().next_position()));
  check_books(true);
}

/// The last look: a cold re-execution (where refusals are watched, each of them must leave the
/// books as they were), every invariant, and the digest from all rows.
void Round::close() {
  if (chance_.once_in(100)) {
    new_machine();
    machine_->replayer().watch_refusals(
        [this](std::uint64_t log_index, const Digest& before, const Digest& after) {
          ++report_->refusals_watched;
          if (before != after) wrong(fmt::format("refused entry {} changed the books", log_index));
        });
    if (const auto again = recover(UINT64_MAX); !again)
      return wrong("recovery failed: " + again.error().what);
  } else if (chance_.once_in(4)) {
    restart(chance_.once_in(2));
  }
  if (!problem_.empty()) return;
  check_books(true);
  examiner_.check_digest(machine_->engine());
  take_problems();
}

/// Re-executes the journal; blocks that nobody heard of are examined now.
Result<void> Round::recover(std::uint64_t blocks_max) {
  std::deque<protocol::Record> records;
  std::vector<const protocol::Record*> pointers;
  return machine_->start(
      [&](const node::ReplayedLeaf& leaf) {
        const bool news = leaf.block >= examiner_.blocks();
        if (!leaf.closes_block) {
          ++report_->reexecuted;
          if (news) pointers.push_back(&records.emplace_back(leaf.record()));
          return;
        }
        const auto header = protocol::decode_block_leaf(leaf.bytes);
        CHECK(header.has_value());
        if (news) trace(fingerprint(leaf.bytes));
        examiner_.see(*header, leaf.bytes, pointers);
        records.clear();
        pointers.clear();
      },
      blocks_max);
}

/// A machine may stop in the middle of its recovery, and a read may come short: both machines are
/// given up, and the short read must have been noticed.
void Round::disturb_recovery() {
  if (store_->size() == 0) return;
  if (happens(Mishap::crash_in_recovery, 12)) {
    if (const auto part = recover(chance_.below(store_->size())); !part)
      return wrong("recovery failed: " + part.error().what);
    machine_->journal().crash();
    new_machine();
  }
  if (happens(Mishap::short_read, 12)) {
    machine_->journal().plan_short_read(chance_.below(store_->size()));
    if (recover(UINT64_MAX)) return wrong("a short read was not noticed");
    new_machine();
  }
}

/// An append of a machine that is gone arrives: at the head it is taken, anywhere else refused.
void Round::deliver_late_append() {
  if (!late_ || !happens(Mishap::late_append, 3)) return;
  const bool at_head = late_->header.position == store_->size();
  journal::SimulatedJournal path(store_);
  const auto appended = path.append(late_->header.position, late_->header_bytes, late_->body);
  if (appended.has_value() != at_head) wrong("a late append was taken where it does not belong");
  late_.reset();
}

}  // namespace tanshu::sim
