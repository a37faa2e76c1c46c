// SPDX-License-Identifier: Apache-2.0
// What simulated runs have done: counted, added up over runs, sent through a pipe and printed.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/fields.h"
#include "sim/mishap.h"

namespace tanshu::sim {

struct NumberCount {
  std::uint16_t number = 0;
  std::uint64_t count = 0;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("number", self.number, "Number of the refusal.");
    visit("count", self.count, "How often.");
  }
};

/// The first thing that was wrong in a run, and where.
struct Finding {
  std::uint64_t seed = 0;
  std::uint64_t round = 0;
  std::uint64_t commands = 0;  ///< sent before it was found
  std::string what;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("seed", self.seed, "Seed of the run.");
    visit("round", self.round, "Round of the run.");
    visit("commands", self.commands, "Commands sent in the run before it was found.");
    visit("what", self.what, "What was wrong.");
  }
};

struct SimReport {
  std::uint64_t runs = 0;
  std::uint64_t rounds = 0;
  std::uint64_t sent = 0;      ///< commands that clients drew
  std::uint64_t commands = 0;  ///< that became durable and were judged by the auditor
  std::uint64_t accepted = 0;
  std::uint64_t deliveries = 0;  ///< that reached a machine, repeated ones and lost ones too
  std::uint64_t blocks = 0;
  std::uint64_t checks = 0;  ///< of every invariant over all rows
  std::uint64_t recoveries = 0;
  std::uint64_t reexecuted = 0;        ///< commands, in recoveries
  std::uint64_t refusals_watched = 0;  ///< digest of the books taken before and after
  std::uint64_t answers = 0;           ///< that reached a client, who kept them
  std::uint64_t repeated_answers = 0;
  std::uint64_t virtual_seconds = 0;
  std::vector<std::uint64_t> mishaps = std::vector<std::uint64_t>(mishap_kinds);
  std::vector<std::uint64_t> accepted_by_command;  ///< by place in commands.def
  std::vector<NumberCount> refused;                ///< by number
  Digest digest;                                   ///< of everything that happened, in order
  std::vector<Finding> findings;

  void add(const SimReport& other);
  void count_refusals(std::uint16_t number, std::uint64_t count);
  std::uint64_t mishaps_in_all() const;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("runs", self.runs, "Seeds.");
    visit("rounds", self.rounds, "Cells that were lived through.");
    visit("sent", self.sent, "Commands that clients drew.");
    visit("commands", self.commands, "Commands that became durable and were judged.");
    visit("accepted", self.accepted, "Accepted ones among them.");
    visit("deliveries", self.deliveries, "Messages that reached a machine.");
    visit("blocks", self.blocks, "Durable blocks.");
    visit("checks", self.checks, "Checks of every invariant over all rows.");
    visit("recoveries", self.recoveries, "Recoveries by re-execution.");
    visit("reexecuted", self.reexecuted, "Commands executed again in recoveries.");
    visit("refusals_watched", self.refusals_watched, "Refusals with the books' digests.");
    visit("answers", self.answers, "Answers that reached a client.");
    visit("repeated_answers", self.repeated_answers, "Answers to repeated commands.");
    visit("virtual_seconds", self.virtual_seconds, "Virtual time.");
    visit("mishaps", self.mishaps, "Injected faults by kind.");
    visit("accepted_by_command", self.accepted_by_command, "Accepted by command.");
    visit("refused", self.refused, "Refused by number.");
    visit("digest", self.digest, "Digest of everything that happened.");
    visit("findings", self.findings, "What was wrong.");
  }
};

std::string report_json(const SimReport& report, double seconds);
/// In Chinese and English lines to standard output.
void print_report(const SimReport& report, double seconds);

}  // namespace tanshu::sim
