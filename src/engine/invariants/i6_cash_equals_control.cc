// SPDX-License-Identifier: Apache-2.0
// I6: what all accounts have in money is what the settlement bank's control purse owes, which is
// what the bank took in less what it paid out; and a trade moves units and money in one entry.
#include <fmt/format.h>

#include "engine/invariants/invariants.h"

namespace tanshu::engine::invariants {
namespace {

using namespace protocol;  // NOLINT: events by name

constexpr std::string_view name = "i6_cash_equals_control";

struct Legs {
  bool trade = false;
  std::size_t units = 0;
  std::size_t cash = 0;
};

Legs legs_of(const Events& events) {
  Legs legs;
  for (const Event& event : events) {
    legs.trade = legs.trade || std::holds_alternative<TradeMade>(event) ||
                 std::holds_alternative<TradeSettled>(event) ||
                 std::holds_alternative<TradeRejected>(event);
    if (std::holds_alternative<UnitsMoved>(event)) ++legs.units;
    if (std::holds_alternative<CashMoved>(event)) ++legs.cash;
  }
  return legs;
}

}  // namespace

void i6_cash_equals_control(const State& state, Violations& found) {
  Int128 control = 0, sum = 0, at_the_bank = 0;
  state.book.each_purse([&](const Purse& purse, Money amount) {
    if (purse.account.empty()) {
      control += amount.count;
      return;
    }
    sum += amount.count;
    if (amount.count <= 0 || !state.book.accounts().contains(purse.account))
      found.push_back(
          {name, fmt::format("account '{}' has {}", purse.account.text, to_text(amount))});
  });
  for (const auto& [reference, transfer] : state.clearing.transfers) {
    const bool in = transfer.direction == CashDirection::deposit;
    at_the_bank += in ? transfer.amount.count : -transfer.amount.count;
  }
  if (sum != -control || sum != at_the_bank)
    found.push_back({name, fmt::format("accounts have {} fen, control says {}, transfers say {}",
                                       sum, -control, at_the_bank)});
}

void i6_trade_moves_both_legs(std::uint64_t log_index, const Record& record, Violations& found) {
  const Legs legs = legs_of(*record.outcome);
  if (legs.trade && (legs.units != 1 || legs.cash != 1))
    found.push_back({name, fmt::format("entry {}: a trade with {} unit legs and {} money legs",
                                       log_index, legs.units, legs.cash)});
}

}  // namespace tanshu::engine::invariants
