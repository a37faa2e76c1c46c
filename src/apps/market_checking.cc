// SPDX-License-Identifier: Apache-2.0
// market check: every rule file by itself, and no two versions of one day.
#include <fmt/format.h>

#include <algorithm>

#include "apps/commands.h"
#include "apps/files.h"
#include "apps/terminal.h"
#include "base/json.h"
#include "base/result.h"
#include "intake/market_library.h"
#include "intake/market_report.h"

namespace tanshu::apps {

using namespace protocol;  // NOLINT: the command speaks the protocol's nouns throughout

namespace {

namespace fs = std::filesystem;

/// One file: what it holds, or why it is refused.
struct Checked {
  std::string file;
  Verdict<MarketProfile> profile;
};

/// Where the calendars lie beside what is checked.
fs::path rules_beside(const fs::path& path, const std::string& given) {
  if (!given.empty()) return given;
  std::error_code error;
  const fs::path folder = fs::is_directory(path, error) ? path : path.parent_path();
  for (const fs::path& place : {folder, folder / ".."})
    if (fs::is_directory(place / "calendars", error)) return place;
  return rules_dir("");
}

Verdict<std::vector<fs::path>> files_at(const fs::path& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return std::vector<fs::path>{path};
  const fs::path folder = fs::is_directory(path / "markets", error) ? path / "markets" : path;
  TRY_SET(auto files, intake::profile_files(folder));
  if (!files.empty()) return files;
  return refuse(
      RefusalCode::profile_file_is_unreadable,
      {{"file", folder.string()}, {"problem", "没有 .toml 文件 | there is no .toml file"}});
}

Verdict<std::vector<Checked>> check_all(const fs::path& path, const fs::path& rules) {
  TRY_SET(const auto calendars, intake::load_calendars(rules));
  TRY_SET(const auto files, files_at(path));
  intake::MarketLibrary library;
  std::vector<Checked> checked;
  for (const fs::path& file : files) {
    const std::string name = file.filename().string();
    auto profile = intake::load_profile(file, calendars);
    if (profile)
      if (auto added = library.add(*profile, name); !added)
        profile = std::unexpected(added.error());
    checked.push_back({name, std::move(profile)});
  }
  return checked;
}

std::size_t unverified_in(const std::vector<intake::MarketFact>& facts) {
  return static_cast<std::size_t>(std::ranges::count(
      facts, Confidence::unverified, [](const auto& fact) { return fact.source.confidence; }));
}

std::string line_of(const Checked& one) {
  if (!one.profile) {
    const Refusal& refusal = one.profile.error();
    return fmt::format("错误 wrong  {}\n    {} {}\n    {}", one.file, refusal.number,
                       chinese_of(refusal), english_of(refusal));
  }
  const auto facts = intake::facts_of(*one.profile);
  std::string line = fmt::format("通过 good   {}  事实 facts {}，未核实 unverified {}", one.file,
                                 facts.size(), unverified_in(facts));
  std::string unstated;
  for (const auto& fact : intake::unstated_of(*one.profile))
    unstated += (unstated.empty() ? "" : ", ") + fact.key;
  if (!unstated.empty()) line += "\n    未写入（未知） not stated: " + unstated;
  return line;
}

std::string json_of(const std::vector<Checked>& checked, bool good) {
  JsonWriter json;
  json.begin_object().member("good", good).key("files").begin_array();
  for (const Checked& one : checked) {
    json.begin_object().member("file", std::string_view(one.file));
    json.member("good", one.profile.has_value());
    if (one.profile) {
      const auto facts = intake::facts_of(*one.profile);
      json.member("market", std::string_view(one.profile->id.text));
      json.member("effective", std::string_view(to_text(one.profile->effective)));
      json.member("facts", std::uint64_t{facts.size()});
      json.member("unverified", std::uint64_t{unverified_in(facts)});
      json.key("not_stated").begin_array();
      for (const auto& fact : intake::unstated_of(*one.profile)) json.text(fact.key);
      json.end_array();
    } else {
      put_refusal(json, one.profile.error());
    }
    json.end_object();
  }
  return json.end_array().end_object().take();
}

}  // namespace

int market_check(const MarketCheckCommand& c) {
  const fs::path path = c.path.empty() ? rules_dir(c.rules) : fs::path(c.path);
  const auto checked = check_all(path, rules_beside(path, c.rules));
  if (!checked) return refused(checked.error());
  const bool good =
      std::ranges::all_of(*checked, [](const Checked& one) { return one.profile.has_value(); });
  if (c.json)
    say(json_of(*checked, good));
  else
    for (const Checked& one : *checked) say(line_of(one));
  return good ? exit_good : exit_no;
}

}  // namespace tanshu::apps
