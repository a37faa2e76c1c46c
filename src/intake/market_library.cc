// SPDX-License-Identifier: Apache-2.0
// Loads the calendars and the profiles of a rules directory.
#include "intake/market_library.h"

#include <algorithm>

#include "base/file.h"
#include "intake/market_fields.h"

namespace tanshu::intake {

using namespace protocol;  // NOLINT: the file speaks the protocol's nouns throughout

namespace {

constexpr std::uintmax_t file_bytes_max = 1 << 20;

std::unexpected<Refusal> unreadable(const std::filesystem::path& file, const std::string& problem) {
  return refuse(RefusalCode::profile_file_is_unreadable,
                {{"file", file.string()}, {"problem", problem}});
}

Verdict<std::string> text_of(const std::filesystem::path& file) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(file, error);
  if (error) return unreadable(file, error.message());
  if (bytes > file_bytes_max)
    return unreadable(file, in_both("大于 1 MiB", "it is larger than 1 MiB"));
  auto text = read_file(file);
  if (!text) return unreadable(file, text.error().what);
  return std::move(*text);
}

Verdict<void> check_name(const std::filesystem::path& file, const std::string& stem) {
  if (file.stem() == stem) return {};
  return refuse(RefusalCode::profile_file_is_malformed,
                {{"file", file.filename().string()},
                 {"where", "id"},
                 {"problem", in_both("文件应名为 " + stem + ".toml",
                                     "the file must be named " + stem + ".toml")}});
}

}  // namespace

Verdict<std::vector<std::filesystem::path>> profile_files(const std::filesystem::path& directory) {
  auto files = files_with_extension(directory, ".toml");
  if (!files) return unreadable(directory, files.error().what);
  return std::move(*files);
}

Verdict<std::vector<CalendarFile>> load_calendars(const std::filesystem::path& rules) {
  std::vector<CalendarFile> calendars;
  std::error_code error;
  if (!std::filesystem::is_directory(rules / "calendars", error)) return calendars;
  TRY_SET(const auto files, profile_files(rules / "calendars"));
  for (const auto& file : files) {
    TRY_SET(const std::string text, text_of(file));
    TRY_SET(CalendarFile calendar, read_calendar(text, file.filename().string()));
    TRY(check_name(file, calendar.calendar.id));
    calendars.push_back(std::move(calendar));
  }
  return calendars;
}

Verdict<MarketProfile> load_profile(const std::filesystem::path& file,
                                    std::span<const CalendarFile> calendars) {
  TRY_SET(const std::string text, text_of(file));
  TRY_SET(MarketProfile profile, read_profile(text, file.filename().string(), calendars));
  TRY(check_name(file, std::string(profile.id.text) + '.' + to_text(profile.effective)));
  return profile;
}

Verdict<MarketLibrary> MarketLibrary::load(const std::filesystem::path& rules) {
  MarketLibrary library;
  std::error_code error;
  if (!std::filesystem::is_directory(rules / "markets", error)) return library;
  TRY_SET(const auto calendars, load_calendars(rules));
  TRY_SET(const auto files, profile_files(rules / "markets"));
  for (const auto& file : files) {
    TRY_SET(MarketProfile profile, load_profile(file, calendars));
    TRY(library.add(std::move(profile), file.filename().string()));
  }
  return library;
}

Verdict<void> MarketLibrary::add(MarketProfile profile, const std::string& file) {
  const auto comes_before = [](const MarketProfile& one, const MarketProfile& other) {
    return std::pair(one.id, one.effective) < std::pair(other.id, other.effective);
  };
  const auto at = std::ranges::lower_bound(versions_, profile, comes_before);
  const auto number = at - versions_.begin();
  if (at != versions_.end() && at->id == profile.id && at->effective == profile.effective)
    return refuse(RefusalCode::profile_version_is_repeated,
                  {{"file", files_[static_cast<std::size_t>(number)]},
                   {"other", file},
                   {"market", std::string(profile.id.text)},
                   {"day", to_text(profile.effective)}});
  versions_.insert(at, std::move(profile));
  files_.insert(files_.begin() + number, file);
  return {};
}

Verdict<std::span<const MarketProfile>> MarketLibrary::versions_of(std::string_view id) const {
  const auto is_of = [id](const MarketProfile& version) { return version.id.text == id; };
  const auto first = std::ranges::find_if(versions_, is_of);
  const auto last = std::find_if_not(first, versions_.end(), is_of);
  if (first != last) return std::span<const MarketProfile>(first, last);
  std::string known;
  for (const std::string& name : ids()) known += (known.empty() ? "" : ", ") + name;
  return refuse(RefusalCode::profile_is_unknown, {{"market", std::string(id)}, {"known", known}});
}

std::vector<std::string> MarketLibrary::ids() const {
  std::vector<std::string> names;
  for (const MarketProfile& version : versions_) {
    const std::string name(version.id.text);
    if (names.empty() || names.back() != name) names.push_back(name);
  }
  return names;
}

}  // namespace tanshu::intake
