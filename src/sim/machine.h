// SPDX-License-Identifier: Apache-2.0
// A simulated machine: engine, chain and journal conducted as a node conducts them (execute a
// batch, make it durable, answer; recover by re-execution), without threads, files or a clock of
// its own.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "journal/simulated_journal.h"
#include "node/replayer.h"
#include "sim/workload.h"

namespace tanshu::sim {

/// A message that reached the machine: which of the clients' commands, and the command.
struct Delivery {
  std::uint32_t number = 0;
  const Sent* sent = nullptr;
};

struct Answer {
  std::uint32_t number = 0;     ///< of the delivery
  std::uint64_t log_index = 0;  ///< of the record that answers it
  bool repeated = false;        ///< the record was there before
  bool recorded = true;         ///< false: no entry could hold the command
};

/// A block on its way to the journal.
struct InFlight {
  protocol::BlockHeader header;
  Bytes header_bytes;
  Bytes body;
};

class Machine {
 public:
  explicit Machine(std::shared_ptr<journal::SimulatedDisk> store) : journal_(std::move(store)) {}
  virtual ~Machine() = default;
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  /// Re-executes the journal, at most `blocks_max` blocks of it.
  virtual Result<void> start(const node::Replayer::Sink& sink, std::uint64_t blocks_max);

  /// Executes a batch at the clock's time, lifted to that of the last block.
  void execute(std::span<const Delivery> batch, Instant clock);
  /// Makes the batch durable. Only then may its answers go out.
  journal::Appended append();

  const std::vector<Answer>& answers() const { return answers_; }
  const std::vector<protocol::Record>& records() const { return records_; }
  const InFlight& in_flight() const { return in_flight_; }

  engine::Engine& engine() { return replayer_.engine(); }
  node::Replayer& replayer() { return replayer_; }
  journal::SimulatedJournal& journal() { return journal_; }

 protected:
  // What a bug could be in; sim/plants.cc plants some.
  virtual std::optional<std::uint64_t> answered(const Sent& sent);
  virtual protocol::Record decide(protocol::Envelope envelope, std::uint64_t log_index);
  virtual Instant lift(Instant clock);
  virtual Digest settle() { return engine().settle(); }
  virtual journal::Appended write(const InFlight& block);

 private:
  void take(const Delivery& delivery, Instant at);

  journal::SimulatedJournal journal_;
  node::Replayer replayer_;
  std::vector<Answer> answers_;
  std::vector<protocol::Record> records_;
  std::vector<Bytes> bytes_;
  InFlight in_flight_;
};

}  // namespace tanshu::sim
