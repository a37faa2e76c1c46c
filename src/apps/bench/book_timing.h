// SPDX-License-Identifier: Apache-2.0
// Order books on the clock: a workload as fast as it goes, and once more with a look at the clock
// after each operation.
#pragma once

#include "sim/order_workload.h"

namespace tanshu::apps {

struct BookTiming {
  sim::BookResult result;
  double seconds = 0;  ///< of the operations that are timed
  double ops_per_second = 0;
  std::size_t memory_bytes = 0;  ///< of the book; 0 for one that does not know
};

/// Nanoseconds from the end of an operation to the end of the next, the look ahead, the counting of
/// fills and the look at the clock included: nothing is taken off.
struct BookLatency {
  sim::BookResult result;
  double p50_ns = 0, p99_ns = 0, p99_9_ns = 0;
  double clock_ns = 0;  ///< what looking at the clock takes of each
};

enum class BookKind { market, naive };
BookTiming time_book(const sim::OrderWorkload& workload, BookKind kind);
BookLatency time_each_operation(const sim::OrderWorkload& workload, BookKind kind);

}  // namespace tanshu::apps
