// SPDX-License-Identifier: Apache-2.0
// Double entry as it is recorded: every movement names where units or money were and where they are
// now.
#pragma once

#include "protocol/unit.h"

namespace tanshu::protocol {

/// A place on an account: the free balance, or the part that one hold owns.
struct Pocket {
  static constexpr std::string_view type_name = "Pocket";
  AccountId account;
  Place place = Place::free;
  HoldId hold;
  auto operator<=>(const Pocket&) const = default;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("account", self.account, "Account; empty for the issuance side.");
    visit("place", self.place, "Where on the account.");
    visit("hold", self.hold, "Hold that owns it; empty for places without one.");
  }
};

/// Serials that went from one pocket to another: a debit and a credit of the same size.
struct UnitsMoved {
  static constexpr std::string_view type_name = "UnitsMoved";
  BatchId batch;
  Pocket from;
  Pocket to;
  Carbon amount;
  std::vector<Range> ranges;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("batch", self.batch, "Batch of the serials.");
    visit("from", self.from, "Where they were.");
    visit("to", self.to, "Where they are now.");
    visit("amount", self.amount, "Sum of the ranges.");
    visit("ranges", self.ranges, "The serials, ascending.");
  }
};

/// Money on an account: free (empty hold) or owned by one hold. The empty account is the settlement
/// bank's control account, whose balance is the negative of what all participants have.
struct Purse {
  static constexpr std::string_view type_name = "Purse";
  AccountId account;
  HoldId hold;
  auto operator<=>(const Purse&) const = default;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("account", self.account, "Account; empty for the bank's control account.");
    visit("hold", self.hold, "Hold that owns the money; empty when it is free.");
  }
};

struct CashMoved {
  static constexpr std::string_view type_name = "CashMoved";
  Purse from;
  Purse to;
  Money amount;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("from", self.from, "Where the money was.");
    visit("to", self.to, "Where it is now.");
    visit("amount", self.amount, "How much.");
  }
};

}  // namespace tanshu::protocol
