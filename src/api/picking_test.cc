// SPDX-License-Identifier: Apache-2.0
// Orders that can be picked, as the one who may pick them sees them; and rules whole.
#include "api/small_cell.h"
#include "protocol/trading_commands.h"

namespace tanshu::api {
namespace {

using namespace protocol;  // NOLINT: a market and its orders

class PickingTest : public SmallCell {
 protected:
  void SetUp() override {
    SmallCell::SetUp();
    give("admin-1", AuthoriseUser{{"op-1"}, {"operator"}, {Role::exchange_operator}});
    give("admin-1", OpenAccount{{"fees"}, {"operator"}});
    MarketProfile profile;
    profile.id = {"mk"};
    profile.title_zh = "市场";
    profile.title_en = "Market";
    profile.effective = *day_from_text("2020-01-01");
    for (const TradingMode mode :
         {TradingMode::listing, TradingMode::block, TradingMode::order_book}) {
      ModeRules rules;
      rules.mode = mode;
      rules.makes_prices = true;
      profile.modes.push_back(rules);
    }
    give("op-1", AdoptMarketProfile{profile, {"fees"}});
    ListInstrument list{{"i"}, {"mk"}, "碳票", "Tickets", {}, yuan(10)};
    list.criteria.vintage_first = 2020;
    const auto listed = give("op-1", list);
    give("op-1", OpenTradingDay{{"mk"}, shanghai_day(listed.at)});
    sell("s-1", TradingMode::listing, yuan(11), {});
    sell("s-2", TradingMode::listing, yuan(12), {});
    sell("s-3", TradingMode::order_book, yuan(11), {});
    sell("k-1", TradingMode::block, yuan(11), ParticipantId{"firm-2"});
    serve_now();
  }
  void sell(const char* id, TradingMode mode, Money price,
            const std::optional<ParticipantId>& counterparty) {
    PlaceOrder c;
    c.id = {id};
    c.instrument = {"i"};
    c.account = {"firm-1-a"};
    c.mode = mode;
    c.side = OrderSide::sell;
    c.price = price;
    c.amount = tonnes(5);
    c.batch = BatchId{"batch-1"};
    c.counterparty = counterparty;
    give("trader-1", c);
  }
  Reply offers(const std::string& query, const std::string& user) {
    return get("/v1/instruments/i/orders?" + query, {{"Authorization", token_of(user)}});
  }
};

TEST_F(PickingTest, shows_whose_order_it_is_and_what_is_left_to_who_signed_in) {
  EXPECT_EQ(code(get("/v1/instruments/i/orders?side=sell")), "1001");
  EXPECT_EQ(offers("side=sell&price=11.00%20CNY", "trader-2").body,
            R"({"items":[{"id":"s-1","participant":"firm-1","mode":"listing","side":"sell",)"
            R"("price":"11.00 CNY","remaining":"5 tCO2e","batch":"batch-1","for_you":false}],)"
            R"("next":null})");
  EXPECT_EQ(offers("side=buy", "trader-2").body, R"({"items":[],"next":null})");
  const std::string both = offers("side=sell&mode=listing", "trader-2").body;
  EXPECT_NE(both.find("s-1"), std::string::npos);
  EXPECT_NE(both.find("s-2"), std::string::npos);
}

TEST_F(PickingTest, shows_a_block_for_one_participant_to_that_one_only) {
  EXPECT_NE(offers("side=sell&mode=block", "trader-2").body.find("k-1"), std::string::npos);
  EXPECT_EQ(offers("side=sell&mode=block", "trader-1").body, R"({"items":[],"next":null})");
}

TEST_F(PickingTest, keeps_the_order_book_to_itself_and_refuses_wrong_queries) {
  EXPECT_EQ(code(offers("side=sell&mode=order_book", "trader-2")), "1030");
  EXPECT_EQ(code(offers("side=sideways", "trader-2")), "1030");
  EXPECT_EQ(code(offers("mode=listing", "trader-2")), "1030");
  EXPECT_EQ(code(get("/v1/instruments/nothing/orders?side=sell",
                     {{"Authorization", token_of("trader-2")}})),
            "1041");
}

TEST_F(PickingTest, gives_a_version_of_the_rules_as_the_command_takes_it) {
  const std::string rules = get("/v1/markets/cea/2026-01-05").body;
  EXPECT_EQ(member(rules, "effective"), "2026-01-05");
  const auto document = JsonDocument::parse(rules);
  ASSERT_TRUE(document.has_value());
  const auto profile = JsonReader::read<MarketProfile>(document->root());
  ASSERT_TRUE(profile.has_value());
  give("op-1", AdoptMarketProfile{*profile, {"fees"}});
  EXPECT_EQ(code(get("/v1/markets/cea/2026-01-06")), "1041");
  EXPECT_EQ(code(get("/v1/markets/nowhere/2026-01-05")), "2103");
}

}  // namespace
}  // namespace tanshu::api
