// SPDX-License-Identifier: Apache-2.0
// Adding up and printing.
#include "sim/report.h"

#include <fmt/format.h>

#include <numeric>

#include "protocol/record.h"

namespace tanshu::sim {
namespace {

void add_up(std::vector<std::uint64_t>& sums, const std::vector<std::uint64_t>& more) {
  if (sums.size() < more.size()) sums.resize(more.size());
  for (std::size_t i = 0; i < more.size(); ++i) sums[i] += more[i];
}

std::uint64_t per_second(std::uint64_t count, double seconds) {
  return static_cast<std::uint64_t>(static_cast<double>(count) / (seconds > 0 ? seconds : 1e-9));
}

void put_findings(JsonWriter& json, const std::vector<Finding>& findings) {
  json.key("findings").begin_array();
  for (const Finding& finding : findings) put_json(json, finding);
  json.end_array();
}

}  // namespace

void SimReport::add(const SimReport& other) {
  runs += other.runs;
  rounds += other.rounds;
  sent += other.sent;
  commands += other.commands;
  accepted += other.accepted;
  deliveries += other.deliveries;
  blocks += other.blocks;
  checks += other.checks;
  recoveries += other.recoveries;
  reexecuted += other.reexecuted;
  refusals_watched += other.refusals_watched;
  answers += other.answers;
  repeated_answers += other.repeated_answers;
  virtual_seconds += other.virtual_seconds;
  add_up(mishaps, other.mishaps);
  add_up(accepted_by_command, other.accepted_by_command);
  for (const NumberCount& one : other.refused) count_refusals(one.number, one.count);
  findings.insert(findings.end(), other.findings.begin(), other.findings.end());
}

void SimReport::count_refusals(std::uint16_t number, std::uint64_t count) {
  auto it = refused.begin();
  while (it != refused.end() && it->number < number) ++it;
  if (it == refused.end() || it->number != number) it = refused.insert(it, {number, 0});
  it->count += count;
}

std::uint64_t SimReport::mishaps_in_all() const {
  return std::accumulate(mishaps.begin(), mishaps.end(), std::uint64_t{0});
}

std::string report_json(const SimReport& report, double seconds) {
  JsonWriter json;
  json.begin_object().member("runs", report.runs).member("rounds", report.rounds);
  json.member("sent", report.sent);
  json.member("commands", report.commands).member("accepted", report.accepted);
  json.member("deliveries", report.deliveries).member("blocks", report.blocks);
  json.member("checks", report.checks).member("recoveries", report.recoveries);
  json.member("reexecuted", report.reexecuted).member("answers", report.answers);
  json.member("repeated_answers", report.repeated_answers);
  json.member("refusals_watched", report.refusals_watched);
  json.member("virtual_seconds", report.virtual_seconds);
  json.member("faults", report.mishaps_in_all()).key("faults_by_kind").begin_object();
  for (std::size_t i = 0; i < mishap_kinds; ++i)
    json.member(EnumNames<Mishap>::values[i], report.mishaps[i]);
  json.end_object().key("accepted_by_command").begin_object();
  for (std::size_t i = 0; i < protocol::command_rows().size(); ++i)
    if (i < report.accepted_by_command.size())
      json.member(protocol::command_rows()[i].name, report.accepted_by_command[i]);
  json.end_object().key("refused_by_number").begin_object();
  for (const NumberCount& one : report.refused) json.member(std::to_string(one.number), one.count);
  json.end_object().member("digest", report.digest.hex());
  json.member("seconds", static_cast<std::uint64_t>(seconds));
  json.member("commands_per_second", per_second(report.commands, seconds));
  put_findings(json, report.findings);
  return json.end_object().take();
}

void print_report(const SimReport& report, double seconds) {
  fmt::print("{} 条命令 commands ({} 条接受 accepted), {} 轮 rounds, {} 次运行 runs, {}/s\n",
             report.commands, report.accepted, report.rounds, report.runs,
             per_second(report.commands, seconds));
  for (std::size_t i = 0; i < protocol::command_rows().size(); ++i)
    if (i < report.accepted_by_command.size())
      fmt::print("  {:>10} {}\n", report.accepted_by_command[i], protocol::command_rows()[i].name);
  for (const NumberCount& one : report.refused)
    fmt::print("  {:>10} 拒绝 refused {} {}\n", one.count, one.number,
               protocol::refusal_text(one.number)->name);
  fmt::print("{} 次故障注入 faults injected\n", report.mishaps_in_all());
  for (std::size_t i = 0; i < mishap_kinds; ++i)
    fmt::print("  {:>10} {}\n", report.mishaps[i], EnumNames<Mishap>::values[i]);
  fmt::print("{} 次恢复 recoveries, {} 条重新执行 executed again, {} 个区块 blocks\n",
             report.recoveries, report.reexecuted, report.blocks);
  fmt::print("{} 个答复 answers, 其中重复 repeated {}, {} 次全面检查 full checks\n", report.answers,
             report.repeated_answers, report.checks);
  fmt::print("摘要 digest {}\n", report.digest.hex());
  for (const Finding& finding : report.findings)
    fmt::print(
        "问题 problem: 种子 seed {}, 轮 round {}, {} 条命令之后 after {} commands: {}\n"
        "  tanshu sim --seed {} --round {}\n",
        finding.seed, finding.round, finding.commands, finding.commands, finding.what, finding.seed,
        finding.round);
}

}  // namespace tanshu::sim
