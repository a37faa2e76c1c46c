// SPDX-License-Identifier: Apache-2.0
// Everything the engine knows. A pure function of the journal.
#pragma once

#include "clearing/clearing.h"
#include "ledger/book.h"
#include "market/market.h"
#include "registry/registry.h"

namespace tanshu::engine {

/// An idempotency key of an actor.
struct AnswerKey {
  protocol::UserId actor;
  std::string key;
  auto operator<=>(const AnswerKey&) const = default;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("actor", self.actor, "Who gave the command.");
    visit("key", self.key, "Idempotency key.");
  }
};

/// Where the answer to a key stands, and to which command.
struct Answer {
  Digest command_hash;
  std::uint64_t log_index = 0;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("command_hash", self.command_hash, "SHA-256 of the command.");
    visit("log_index", self.log_index, "Log index of its record.");
  }
};

struct State {
  ledger::Book book;
  registry::Registry registry;
  market::Market market;
  clearing::Clearing clearing;

  /// The books: what a refused command may not touch.
  template <class Self, class Visit>
  static void each_table(Self& self, Visit&& visit) {
    ledger::Book::each_table(self.book, visit);
    registry::Registry::each_table(self.registry, visit);
    market::Market::each_table(self.market, visit);
    clearing::Clearing::each_table(self.clearing, visit);
  }
};

}  // namespace tanshu::engine
