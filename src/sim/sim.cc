// SPDX-License-Identifier: Apache-2.0
// One run: draw, foretell, execute, audit; settle and compare at the end of each block.
#include "sim/sim.h"

#include <fmt/format.h>

#include <chrono>

#include "engine/engine.h"
#include "engine/invariants/invariants.h"
#include "sim/auditor.h"
#include "sim/workload.h"

namespace tanshu::sim {
namespace {

using namespace protocol;  // NOLINT: records and their parts

class Run {
 public:
  Run(std::uint64_t seed, const SimOptions& options) : options_(options), workload_(seed) {
    report_.seed = seed;
  }
  SimReport of(std::uint64_t commands);

 private:
  void step();
  void audit(const Record& record, std::optional<bool> foretold);
  void copy(const Record& record);
  void settle();
  void compare_units();
  void compare_money();
  void check_all();
  void wrong(std::string what) {
    report_.problems.push_back(fmt::format("command {}: {}", report_.commands, std::move(what)));
  }

  SimOptions options_;
  Workload workload_;
  engine::Engine engine_;
  engine::Engine second_;  ///< executes what it reads from the records' bytes
  engine::invariants::History history_;
  Auditor auditor_;
  std::uint64_t log_index_ = 0;
  SimReport report_;
};

SimReport Run::of(std::uint64_t commands) {
  while (report_.commands < commands && report_.problems.empty()) {
    step();
    const bool last = report_.commands == commands;
    if (report_.problems.empty() && (last || report_.commands % options_.settle_every == 0))
      settle();
    if (report_.problems.empty() && (last || report_.commands % options_.check_every == 0))
      check_all();
  }
  report_.digest = engine_.settle();
  return std::move(report_);
}

void Run::step() {
  Envelope envelope = workload_.next(engine_.state());
  ++report_.commands;
  if (engine_.answered(envelope.actor, envelope.key, envelope.command)) return;
  const auto foretold = auditor_.foretell(envelope);
  Outcome outcome = engine_.execute(envelope, log_index_);
  const Record record{std::move(envelope), std::move(outcome)};
  history_.add(log_index_, record);
  audit(record, foretold);
  copy(record);
  ++log_index_;
}

void Run::audit(const Record& record, std::optional<bool> foretold) {
  const auto name = row_of(record.envelope.command).name;
  if (!record.outcome) {
    const std::uint16_t number = record.outcome.error().number;
    ++report_.refused_by_number[number];
    // Who may act is not the auditor's affair, so only a foretold refusal binds.
    if (foretold == false) ++report_.predicted;
    return;
  }
  ++report_.accepted;
  ++report_.accepted_by_command[std::string(name)];
  if (foretold == false)
    return wrong(fmt::format("{} was accepted against the auditor's word: {}", name,
                             command_json(record.envelope.command)));
  if (foretold == true) ++report_.predicted;
  if (std::string problem = auditor_.note_accepted(record.envelope); !problem.empty())
    wrong(std::move(problem));
}

void Run::copy(const Record& record) {
  const Bytes bytes = encode_record(record);
  const auto read = decode_record(bytes);
  if (bytes.size() > record_bytes_max) wrong(fmt::format("an entry of {} bytes", bytes.size()));
  if (!read) return wrong("the entry does not decode");
  const Record again{read->envelope, second_.execute(read->envelope, log_index_)};
  if (encode_record(again) != bytes) wrong("the second engine came to another outcome");
}

void Run::settle() {
  if (engine_.settle() != second_.settle()) wrong("the second engine has another digest");
  compare_units();
  compare_money();
}

/// Piece by piece and in order: the auditor's batches and the book's ranges.
void Run::compare_units() {
  const auto ranges = in_order(engine_.state().book.ranges());
  auto row = ranges.begin();
  for (const auto& [batch, pieces] : auditor_.batches()) {
    std::int64_t first = 0;
    for (const Auditor::Piece& piece : pieces) {
      if (row == ranges.end()) return wrong("the auditor has units that the book has not");
      const Pocket& pocket = row->second.pocket;
      const std::string hold = pocket.hold.empty() ? "" : "|" + pocket.hold.text;
      const std::string where =
          fmt::format("{}|{}{}", pocket.account.text, name_of(pocket.place), hold);
      const bool same =
          row->first.batch.text == batch && where == piece.where &&
          row->first.first.position == static_cast<std::uint64_t>(first) &&
          row->second.last.position == static_cast<std::uint64_t>(first + piece.size - 1);
      if (!same)
        return wrong(fmt::format("batch {} at {}: the auditor says {} mg in {}, the book {}", batch,
                                 first, piece.size, piece.where, where));
      first += piece.size;
      ++row;
    }
  }
  if (row != ranges.end()) wrong("the book has units that the auditor has not");
}

void Run::compare_money() {
  const auto& purses = engine_.state().book.purses();
  if (purses.size() != auditor_.money().size())
    return wrong(fmt::format("the book has {} purses, the auditor {}", purses.size(),
                             auditor_.money().size()));
  for (const auto& [purse, balance] : purses) {
    const std::string where = purse.account.empty() ? "bank"
                              : purse.hold.empty()  ? purse.account.text + "|free"
                                                    : purse.account.text + "|" + purse.hold.text;
    const auto there = auditor_.money().find(where);
    if (there == auditor_.money().end() || there->second != balance.amount.count)
      return wrong(fmt::format("{} has {} in the book and not with the auditor", where,
                               to_text(balance.amount)));
  }
}

void Run::check_all() {
  if (engine_.settle() != engine_.recompute_digest())
    wrong("the incremental digest is not the recomputed one");
  auto found = engine::invariants::check_state(engine_.state());
  for (auto& violation : history_.check(engine_.state())) found.push_back(std::move(violation));
  for (const auto& violation : found)
    wrong(fmt::format("{}: {}", violation.invariant, violation.what));
}

std::string report_json(const SimReport& report, double seconds) {
  JsonWriter json;
  json.begin_object().member("seed", report.seed).member("commands", report.commands);
  json.member("accepted", report.accepted).member("predicted", report.predicted);
  json.key("accepted_by_command").begin_object();
  for (const auto& [name, count] : report.accepted_by_command) json.member(name, count);
  json.end_object().key("refused_by_number").begin_object();
  for (const auto& [number, count] : report.refused_by_number)
    json.member(std::to_string(number), count);
  json.end_object().member("state_digest", report.digest.hex());
  json.key("commands_per_second");
  json.number(static_cast<std::int64_t>(static_cast<double>(report.commands) / seconds));
  json.key("problems").begin_array();
  for (const std::string& problem : report.problems) json.text(problem);
  return json.end_array().end_object().take();
}

void print_lines(const SimReport& report, double seconds) {
  fmt::print("种子 seed {}: {} 条命令 commands, {} 条接受 accepted, {} 条预判 foretold, {:.0f}/s\n",
             report.seed, report.commands, report.accepted, report.predicted,
             static_cast<double>(report.commands) / seconds);
  for (const auto& [name, count] : report.accepted_by_command)
    fmt::print("  {:>8} {}\n", count, name);
  for (const auto& [number, count] : report.refused_by_number)
    fmt::print("  {:>8} 拒绝 refused {} {}\n", count, number, refusal_text(number)->name);
  fmt::print("状态摘要 state digest {}\n", report.digest.hex());
  for (const std::string& problem : report.problems) fmt::print("问题 problem: {}\n", problem);
}

}  // namespace

SimReport simulate(std::uint64_t seed, std::uint64_t commands, const SimOptions& options) {
  return Run(seed, options).of(commands);
}

int sim_main(std::uint64_t seed, std::uint64_t commands, bool json) {
  const auto begin = std::chrono::steady_clock::now();
  const SimReport report = simulate(seed, commands);
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
  const double seconds = spent.count() > 0 ? spent.count() : 1e-9;
  if (json)
    fmt::print("{}\n", report_json(report, seconds));
  else
    print_lines(report, seconds);
  return report.problems.empty() ? 0 : 1;
}

}  // namespace tanshu::sim
