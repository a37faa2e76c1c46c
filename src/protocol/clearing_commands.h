// SPDX-License-Identifier: Apache-2.0
// What can be asked of clearing: money in and out of the settlement bank.
#pragma once

#include "protocol/cash.h"

namespace tanshu::protocol {

/// Records money that arrived at the settlement bank.
struct DepositCash {
  static constexpr std::string_view type_name = "DepositCash";
  AccountId account;
  Money amount;
  std::string bank_reference;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("account", self.account, "Account it belongs to.");
    visit("amount", self.amount, "How much.");
    visit("bank_reference", self.bank_reference, "Reference of the bank transfer, used once.");
  }
};

/// Records money paid out to the account's owner.
struct WithdrawCash {
  static constexpr std::string_view type_name = "WithdrawCash";
  AccountId account;
  Money amount;
  std::string bank_reference;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("account", self.account, "Account it comes from.");
    visit("amount", self.amount, "How much.");
    visit("bank_reference", self.bank_reference, "Reference of the bank transfer, used once.");
  }
};

/// Pays another account at once.
struct TransferCash {
  static constexpr std::string_view type_name = "TransferCash";
  AccountId from;
  AccountId to;
  Money amount;
  std::string reference;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("from", self.from, "Account that pays.");
    visit("to", self.to, "Account that is paid.");
    visit("amount", self.amount, "How much.");
    visit("reference", self.reference, "What it is for.");
  }
};

/// Sets money aside for a payee: the first of two phases.
struct ReserveCash {
  static constexpr std::string_view type_name = "ReserveCash";
  ReservationId id;
  AccountId from;
  AccountId to;
  Money amount;
  Instant expires_at;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("id", self.id, "Code of the reservation; not that of one that stands.");
    visit("from", self.from, "Account that pays.");
    visit("to", self.to, "Account that is to be paid.");
    visit("amount", self.amount, "How much.");
    visit("expires_at", self.expires_at, "From when on it can be sent back.");
  }
};

/// The payee takes what was reserved, or part of it; the rest goes back to the payer.
struct PostReservation {
  static constexpr std::string_view type_name = "PostReservation";
  ReservationId reservation;
  Money amount;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("reservation", self.reservation, "Reservation concerned.");
    visit("amount", self.amount, "How much of it is taken.");
  }
};

/// The payee gives up what was reserved.
struct VoidReservation {
  static constexpr std::string_view type_name = "VoidReservation";
  ReservationId reservation;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("reservation", self.reservation, "Reservation concerned.");
  }
};

/// Payer or payee sends back what was not taken before the deadline.
struct ExpireReservation {
  static constexpr std::string_view type_name = "ExpireReservation";
  ReservationId reservation;

  template <class Self, class Visit>
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) {
    visit("reservation", self.reservation, "Reservation concerned.");
  }
};

}  // namespace tanshu::protocol
