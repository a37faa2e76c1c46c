// SPDX-License-Identifier: Apache-2.0
// market check and market day as a terminal shows them.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "apps/commands.h"
#include "apps/published_rows.h"
#include "apps/terminal.h"
#include "apps/trade_file.h"
#include "base/json_reader.h"
#include "base/temporary_directory.h"
#include "protocol/command.h"

namespace tanshu::apps {
namespace {

/// What a command printed, and how it ended.
struct Printed {
  int code = 0;
  std::string out, err;

  bool has(std::string_view part) const { return out.find(part) != std::string::npos; }
};

template <class Run>
Printed printed(Run&& run) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Printed result;
  result.code = run();
  result.out = testing::internal::GetCapturedStdout();
  result.err = testing::internal::GetCapturedStderr();
  return result;
}

MarketDayCommand asked(const std::string& profile, const std::string& date) {
  MarketDayCommand command;
  command.profile = profile;
  command.date = date;
  command.rules = (source_dir() / "rules").string();
  return command;
}

Printed day(const MarketDayCommand& command) {
  return printed([&command] { return market_day(command); });
}

TEST(MarketDay, prints_version_day_limits_and_sources) {
  auto command = asked("cea", "2025-10-17");
  command.base = "47.19";
  const Printed text = day(command);
  EXPECT_EQ(text.code, exit_good) << text.err;
  for (const char* part :
       {"版本 version 2025-07-16", "2025-10-17 交易日 trading day",
        "上一交易日 previous 2025-10-16", "sellable from 2025-10-20", "42.47 – 51.91",
        "33.03 – 61.35", "[未核实 unverified]", "未写入（未知） not stated"})
    EXPECT_TRUE(text.has(part)) << part << '\n' << text.out;
  command.json = true;
  const Printed json = day(command);
  for (const char* part : {R"("trading_day":true)", R"("low":"42.47 CNY")",
                           R"("effective":"2025-07-16")", R"("next_trading_day":"2025-10-20")"})
    EXPECT_TRUE(json.has(part)) << part << '\n' << json.out;
}

TEST(MarketDay, says_why_a_day_is_closed_or_not_known) {
  EXPECT_TRUE(day(asked("cea", "2025-10-11")).has("调休上班的周末"));
  EXPECT_TRUE(day(asked("cea", "2025-10-01")).has("National Day and Mid-Autumn Festival"));
  EXPECT_TRUE(day(asked("cea", "2025-10-12")).has("closed (weekend)"));
  EXPECT_TRUE(day(asked("cea", "2027-01-04")).has("是否交易日未知"));
  auto ccer = asked("ccer", "2026-03-02");
  ccer.json = true;
  EXPECT_TRUE(day(ccer).has(R"("trading_day":null)"));
}

TEST(MarketDay, computes_prices_from_trades_and_names_what_breaks_a_rule) {
  const TemporaryDirectory house("day");
  const auto file = (house / "day.csv").string();
  std::ofstream(file) << "mode,amount,price,value\nlisting,109,,6308.36\n";
  auto command = asked("cea", "2022-01-24");
  command.base = "57.46";
  command.trades = file;
  const Printed good = day(command);
  EXPECT_EQ(good.code, exit_good) << good.err;
  EXPECT_TRUE(good.has("收 close 57.87  涨跌 change 0.41 (+0.71 %)")) << good.out;
  std::ofstream(file) << "mode,amount,price\nlisting,10,51.70\nblock,10,50.00\nauction,1,50.00\n";
  command.json = true;
  const Printed bad = day(command);
  EXPECT_EQ(bad.code, exit_no);
  for (const char* part :
       {R"("line":2,"refusal":{"number":1354)", R"("line":3,"refusal":{"number":1356)",
        R"("line":4,"refusal":{"number":1352)"})
    EXPECT_TRUE(bad.has(part)) << part << '\n' << bad.out;
}

TEST(MarketDay, refuses_what_it_cannot_answer) {
  const auto number = [](const MarketDayCommand& command) {
    const Printed result = day(command);
    EXPECT_EQ(result.code, exit_no);
    return result.err.substr(std::string("tanshu: ").size(), 4);
  };
  EXPECT_EQ(number(asked("cea", "2025-02-30")), "2106");
  EXPECT_EQ(number(asked("shea", "2025-03-03")), "2103");
  EXPECT_EQ(number(asked("cea", "2021-07-15")), "2104");
  auto command = asked("cea", "2025-03-03");
  command.base = "47.195";
  EXPECT_EQ(number(command), "2107");
  command.base.clear();
  command.trades = "day.csv";
  EXPECT_EQ(number(command), "2108");
  command.base = "47.19";
  command.trades = (source_dir() / "no-such-file.csv").string();
  EXPECT_EQ(number(command), "2000");
}

TEST(MarketCheck, passes_the_shipped_files_and_names_what_is_unverified) {
  MarketCheckCommand command;
  command.path = (source_dir() / "rules").string();
  const Printed text = printed([&] { return market_check(command); });
  EXPECT_EQ(text.code, exit_good) << text.out << text.err;
  EXPECT_TRUE(text.has("cea.2026-01-05.toml")) << text.out;
  EXPECT_TRUE(text.has("not stated: mode.auction.size, mode.auction.hours, position, fee"));
}

TEST(MarketCheck, names_every_bad_file_and_goes_on) {
  const TemporaryDirectory house("rules");
  const auto markets = source_dir() / "rules" / "markets";
  std::filesystem::copy(markets / "ccer.2024-01-22.toml", house / "ccer.2024-01-22.toml");
  std::filesystem::copy(markets / "phcer.2020-01-01.toml", house / "wrong.toml");
  std::ofstream(house / "broken.toml") << "id = \n";
  MarketCheckCommand command;
  command.path = house.path().string();
  command.rules = (source_dir() / "rules").string();
  command.json = true;
  const Printed json = printed([&] { return market_check(command); });
  EXPECT_EQ(json.code, exit_no);
  for (const char* part :
       {R"("good":false,"files":[{"file":"broken.toml","good":false)",
        R"("file":"ccer.2024-01-22.toml","good":true,"market":"ccer")",
        "the file must be named phcer.2020-01-01.toml", "文件应名为 phcer.2020-01-01.toml"})
    EXPECT_TRUE(json.has(part)) << part << '\n' << json.out;
  command.path = (house / "ccer.2024-01-22.toml").string();
  EXPECT_EQ(printed([&] { return market_check(command); }).code, exit_good);
  command.path = (house / "gone.toml").string();
  EXPECT_EQ(printed([&] { return market_check(command); }).code, exit_no);
}

TEST(ReadTrades, is_strict) {
  const auto problem = [](const std::string& csv) {
    std::istringstream in(csv);
    const auto trades = read_trades(in);
    return trades ? std::to_string(trades->size()) : protocol::english_of(trades.error());
  };
  EXPECT_EQ(problem("mode,amount,value\nlisting,1,2\nblock,1.5,3.25\n"), "2");
  EXPECT_EQ(problem("mode,tonnes\n"),
            "Line 1, column tonnes: must be one of mode, amount, price, value.");
  EXPECT_EQ(problem("mode,price\n"), "Line 1, column amount: must be given once.");
  EXPECT_EQ(problem("mode,amount,price\nlisting,1,60.005\n"),
            "Line 2, column price: must be money such as 52.96.");
  EXPECT_EQ(problem("mode,amount,price\nlisting,0,60\n"),
            "Line 2, column amount: must be carbon such as 3010.");
  EXPECT_EQ(problem("mode,amount,price\nlisting,1,\n"),
            "Line 2, column value: must be money such as 160482.60.");
  EXPECT_EQ(problem("mode,amount,price\nswap,1,1\n").substr(0, 30),
            "Line 2, column mode: must be o");
}

/// The line is what a batch of commands takes, and says the rules of the file.
TEST(MarketAdopt, prints_the_command_for_submit) {
  MarketAdoptCommand command;
  command.rules = (source_dir() / "rules").string();
  command.file = (source_dir() / "rules" / "markets" / "cea.2026-01-05.toml").string();
  command.fee_account = "fees";
  const Printed line = printed([&] { return market_adopt(command); });
  EXPECT_EQ(line.code, exit_good) << line.err;
  const auto document = JsonDocument::parse(line.out);
  ASSERT_TRUE(document);
  const JsonElement root = document->root();
  EXPECT_EQ(root["command"].get_string().value(), "adopt_market_profile");
  EXPECT_EQ(root["key"].get_string().value(), "adopt-cea-2026-01-05");
  const auto read =
      protocol::command_from_json(*protocol::command_row("adopt_market_profile"), root["body"]);
  ASSERT_TRUE(read) << read.error().path;
  const auto& adopt = std::get<protocol::AdoptMarketProfile>(*read);
  EXPECT_EQ(adopt.fee_account.text, Code{"fees"});
  EXPECT_EQ(to_text(adopt.profile.effective), "2026-01-05");
  EXPECT_EQ(adopt.profile.modes.size(), 3u);
}

TEST(MarketAdopt, refuses_a_file_that_is_not_there) {
  MarketAdoptCommand command;
  command.rules = (source_dir() / "rules").string();
  command.file = "nowhere.toml";
  command.fee_account = "fees";
  EXPECT_EQ(printed([&] { return market_adopt(command); }).code, exit_no);
}

}  // namespace
}  // namespace tanshu::apps
