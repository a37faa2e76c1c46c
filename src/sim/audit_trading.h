// SPDX-License-Identifier: Apache-2.0
// What the auditor's rules for orders and for trading days share. The auditor walks all orders for
// every question; of the market's code it uses only the pure rules of a profile, which are tested
// against published days.
#pragma once

#include "market/trading_rules.h"
#include "sim/audit_rules.h"

namespace tanshu::sim {

/// The number of a verdict's refusal, or 0.
template <class T>
Number number_of(const protocol::Verdict<T>& verdict) {
  return verdict ? 0 : verdict.error().number;
}

/// An entry holds so much: 32 a trade, 16 the end of an order, 1 each piece that moves with it.
constexpr std::size_t entry_holds = 800;
constexpr std::size_t a_trade = 32;
constexpr std::size_t an_end = 16;

bool is_barred(const Books& books, const std::string& participant);
bool is_deliverable(const Books& books, const Books::Item& item, const std::string& batch);

/// The pieces in which the lowest of an amount lie in a place.
std::size_t pieces_of(const Books& books, const std::string& batch, int spot, std::int64_t amount);

/// The tape of an item on a day of its market; fresh when nothing was traded on it yet.
Books::Tape tape_on(const Books& books, const std::string& item, const Books::MarketDay& day,
                    const protocol::MarketProfile& profile);

int held_by(Books& books, const Books::Ticket& ticket);
/// What its end weighs.
std::size_t weight_of(Books& books, const Books::Ticket& ticket);
/// What it held comes free, and it is gone.
void end_ticket(Books& books, const std::string& code);

/// "p/market/bought/first".
struct WaitingSpot {
  std::string market, account, batch;
  int bought = 0, first = 0, spot = 0;
};
/// All places where bought units wait, by first day of a sale, account, batch and day of purchase.
std::vector<WaitingSpot> waiting_spots(const Books& books, const std::string& market);
std::string waiting_hold(const std::string& market, int bought, int first);

}  // namespace tanshu::sim
