// SPDX-License-Identifier: Apache-2.0
// Runs every scenario. TANSHU_REWRITE_DIGESTS=1 puts the digests that came out into the files.
#include "sim/scenario.h"
#include "base/temporary_directory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace tanshu::sim {
namespace {

using Path = std::filesystem::path;

const Path folder = Path(TANSHU_SOURCE_DIR) / "scenarios";

std::vector<std::string> scenario_files() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".scn")
      files.push_back(entry.path().lexically_relative(folder).string());
  std::sort(files.begin(), files.end());
  return files;
}

std::string text_of(const Path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Each file runs once, whichever tests look at it.
const Result<ScenarioReport>& report_of(const std::string& file) {
  static std::map<std::string, Result<ScenarioReport>> reports;
  const auto found = reports.find(file);
  if (found != reports.end()) return found->second;
  return reports.emplace(file, run_scenario(folder / file)).first->second;
}

class Scenario : public testing::TestWithParam<std::string> {};

TEST_P(Scenario, is_as_written) {
  const auto& report = report_of(GetParam());
  ASSERT_TRUE(report) << report.error().what;
  if (std::getenv("TANSHU_REWRITE_DIGESTS") != nullptr) {
    const std::string text = text_of(folder / GetParam());
    std::ofstream(folder / GetParam(), std::ios::binary) << with_digest(text, report->digest);
  }
  EXPECT_GT(report->commands, 0u);
  for (const std::string& problem : report->problems) ADD_FAILURE() << problem;
}

INSTANTIATE_TEST_SUITE_P(scenarios, Scenario, testing::ValuesIn(scenario_files()),
                         [](const auto& file) {
                           std::string name = file.param;
                           std::replace_if(
                               name.begin(), name.end(), [](char c) { return !std::isalnum(c); },
                               '_');
                           return name;
                         });

/// The names of the refusals that the engine's rooms can give, as their sources say.
std::set<std::string> refusals_in_sources() {
  std::set<std::string> names;
  for (const char* room : {"ledger", "registry", "market", "clearing", "engine", "protocol"})
    for (const auto& entry :
         std::filesystem::directory_iterator(Path(TANSHU_SOURCE_DIR) / "src" / room)) {
      const std::string name = entry.path().filename().string();
      if (entry.path().extension() != ".cc" || name.ends_with("_test.cc")) continue;
      const std::string text = text_of(entry.path()), mark = "RefusalCode::";
      for (std::size_t at = text.find(mark); at != std::string::npos;
           at = text.find(mark, at + 1)) {
        const std::size_t first = at + mark.size();
        const std::size_t last = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", first);
        if (last > first) names.insert(text.substr(first, last - first));
      }
    }
  return names;
}

TEST(Scenarios, provoke_every_refusal_of_the_engine) {
  std::set<std::uint16_t> provoked;
  for (const std::string& file : scenario_files())
    if (const auto& report = report_of(file))
      for (const protocol::Record& record : report->records)
        if (!record.outcome) provoked.insert(record.outcome.error().number);
  const std::set<std::string> given = refusals_in_sources();
  EXPECT_GT(given.size(), 60u);
  for (const protocol::RefusalText& text : protocol::all_refusals()) {
    const auto number = static_cast<std::uint16_t>(text.code);
    if (given.contains(std::string(text.name)))
      EXPECT_TRUE(provoked.contains(number)) << number << " " << text.name;
    else if (number >= 1100 && number < 1500)
      ADD_FAILURE() << number << " " << text.name << " is declared and never given";
  }
}

TEST(Scenarios, accept_and_refuse_every_command) {
  std::set<std::string_view> accepted, refused;
  for (const std::string& file : scenario_files())
    if (const auto& report = report_of(file))
      for (const protocol::Record& record : report->records)
        (record.outcome ? accepted : refused).insert(row_of(record.envelope.command).name);
  for (const protocol::CommandRow& row : protocol::command_rows()) {
    EXPECT_TRUE(accepted.contains(row.name)) << row.name;
    EXPECT_TRUE(refused.contains(row.name)) << row.name;
  }
}

/// A scenario of one's own in a file of its own.
Result<ScenarioReport> run_text(const std::string& text) {
  const TemporaryDirectory house("scenario");
  const Path file = house / "own.scn";
  std::ofstream(file) << text;
  return run_scenario(file);
}

const std::string opening =
    "root: open_cell cell=c operator_id=o operator_name_zh=甲 operator_name_en=A region=150200 "
    "administrator=root\n";

TEST(ScenarioRunner, says_where_the_text_is_wrong) {
  const auto report = run_text(opening +
                               "=> cell_opened cell=d\n"
                               "=> participant_registered\n"
                               "root: open_account id=a participant=o\n"
                               "=> refused 1102 participant_is_unknown\n");
  ASSERT_TRUE(report);
  ASSERT_EQ(report->problems.size(), 4u);
  EXPECT_EQ(report->problems[0], "own.scn:2: cell is c, not d");
  EXPECT_EQ(report->problems[1], "own.scn:3: user_authorised was not expected");
  EXPECT_EQ(report->problems[2], "own.scn:5: it was accepted");
  EXPECT_TRUE(report->problems[3].starts_with("the digest is "));
}

TEST(ScenarioRunner, wants_an_outcome_for_every_command) {
  const auto report = run_text(opening + "digest " + std::string(64, '0') + "\n");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->problems.front(), "own.scn:1: nothing is expected of this command");
}

TEST(ScenarioRunner, fails_on_text_that_is_no_scenario) {
  for (const char* text :
       {"root: fly_away\n", "nonsense\n", "repeat 3\nat 2024-01-01T00:00:00Z\n", "at yesterday\n",
        "use nowhere.scn\n", "root: open_cell cell=c colour=red\n", "=>\n", "units a b\n"})
    EXPECT_FALSE(run_text(text)) << text;
}

TEST(ScenarioRunner, replaces_the_digest) {
  Digest digest;
  digest.bytes.fill(0xab);
  const std::string line = "digest " + digest.hex() + "\n";
  EXPECT_EQ(with_digest("a\n", digest), "a\n" + line);
  EXPECT_EQ(with_digest("a\ndigest 00\n", digest), "a\n" + line);
}

}  // namespace
}  // namespace tanshu::sim
