// SPDX-License-Identifier: Apache-2.0
// One round: a new cell lives from its first command until every command that was sent has its
// answer, through a network, a disk, a clock and machines that fail.
//
// Clients draw commands, keep them, send them, and send them again under the same key until an
// answer arrives. A machine takes what has arrived as a batch. Between any two steps it may stop;
// the next machine on the same disk recovers by re-execution. What was answered must be durable for
// ever, and no key and command may be entered twice.
#pragma once

#include <deque>

#include "sim/examiner.h"
#include "sim/machine.h"
#include "sim/plants.h"
#include "sim/report.h"

namespace tanshu::sim {

struct RoundOptions {
  std::uint64_t seed = 0;  ///< of the round
  /// Blocks between two checks of every invariant over all rows (the last block of a round and each
  /// recovery are always checked so).
  std::uint64_t check_every = 1;
  Plant plant = Plant::none;
};

class Round {
 public:
  explicit Round(const RoundOptions& options);

  /// Lives until `commands` were sent and answered, or until something is wrong. Adds to the
  /// report; returns the first problem, or an empty text.
  std::string live(std::uint64_t commands, SimReport& report);
  /// How many commands a round of this seed should send.
  std::uint64_t natural_length();

  /// What happened, in order, boiled down.
  Digest digest() const;

 private:
  struct Client {
    Sent sent;
    std::uint64_t identity = 0;
    std::uint64_t log_index = 0;
    bool answered = false;
  };

  // clients and network
  void send_new(std::uint64_t most);
  void send_again();
  void disturb_network();
  std::vector<Delivery> receive();
  void forget_answered();
  void deliver_answers(std::size_t count);
  void deliver(const Answer& answer);

  // machine, disk, clock
  void tick();
  void pass_time();
  void serve(const std::vector<Delivery>& batch, std::optional<Mishap> mishap);
  void answer(std::optional<Mishap> mishap);
  void append_failed(const journal::AppendFailure& failure);
  void restart(bool power_lost);
  void new_machine();
  Result<void> recover(std::uint64_t blocks_max);
  void disturb_recovery();
  void deliver_late_append();
  void examine_batch();
  void check_books(bool all);
  void close();

  std::optional<Mishap> machine_mishap();
  bool happens(Mishap mishap, std::uint64_t once_in);
  void count(Mishap mishap);
  void wrong(std::string what) {
    if (problem_.empty()) problem_ = std::move(what);
  }
  void take_problems();
  void trace(std::uint64_t word);

  RoundOptions options_;
  Chance chance_;
  Workload workload_;
  std::shared_ptr<journal::SimulatedDisk> store_ = std::make_shared<journal::SimulatedDisk>();
  std::unique_ptr<Machine> machine_;
  Examiner examiner_;
  std::deque<Client> clients_;  ///< whose commands keep their place in memory
  std::vector<std::uint32_t> unanswered_;
  std::vector<std::uint32_t> wire_, delayed_;
  std::optional<InFlight> late_;  ///< of a machine that is gone
  std::uint64_t batch_max_ = 1;
  std::uint64_t mishap_once_in_ = 12;
  std::uint64_t recoveries_ = 0;
  std::uint64_t calm_ticks_ = 0;
  std::int64_t clock_ns_ = 1'709'258'400'000'000'000;  // 2024-03-01T02:00:00Z
  bool opened_ = false;                                ///< the first commands are through
  bool calm_ = false;                                  ///< nothing goes wrong any more
  SimReport* report_ = nullptr;
  std::string problem_;
  Bytes trace_;
};

}  // namespace tanshu::sim
