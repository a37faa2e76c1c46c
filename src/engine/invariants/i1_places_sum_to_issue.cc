// SPDX-License-Identifier: Apache-2.0
// I1: what was issued of a batch is what its accounts have free, held by orders, pledged, frozen,
// in the buffer, retired, cancelled and exported; and no report has more issued than was verified.
#include <fmt/format.h>

#include "engine/invariants/invariants.h"

namespace tanshu::engine::invariants {
namespace {

using protocol::BatchId;
using protocol::ReportId;

constexpr std::string_view name = "i1_places_sum_to_issue";

/// The serials in a place and the balance there are two accounts of the same units.
void check_balances(const State& state, Violations& found) {
  std::map<ledger::BalanceKey, Int128> left;
  for (const auto& [key, row] : state.book.ranges())
    left[{key.batch, row.pocket}] +=
        static_cast<Int128>(row.last.position) - key.first.position + 1;
  for (const auto& [key, balance] : state.book.balances()) {
    const auto at = left.find(key);
    const Int128 serials = at == left.end() ? Int128{0} : at->second;
    if (at != left.end()) left.erase(at);
    if (balance.amount.count <= 0 || serials != balance.amount.count)
      found.push_back(
          {name, fmt::format("batch {}, account {}, {} {}: balance {}, serials {} mg",
                             key.batch.text, key.pocket.account.text, name_of(key.pocket.place),
                             key.pocket.hold.text, to_text(balance.amount), serials)});
  }
  for (const auto& [key, serials] : left)
    found.push_back({name, fmt::format("batch {}, account {}: {} mg of serials without a balance",
                                       key.batch.text, key.pocket.account.text, serials)});
}

void check_batches(const State& state, Violations& found) {
  std::map<BatchId, Int128> sums;
  for (const auto& [key, balance] : state.book.balances()) sums[key.batch] += balance.amount.count;
  for (const auto& [id, batch] : state.registry.batches) {
    const auto* issued = state.book.issued().find(id);
    const Int128 sum = sums[id];
    sums.erase(id);
    if (issued == nullptr || issued->amount != batch.issued || sum != batch.issued.count)
      found.push_back({name, fmt::format("batch {}: issued {}, its places sum to {} mg", id.text,
                                         to_text(batch.issued), sum)});
  }
  for (const auto& [id, sum] : sums)
    found.push_back({name, fmt::format("batch {} was never issued but {} mg exist", id.text, sum)});
  if (state.book.issued().size() != state.registry.batches.size())
    found.push_back({name, "the ledger and the registry have different batches"});
}

void check_reports(const State& state, Violations& found) {
  std::map<ReportId, Int128> issued;
  for (const auto& [id, batch] : state.registry.batches)
    if (batch.report) issued[*batch.report] += batch.issued.count;
  for (const auto& [id, report] : state.registry.reports) {
    const Int128 sum = issued[id];
    issued.erase(id);
    const bool confirmed = report.state == protocol::ReportState::confirmed;
    if (sum != report.issued.count || sum > report.verified.count || (sum != 0 && !confirmed))
      found.push_back(
          {name, fmt::format("report {} ({}): verified {}, issued {} in {} mg of batches", id.text,
                             name_of(report.state), to_text(report.verified),
                             to_text(report.issued), sum)});
  }
  for (const auto& [id, sum] : issued)
    found.push_back({name, fmt::format("{} mg were issued from unknown report {}", sum, id.text)});
}

}  // namespace

void i1_places_sum_to_issue(const State& state, Violations& found) {
  check_balances(state, found);
  check_batches(state, found);
  check_reports(state, found);
}

}  // namespace tanshu::engine::invariants
