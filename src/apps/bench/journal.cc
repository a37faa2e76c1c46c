// SPDX-License-Identifier: Apache-2.0
// bench journal: how many commands a journal takes in when nothing else is done, on a file or on
// the database of --database.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "apps/bench/bench.h"
#include "apps/terminal.h"
#include "base/hash.h"
#include "base/json.h"
#include "journal/opening.h"

namespace tanshu::apps {
namespace {

using Clock = std::chrono::steady_clock;

/// An encoded transfer, with its length.
constexpr std::size_t command_bytes = 96;
constexpr std::size_t header_bytes = 150;

struct Appends {
  std::vector<double> ms;  ///< how long each took
  double seconds = 0;
};

Result<Appends> append_for(journal::Journal& journal, const BenchCommand& c) {
  const Bytes header(header_bytes, 1), body(command_bytes * c.batch, 2);
  Appends appends;
  TRY_SET(std::uint64_t position, journal.head());
  const auto start = Clock::now();
  auto now = start;
  while (now - start < std::chrono::duration<double>(c.seconds)) {
    const auto before = now;
    if (const auto appended = journal.append(position++, header, body); !appended)
      return failure(appended.error().what);
    now = Clock::now();
    appends.ms.push_back(std::chrono::duration<double, std::milli>(now - before).count());
  }
  appends.seconds = std::chrono::duration<double>(now - start).count();
  std::ranges::sort(appends.ms);
  return appends;
}

/// A new cell each time, so that a database may be measured again.
std::string made_up_cell() {
  std::array<std::uint8_t, 8> bytes{};
  fill_random(bytes);
  return "bench-" + to_hex(bytes);
}

Result<Appends> measure(const BenchCommand& c) {
  const TemporaryDirectory scratch("bench");
  const std::string place = c.database.empty() ? (scratch / "journal.db").string() : c.database;
  TRY_SET(const auto journal, journal::open_journal({place, made_up_cell()}));
  return append_for(*journal, c);
}

}  // namespace

int bench_journal(const BenchCommand& c) {
  const auto appends = measure(c);
  if (!appends) return fail(appends.error());
  const double per_second = static_cast<double>(appends->ms.size() * c.batch) / appends->seconds;
  const double p50 = percentile(appends->ms, 0.50), p99 = percentile(appends->ms, 0.99);
  if (!c.json) {
    say(
        fmt::format("journal on {}, batches of {}: {:.0f} durable commands/s; an append takes "
                    "{:.3f} ms (p50), {:.3f} ms (p99)",
                    c.database.empty() ? "SQLite" : "PostgreSQL", c.batch, per_second, p50, p99));
    return exit_good;
  }
  JsonWriter json;
  json.begin_object().member("bench", std::string_view(c.what));
  json.member("batch", std::uint64_t{c.batch});
  json.key("ops_per_s").raw(fmt::format("{:.0f}", per_second));
  json.key("p50_ms").raw(fmt::format("{:.4f}", p50));
  json.key("p99_ms").raw(fmt::format("{:.4f}", p99)).end_object();
  say(json.take());
  return exit_good;
}

}  // namespace tanshu::apps
