// SPDX-License-Identifier: Apache-2.0
// bench: what the path from command to durable, published block does, beside the limit of the same
// disk in the same run. Figures are for reading side by side; nothing is asserted about them.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <future>

#include "apps/commands.h"
#include "apps/terminal.h"
#include "base/json.h"
#include "journal/sqlite_journal.h"
#include "node/node.h"

namespace tanshu::apps {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using namespace protocol;  // NOLINT: the workload is told in the protocol's nouns

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// A directory that goes away with its owner.
class ScratchDir {
 public:
  ScratchDir() : path_(fs::temp_directory_path() / fmt::format("tanshu-bench-{}", ::getpid())) {
    fs::create_directories(path_);
  }
  ~ScratchDir() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ScratchDir(const ScratchDir&) = delete;
  ScratchDir& operator=(const ScratchDir&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

struct Figures {
  double per_second = 0;
  double limit_per_second = 0;
  std::uint64_t commands = 0;
};

Command gift(std::uint64_t number) {
  const bool forth = number % 2 == 0;
  return GiveUnits{{forth ? "a" : "b"}, {forth ? "b" : "a"}, {{{"batch"}, tonnes(1)}}, "bench"};
}

Result<void> expect(node::Node& node, const char* actor, std::string key, Command command) {
  TRY_SET(const auto receipt, node.submit({{actor}, std::move(key), std::move(command)}));
  if (!receipt.outcome) return failure(english_of(receipt.outcome.error()));
  return {};
}

/// Two participants with units to hand back and forth; both act through one user each.
Result<void> prepare(node::Node& node) {
  TRY(expect(node, "admin", "1", OpenCell{"bench", {"op"}, "测量", "Bench", "150200", {"admin"}}));
  TRY(expect(node, "admin", "2", AuthoriseUser{{"officer"}, {"op"}, {Role::bureau_officer}}));
  TRY(expect(node, "admin", "3", AuthoriseUser{{"trader"}, {"op"}, {Role::trader}}));
  TRY(expect(node, "admin", "4", OpenAccount{{"a"}, {"op"}}));
  TRY(expect(node, "admin", "5", OpenAccount{{"b"}, {"op"}}));
  return expect(node, "officer", "6",
                ImportBatch{{"batch"}, {"a"}, 2024, tonnes(1'000'000), "bench", "1"});
}

/// Hands one tonne back and forth in batches; each batch is answered before the next is given.
Result<Figures> run_gifts(node::Node& node, const BenchCommand& c) {
  Figures figures;
  const auto start = Clock::now();
  while (seconds_since(start) < c.seconds) {
    std::vector<std::promise<Result<node::Receipt>>> promises(c.batch);
    for (auto& promise : promises) {
      const std::uint64_t number = figures.commands++;
      node.submit_later(
          {{"trader"}, fmt::format("g{}", number), gift(number)},
          [&promise](Result<node::Receipt> receipt) { promise.set_value(std::move(receipt)); });
    }
    for (auto& promise : promises) {
      TRY_SET(const auto receipt, promise.get_future().get());
      if (!receipt.outcome) return failure(english_of(receipt.outcome.error()));
    }
  }
  figures.per_second = static_cast<double>(figures.commands) / seconds_since(start);
  return figures;
}

/// The same bytes, appended to a journal of the same kind and nothing else done.
Result<double> append_limit(const fs::path& file, std::size_t bytes, const BenchCommand& c) {
  TRY_SET(auto journal,
          journal::SqliteJournal::open(file.string(), "limit", journal::Mode::read_write));
  const Bytes header(150, 1), body(bytes, 2);
  std::uint64_t blocks = 0;
  const auto start = Clock::now();
  while (seconds_since(start) < c.seconds) {
    if (const auto appended = journal->append(blocks, header, body); !appended)
      return failure(appended.error().what);
    ++blocks;
    TRY(journal->tidy());
  }
  return static_cast<double>(blocks * c.batch) / seconds_since(start);
}

Result<Figures> bench_ledger(const BenchCommand& c) {
  const ScratchDir scratch;
  const fs::path data = scratch.path() / "cell";
  TRY(node::Node::create(data, "bench"));
  Figures figures;
  std::size_t record_bytes = 0;
  {
    TRY_SET(auto node, node::Node::open({data, &now}));
    TRY(prepare(*node));
    TRY_SET(figures, run_gifts(*node, c));
    TRY_SET(const auto last, node->records(node->log_head().size - 2, 1));
    if (last.empty()) return failure("the journal lost the last record");
    record_bytes = encode_record(*last.front().record).size() + sizeof(std::uint32_t);
  }
  TRY_SET(figures.limit_per_second,
          append_limit(scratch.path() / "limit.db", record_bytes * c.batch, c));
  return figures;
}

}  // namespace

int bench(const BenchCommand& c) {
  if (c.what != "ledger" || c.batch == 0 || c.seconds <= 0)
    return fail({"use: bench ledger [--seconds S] [--batch N]"});
  const auto figures = bench_ledger(c);
  if (!figures) return fail(figures.error());
  const double ratio = figures->per_second / figures->limit_per_second;
  if (c.json) {
    JsonWriter json;
    json.begin_object().member("bench", std::string_view(c.what));
    json.member("batch", std::uint64_t{c.batch}).member("commands", figures->commands);
    json.key("ops_per_s").raw(fmt::format("{:.0f}", figures->per_second));
    json.key("limit_ops_per_s").raw(fmt::format("{:.0f}", figures->limit_per_second));
    json.key("ratio").raw(fmt::format("{:.4f}", ratio)).end_object();
    say(json.take());
  } else {
    say(
        fmt::format("ledger, batches of {}: {:.0f} durable commands/s; the journal alone {:.0f}/s; "
                    "ratio {:.3f}",
                    c.batch, figures->per_second, figures->limit_per_second, ratio));
  }
  return exit_good;
}

}  // namespace tanshu::apps
