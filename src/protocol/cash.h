// SPDX-License-Identifier: Apache-2.0
// Money that the settlement bank has taken in or paid out for an account.
#pragma once

#include "base/quantity.h"
#include "base/time.h"
#include "protocol/ids.h"

namespace tanshu::protocol {

enum class CashDirection : std::uint8_t { deposit, withdrawal };

struct CashTransfer {
  static constexpr std::string_view type_name = "CashTransfer";
  std::string bank_reference;
  CashDirection direction = CashDirection::deposit;
  AccountId account;
  Money amount;
  Instant recorded_at;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("bank_reference", self.bank_reference, "Reference of the bank transfer, used once.");
    visit("direction", self.direction, "In or out.");
    visit("account", self.account, "Account it belongs to.");
    visit("amount", self.amount, "How much.");
    visit("recorded_at", self.recorded_at, "When it was recorded.");
  }
};

enum class ReservationState : std::uint8_t { standing, posted, voided, expired };

/// Money that a payer has set aside for a payee until a deadline: the payee takes it, in whole or
/// in part, or gives it up; after the deadline it goes back.
struct Reservation {
  static constexpr std::string_view type_name = "Reservation";
  ReservationId id;
  AccountId from;
  AccountId to;
  Money amount;
  Money paid;
  ReservationState state = ReservationState::standing;
  Instant expires_at;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id, "Code of the reservation; free again once it has ended.");
    visit("from", self.from, "Account that pays.");
    visit("to", self.to, "Account that is to be paid.");
    visit("amount", self.amount, "How much was set aside.");
    visit("paid", self.paid, "How much of it the payee took.");
    visit("state", self.state, "Whether it stands, or how it ended.");
    visit("expires_at", self.expires_at, "From when on it can be sent back.");
  }
};

}  // namespace tanshu::protocol

TANSHU_ENUM(tanshu::protocol::CashDirection, "cash_direction", "deposit", "withdrawal");
TANSHU_ENUM(tanshu::protocol::ReservationState, "reservation_state", "standing", "posted", "voided",
            "expired");
