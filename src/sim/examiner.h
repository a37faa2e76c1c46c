// SPDX-License-Identifier: Apache-2.0
// The examiner sees every durable block once, in order: the auditor judges its records, the
// invariants' history takes them in, and what the engine then holds is compared with the auditor's
// books. It remembers each block, so that nothing durable can change or go missing later.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "engine/invariants/invariants.h"
#include "sim/auditor.h"

namespace tanshu::sim {

/// What stands at a log index: which command of whom under which key, and what came of it.
struct Entry {
  std::uint64_t identity = 0;  ///< of command, actor and key
  std::uint16_t refusal = 0;
};

class Examiner {
 public:
  using Records = std::span<const protocol::Record* const>;

  /// Takes a block in, or finds that it is the one that it knows at this position.
  void see(const protocol::BlockHeader& header, ByteView header_bytes, Records records);

  /// Compares the rows that changed with the auditor's books. Cheap.
  void compare_touched(const engine::State& state);
  /// Compares every row, and checks every invariant over all rows.
  void check_all(const engine::State& state);
  /// The engine's digest, kept up as rows changed, is what all rows say and what the last block
  /// says. Slow: a hash for every row.
  void check_digest(engine::Engine& engine);

  std::uint64_t blocks() const { return blocks_.size(); }
  const protocol::BlockHeader& last_header() const { return last_header_; }
  const Entry* entry(std::uint64_t log_index) const;
  const Auditor& auditor() const { return auditor_; }
  const std::vector<std::string>& problems() const { return problems_; }

  std::uint64_t records() const { return records_; }
  /// By the command's place in commands.def, and by number.
  const std::vector<std::uint64_t>& accepted() const { return accepted_; }
  const std::map<std::uint16_t, std::uint64_t>& refused() const { return refused_; }

 private:
  void judge(std::uint64_t log_index, const protocol::Record& record);
  void compare_batch(const engine::State& state, const std::string& batch);
  void compare_purse(const engine::State& state, const std::string& purse);
  void wrong(std::string what) { problems_.push_back(std::move(what)); }

  Auditor auditor_;
  engine::invariants::History history_;
  std::vector<std::uint64_t> blocks_;  ///< fingerprints of the headers
  std::vector<Entry> entries_;         ///< by log index
  protocol::BlockHeader last_header_;
  std::uint64_t records_ = 0;
  std::vector<std::uint64_t> accepted_ = std::vector<std::uint64_t>(64);
  std::map<std::uint16_t, std::uint64_t> refused_;
  std::vector<std::string> problems_;
};

}  // namespace tanshu::sim
