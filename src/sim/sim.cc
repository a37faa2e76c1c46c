// SPDX-License-Identifier: Apache-2.0
// A run: round after round from one seed.
#include "sim/sim.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/hash.h"
#include "sim/round.h"

namespace tanshu::sim {
namespace {

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Rounds are seeded one by one, so that any of them can be run alone.
std::uint64_t seed_of_round(std::uint64_t seed, std::uint64_t round) {
  return Chance(seed * 0x2545f4914f6cdd1du + round).bits();
}

/// A command with the longest texts would not go through a pipe as one text.
std::string shortened(std::string text) {
  std::size_t size = std::min<std::size_t>(text.size(), 1'000);
  while (size > 0 && size < text.size() && (text[size] & 0xc0) == 0x80) --size;
  text.resize(size);
  return text;
}

std::string run_round(const SimOptions& options, std::uint64_t number, SimReport& report) {
  Round round({seed_of_round(options.seed, number), options.check_every, options.plant});
  std::string problem = round.live(round.natural_length(), report);
  Bytes chain(report.digest.bytes.begin(), report.digest.bytes.end());
  const Digest digest = round.digest();
  chain.insert(chain.end(), digest.bytes.begin(), digest.bytes.end());
  report.digest = sha256(chain);
  return problem;
}

}  // namespace

SimReport simulate(const SimOptions& options) {
  SimReport report;
  report.runs = 1;
  std::uint64_t number = options.round.value_or(0);
  do {
    const std::string problem = run_round(options, number, report);
    if (!problem.empty())
      report.findings.push_back({options.seed, number, report.sent, shortened(problem)});
    ++number;
  } while (!options.round && report.findings.empty() && report.commands < options.commands);
  return report;
}

int sim_main(const SimOptions& options, bool json) {
  const auto begin = std::chrono::steady_clock::now();
  const SimReport report = simulate(options);
  const double seconds = seconds_since(begin);
  if (json)
    fmt::print("{}\n", report_json(report, seconds));
  else
    print_report(report, seconds);
  return report.findings.empty() ? 0 : 1;
}

int plants_main(const SimOptions& options, bool json) {
  JsonWriter out;
  out.begin_array();
  int missed = 0;
  for (std::size_t i = 1; i < plant_kinds; ++i) {
    SimOptions planted = options;
    planted.plant = static_cast<Plant>(i);
    const SimReport report = simulate(planted);
    const bool found = !report.findings.empty();
    const std::string what = found ? report.findings.front().what : "";
    missed += found ? 0 : 1;
    out.begin_object().member("plant", name_of(planted.plant)).member("found", found);
    out.member("commands", report.sent).member("what", what).end_object();
    if (!json)
      fmt::print("{:<26} {} {:>7} 条命令 commands: {}\n    {}\n", name_of(planted.plant),
                 found ? "发现 found after" : "未发现 MISSED in", report.sent,
                 plant_says(planted.plant), what);
  }
  if (json) fmt::print("{}\n", out.end_array().take());
  return missed == 0 ? 0 : 1;
}

}  // namespace tanshu::sim
