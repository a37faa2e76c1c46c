// SPDX-License-Identifier: Apache-2.0
// bench latency: one client, one durable command at a time, beside appends of the same size to a
// journal that does nothing else.
#include <fmt/format.h>

#include <algorithm>

#include "apps/bench/bench_cell.h"

namespace tanshu::apps {

Result<Figures> bench_latency(const BenchCommand& c) {
  constexpr std::uint64_t accounts = 1'000;
  constexpr std::size_t record_bytes = 190;
  const TemporaryDirectory scratch("bench");
  TRY_SET(auto cell, BenchCell::open(scratch / "cell", c));
  TRY(cell->open_accounts(accounts, 1'000));
  std::vector<double> taken;
  const Stopwatch all;
  while (all.seconds() < c.seconds) {
    const std::uint64_t number = taken.size();
    protocol::TransferCash payment{{BenchCell::account(number % accounts)},
                                   {BenchCell::account((number + 7) % accounts)},
                                   Money{1},
                                   "bench"};
    const Stopwatch one;
    TRY(cell->accept("teller", std::move(payment)));
    taken.push_back(one.seconds());
  }
  const double seconds = all.seconds();
  const auto count = static_cast<double>(taken.size());
  std::ranges::sort(taken);
  TRY_SET(const auto raw, raw_appends(scratch / "limit.db", record_bytes, c.seconds));

  Figures figures;
  figures.per_second = count / seconds;
  figures.limit = "appends of the same size, nothing else";
  figures.limit_per_second = 1 / mean(raw);
  constexpr double us = 1e6;
  const double p50 = percentile(taken, 0.50), p99 = percentile(taken, 0.99);
  const double raw_p50 = percentile(raw, 0.50), raw_p99 = percentile(raw, 0.99);
  figures.more = {{"p50_us", p50 * us},           {"p99_us", p99 * us},
                  {"limit_p50_us", raw_p50 * us}, {"limit_p99_us", raw_p99 * us},
                  {"p50_times", p50 / raw_p50},   {"p99_times", p99 / raw_p99}};
  return figures;
}

}  // namespace tanshu::apps
