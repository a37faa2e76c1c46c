// SPDX-License-Identifier: Apache-2.0
// bench units: gifts of serialised units between holdings in many batches, splitting ranges as they
// go. The limit is a SQLite journal that is given the same bytes and does nothing else.
#include <random>

#include "apps/bench/bench_cell.h"

namespace tanshu::apps {
namespace {

using namespace protocol;  // NOLINT: the workload is told in the protocol's nouns

constexpr std::uint64_t unit_batches = 1'000;

BatchId batch_id(std::uint64_t number) {
  return {"b" + std::to_string(number)};
}

/// Account i holds a hundred tonnes of batch i modulo `unit_batches`.
Result<void> hand_out(BenchCell& cell, std::uint64_t accounts) {
  const auto each = static_cast<std::int64_t>(accounts / unit_batches + 1);
  for (std::uint64_t b = 0; b < unit_batches; ++b)
    TRY(cell.accept(
        "officer",
        ImportBatch{
            batch_id(b), {"treasury"}, 2024, tonnes(100 * each), "bench", std::to_string(b)}));
  EncodedBatch batch;
  for (std::uint64_t i = 0; i < accounts; ++i) {
    batch.add("teller", cell.next_key(),
              GiveUnits{{"treasury"},
                        {BenchCell::account(i)},
                        {{batch_id(i % unit_batches), tonnes(100)}},
                        "start"});
    if (batch.size() == node::batch_commands_max || i + 1 == accounts) TRY(cell.give(batch.take()));
  }
  return cell.settle();
}

}  // namespace

Result<Figures> bench_units(const BenchCommand& c) {
  const TemporaryDirectory scratch("bench");
  TRY_SET(auto cell, BenchCell::open(scratch / "cell", c));
  TRY(cell->open_accounts(c.accounts, 1));
  TRY(hand_out(*cell, c.accounts));
  constexpr double expected_per_second_max = 500'000;
  std::mt19937_64 random(7);
  std::vector<Bytes> batches(
      static_cast<std::size_t>(c.seconds * expected_per_second_max / static_cast<double>(c.batch)) +
      1);
  for (Bytes& encoded : batches) {
    EncodedBatch batch;
    while (batch.size() < c.batch) {
      const std::uint64_t from = random() % c.accounts;
      const std::uint64_t to = (from + unit_batches * (1 + random() % 7)) % c.accounts;
      batch.add("teller", cell->next_key(),
                GiveUnits{{BenchCell::account(from)},
                          {BenchCell::account(to)},
                          {{batch_id(from % unit_batches),
                            Carbon{1 + static_cast<std::int64_t>(random() % mg_per_tonne)}}},
                          "bench"});
    }
    encoded = batch.take();
  }
  const std::uint64_t refused = cell->refused();
  const Stopwatch watch;
  std::size_t given = 0;
  while (given < batches.size() && watch.seconds() < c.seconds)
    TRY(cell->give(std::move(batches[given++])));
  TRY(cell->settle());
  const double seconds = watch.seconds();

  Figures figures;
  figures.unit = "gifts";
  figures.per_second = static_cast<double>(given * c.batch) / seconds;
  TRY_SET(const auto last, cell->node().records(cell->node().durable_size() - c.batch, c.batch));
  std::size_t bytes = 0;
  for (const auto& published : last)
    bytes += encode_record(*published.record).size() + sizeof(std::uint32_t);
  figures.limit = "the same bytes appended and synced, nothing else";
  TRY_SET(const auto raw, raw_appends(scratch / "limit.db", bytes, std::min(c.seconds, 10.0)));
  figures.limit_per_second = static_cast<double>(c.batch) / mean(raw);
  figures.more = {{"seconds", seconds},
                  {"holdings", static_cast<double>(c.accounts)},
                  {"refused", static_cast<double>(cell->refused() - refused)},
                  {"record_bytes", static_cast<double>(bytes) / static_cast<double>(last.size())}};
  return figures;
}

}  // namespace tanshu::apps
