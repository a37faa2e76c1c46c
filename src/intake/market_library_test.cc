// SPDX-License-Identifier: Apache-2.0
// Rule files of markets: the shipped ones, and what each mistake is answered with.
#include "intake/market_library.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "base/temporary_directory.h"
#include "intake/market_report.h"

namespace tanshu::intake {
namespace {

using namespace protocol;  // NOLINT: the test speaks the protocol's nouns throughout
namespace fs = std::filesystem;

fs::path shipped() {
  return fs::path(TANSHU_SOURCE_DIR) / "rules";
}

const std::string good = R"(
id = "town"
effective = "2024-05-01"
title = { zh = "小镇", en = "Town" }
effective_source = { document = "rules", clause = "1", confidence = "official" }

[[document]]
key = "rules"
title = { zh = "规则", en = "Rules" }
read = "full text"

[[mode]]
mode = "listing"
makes_prices = true
source = { document = "rules", confidence = "official" }
[mode.size]
minimum = "1 tCO2e"
maximum = "99999 tCO2e"
source = { document = "rules", confidence = "official" }
[mode.band]
down = "10 %"
up = "12.5 %"
base = "previous_close"
rounding = "half_up"
source = { document = "rules", confidence = "unverified" }
[mode.hours]
sessions = ["09:30-11:30", "13:00-15:00"]
source = { document = "rules", confidence = "published" }

[lot]
amount = "1 tCO2e"
source = { document = "rules", confidence = "official" }
[tick]
price = "0.01 CNY"
source = { document = "rules", confidence = "official" }
)";

/// The good file with one piece of it replaced.
std::string with(const std::string& old, const std::string& replacement) {
  std::string text = good;
  const std::size_t at = text.find(old);
  EXPECT_NE(at, std::string::npos) << old;
  return text.replace(at, old.size(), replacement);
}

void expect_wrong(const std::string& toml, const std::string& english, const std::string& chinese) {
  const auto read = read_profile(toml, "town.toml", {});
  ASSERT_FALSE(read.has_value()) << english;
  EXPECT_EQ(read.error().code(), RefusalCode::profile_file_is_malformed);
  EXPECT_EQ(english_of(read.error()), "The market rule file town.toml is wrong at " + english);
  EXPECT_EQ(chinese_of(read.error()), "市场规则文件 town.toml 在 " + chinese);
}

TEST(ReadProfile, takes_what_the_file_states_and_no_more) {
  const auto profile = read_profile(good, "town.toml", {});
  ASSERT_TRUE(profile.has_value()) << english_of(profile.error());
  EXPECT_EQ(profile->id.text, "town");
  EXPECT_EQ(to_text(profile->effective), "2024-05-01");
  ASSERT_EQ(profile->modes.size(), 1u);
  const ModeRules& mode = profile->modes.front();
  EXPECT_EQ(mode.size->maximum, tonnes(99'999));
  EXPECT_EQ(mode.band->up_ppm, 125'000u);
  EXPECT_EQ(mode.band->source.confidence, Confidence::unverified);
  EXPECT_EQ(protocol::to_text(*mode.hours), "09:30-11:30, 13:00-15:00");
  EXPECT_EQ(profile->tick->price, Money{1});
  EXPECT_FALSE(profile->calendar || profile->close || profile->resale || mode.execution);
  EXPECT_TRUE(profile->fees.empty() && profile->positions.empty());
}

TEST(ReadProfile, names_file_key_and_problem_in_both_languages) {
  expect_wrong(with("id = \"town\"", ""), "id: missing.", "id 处有误：缺少此项。");
  expect_wrong(with("effective = \"2024-05-01\"", "effective = \"2024-02-30\""),
               "effective: must be a day, such as \"2021-07-16\".",
               "effective 处有误：须为日期，例如 \"2021-07-16\"。");
  expect_wrong(with("\"0.01 CNY\"", "\"0.001 CNY\""),
               "tick.price: must be money of at least 0, such as \"0.01 CNY\".",
               "tick.price 处有误：须为不小于零的金额，例如 \"0.01 CNY\"。");
  expect_wrong(with("\"0.01 CNY\"", "0.01"), "tick.price: text of at most 4000 bytes.",
               "tick.price 处有误：须为不超过 4000 字节的文本。");
  expect_wrong(with("\"12.5 %\"", "\"12.5\""),
               "mode[0].band.up: must be a percentage from 0 to 1000, such as \"10 %\".",
               "mode[0].band.up 处有误：须为 0 至 1000 的百分比，例如 \"10 %\"。");
  expect_wrong(with("tick", "tack"), "tack: unknown key.", "tack 处有误：未知的项。");
  expect_wrong(with("half_up", "bankers"), "mode[0].band.rounding: one of half_up, down, up.",
               "mode[0].band.rounding 处有误：以下之一：half_up, down, up。");
}

TEST(ReadProfile, holds_one_rule_to_the_others) {
  const auto wrong = [](const std::string& toml) {
    const auto read = read_profile(toml, "town.toml", {});
    if (read) return std::string("good");
    return read.error().parameters[1].value;
  };
  EXPECT_EQ(wrong(with("\"99999 tCO2e\"", "\"0.5 tCO2e\"")), "mode[0].size.maximum");
  EXPECT_EQ(wrong(with("down = \"10 %\"", "down = \"101 %\"")), "mode[0].band.down");
  EXPECT_EQ(wrong(with("13:00", "11:00")), "mode[0].hours.sessions");
  EXPECT_EQ(wrong(with("15:00", "12:00")), "mode[0].hours.sessions");
  EXPECT_EQ(wrong(with("15:00", "24:01")), "mode[0].hours.sessions");
  EXPECT_EQ(wrong(with("\"0.01 CNY\"", "\"0.00 CNY\"")), "tick.price");
  EXPECT_EQ(wrong(with("amount = \"1 tCO2e\"", "amount = \"0 tCO2e\"")), "lot.amount");
  EXPECT_EQ(wrong(with("document = \"rules\", clause", "document = \"rumour\", clause")),
            "effective_source.document");
  EXPECT_EQ(wrong(with("confidence = \"unverified\"", "confidence = \"sure\"")),
            "mode[0].band.source.confidence");
  EXPECT_EQ(wrong(with("[[mode]]",
                       "[[document]]\nkey = \"rules\"\ntitle = { zh = \"又\", en = "
                       "\"again\" }\nread = \"\"\n[[mode]]")),
            "document[1].key");
  const std::string mode =
      "[[mode]]\nmode = \"listing\"\nsource = { document = \"rules\", "
      "confidence = \"official\" }\n";
  EXPECT_EQ(wrong(with("[lot]", mode + "[lot]")), "mode[1].mode");
  EXPECT_EQ(wrong(good + "[[fee]]\nmode = \"block\"\nbuyer = \"1 %\"\nseller = \"1 %\"\nrounding = "
                         "\"up\"\nsource = { document = \"rules\", confidence = \"official\" }\n"),
            "fee[0].mode");
  EXPECT_EQ(
      wrong(good + "[calendar]\nuse = \"moon\"\nsource = { document = \"rules\", confidence = "
                   "\"official\" }\n"),
      "calendar.use");
  EXPECT_EQ(wrong(good + "[close]\nformula = \"average_of_last_trades\"\nrounding = \"half_up\"\n"
                         "source = { document = \"rules\", confidence = \"official\" }\n"),
            "close.last_trades");
  EXPECT_EQ(wrong("id = \"town\n"), "line 1");
}

TEST(ReadCalendar, wants_days_in_order) {
  const std::string head = R"(
id = "town"
title = { zh = "历", en = "calendar" }
first = "2025-09-01"
last = "2025-10-31"
source = { document = "d", confidence = "own" }
)";
  const std::string days = R"([[document]]
key = "d"
title = { zh = "文", en = "text" }
read = ""
[[holiday]]
first = "2025-10-01"
last = "2025-10-08"
name = { zh = "国庆节", en = "National Day" }
)";
  const auto where = [&](const std::string& make_up, const std::string& more) {
    const auto read =
        read_calendar(head + "make_up_days = [" + make_up + "]\n" + days + more, "town.toml");
    return read ? std::string("good") : read.error().parameters[1].value;
  };
  EXPECT_EQ(where(R"("2025-09-28", "2025-10-11")", ""), "good");
  EXPECT_EQ(where(R"("2025-10-11", "2025-09-28")", ""), "make_up_days") << "out of order";
  EXPECT_EQ(where(R"("2025-09-29")", ""), "make_up_days") << "a Monday";
  EXPECT_EQ(where(R"("2025-10-04")", ""), "make_up_days") << "inside a holiday";
  EXPECT_EQ(where(R"("2025-11-01")", ""), "make_up_days") << "outside";
  EXPECT_EQ(where("",
                  "[[holiday]]\nfirst = \"2025-10-08\"\nlast = \"2025-10-09\"\nname = { zh = "
                  "\"x\", en = \"x\" }\n"),
            "holiday[1].first");
}

TEST(MarketLibrary, loads_every_shipped_profile_with_its_versions) {
  const auto library = MarketLibrary::load(shipped());
  ASSERT_TRUE(library.has_value()) << english_of(library.error());
  EXPECT_EQ(library->ids(), (std::vector<std::string>{"bea", "ccer", "cea", "forest-ticket", "gdea",
                                                      "hbea", "phcer"}));
  EXPECT_EQ(library->versions_of("cea")->size(), 4u);
  EXPECT_EQ(library->versions_of("hbea")->size(), 3u);
  const auto unknown = library->versions_of("shea");
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(english_of(unknown.error()),
            "There is no market profile shea. Profiles: bea, ccer, cea, forest-ticket, gdea, hbea, "
            "phcer.");
}

TEST(MarketLibrary, says_which_facts_are_unverified_or_not_stated) {
  const auto library = MarketLibrary::load(shipped());
  ASSERT_TRUE(library.has_value());
  const auto keys = [](const std::vector<MarketFact>& facts, std::optional<Confidence> of) {
    std::vector<std::string> names;
    for (const MarketFact& fact : facts)
      if (!of || fact.source.confidence == *of) names.push_back(fact.key);
    return names;
  };
  const MarketProfile& cea = library->versions_of("cea")->back();
  EXPECT_EQ(keys(facts_of(cea), Confidence::unverified),
            (std::vector<std::string>{"order_life", "proceeds", "delivery"}));
  EXPECT_EQ(
      keys(unstated_of(cea), std::nullopt),
      (std::vector<std::string>{"mode.auction.size", "mode.auction.hours", "position", "fee"}));
  const MarketProfile& ccer = library->versions_of("ccer")->back();
  const auto unknown = keys(unstated_of(ccer), std::nullopt);
  for (const char* key : {"mode.listing.band", "mode.listing.size", "tick", "resale", "calendar"})
    EXPECT_TRUE(std::ranges::count(unknown, key)) << key;
  for (const MarketProfile& version : library->versions())
    for (const MarketFact& fact : facts_of(version)) {
      EXPECT_FALSE(fact.title.zh.empty() || fact.title.en.empty()) << fact.key;
      EXPECT_FALSE(fact.value.zh.empty() || fact.value.en.empty()) << fact.key;
      EXPECT_NE(document_title(version, fact.source.document).zh, fact.source.document);
    }
}

TEST(MarketLibrary, refuses_two_versions_of_one_day_and_files_of_another_name) {
  const auto profile = read_profile(good, "town.toml", {});
  ASSERT_TRUE(profile.has_value());
  MarketLibrary library;
  ASSERT_TRUE(library.add(*profile, "town.2024-05-01.toml").has_value());
  const auto repeated = library.add(*profile, "copy.toml");
  ASSERT_FALSE(repeated.has_value());
  EXPECT_EQ(english_of(repeated.error()),
            "town.2024-05-01.toml and copy.toml both hold profile town from 2024-05-01 on.");
  EXPECT_EQ(library.versions().size(), 1u);

  const TemporaryDirectory house("markets");
  std::ofstream(house / "town.2024-05-02.toml") << good;
  const auto misnamed = load_profile(house / "town.2024-05-02.toml", {});
  ASSERT_FALSE(misnamed.has_value());
  EXPECT_EQ(english_of(misnamed.error()),
            "The market rule file town.2024-05-02.toml is wrong at id: the file must be named "
            "town.2024-05-01.toml.");
  const auto missing = load_profile(house / "gone.toml", {});
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code(), RefusalCode::profile_file_is_unreadable);
}

TEST(MarketLibrary, is_empty_where_there_are_no_markets) {
  const TemporaryDirectory house("markets");
  const auto library = MarketLibrary::load(house.path());
  ASSERT_TRUE(library.has_value());
  EXPECT_TRUE(library->versions().empty());
}

TEST(MarketReport, writes_a_version_with_its_sources_as_json) {
  const auto library = MarketLibrary::load(shipped());
  ASSERT_TRUE(library.has_value());
  JsonWriter json;
  put_profile(json, library->versions_of("forest-ticket")->front());
  const std::string text = json.take();
  for (const char* part :
       {R"("market":"forest-ticket")", R"("key":"delivery")", R"("confidence":"unverified")",
        R"("en":"when the authority registers the transfer")", R"("not_stated":[{"key":)"})
    EXPECT_NE(text.find(part), std::string::npos) << part << '\n' << text;
}

}  // namespace
}  // namespace tanshu::intake
