// SPDX-License-Identifier: Apache-2.0
// The clock of single operations is the processor's cycle counter where it has one that is read
// without the system, set against the steady clock over the whole run.
#include "apps/bench/book_timing.h"

#include <array>
#include <chrono>

#include "apps/bench/bench.h"
#include "sim/book_run.h"

#ifdef __x86_64__
#include <x86intrin.h>
#endif

namespace tanshu::apps {
namespace {

using market::OrderBook;
using sim::BookResult, sim::NaiveBook, sim::OrderWorkload;

std::uint64_t ticks() {
#ifdef __x86_64__
  return __rdtsc();
#else
  return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
#endif
}

std::size_t memory_of(const OrderBook& book) {
  return book.memory_bytes();
}
std::size_t memory_of(const NaiveBook&) {
  return 0;
}

/// Runs what is not timed, then `timed(book, operations, result)`, then counts what rests.
template <class Book, class Timed>
BookResult run_workload(const OrderWorkload& workload, Timed&& timed) {
  Book book(workload.symbols, workload.orders_max);
  BookResult result;
  const std::span operations(workload.operations);
  sim::run_operations(book, operations.first(workload.preload), result, [] {});
  timed(book, operations.subspan(workload.preload), result);
  sim::count_live(book, workload.orders_max, result);
  return result;
}

template <class Book>
BookTiming time_book(const OrderWorkload& workload) {
  BookTiming timing;
  timing.result = run_workload<Book>(
      workload,
      [&timing](Book& book, std::span<const market::BookOperation> operations, BookResult& result) {
        const Stopwatch watch;
        sim::run_operations(book, operations, result, [] {});
        timing.seconds = watch.seconds();
        timing.memory_bytes = memory_of(book);
      });
  const auto timed = static_cast<double>(workload.operations.size() - workload.preload);
  if (timing.seconds > 0) timing.ops_per_second = timed / timing.seconds;
  return timing;
}

/// How many operations took so many ticks; the last place is for all that took longer.
class TickCounts {
 public:
  void add(std::uint64_t taken) {
    ++counts_[std::min<std::uint64_t>(taken, counts_.size() - 1)];
    ++size_;
  }
  /// The ticks that `share` of the operations did not exceed.
  double at_share(double share) const {
    const double wanted = share * static_cast<double>(size_);
    std::uint64_t passed = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i)
      if (passed += counts_[i]; static_cast<double>(passed) >= wanted)
        return static_cast<double>(i);
    return 0;
  }

 private:
  // 25 µs at 2.6 GHz; no more, so that counting stays in the cache.
  std::vector<std::uint32_t> counts_ = std::vector<std::uint32_t>(1 << 16);
  std::uint64_t size_ = 0;
};

/// The median of looks at the clock with nothing between but counting them.
double ticks_of_a_look() {
  TickCounts counts;
  std::uint64_t before = ticks();
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t now = ticks();
    counts.add(now - before);
    before = now;
  }
  return counts.at_share(0.5);
}

template <class Book>
BookLatency time_each(const OrderWorkload& workload) {
  TickCounts counts;
  double ns_per_tick = 0;
  const auto timed = [&](Book& book, std::span<const market::BookOperation> operations,
                         BookResult& result) {
    const Stopwatch watch;
    const std::uint64_t start = ticks();
    std::uint64_t before = start;
    sim::run_operations(book, operations, result, [&counts, &before] {
      const std::uint64_t now = ticks();
      counts.add(now - before);
      before = now;
    });
    if (before != start) ns_per_tick = watch.seconds() * 1e9 / static_cast<double>(before - start);
  };
  BookLatency latency;
  latency.result = run_workload<Book>(workload, timed);
  latency.p50_ns = counts.at_share(0.5) * ns_per_tick;
  latency.p99_ns = counts.at_share(0.99) * ns_per_tick;
  latency.p99_9_ns = counts.at_share(0.999) * ns_per_tick;
  latency.clock_ns = ticks_of_a_look() * ns_per_tick;
  return latency;
}

}  // namespace

BookTiming time_book(const OrderWorkload& workload, BookKind kind) {
  return kind == BookKind::market ? time_book<OrderBook>(workload) : time_book<NaiveBook>(workload);
}

BookLatency time_each_operation(const OrderWorkload& workload, BookKind kind) {
  return kind == BookKind::market ? time_each<OrderBook>(workload) : time_each<NaiveBook>(workload);
}

}  // namespace tanshu::apps
