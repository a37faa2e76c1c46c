// SPDX-License-Identifier: Apache-2.0
// Workload files for order books (docs/order-workload.md): orders and cancellations with the result
// that a right book has in the end. Read, checked record by record, made by seed.
#pragma once

#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "market/order_batch.h"

namespace tanshu::sim {

/// What a book has done with a whole file.
struct BookResult {
  std::uint64_t trades = 0;
  std::uint64_t traded_quantity = 0;
  std::uint64_t notional = 0;   ///< sum of price × quantity, modulo 2^64
  std::uint64_t fill_hash = 0;  ///< of the fills in their order
  std::uint64_t cancels_accepted = 0;
  std::uint64_t cancels_refused = 0;
  std::uint64_t live_orders = 0;
  std::uint64_t live_quantity = 0;

  bool operator==(const BookResult&) const = default;

  void count(const market::Fill& fill) {
    ++trades;
    traded_quantity += fill.quantity;
    notional += std::uint64_t{fill.price} * fill.quantity;
    fill_hash ^= fill.maker * 0x9e3779b97f4a7c15u + fill.taker * 0xc2b2ae3d27d4eb4fu +
                 (std::uint64_t{fill.price} << 32) + fill.quantity;
    fill_hash *= 0xd6e8feb86659fd93u;
    fill_hash ^= fill_hash >> 32;
  }
  void count_cancel(std::uint32_t quantity) {
    ++(quantity != 0 ? cancels_accepted : cancels_refused);
  }
};

/// More than any market has; a book of so many takes 2 GiB.
inline constexpr std::uint32_t workload_symbols_max = 4'096;

struct OrderWorkload {
  std::uint32_t symbols = 1;
  std::uint32_t orders_max = 0;  ///< orders are numbered from 1 to this, in any order
  std::uint64_t seed = 0;
  std::uint32_t price_low = 0, price_high = 0;
  std::uint32_t live_target = 0;  ///< resting orders that the maker aimed at
  std::size_t preload = 0;        ///< this many operations are not timed
  std::vector<market::BookOperation> operations;
  BookResult expected;
};

/// The failure names the first thing wrong, in Chinese and English. Cancellations of numbers that
/// no order has are of number 0.
Result<OrderWorkload> parse_order_workload(ByteView file);
/// The bytes of a file, which read back the same.
Bytes write_order_workload(const OrderWorkload& workload);

struct OrderWorkloadOptions {
  std::uint64_t seed = 1;
  std::size_t operations = 10'000'000;  ///< timed ones
  std::uint32_t symbols = 1;
  std::uint32_t live_target = 10'000;  ///< orders that rest at the start, and about as many later
};
/// 45 % orders near a drifting middle, 45 % cancellations, 10 % orders at or through the other
/// side's best; expected is what the naive book did with them.
OrderWorkload make_order_workload(const OrderWorkloadOptions& options);

}  // namespace tanshu::sim
