// SPDX-License-Identifier: Apache-2.0
// Fuzz target: any bytes as a bank statement. What is taken balances, and every reference in it is
// there once.
#include <cstdint>
#include <set>
#include <string_view>

#include "bank/statement.h"

using namespace tanshu;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = bank::read_statement({reinterpret_cast<const char*>(data), size});
  if (!read) return 0;
  Int128 sum = read->opening.count;
  std::set<std::string_view> references;
  for (const auto& entry : read->entries) {
    CHECK(entry.amount.positive() && !entry.reference.empty());
    CHECK(references.insert(entry.reference).second);
    sum += entry.direction == protocol::CashDirection::deposit ? entry.amount.count
                                                               : -entry.amount.count;
  }
  CHECK(sum == read->closing.count && read->first <= read->last);
  return 0;
}
