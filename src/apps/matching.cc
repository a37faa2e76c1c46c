// SPDX-License-Identifier: Apache-2.0
// match: a workload file through the order book, its result beside the one that the file expects;
// or a new workload file.
#include <fmt/format.h>

#include "apps/bench/book_timing.h"
#include "apps/commands.h"
#include "apps/terminal.h"
#include "base/file.h"
#include "base/json.h"

namespace tanshu::apps {
namespace {

struct ResultField {
  const char* name;
  const char* chinese;
  std::uint64_t sim::BookResult::*value;
};
constexpr ResultField result_fields[] = {
    {"trades", "成交笔数", &sim::BookResult::trades},
    {"traded_quantity", "成交数量", &sim::BookResult::traded_quantity},
    {"notional", "成交金额", &sim::BookResult::notional},
    {"fill_hash", "成交散列", &sim::BookResult::fill_hash},
    {"cancels_accepted", "撤单成功", &sim::BookResult::cancels_accepted},
    {"cancels_refused", "撤单被拒", &sim::BookResult::cancels_refused},
    {"live_orders", "在簿委托", &sim::BookResult::live_orders},
    {"live_quantity", "在簿数量", &sim::BookResult::live_quantity},
};

std::string put_json(const sim::OrderWorkload& workload, const BookTiming& timing,
                     const BookLatency& latency) {
  JsonWriter json;
  json.begin_object();
  for (const ResultField& field : result_fields)
    json.member(field.name, timing.result.*field.value);
  json.member("matches", timing.result == workload.expected);
  json.key("ops_per_s").raw(fmt::format("{:.0f}", timing.ops_per_second));
  json.key("seconds").raw(fmt::format("{:.6f}", timing.seconds));
  json.key("p50_ns").raw(fmt::format("{:.1f}", latency.p50_ns));
  json.key("p99_ns").raw(fmt::format("{:.1f}", latency.p99_ns));
  json.key("p99_9_ns").raw(fmt::format("{:.1f}", latency.p99_9_ns));
  json.key("clock_ns").raw(fmt::format("{:.1f}", latency.clock_ns));
  json.member("operations", std::uint64_t{workload.operations.size() - workload.preload});
  json.member("preload", std::uint64_t{workload.preload});
  json.member("symbols", std::uint64_t{workload.symbols});
  json.member("memory_bytes", std::uint64_t{timing.memory_bytes});
  json.end_object();
  return json.take();
}

void print_text(const sim::OrderWorkload& workload, const BookTiming& timing,
                const BookLatency& latency) {
  for (const ResultField& field : result_fields)
    say(fmt::format("{:<18}{:>22}  {}", field.name, timing.result.*field.value, field.chinese));
  say(fmt::format("{} operations of {} symbols in {:.3f} s: {:.0f}/s; book {:.1f} MiB",
                  workload.operations.size() - workload.preload, workload.symbols, timing.seconds,
                  timing.ops_per_second, static_cast<double>(timing.memory_bytes) / (1 << 20)));
  say(fmt::format(
      "one operation: p50 {:.0f} ns, p99 {:.0f} ns, p99.9 {:.0f} ns, of which the clock "
      "{:.0f} ns",
      latency.p50_ns, latency.p99_ns, latency.p99_9_ns, latency.clock_ns));
}

/// Names every figure that is not what the file expects.
int judge(const sim::BookResult& result, const sim::BookResult& expected) {
  if (result == expected) return exit_good;
  for (const ResultField& field : result_fields)
    if (result.*field.value != expected.*field.value)
      fmt::print(stderr, "tanshu: {}不符：得 {}，应为 {} / {} is {}, not {} as the file expects\n",
                 field.chinese, result.*field.value, expected.*field.value, field.name,
                 result.*field.value, expected.*field.value);
  return exit_no;
}

int run_file(const MatchCommand& c) {
  sim::OrderWorkload workload;
  {
    const auto bytes = read_file(c.workload);
    if (!bytes) return fail(bytes.error());
    auto parsed = sim::parse_order_workload(view_of(*bytes));
    if (!parsed) return fail(parsed.error());
    workload = std::move(*parsed);
  }
  const BookTiming timing = time_book(workload, BookKind::market);
  const BookLatency latency = time_each_operation(workload, BookKind::market);
  if (c.json)
    say(put_json(workload, timing, latency));
  else
    print_text(workload, timing, latency);
  const int judged = judge(timing.result, workload.expected);
  return judged != exit_good ? judged : judge(latency.result, workload.expected);
}

int make_file(const MatchCommand& c) {
  constexpr std::uint64_t records_max = 1'000'000'000;
  if (c.symbols == 0 || c.symbols > sim::workload_symbols_max || c.live == 0 ||
      c.operations > records_max || c.live > records_max)
    return fail({fmt::format(
        "品种数 1 … {}，操作与在簿委托至多 {} / symbols 1 … {}, operations and "
        "live at most {}",
        sim::workload_symbols_max, records_max, sim::workload_symbols_max, records_max)});
  const auto workload = sim::make_order_workload(
      {.seed = c.seed, .operations = c.operations, .symbols = c.symbols, .live_target = c.live});
  constexpr unsigned permissions = 0644;
  const Bytes bytes = sim::write_order_workload(workload);
  if (const auto written = write_file_synced(c.generate, text_of(bytes), permissions); !written)
    return fail(written.error());
  return exit_good;
}

}  // namespace

int match(const MatchCommand& c) {
  if (c.workload.empty() == c.generate.empty())
    return fail(
        {"用法 use: match --workload FILE [--json] | match --generate FILE [--seed N] "
         "[--operations N] [--symbols N] [--live N]"});
  return c.workload.empty() ? make_file(c) : run_file(c);
}

}  // namespace tanshu::apps
