// SPDX-License-Identifier: Apache-2.0
// Everything the engine knows. A pure function of the journal.
#pragma once

#include "clearing/clearing.h"
#include "ledger/book.h"
#include "market/market.h"
#include "registry/registry.h"

namespace tanshu::engine {

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
