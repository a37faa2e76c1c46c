// SPDX-License-Identifier: Apache-2.0
// Market profiles and trading calendars from rule files. A file is read strictly: a misspelt key
// must not become a missing rule, and every fact names the document it stands in.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/market_profile.h"
#include "protocol/refusal.h"

namespace tanshu::intake {

/// A calendar and the documents that its sources name.
struct CalendarFile {
  protocol::TradingCalendar calendar;
  std::vector<protocol::RuleDocument> documents;
};

/// `file` is its name, for messages. Refuses profile_file_is_malformed.
protocol::Verdict<CalendarFile> read_calendar(std::string_view toml, const std::string& file);
/// The calendar a profile keeps becomes part of it. Refuses profile_file_is_malformed.
protocol::Verdict<protocol::MarketProfile> read_profile(std::string_view toml,
                                                        const std::string& file,
                                                        std::span<const CalendarFile> calendars);

/// Every calendar of `rules`/calendars, in the order of their names. Refuses
/// profile_file_is_unreadable, profile_file_is_malformed.
protocol::Verdict<std::vector<CalendarFile>> load_calendars(const std::filesystem::path& rules);
/// The profile in one file, which is named after its id and its day: cea.2021-07-16.toml. Refuses
/// as load_calendars does.
protocol::Verdict<protocol::MarketProfile> load_profile(const std::filesystem::path& file,
                                                        std::span<const CalendarFile> calendars);
/// The .toml files of a directory, by name. Refuses profile_file_is_unreadable.
protocol::Verdict<std::vector<std::filesystem::path>> profile_files(
    const std::filesystem::path& directory);

/// Every version of every profile of a rules directory.
class MarketLibrary {
 public:
  /// Reads `rules`/calendars and `rules`/markets; one bad file fails the load. A directory without
  /// markets has no profiles. Refuses as load_profile does, and profile_version_is_repeated.
  static protocol::Verdict<MarketLibrary> load(const std::filesystem::path& rules);
  /// Adds one version. Refuses profile_version_is_repeated, naming `file` and the earlier one.
  protocol::Verdict<void> add(protocol::MarketProfile profile, const std::string& file);

  /// By id, then by day.
  const std::vector<protocol::MarketProfile>& versions() const { return versions_; }
  /// The versions of one profile, by day. Refuses profile_is_unknown.
  protocol::Verdict<std::span<const protocol::MarketProfile>> versions_of(
      std::string_view id) const;
  std::vector<std::string> ids() const;

 private:
  std::vector<protocol::MarketProfile> versions_;
  std::vector<std::string> files_;  ///< of the versions, in their order
};

}  // namespace tanshu::intake
