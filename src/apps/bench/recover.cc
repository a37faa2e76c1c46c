// SPDX-License-Identifier: Apache-2.0
// bench recover: opening a data directory again: from the journal alone, and from a snapshot with
// nothing after it. The limit is reading the journal and nothing else.
#include "apps/bench/bench_cell.h"
#include "journal/sqlite_journal.h"
#include "node/snapshot.h"

namespace tanshu::apps {

Result<Figures> bench_recover(const BenchCommand& c) {
  const TemporaryDirectory scratch("bench");
  const auto data = scratch / "cell";
  std::uint64_t entries = 0;
  {
    TRY_SET(auto cell, BenchCell::open(data, c));
    TRY(cell->open_accounts(c.accounts, 1'000));
    entries = cell->node().durable_size();
  }
  const auto open_again = [&data]() -> Result<double> {
    const Stopwatch watch;
    TRY_SET(const auto node,
            node::Node::open({.data = data, .publish_views = false, .snapshot_every_leaves = 0}));
    return watch.seconds();
  };
  TRY_SET(const double from_journal, open_again());
  const node::DataDir dir{data};
  TRY_SET(auto journal,
          journal::SqliteJournal::open(dir.journal().string(), "bench", journal::Mode::read_only));
  const Stopwatch reading;
  std::size_t bytes = 0;
  TRY(journal->read(0, [&bytes](std::uint64_t, ByteView, ByteView body) {
    bytes += body.size();
    return true;
  }));
  const double read_seconds = reading.seconds();
  const Stopwatch making;
  TRY(node::make_snapshot(dir, "bench", *journal));
  const double make_seconds = making.seconds();
  TRY_SET(const double from_snapshot, open_again());

  Figures figures;
  figures.unit = "entries";
  const auto count = static_cast<double>(entries);
  figures.per_second = count / from_journal;
  figures.limit = "reading the journal, nothing else";
  figures.limit_per_second = count / read_seconds;
  figures.more = {{"entries", count},
                  {"journal_seconds", from_journal},
                  {"snapshot_seconds", from_snapshot},
                  {"snapshot_entries_per_s", count / from_snapshot},
                  {"making_snapshot_seconds", make_seconds},
                  {"journal_bytes", static_cast<double>(bytes)}};
  return figures;
}

}  // namespace tanshu::apps
