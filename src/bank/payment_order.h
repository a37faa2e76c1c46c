// SPDX-License-Identifier: Apache-2.0
// What the settlement bank is told to pay out: the withdrawals of a day as ISO 20022 pacs.008 or
// as CSV.
#pragma once

#include <map>

#include "bank/statement.h"

namespace tanshu::bank {

/// Where an account is paid.
struct Payee {
  std::string name;
  std::string bank_account;
  std::string bank_code;  ///< member number of the clearing system, for CNAPS twelve digits
};

using Payees = std::map<AccountId, Payee>;

/// CSV with the columns "account,name,bank_account,bank_code". Refuses bank_file_is_malformed.
Verdict<Payees> read_payees(std::string_view bytes);

struct PaymentOrder {
  std::string id;
  Instant made_at;
  Day pay_on;
  Payee debtor;  ///< the settlement account
  std::vector<CashTransfer> withdrawals;
};

/// An end-to-end identification has at most so many characters.
inline constexpr std::size_t reference_characters_max = 35;

/// Each withdrawal is one credit transfer, known to both sides by its bank reference. Refuses
/// payee_has_no_bank_account (naming `payees_file`), bank_reference_is_too_long and
/// no_payments_on_day.
Verdict<std::string> pacs_008(const PaymentOrder& order, const Payees& payees,
                              const std::string& payees_file);
/// The same as "reference,account,name,bank_account,bank_code,amount,day", amounts in yuan.
Verdict<std::string> payments_csv(const PaymentOrder& order, const Payees& payees,
                                  const std::string& payees_file);

}  // namespace tanshu::bank
