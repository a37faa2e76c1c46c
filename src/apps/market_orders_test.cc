// SPDX-License-Identifier: Apache-2.0
// Published days re-enacted by orders: the shipped rules are adopted, the day is opened, units and
// money are held and change hands, and the bulletin says what was published.
#include <gtest/gtest.h>

#include "apps/published_rows.h"
#include "engine/invariants/invariants.h"
#include "engine/story.h"

namespace tanshu::apps {
namespace {

using market::TradePrint;
using namespace protocol;  // NOLINT: commands and events of a market day

constexpr Carbon order_max = tonnes(99'999);

/// 09:31 in Shanghai, and 13:01 for blocks.
Instant time_on(Day day, std::int64_t minutes) {
  return {(std::int64_t{day.number} * 86'400 + minutes * 60) * 1'000'000'000};
}
constexpr std::int64_t morning = 91, afternoon = 301;

class MarketDay {
 public:
  MarketDay(Day day, Money reference) : day_(day) {
    story_.open_parties();
    story_.accept("li", OpenAccount{{"fees"}, {"registry"}});
    story_.accept("li", ImportBatch{{"units"}, {"farm"}, 2023, tonnes(1'000'000'000), "R", "1"});
    story_.accept("sun", DepositCash{{"firm"}, yuan(1'000'000'000'000), "B"});
    adopt();
    list("i", reference);
    story_.set_clock(time_on(day, morning));
  }

  void open() { story_.accept("zhao", OpenTradingDay{{"cea"}, day_}); }
  void list(const char* id, std::optional<Money> reference) {
    ListInstrument list{{id}, {"cea"}, "配额", "Allowances", {}, reference};
    list.criteria.batches = {{"units"}};
    story_.accept("zhao", list);
  }
  const Record& order(TradingMode mode, Money price, Carbon amount) {
    PlaceOrder order;
    order.id = {"o" + std::to_string(++orders_)};
    order.instrument = {"i"};
    order.account = {"farm"};
    order.mode = mode;
    order.side = OrderSide::sell;
    order.price = price;
    order.amount = amount;
    order.batch = BatchId{"units"};
    return story_.give("niu", order);
  }
  /// One offer and one who picks it; or as many as the size of an order makes of it.
  void trade(TradingMode mode, Money price, Carbon amount) {
    while (amount.positive()) {
      const bool listing = mode == TradingMode::listing;
      const Carbon part = listing ? std::min(amount, order_max) : amount;
      const Record& placed = order(mode, price, part);
      ASSERT_TRUE(placed.outcome) << english_of(placed.outcome.error());
      const Record& picked =
          story_.give("ma", PickOrder{{"o" + std::to_string(orders_)}, {"firm"}, part, {}});
      ASSERT_TRUE(picked.outcome) << english_of(picked.outcome.error());
      amount -= part;
    }
  }
  void afternoon_comes() { story_.set_clock(time_on(day_, afternoon)); }
  /// The events of the day's clearing.
  Events clear() {
    story_.accept("zhao", CloseTradingDay{{"cea"}});
    story_.accept("zhao", ExpireOrders{{"cea"}});
    story_.accept("zhao", ClearTradingDay{{"cea"}});
    return *story_.records().back().outcome;
  }
  Bulletin bulletin() { return std::get<BulletinIssued>(clear().front()).bulletin; }
  void expect_whole_books() {
    for (const auto& violation : engine::invariants::check_state(story_.engine().state()))
      ADD_FAILURE() << violation.invariant << ": " << violation.what;
  }
  const engine::State& state() { return story_.engine().state(); }

 private:
  /// Every version there is: the day takes its own.
  void adopt() {
    static const auto library = intake::MarketLibrary::load(source_dir() / "rules");
    const auto versions = library->versions_of("cea");
    for (const MarketProfile& version : *versions)
      story_.accept("zhao", AdoptMarketProfile{version, {"fees"}});
  }

  Day day_;
  engine::Story story_;
  int orders_ = 0;
};

TEST(OrdersOfPublishedDays, close_as_published) {
  for (const PublishedRow& row : published_rows("national_days.csv")) {
    SCOPED_TRACE(row.at("date") + ' ' + row.at("instrument"));
    MarketDay day(day_in(row), money_in(row.at("reference")));
    day.open();
    for (const TradePrint& trade : listing_trades(row))
      day.trade(trade.mode, *trade.price, trade.amount);
    day.afternoon_comes();
    const Carbon block = tonnes(std::stoll(row.at("block_t")));
    if (block.positive())
      day.trade(TradingMode::block,
                Money{money_in(row.at("block_cny")).count / std::stoll(row.at("block_t"))}, block);
    const Bulletin bulletin = day.bulletin();
    EXPECT_EQ(bulletin.open, money_in(row.at("open")));
    EXPECT_EQ(bulletin.close, money_in(row.at("close")));
    EXPECT_EQ(bulletin.change_basis, decimal_from_text(row.at("change_percent"), 2));
    EXPECT_EQ(bulletin.priced_amount, tonnes(std::stoll(row.at("listing_t"))));
    EXPECT_EQ(bulletin.priced_value, money_in(row.at("listing_cny")));
    EXPECT_EQ(bulletin.amount, bulletin.priced_amount + block);
    EXPECT_EQ(bulletin.cleared_value, bulletin.value + bulletin.value);
    if (row.at("high").empty()) {
      EXPECT_FALSE(bulletin.high || bulletin.low);
    } else {
      EXPECT_EQ(bulletin.high, money_in(row.at("high")));
      EXPECT_EQ(bulletin.low, money_in(row.at("low")));
    }
    day.expect_whole_books();
  }
}

/// At two neighbouring fen, so that the average is the published quotient, which lies between.
TEST(OrdersOfPublishedDays, round_exact_ties_half_up) {
  for (const PublishedRow& row : published_rows("exact_ties.csv")) {
    SCOPED_TRACE(row.at("date"));
    const std::int64_t amount_t = std::stoll(row.at("listing_t"));
    const std::int64_t value = money_in(row.at("listing_cny")).count;
    const Money price{value / amount_t};
    MarketDay day(day_in(row), price);
    day.open();
    day.trade(TradingMode::listing, price, tonnes(amount_t - value % amount_t));
    day.trade(TradingMode::listing, price + Money{1}, tonnes(value % amount_t));
    EXPECT_EQ(day.bulletin().close, money_in(row.at("close")));
  }
}

TEST(OrdersOfPublishedDays, are_taken_at_the_rounded_limit_and_refused_beyond_it) {
  for (const PublishedRow& row : published_rows("limit_touches.csv")) {
    SCOPED_TRACE(row.at("date") + ' ' + row.at("mode"));
    const auto mode = enum_from_name<TradingMode>(row.at("mode")).value();
    const Money base = money_in(row.at("base"));
    MarketDay day(day_in(row), base);
    day.open();
    day.afternoon_comes();
    const auto limits = market::limits_of(profile_on("cea", day_in(row)), mode, base);
    const Carbon amount = mode == TradingMode::block ? tonnes(100'000) : tonnes(1);
    day.trade(mode, money_in(row.at("traded")), amount);
    for (const Money beyond : {limits->low - Money{1}, limits->high + Money{1}}) {
      const Record& refused = day.order(mode, beyond, amount);
      ASSERT_FALSE(refused.outcome);
      EXPECT_EQ(refused.outcome.error().code(), RefusalCode::price_is_outside_band);
    }
    for (const Money limit : {limits->low, limits->high})
      EXPECT_TRUE(day.order(mode, limit, amount).outcome);
  }
}

/// Untraded vintages carry their closes into the composite.
TEST(OrdersOfPublishedDays, make_the_published_composites) {
  for (const PublishedRow& row : published_rows("composites.csv")) {
    SCOPED_TRACE(row.at("date"));
    const auto closes = cut(row.at("closes_oldest_first"), ';');
    MarketDay day(day_in(row), money_in(closes.front()));
    for (std::size_t i = 1; i < closes.size(); ++i)
      day.list(("i" + std::to_string(i)).c_str(), money_in(closes[i]));
    day.open();
    const Events events = day.clear();
    EXPECT_EQ(std::get<TradingDayCleared>(events.back()).trading_day.composite,
              money_in(row.at("composite")));
  }
}

/// The registry's turnover counts both legs (rule 52): two sides of every trade are settled.
TEST(OrdersOfPublishedDays, count_both_legs_in_what_is_cleared) {
  MarketDay day(day_from_text("2021-07-16").value(), yuan(48));
  day.open();
  day.trade(TradingMode::listing, yuan(48), tonnes(99'999));
  const Events events = day.clear();
  const TradingDay cleared = std::get<TradingDayCleared>(events.back()).trading_day;
  EXPECT_EQ(cleared.value, yuan(48 * 99'999));
  EXPECT_EQ(cleared.cleared_value, yuan(2 * 48 * 99'999));
  EXPECT_EQ(cleared.cleared_amount, tonnes(2 * 99'999));
}

}  // namespace
}  // namespace tanshu::apps
