// SPDX-License-Identifier: Apache-2.0
// Whatever claims to be a workload is read or refused; what is read is carried out alike by both
// books, and reads back the same once it is written.
#include <cstdint>

#include "base/check.h"
#include "sim/book_run.h"

namespace tanshu::sim {
namespace {

template <class Book>
BookResult result_of(const OrderWorkload& workload) {
  Book book(workload.symbols, workload.orders_max);
  BookResult result;
  run_operations(book, workload.operations, result, [] {});
  count_live(book, workload.orders_max, result);
  return result;
}

}  // namespace
}  // namespace tanshu::sim

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tanshu::sim;  // NOLINT: one function
  const auto workload = parse_order_workload({data, size});
  if (!workload) return 0;
  const auto again = parse_order_workload(write_order_workload(*workload));
  CHECK(again && again->operations == workload->operations);
  if (workload->symbols > 16) return 0;  // or most of the time would go to clearing memory
  CHECK(result_of<tanshu::market::OrderBook>(*workload) == result_of<NaiveBook>(*workload));
  return 0;
}
