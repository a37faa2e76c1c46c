// SPDX-License-Identifier: Apache-2.0
// What all measurements share: a figure beside the limit of the same machine in the same run, and a
// clock. Figures are read side by side; nothing is asserted about them.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "apps/commands.h"
#include "base/result.h"
#include "base/temporary_directory.h"

namespace tanshu::apps {

struct Figures {
  std::string unit = "commands";  ///< what is counted
  double per_second = 0;
  std::string limit;  ///< what the limit is, in words
  double limit_per_second = 0;
  /// Everything else worth knowing, in order.
  std::vector<std::pair<std::string, double>> more = {};
  double ratio() const { return limit_per_second == 0 ? 0 : per_second / limit_per_second; }
};

Result<Figures> bench_ledger(const BenchCommand& command);
Result<Figures> bench_units(const BenchCommand& command);
Result<Figures> bench_latency(const BenchCommand& command);
Result<Figures> bench_http(const BenchCommand& command);
Result<Figures> bench_bulk(const BenchCommand& command);
Result<Figures> bench_recover(const BenchCommand& command);
Result<Figures> bench_memory(const BenchCommand& command);
Result<Figures> bench_verify(const BenchCommand& command);
Result<Figures> bench_matching(const BenchCommand& command);

/// The ledger with 1 M accounts, 10 M and on, up to `accounts_max` and as far as memory goes: says
/// each and draws all.
Result<void> plot_ledger(const BenchCommand& command);

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// Durable appends of `body_bytes` to a SQLite journal and nothing else, for so long: the seconds
/// of each, sorted.
Result<std::vector<double>> raw_appends(const std::filesystem::path& file, std::size_t body_bytes,
                                        double seconds);
double mean(const std::vector<double>& values);
/// The value below which `share` of the sorted values lie.
double percentile(const std::vector<double>& sorted, double share);

}  // namespace tanshu::apps
