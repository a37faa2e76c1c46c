// SPDX-License-Identifier: Apache-2.0
// Money in and out of the settlement bank, against its control purse, each bank reference once; and
// between accounts, at once or in two phases.
#pragma once

#include "ledger/book.h"
#include "protocol/context.h"

namespace tanshu::clearing {

using namespace protocol;  // NOLINT: clearing speaks the protocol's nouns throughout

struct Clearing {
  HashTable<std::string, CashTransfer> transfers{"clearing.transfers"};
  /// Those that stand; one that has ended leaves the table.
  HashTable<ReservationId, Reservation> reservations{"clearing.reservations"};

  template <class Self, class Visit>
  static void each_table(Self& self, Visit&& visit) {
    visit(self.transfers), visit(self.reservations);
  }
};

Verdict<void> deposit_cash(const DepositCash&, const Context&, Clearing&, ledger::Book&, Events&);
Verdict<void> withdraw_cash(const WithdrawCash&, const Context&, Clearing&, ledger::Book&, Events&);

/// The object that owns the money set aside by a reservation.
HoldId hold_of(const ReservationId& reservation);

Verdict<void> transfer_cash(const TransferCash&, const Context&, ledger::Book&, Events&);
Verdict<void> reserve_cash(const ReserveCash&, const Context&, Clearing&, ledger::Book&, Events&);
Verdict<void> post_reservation(const PostReservation&, const Context&, Clearing&, ledger::Book&,
                               Events&);
Verdict<void> void_reservation(const VoidReservation&, const Context&, Clearing&, ledger::Book&,
                               Events&);
Verdict<void> expire_reservation(const ExpireReservation&, const Context&, Clearing&, ledger::Book&,
                                 Events&);

}  // namespace tanshu::clearing
