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

}  // namespace tanshu::protocol

TANSHU_ENUM(tanshu::protocol::CashDirection, "cash_direction", "deposit", "withdrawal");
