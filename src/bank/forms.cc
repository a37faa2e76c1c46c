// SPDX-License-Identifier: Apache-2.0
// Amounts and accounts as banks write them.
#include "bank/forms.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/fields.h"

namespace tanshu::bank {

std::unexpected<Refusal> malformed(std::string_view where, std::string_view problem) {
  return refuse(RefusalCode::bank_file_is_malformed,
                {{"where", std::string(where)}, {"problem", std::string(problem)}});
}

Verdict<Money> amount_in(std::string_view text, const std::string& where) {
  std::string_view digits = text;
  const std::size_t point = digits.find('.');
  if (point != std::string_view::npos)
    while (digits.size() > point + 3 && digits.ends_with('0')) digits.remove_suffix(1);
  const auto fen = decimal_from_text(digits, 2);
  if (!fen || *fen < 0)
    return refuse(RefusalCode::bank_amount_is_malformed,
                  {{"where", where}, {"value", std::string(text.substr(0, 40))}});
  return Money{*fen};
}

AccountId account_in(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  text = text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
  return id_is_well_formed(text) ? AccountId{text} : AccountId{};
}

}  // namespace tanshu::bank
