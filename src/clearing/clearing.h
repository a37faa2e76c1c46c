// SPDX-License-Identifier: Apache-2.0
// Money in and out of the settlement bank, against its control purse; each bank reference counts
// once.
#pragma once

#include "ledger/book.h"
#include "protocol/context.h"

namespace tanshu::clearing {

using namespace protocol;  // NOLINT: clearing speaks the protocol's nouns throughout

struct Clearing {
  Table<std::string, CashTransfer> transfers{"clearing.transfers"};

  template <class Self, class Visit>
  static void each_table(Self& self, Visit&& visit) {
    visit(self.transfers);
  }
};

using Accounts = Table<AccountId, Account>;

Verdict<void> deposit_cash(const DepositCash&, const Context&, Clearing&, const Accounts&,
                           ledger::Book&, Events&);
Verdict<void> withdraw_cash(const WithdrawCash&, const Context&, Clearing&, const Accounts&,
                            ledger::Book&, Events&);

}  // namespace tanshu::clearing
