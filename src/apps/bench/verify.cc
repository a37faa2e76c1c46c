// SPDX-License-Identifier: Apache-2.0
// bench verify: the full audit of a log as a node published it, by the code of `verify --log`. The
// limit is the leaf hashes of the same entries alone: in memory, with nothing read and no tree
// built, on all processors as the audit.
#include <algorithm>
#include <future>
#include <thread>

#include "apps/bench/bench_cell.h"
#include "node/data_dir.h"
#include "proof/log_audit.h"
#include "proof/merkle.h"
#include "proof/tile_tree.h"

namespace tanshu::apps {
namespace {

/// A bundle in memory, taken apart.
struct Bundle {
  Bytes bytes;
  std::vector<ByteView> entries;
};

Result<std::vector<Bundle>> read_bundles(const std::filesystem::path& log, std::uint64_t size) {
  proof::DirectoryReader reader(log);
  std::vector<Bundle> bundles((size + proof::tile_width - 1) / proof::tile_width);
  for (std::uint64_t index = 0; index < bundles.size(); ++index) {
    const std::uint64_t left = size - index * proof::tile_width;
    const auto width = static_cast<unsigned>(std::min(left, proof::tile_width));
    TRY_SET(auto entries,
            proof::read_entries(reader, {true, 0, index, width}, bundles[index].bytes));
    if (!entries) return failure("a bundle of the log is missing");
    bundles[index].entries = std::move(*entries);
  }
  return bundles;
}

/// The leaf hashes of every `step`th bundle from `first` on.
void hash_leaves(const std::vector<Bundle>& bundles, HashKind hash, std::size_t first,
                 std::size_t step) {
  std::array<Digest, proof::tile_width> hashes;
  for (std::size_t i = first; i < bundles.size(); i += step)
    proof::leaf_hashes(bundles[i].entries, std::span(hashes).first(bundles[i].entries.size()),
                       hash);
}

double seconds_to_hash(const std::vector<Bundle>& bundles, HashKind hash) {
  const std::size_t threads = std::max(1u, std::thread::hardware_concurrency());
  const Stopwatch watch;
  {
    std::vector<std::future<void>> running;
    for (std::size_t first = 0; first < threads; ++first)
      running.push_back(std::async(std::launch::async, [&bundles, hash, first, threads] {
        hash_leaves(bundles, hash, first, threads);
      }));
  }
  return watch.seconds();
}

}  // namespace

Result<Figures> bench_verify(const BenchCommand& c) {
  const TemporaryDirectory scratch("bench");
  const node::DataDir dir{scratch / "cell"};
  std::vector<proof::Verifier> keys;
  {
    TRY_SET(auto cell, BenchCell::open(dir.root, c));
    TRY(cell->open_accounts(c.accounts, 1'000));
    if (!cell->node().wait_published(std::chrono::minutes(10), {}))
      return failure("the log was not published");
    keys = proof::verifiers_of(cell->node().signer());
  }
  proof::DirectoryReader reader(dir.log());
  const Stopwatch watch;
  TRY_SET(const auto report, proof::audit_log(reader, keys));
  const double seconds = watch.seconds();
  if (!report.sound()) return failure(report.findings.front().what);
  TRY_SET(const auto bundles, read_bundles(dir.log(), report.checkpoint.size));
  const double hashing = seconds_to_hash(bundles, report.checkpoint.hash);
  double bytes = 0;
  for (const Bundle& bundle : bundles) bytes += static_cast<double>(bundle.bytes.size());

  Figures figures;
  figures.unit = "entries";
  const auto count = static_cast<double>(report.entries_checked);
  figures.per_second = count / seconds;
  figures.limit = "the leaf hashes of the same entries, in memory, nothing else";
  figures.limit_per_second = count / hashing;
  figures.more = {{"entries", count},
                  {"seconds", seconds},
                  {"files", static_cast<double>(report.files_checked)},
                  {"bytes_per_entry", bytes / count}};
  return figures;
}

}  // namespace tanshu::apps
