// SPDX-License-Identifier: Apache-2.0
// Orders, trades, quotes, days and depth as the API shows them, and to whom.
#include "api/event_feed.h"
#include "api/small_cell.h"

namespace tanshu::api {
namespace {

using namespace protocol;  // NOLINT: a market and its orders

class OrdersTest : public SmallCell {
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
    ModeRules book;
    book.mode = TradingMode::order_book;
    book.makes_prices = true;
    profile.modes = {book};
    give("op-1", AdoptMarketProfile{profile, {"fees"}});
    ListInstrument list{{"i"}, {"mk"}, "碳票", "Tickets", {}, yuan(10)};
    list.criteria.vintage_first = 2020;
    const auto listed = give("op-1", list);
    give("op-1", OpenTradingDay{{"mk"}, shanghai_day(listed.at)});
    order("trader-1", "s-1", OrderSide::sell, 5, yuan(11));
    order("trader-1", "s-2", OrderSide::sell, 7, yuan(11));
    order("trader-2", "b-1", OrderSide::buy, 4, yuan(10));
    serve_now();
  }
  void order(const std::string& user, const char* id, OrderSide side, std::int64_t amount_t,
             Money price) {
    PlaceOrder c;
    c.id = {id};
    c.instrument = {"i"};
    c.account = {side == OrderSide::sell ? "firm-1-a" : "firm-2-a"};
    c.mode = TradingMode::order_book;
    c.side = side;
    c.price = price;
    c.amount = tonnes(amount_t);
    if (side == OrderSide::sell) c.batch = BatchId{"batch-1"};
    give(user, c);
  }
  SentHeaders as(const std::string& user) { return {{"Authorization", token_of(user)}}; }
  static std::size_t count(const std::string& body, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = body.find(part); at != std::string::npos; at = body.find(part, at + 1))
      ++found;
    return found;
  }
};

TEST_F(OrdersTest, are_for_their_owner_and_the_officers) {
  EXPECT_EQ(code(get("/v1/orders")), "1001");
  EXPECT_EQ(count(get("/v1/orders", as("trader-1")).body, R"("account":"firm-1-a")"), 2u);
  EXPECT_EQ(count(get("/v1/orders", as("trader-2")).body, R"("account":)"), 1u);
  EXPECT_EQ(code(get("/v1/orders?account=firm-2-a", as("trader-1"))), "1005");
  EXPECT_EQ(code(get("/v1/orders/b-1", as("trader-1"))), "1005");
  EXPECT_EQ(member(get("/v1/orders/b-1", as("trader-2")).body, "held"), "40.00 CNY");
  EXPECT_EQ(count(get("/v1/orders?state=resting", as("op-1")).body, R"("account":)"), 3u);
}

TEST_F(OrdersTest, show_their_depth_to_everybody) {
  const std::string depth = get("/v1/instruments/i/depth?mode=order_book").body;
  EXPECT_EQ(depth, R"({"instrument":"i","mode":"order_book",)"
                   R"("bids":[{"price":"10.00 CNY","amount":"4 tCO2e","orders":1}],)"
                   R"("offers":[{"price":"11.00 CNY","amount":"12 tCO2e","orders":2}]})");
  EXPECT_EQ(count(get("/v1/instruments/i/depth").body, "price"), 0u);
  EXPECT_EQ(code(get("/v1/instruments/nothing/depth")), "1041");
  EXPECT_EQ(code(get("/v1/instruments/i/depth?levels=0")), "1030");
  EXPECT_EQ(code(get("/v1/instruments/i/depth?levels=51")), "1030");
  EXPECT_EQ(code(get("/v1/instruments/i/depth?mode=auctions")), "1030");
}

TEST_F(OrdersTest, leave_trades_quotes_and_bulletins) {
  order("trader-2", "b-2", OrderSide::buy, 6, yuan(11));
  const std::string trades = get("/v1/market_trades?instrument=i").body;
  EXPECT_EQ(count(trades, R"("buyer":"firm-2-a")"), 2u);
  EXPECT_EQ(count(trades, R"("price":"11.00 CNY")"), 2u);
  EXPECT_EQ(member(get("/v1/quotes/i").body, "last_price"), "11.00 CNY");
  EXPECT_EQ(member(get("/v1/orders/b-2", as("trader-2")).body, "state"), "filled");
  EXPECT_EQ(count(get("/v1/instruments/i/depth?mode=order_book&levels=1").body, "6 tCO2e"), 1u);
  give("op-1", CloseTradingDay{{"mk"}});
  EXPECT_EQ(count(get("/v1/trading_days?market=mk").body, R"("state":"closed")"), 1u);
  give("op-1", ExpireOrders{{"mk"}});
  give("op-1", ClearTradingDay{{"mk"}});
  EXPECT_EQ(count(get("/v1/bulletins?instrument=i").body, R"("close":"11.00 CNY")"), 1u);
  EXPECT_EQ(count(get("/v1/bulletins?instrument=i").body, R"("cleared_value":"132.00 CNY")"), 1u);
  EXPECT_EQ(count(get("/v1/orders", as("op-1")).body, R"("state":"expired")"), 2u);
  EXPECT_EQ(count(get("/v1/market_versions").body, R"("fee_account":"fees")"), 1u);
}

TEST(EventsOfOrders, are_seen_by_their_owners_and_quotes_by_all) {
  FeedViewer nobody, owner, officer;
  owner.accounts = {"a"};
  officer.sees_all_cash = true;
  OrderPlaced placed;
  placed.order.account = {"a"};
  OrderEnded ended;
  ended.order.account = {"a"};
  OrderTraded traded;
  traded.trade.buyer = {"b"};
  traded.trade.seller = {"a"};
  for (const Event& event : {Event{placed}, Event{ended}, Event{traded}}) {
    EXPECT_FALSE(may_see(nobody, event)) << row_of(event).name;
    EXPECT_TRUE(may_see(owner, event)) << row_of(event).name;
    EXPECT_TRUE(may_see(officer, event)) << row_of(event).name;
  }
  EXPECT_TRUE(may_see(nobody, QuoteChanged{}));
}

}  // namespace
}  // namespace tanshu::api
