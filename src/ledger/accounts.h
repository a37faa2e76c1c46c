// SPDX-License-Identifier: Apache-2.0
// The accounts of the ledger: whose each is, and its free money, beside its code in one line of
// the cache, so that a payment touches one place an account.
#pragma once

#include "base/table.h"
#include "protocol/party.h"
#include "protocol/posting.h"

namespace tanshu::ledger {

struct CashBalance {
  Money amount;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("amount", self.amount, "How much is there.");
  }
};

struct AccountRow {
  protocol::ParticipantId participant;
  Instant opened_at;
  Money free_cash;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("participant", self.participant, "Participant whose units and money it records.");
    visit("opened_at", self.opened_at, "When it was opened.");
    visit("free_cash", self.free_cash, "Money that no hold owns.");
  }
};

inline protocol::Account account_of(const protocol::AccountId& id, const AccountRow& row) {
  return {id, row.participant, row.opened_at};
}

/// In the digest of the state an account and its money are two rows, the money one of the table of
/// all purses, and none of an account without money.
struct AccountImages {
  static void add_lasting(RowImages& images, std::string_view table, const protocol::AccountId& id,
                          const AccountRow& row) {
    images.add(table, id, account_of(id, row));
  }
  static void add_changing(RowImages& images, std::string_view, const protocol::AccountId& id,
                           const AccountRow& row) {
    if (row.free_cash != Money{})
      images.add(cash_table, protocol::Purse{id, {}}, CashBalance{row.free_cash});
  }
  static constexpr std::string_view cash_table = "ledger.cash";
};

using Accounts = HashTable<protocol::AccountId, AccountRow, AccountImages>;

}  // namespace tanshu::ledger
