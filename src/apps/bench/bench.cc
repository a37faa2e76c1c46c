// SPDX-License-Identifier: Apache-2.0
// bench: chooses the measurement and prints its figures.
#include "apps/bench/bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "apps/terminal.h"
#include "base/json.h"
#include "journal/sqlite_journal.h"
#include "sim/order_workload.h"

namespace tanshu::apps {
namespace {

namespace fs = std::filesystem;

using Measure = Result<Figures> (*)(const BenchCommand&);
const std::map<std::string, Measure>& measures() {
  static const std::map<std::string, Measure> all = {
      {"ledger", bench_ledger}, {"units", bench_units},   {"latency", bench_latency},
      {"http", bench_http},     {"bulk", bench_bulk},     {"recover", bench_recover},
      {"memory", bench_memory}, {"verify", bench_verify}, {"matching", bench_matching}};
  return all;
}

void print_json(const BenchCommand& c, const Figures& figures) {
  JsonWriter json;
  json.begin_object().member("bench", std::string_view(c.what));
  json.member("unit", std::string_view(figures.unit));
  json.key("ops_per_s").raw(fmt::format("{:.0f}", figures.per_second));
  json.key("limit_ops_per_s").raw(fmt::format("{:.0f}", figures.limit_per_second));
  json.key("ratio").raw(fmt::format("{:.4f}", figures.ratio()));
  json.member("limit", std::string_view(figures.limit));
  for (const auto& [name, value] : figures.more)
    json.key(name.c_str()).raw(fmt::format("{:.6g}", value));
  json.end_object();
  say(json.take());
}

void print_text(const BenchCommand& c, const Figures& figures) {
  say(fmt::format("{}: {:.0f} {}/s; {}: {:.0f}/s; ratio {:.3f}", c.what, figures.per_second,
                  figures.unit, figures.limit, figures.limit_per_second, figures.ratio()));
  for (const auto& [name, value] : figures.more) say(fmt::format("  {:<28}{:.6g}", name, value));
}

}  // namespace

Result<std::vector<double>> raw_appends(const fs::path& file, std::size_t body_bytes,
                                        double seconds) {
  TRY_SET(auto journal,
          journal::SqliteJournal::open(file.string(), "limit", journal::Mode::read_write));
  const Bytes header(150, 1), body(body_bytes, 2);
  std::vector<double> taken;
  const Stopwatch all;
  while (all.seconds() < seconds) {
    const Stopwatch one;
    if (const auto appended = journal->append(taken.size(), header, body); !appended)
      return failure(appended.error().what);
    taken.push_back(one.seconds());
    TRY(journal->tidy());
  }
  std::ranges::sort(taken);
  return taken;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double percentile(const std::vector<double>& sorted, double share) {
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

int bench(const BenchCommand& c) {
  if (c.what == "journal" && c.batch > 0 && c.seconds > 0) return bench_journal(c);
  const auto measure = measures().find(c.what);
  if (measure == measures().end() || c.batch == 0 || c.batch > 8192 || c.seconds <= 0 ||
      c.accounts < 2 || c.operations == 0 || c.symbols > sim::workload_symbols_max)
    return fail(
        {"use: bench ledger|units|latency|http|bulk|recover|memory|verify|matching|journal "
         "[--seconds S] [--batch 1..8192] [--accounts N] [--operations N] [--symbols N] "
         "[--proof sha256|sm3] "
         "[--plot FILE.svg [--accounts-max N]] [--json]"});
  if (!c.plot.empty()) {
    if (c.what != "ledger") return fail({"--plot draws the ledger only"});
    const auto plotted = plot_ledger(c);
    return plotted ? exit_good : fail(plotted.error());
  }
  const auto figures = measure->second(c);
  if (!figures) return fail(figures.error());
  if (c.json)
    print_json(c, *figures);
  else
    print_text(c, *figures);
  return exit_good;
}

}  // namespace tanshu::apps
