// SPDX-License-Identifier: Apache-2.0
// bench ledger: double entry between many accounts, at once and in two phases, from encoded command
// to durable block. The limit is a SQLite journal that is given the same bytes and does nothing
// else.
#include <fmt/format.h>

#include <random>

#include "apps/bench/bench_cell.h"

namespace tanshu::apps {
namespace {

using namespace protocol;  // NOLINT: the workload is told in the protocol's nouns

/// Payments and reservations in the proportions of a busy day: half payments, a quarter
/// reservations, and a quarter of what ends them.
class Payments {
 public:
  Payments(BenchCell& cell, std::uint64_t accounts) : cell_(cell), accounts_(accounts) {}

  Bytes batch(std::size_t size) {
    EncodedBatch batch;
    while (batch.size() < size) batch.add("teller", cell_.next_key(), next());
    return batch.take();
  }

 private:
  Command next() {
    const std::uint64_t draw = random_() % 100;
    if (draw < 50) return TransferCash{{any()}, {any()}, Money{amount()}, "bench"};
    if (draw < 75 || standing_.size() < 100) return reserve();
    const Standing ending = standing_[at_];
    standing_[at_] = standing_.back();
    standing_.pop_back();
    at_ = standing_.size() / 2;
    if (ending.expires) return ExpireReservation{{ending.id}};
    if (draw < 95) return PostReservation{{ending.id}, Money{ending.amount * 2 / 3 + 1}};
    return VoidReservation{{ending.id}};
  }
  Command reserve() {
    const bool expires = random_() % 20 == 0;
    const std::int64_t sum = amount();
    std::string id = fmt::format("r{}", next_reservation_++);
    standing_.push_back({id, sum, expires});
    const Instant deadline{now().ns + (expires ? 1 : 86'400'000'000'000)};
    return ReserveCash{{std::move(id)}, {any()}, {any()}, Money{sum}, deadline};
  }
  std::string any() { return BenchCell::account(random_() % accounts_); }
  std::int64_t amount() { return 1 + static_cast<std::int64_t>(random_() % 500); }

  struct Standing {
    std::string id;
    std::int64_t amount;
    bool expires;
  };
  BenchCell& cell_;
  std::uint64_t accounts_;
  std::mt19937_64 random_{20240301};
  std::vector<Standing> standing_;
  std::size_t at_ = 0;
  std::uint64_t next_reservation_ = 0;
};

}  // namespace

Result<Figures> bench_ledger(const BenchCommand& c) {
  const ScratchDir scratch;
  TRY_SET(auto cell, BenchCell::open(scratch.path() / "cell"));
  TRY(cell->open_accounts(c.accounts, 10'000));
  Payments payments(*cell, c.accounts);
  // Made before the clock starts: what is measured begins with encoded commands.
  constexpr double expected_per_second_max = 800'000;
  std::vector<Bytes> batches(
      static_cast<std::size_t>(c.seconds * expected_per_second_max / static_cast<double>(c.batch)) +
      1);
  for (Bytes& batch : batches) batch = payments.batch(c.batch);
  const std::uint64_t accepted = cell->accepted();

  const Stopwatch watch;
  std::size_t given = 0;
  while (given < batches.size() && watch.seconds() < c.seconds)
    TRY(cell->give(std::move(batches[given++])));
  TRY(cell->settle());
  const double seconds = watch.seconds();

  Figures figures;
  figures.unit = "transfers";
  const std::uint64_t commands = given * c.batch;
  figures.per_second = static_cast<double>(commands) / seconds;
  TRY_SET(const auto last, cell->node().records(cell->node().durable_size() - c.batch, c.batch));
  std::size_t bytes = 0;
  for (const auto& published : last)
    bytes += encode_record(*published.record).size() + sizeof(std::uint32_t);
  const double record_bytes = static_cast<double>(bytes) / static_cast<double>(last.size());
  figures.limit = "the same bytes appended and synced, nothing else";
  TRY_SET(const auto raw,
          raw_appends(scratch.path() / "limit.db",
                      static_cast<std::size_t>(record_bytes * static_cast<double>(c.batch)),
                      std::min(c.seconds, 10.0)));
  figures.limit_per_second = static_cast<double>(c.batch) / mean(raw);
  figures.more = {{"seconds", seconds},
                  {"commands", static_cast<double>(commands)},
                  {"accepted", static_cast<double>(cell->accepted() - accepted)},
                  {"refused", static_cast<double>(cell->refused())},
                  {"accounts", static_cast<double>(c.accounts)},
                  {"batch", static_cast<double>(c.batch)},
                  {"record_bytes", record_bytes}};
  return figures;
}

}  // namespace tanshu::apps
