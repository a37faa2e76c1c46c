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

}  // namespace tanshu::protocol
