// SPDX-License-Identifier: Apache-2.0
// Tests of the market by itself: what a trade costs, and that no fen and no milligram is lost on
// the way through it.
#include "market/market.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

namespace tanshu::market {
namespace {

struct Floor {
  Market market;
  ledger::Book book;
  Events events;
  Context context{{"u"}, {"buyer"}, {1'712'000'000'000'000'000}};  // 2024-04-01

  Floor() {
    book.open_account({{"seller"}, {"seller"}, {}});
    book.open_account({{"buyer"}, {"buyer"}, {}});
    ledger::Posting posting;
    book.mint(posting, {"b"}, ledger::free_units({"seller"}), tonnes(1'000));
    CHECK(book.move_cash(posting, ledger::bank_control(), ledger::free_cash({"buyer"}),
                         yuan(1'000'000)));
    book.post(std::move(posting), events);
  }
  Verdict<void> list(Carbon amount, Carbon lot, Money price) {
    return open_listing({{"l" + std::to_string(market.listings.size())},
                         {"seller"},
                         {"b"},
                         amount,
                         lot,
                         price,
                         {{19'000}, {20'000}}},
                        context, market, book, events);
  }
  Verdict<void> buy(const ListingId& listing, Carbon amount) {
    return buy_listing({listing, {"buyer"}, amount}, context, market, book, events);
  }
  Money money() const {
    Money sum;
    book.each_purse([&sum](const Purse& purse, Money amount) {
      if (!purse.account.empty()) sum += amount;
    });
    return sum;
  }
  Carbon units() const {
    Carbon sum;
    for (const auto& [key, balance] : book.balances()) sum += balance.amount;
    return sum;
  }
};

TEST(BuyListing, costs_amount_times_price_rounded_half_up) {
  Floor floor;
  ASSERT_TRUE(floor.list(tonnes(1), Carbon{1}, Money{101}));
  ASSERT_TRUE(floor.buy({"l0"}, Carbon{500'000'000}));  // 50.5 fen
  EXPECT_EQ(floor.market.trades.at({"t000001"}).total, Money{51});
  ASSERT_TRUE(floor.buy({"l0"}, Carbon{499'999'999}));  // just less
  EXPECT_EQ(floor.market.trades.at({"t000002"}).total, Money{50});
  EXPECT_EQ(floor.buy({"l0"}, Carbon{1}).error().code(), RefusalCode::total_is_zero);
}

/// Both sides see one total, so rounding moves money between them and never makes or loses any.
TEST(BuyListing, loses_no_fen_and_no_milligram_to_rounding) {
  Floor floor;
  std::mt19937_64 random(5);
  const Money money = floor.money();
  const Carbon units = floor.units();
  for (int i = 0; i < 400; ++i) {
    const ListingId id{"l" + std::to_string(floor.market.listings.size())};
    const auto size = static_cast<std::int64_t>(random() % 1'000'000'000) + 1;
    const auto price = static_cast<std::int64_t>(random() % 5'000) + 1;
    if (!floor.list(Carbon{size}, Carbon{1}, Money{price})) continue;
    const Carbon amount{1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(size))};
    if (!floor.buy(id, amount)) continue;
    const Trade trade = floor.market.trades.at({fmt::format("t{:06}", floor.market.trades.size())});
    const Int128 twice = static_cast<Int128>(trade.amount.count) * price * 2;
    const Int128 paid = static_cast<Int128>(trade.total.count) * mg_per_tonne * 2;
    EXPECT_LE(paid - twice, mg_per_tonne);
    EXPECT_LT(twice - paid, mg_per_tonne);
    const bool settle = random() % 2 == 0;
    ASSERT_TRUE(settle ? register_transfer({trade.id}, floor.context, floor.market, floor.book,
                                           floor.events)
                       : reject_transfer({trade.id, "?"}, floor.context, floor.market, floor.book,
                                         floor.events));
    EXPECT_EQ(floor.money(), money);
    EXPECT_EQ(floor.units(), units);
  }
  EXPECT_GT(floor.market.trades.size(), 100u);
}

TEST(RegisterTransfer, moves_both_legs_or_none) {
  Floor floor;
  ASSERT_TRUE(floor.list(tonnes(10), tonnes(1), yuan(7)));
  ASSERT_TRUE(floor.buy({"l0"}, tonnes(10)));
  EXPECT_EQ(floor.market.listings.at({"l0"}).state, ListingState::sold_out);
  EXPECT_EQ(floor.book.units({"b"}, ledger::free_units({"buyer"})), Carbon{});
  ASSERT_TRUE(
      register_transfer({{"t000001"}}, floor.context, floor.market, floor.book, floor.events));
  EXPECT_EQ(floor.book.units({"b"}, ledger::free_units({"buyer"})), tonnes(10));
  EXPECT_EQ(floor.book.cash(ledger::free_cash({"seller"})), yuan(70));
  const auto again =
      register_transfer({{"t000001"}}, floor.context, floor.market, floor.book, floor.events);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code(), RefusalCode::trade_is_in_wrong_state);
}

TEST(RejectTransfer, refuses_a_reason_of_blanks) {
  Floor floor;
  ASSERT_TRUE(floor.list(tonnes(10), tonnes(1), yuan(7)));
  ASSERT_TRUE(floor.buy({"l0"}, tonnes(4)));
  for (const char* reason : {"", "  ", "\t\n", "\u3000 \u3000"}) {
    const auto rejected = reject_transfer({{"t000001"}, reason}, floor.context, floor.market,
                                          floor.book, floor.events);
    ASSERT_FALSE(rejected);
    EXPECT_EQ(rejected.error().code(), RefusalCode::text_is_empty);
  }
  EXPECT_EQ(floor.market.trades.at({"t000001"}).state, TradeState::awaiting_registration);
}

TEST(CloseListing, refuses_a_reason_of_blanks) {
  Floor floor;
  ASSERT_TRUE(floor.list(tonnes(10), tonnes(1), yuan(7)));
  for (const char* reason : {"", " ", "\u3000"}) {
    const auto closed = close_listing({{"l0"}, reason}, floor.market, floor.book, floor.events);
    ASSERT_FALSE(closed);
    EXPECT_EQ(closed.error().code(), RefusalCode::text_is_empty);
  }
  EXPECT_EQ(floor.market.listings.at({"l0"}).state, ListingState::open);
}

TEST(CloseListing, returns_what_is_left) {
  Floor floor;
  ASSERT_TRUE(floor.list(tonnes(10), tonnes(1), yuan(7)));
  ASSERT_TRUE(floor.buy({"l0"}, tonnes(4)));
  ASSERT_TRUE(close_listing({{"l0"}, "撤回"}, floor.market, floor.book, floor.events));
  EXPECT_EQ(floor.book.units({"b"}, ledger::free_units({"seller"})), tonnes(996));
  EXPECT_EQ(floor.buy({"l0"}, tonnes(1)).error().code(), RefusalCode::listing_is_not_open);
}

}  // namespace
}  // namespace tanshu::market
