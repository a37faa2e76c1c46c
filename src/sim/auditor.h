// SPDX-License-Identifier: Apache-2.0
// The naive auditor: a second implementation of every command, by first principles and without the
// ledger, the registry, the market or their tables. It reads the commands of durable records, says
// what must have come of each, and keeps its own books, which are then compared with the engine's.
//
// Units: each batch is a list of pieces from its first serial to its last; taking an amount walks
// the list from the front. Money: names and fen. Land: squares of a grid.
#pragma once

#include "sim/books.h"

namespace tanshu::sim {

/// What must come of a command.
struct Judgement {
  std::uint16_t refusal = 0;  ///< its number, or 0: accepted
  bool said = true;           ///< false: the auditor does not know the command

  static Judgement accepted() { return {}; }
  static Judgement unknown() { return {0, false}; }
};

/// The command's bytes boiled down; equal for equal commands.
std::uint64_t fingerprint(ByteView bytes);

/// The size of an envelope, the fingerprint of its command, and that of the command with actor and
/// key.
struct Weighed {
  std::size_t bytes = 0;
  std::uint64_t command = 0;
  std::uint64_t identity = 0;
};
Weighed weigh(const protocol::UserId& actor, const std::string& key,
              const protocol::Command& command);

class Auditor {
 public:
  /// Decides one record's command, in the order of the log, and enters it if it is to be accepted.
  Judgement take(const protocol::Envelope& envelope, std::uint64_t log_index);

  /// The record just taken answered a key and command that had been answered before.
  bool answered_twice() const { return answered_twice_; }

  /// Of the record just taken.
  const Weighed& weighed() const { return weighed_; }

  const Books& books() const { return books_; }
  /// Forgets what was touched: it has been compared.
  void settle() { books_.settle(); }

 private:
  Judgement decide(const protocol::Envelope& envelope);

  Books books_;
  bool answered_twice_ = false;
  Weighed weighed_;
};

}  // namespace tanshu::sim
