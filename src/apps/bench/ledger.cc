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

  /// When batch number `number` is given: a millisecond after the one before.
  Instant time_of(std::uint64_t number) const {
    return {start_.ns + static_cast<std::int64_t>(number) * 1'000'000};
  }
  Bytes batch(std::uint64_t number, std::size_t size) {
    batch_ = number;
    EncodedBatch batch;
    while (batch.size() < size) batch.add("teller", cell_.next_key(), next());
    return batch.take();
  }

 private:
  /// A reservation that is left to expire has this long, and is sent back after twice that.
  static constexpr std::uint64_t expires_after_batches = 10;

  Command next() {
    const std::uint64_t draw = random_() % 100;
    if (draw < 50) return payment();
    if (draw < 75 || standing_.size() < 100) return reserve();
    if (draw < 77 && !lapsing_.empty() &&
        lapsing_.front().batch + 2 * expires_after_batches < batch_) {
      const Standing ending = std::move(lapsing_.front());
      lapsing_.pop_front();
      return ExpireReservation{{ending.id}};
    }
    std::swap(standing_[random_() % standing_.size()], standing_.back());
    const Standing ending = std::move(standing_.back());
    standing_.pop_back();
    if (draw < 95) return PostReservation{{ending.id}, Money{ending.amount * 2 / 3 + 1}};
    return VoidReservation{{ending.id}};
  }
  Command payment() {
    const std::uint64_t from = random_() % accounts_;
    const std::uint64_t to = (from + 1 + random_() % (accounts_ - 1)) % accounts_;
    return TransferCash{
        {BenchCell::account(from)}, {BenchCell::account(to)}, Money{amount()}, "bench"};
  }
  Command reserve() {
    const std::uint64_t from = random_() % accounts_;
    const std::uint64_t to = (from + 1 + random_() % (accounts_ - 1)) % accounts_;
    Standing made{fmt::format("r{}", next_reservation_++), amount(), batch_};
    const bool lapses = random_() % 20 == 0;
    ReserveCash reserve{{made.id},
                        {BenchCell::account(from)},
                        {BenchCell::account(to)},
                        Money{made.amount},
                        time_of(batch_ + (lapses ? expires_after_batches : 1'000'000'000))};
    if (lapses)
      lapsing_.push_back(std::move(made));
    else
      standing_.push_back(std::move(made));
    return reserve;
  }
  std::int64_t amount() { return 1 + static_cast<std::int64_t>(random_() % 500); }

  struct Standing {
    std::string id;
    std::int64_t amount;
    std::uint64_t batch;  ///< in which it was reserved
  };
  BenchCell& cell_;
  std::uint64_t accounts_;
  std::mt19937_64 random_{20240301};
  Instant start_ = now();
  std::uint64_t batch_ = 0;
  std::vector<Standing> standing_;
  std::deque<Standing> lapsing_;
  std::uint64_t next_reservation_ = 0;
};

}  // namespace

Result<Figures> bench_ledger(const BenchCommand& c) {
  const TemporaryDirectory scratch("bench");
  TRY_SET(auto cell, BenchCell::open(scratch / "cell", c));
  TRY(cell->open_accounts(c.accounts, 10'000));
  Payments payments(*cell, c.accounts);
  // Made before the clock starts: what is measured begins with encoded commands.
  constexpr double expected_per_second_max = 800'000;
  std::vector<Bytes> batches(
      static_cast<std::size_t>(c.seconds * expected_per_second_max / static_cast<double>(c.batch)) +
      1);
  for (std::size_t i = 0; i < batches.size(); ++i) batches[i] = payments.batch(i, c.batch);
  const std::uint64_t accepted = cell->accepted();

  const Stopwatch watch;
  std::size_t given = 0;
  while (given < batches.size() && watch.seconds() < c.seconds) {
    cell->set_clock(payments.time_of(given));
    TRY(cell->give(std::move(batches[given++])));
  }
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
          raw_appends(scratch / "limit.db",
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
