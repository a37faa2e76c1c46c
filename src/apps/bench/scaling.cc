// SPDX-License-Identifier: Apache-2.0
// bench ledger --plot: the same measurement with more and more accounts, drawn as the cost of one
// transfer and the memory of one account. Cost should grow as the work does, not with the books.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "apps/bench/bench.h"
#include "apps/bench/chart.h"
#include "apps/terminal.h"
#include "base/file.h"

namespace tanshu::apps {
namespace {

constexpr std::uint64_t million = 1'000'000;
constexpr std::uint64_t sizes[] = {million,      2 * million,  5 * million,  10 * million,
                                   20 * million, 50 * million, 100 * million};
/// What the books and the machinery around them take for an account, generously.
constexpr std::uint64_t bytes_per_account = 360;
/// How much dearer a transfer may be than with the fewest accounts.
constexpr double growth_max = 2.2;
constexpr unsigned everyone_reads = 0644;

struct Point {
  double accounts = 0;
  double transfer_us = 0;
  double limit_us = 0;
  double per_second = 0;
  double account_bytes = 0;
};

std::uint64_t memory_bytes() {
  return static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) *
         static_cast<std::uint64_t>(::sysconf(_SC_PAGE_SIZE));
}

double named(const Figures& figures, std::string_view name) {
  const auto found =
      std::ranges::find_if(figures.more, [name](const auto& one) { return one.first == name; });
  return found == figures.more.end() ? 0 : found->second;
}

Result<Point> measure(BenchCommand c, std::uint64_t accounts) {
  c.accounts = accounts;
  constexpr double us = 1e6;
  Point point;
  point.accounts = static_cast<double>(accounts);
  {
    TRY_SET(const Figures ledger, bench_ledger(c));
    point.per_second = ledger.per_second;
    point.transfer_us = us / ledger.per_second;
    point.limit_us = us / ledger.limit_per_second;
  }
  TRY_SET(const Figures memory, bench_memory(c));
  point.account_bytes = named(memory, "bytes_per_account_with_its_money");
  return point;
}

std::vector<std::pair<double, double>> column(const std::vector<Point>& points,
                                              double Point::*value) {
  std::vector<std::pair<double, double>> all;
  for (const Point& point : points) all.emplace_back(point.accounts, point.*value);
  return all;
}

std::string drawn(const std::vector<Point>& points) {
  std::vector<std::pair<double, double>> bound;
  for (const Point& point : points)
    bound.emplace_back(point.accounts, growth_max * points.front().transfer_us);
  const Label accounts{"账户数", "accounts"};
  const Panel panels[] = {
      {{"每笔转账的用时", "Time of one transfer"},
       accounts,
       {"微秒", "µs"},
       {{{"转账与预留，落盘后计", "transfers and reservations, counted when durable"},
         "#1a7350",
         false,
         column(points, &Point::transfer_us)},
        {{"上限：最少账户时的 2.2 倍", "bound: 2.2 times that with the fewest accounts"},
         "#9b2c1f",
         true,
         bound},
        {{"极限：同样字节只写日志并同步", "limit: the same bytes appended and synced only"},
         "#1f5c86",
         true,
         column(points, &Point::limit_us)}}},
      {{"每户内存", "Memory of an account"},
       accounts,
       {"字节", "bytes"},
       {{{"每账户连同其资金", "an account with its money"},
         "#1a7350",
         false,
         column(points, &Point::account_bytes)}}}};
  return svg_of(panels);
}

}  // namespace

Result<void> plot_ledger(const BenchCommand& c) {
  std::vector<Point> points;
  for (const std::uint64_t accounts : sizes) {
    if (accounts > c.accounts_max) break;
    if (accounts * bytes_per_account > memory_bytes()) {
      say(fmt::format("{} 个账户超出本机内存，略去 accounts are too many for this memory: left out",
                      accounts));
      break;
    }
    TRY_SET(const Point point, measure(c, accounts));
    points.push_back(point);
    // After each, because the next may be too much for the machine or for whoever waits.
    TRY(write_file_synced(c.plot, drawn(points), everyone_reads));
    say(fmt::format(
        "{:>10} accounts 账户: {:.0f} transfers/s, {:.3f} µs each 每笔 (× {:.2f}), limit 极限 "
        "{:.3f} µs; {:.0f} B an account with its money 每账户连同其资金",
        accounts, point.per_second, point.transfer_us,
        point.transfer_us / points.front().transfer_us, point.limit_us, point.account_bytes));
  }
  if (points.empty()) return failure("--accounts-max is below a million");
  return {};
}

}  // namespace tanshu::apps
