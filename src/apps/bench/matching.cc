// SPDX-License-Identifier: Apache-2.0
// bench matching: the order book alone, with one symbol and with a hundred. The limit is the naive
// book, of maps and lists, on the same operations in the same run.
#include <fmt/format.h>

#include <algorithm>

#include "apps/bench/bench.h"
#include "apps/bench/book_timing.h"

namespace tanshu::apps {
namespace {

struct Matching {
  BookTiming market, naive;
  BookLatency each, naive_each;
};

bool faster(const BookTiming& a, const BookTiming& b) {
  return a.ops_per_second < b.ops_per_second;
}

/// Both books in turns, and the median of each: what disturbs the machine meets both.
Result<Matching> measure(const BenchCommand& c, std::uint32_t symbols) {
  const auto workload = sim::make_order_workload({.operations = c.operations, .symbols = symbols});
  constexpr std::size_t turns = 3;
  std::vector<BookTiming> market, naive;
  for (std::size_t turn = 0; turn < turns; ++turn) {
    naive.push_back(time_book(workload, BookKind::naive));
    market.push_back(time_book(workload, BookKind::market));
  }
  std::ranges::sort(market, faster);
  std::ranges::sort(naive, faster);
  const Matching measured = {market[turns / 2], naive[turns / 2],
                             time_each_operation(workload, BookKind::market),
                             time_each_operation(workload, BookKind::naive)};
  if (measured.market.result != workload.expected || measured.each.result != workload.expected ||
      measured.naive.result != workload.expected)
    return failure("撮合结果与朴素订单簿不一致 the books do not agree");
  return measured;
}

void describe(Figures& figures, const Matching& measured, const std::string& suffix) {
  const auto add = [&](const char* name, double value) {
    figures.more.emplace_back(name + suffix, value);
  };
  if (!suffix.empty()) {
    add("ops_per_s", measured.market.ops_per_second);
    add("limit_ops_per_s", measured.naive.ops_per_second);
    add("ratio", measured.market.ops_per_second / measured.naive.ops_per_second);
  }
  add("p50_ns", measured.each.p50_ns);
  add("p99_ns", measured.each.p99_ns);
  add("p99_9_ns", measured.each.p99_9_ns);
  add("clock_ns", measured.each.clock_ns);
  add("limit_p50_ns", measured.naive_each.p50_ns);
  add("limit_p99_ns", measured.naive_each.p99_ns);
  add("limit_p99_9_ns", measured.naive_each.p99_9_ns);
  add("memory_mib", static_cast<double>(measured.market.memory_bytes) / (1 << 20));
}

}  // namespace

Result<Figures> bench_matching(const BenchCommand& c) {
  const std::uint32_t symbols = c.symbols == 0 ? 1 : c.symbols;
  TRY_SET(const Matching first, measure(c, symbols));
  Figures figures;
  figures.unit = "operations";
  figures.per_second = first.market.ops_per_second;
  figures.limit = "a plain book of maps and lists";
  figures.limit_per_second = first.naive.ops_per_second;
  figures.more = {{"operations", static_cast<double>(c.operations)},
                  {"symbols", static_cast<double>(symbols)},
                  {"trades", static_cast<double>(first.market.result.trades)}};
  describe(figures, first, "");
  if (c.symbols == 0) {
    TRY_SET(const Matching hundred, measure(c, 100));
    describe(figures, hundred, "_100_symbols");
  }
  return figures;
}

}  // namespace tanshu::apps
