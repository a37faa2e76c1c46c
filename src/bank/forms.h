// SPDX-License-Identifier: Apache-2.0
// The forms in which a statement comes, each read without the checks that all share.
#pragma once

#include <string_view>

#include "bank/statement.h"

namespace tanshu::bank {

Verdict<Statement> read_camt(std::string_view bytes);
Verdict<Statement> read_csv(std::string_view bytes);

std::unexpected<Refusal> malformed(std::string_view where, std::string_view problem);
/// Yuan with at most two decimals, not negative; "1.230" is as good as "1.23".
Verdict<Money> amount_in(std::string_view text, const std::string& where);
/// The account that a text names, or none: banks pass on whatever the payer wrote.
AccountId account_in(std::string_view text);

}  // namespace tanshu::bank
