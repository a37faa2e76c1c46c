// SPDX-License-Identifier: Apache-2.0
// Rows that no event carries whole: what follows from all the movements and entries together, as
// the API answers it.
#pragma once

#include <optional>

#include "base/quantity.h"
#include "base/time.h"
#include "protocol/unit.h"

namespace tanshu::protocol {

struct Holding {
  static constexpr std::string_view type_name = "Holding";
  AccountId account;
  BatchId batch;
  Place place = Place::free;
  HoldId hold;
  Carbon amount;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("account", self.account, "Account of the units.");
    visit("batch", self.batch, "Batch of the units.");
    visit("place", self.place, "Where on the account.");
    visit("hold", self.hold, "Hold that owns them; empty for places without one.");
    visit("amount", self.amount, "How much.");
  }
};

struct HeldRange {
  static constexpr std::string_view type_name = "HeldRange";
  BatchId batch;
  Serial first;
  Serial last;
  AccountId account;
  Place place = Place::free;
  HoldId hold;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("batch", self.batch, "Batch of the serials.");
    visit("first", self.first, "First serial.");
    visit("last", self.last, "Last serial, included.");
    visit("account", self.account, "Account they are on.");
    visit("place", self.place, "Where on the account.");
    visit("hold", self.hold, "Hold that owns them; empty for places without one.");
  }
};

struct CashBalance {
  static constexpr std::string_view type_name = "CashBalance";
  AccountId account;
  HoldId hold;
  Money amount;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("account", self.account, "Account; empty for the bank's control account.");
    visit("hold", self.hold, "Hold that owns the money; empty when it is free.");
    visit("amount", self.amount, "How much.");
  }
};

/// One command in the order of the journal, and what came of it in a sentence.
struct Entry {
  static constexpr std::string_view type_name = "Entry";
  std::uint64_t log_index = 0;
  std::uint64_t block = 0;
  std::string command;
  UserId actor;
  Instant at;
  bool accepted = false;
  std::optional<std::uint16_t> refusal;
  std::string message_zh;
  std::string message_en;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("log_index", self.log_index, "Its place in the log.");
    visit("block", self.block, "Block that closed over it.");
    visit("command", self.command, "Name of the command.");
    visit("actor", self.actor, "User who gave it.");
    visit("at", self.at, "When it was ordered.");
    visit("accepted", self.accepted, "Whether it was accepted.");
    visit("refusal", self.refusal, "Number of the refusal, if it was refused.");
    visit("message_zh", self.message_zh, "What was done, or why not, in Chinese.");
    visit("message_en", self.message_en, "What was done, or why not, in English.");
  }
};

}  // namespace tanshu::protocol
