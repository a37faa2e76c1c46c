// SPDX-License-Identifier: Apache-2.0
// Tests of the book: what a posting may take, and that splitting without end loses nothing.
#include "ledger/book.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace tanshu::ledger {
namespace {

using protocol::Events;
using protocol::RefusalCode;

const BatchId batch{"b"};
const Pocket alice = free_units({"alice"});

Pocket owner(std::size_t i) {
  return free_units({"owner-" + std::to_string(i)});
}

Book book_with(std::int64_t amount_mg) {
  Book book;
  Posting posting;
  Events events;
  book.mint(posting, batch, alice, Carbon{amount_mg});
  book.post(std::move(posting), events);
  return book;
}

void move(Book& book, const Pocket& from, const Pocket& to, std::int64_t amount_mg) {
  Posting posting;
  Events events;
  ASSERT_TRUE(book.move_units(posting, batch, from, to, Carbon{amount_mg}));
  book.post(std::move(posting), events);
}

/// Walks the ranges: gapless from 0 to the end, and equal to the balances, pocket by pocket.
void expect_tiled(const Book& book, std::int64_t issued_mg) {
  std::uint64_t end = 0;
  std::map<Pocket, std::int64_t> sums;
  Pocket before;
  for (const auto& [key, row] : in_order(book.ranges())) {
    ASSERT_EQ(key.first.position, end);
    ASSERT_NE(row.pocket, before) << "neighbours in one pocket are one range";
    before = row.pocket;
    end = row.last.position + 1;
    sums[row.pocket] += static_cast<std::int64_t>(end - key.first.position);
  }
  EXPECT_EQ(end, static_cast<std::uint64_t>(issued_mg));
  EXPECT_EQ(sums.size(), book.balances().size());
  for (const auto& [pocket, sum] : sums) EXPECT_EQ(book.units(batch, pocket).count, sum);
}

TEST(MoveUnits, takes_the_lowest_serials) {
  Book book = book_with(100);
  Posting posting;
  Events events;
  ASSERT_TRUE(book.move_units(posting, batch, alice, owner(1), Carbon{30}));
  book.post(std::move(posting), events);
  const auto& moved = std::get<UnitsMoved>(events.at(0));
  EXPECT_EQ(moved.ranges, (std::vector<Range>{{{0}, {29}}}));
  EXPECT_EQ(book.units(batch, alice), Carbon{70});
}

TEST(MoveUnits, refuses_when_units_are_short) {
  Book book = book_with(100);
  Posting posting;
  const auto verdict = book.move_units(posting, batch, alice, owner(1), Carbon{101});
  ASSERT_FALSE(verdict);
  EXPECT_EQ(verdict.error().code(), RefusalCode::units_are_short);
  EXPECT_TRUE(posting.units().empty());
}

TEST(MoveUnits, refuses_more_pieces_than_an_entry_holds) {
  Book book = book_with(10'000);
  for (int i = 0; i < 800; ++i) {
    move(book, alice, owner(1), 1);
    move(book, alice, owner(2), 1);
  }
  Posting posting;
  const auto verdict = book.move_units(posting, batch, owner(1), owner(3), Carbon{793});
  ASSERT_FALSE(verdict);
  EXPECT_EQ(verdict.error().code(), RefusalCode::too_many_pieces);
  Posting fewer;
  EXPECT_TRUE(book.move_units(fewer, batch, owner(1), owner(3), Carbon{792}));
}

TEST(MoveUnits, holds_belong_to_one_object) {
  Book book = book_with(10);
  const Pocket held = held_units({"alice"}, Place::held_by_order, {"listing/1"});
  move(book, alice, held, 4);
  EXPECT_EQ(book.units(batch, held), Carbon{4});
  EXPECT_EQ(book.units(batch, held_units({"alice"}, Place::held_by_order, {"listing/2"})),
            Carbon{});
  Posting posting;
  EXPECT_FALSE(book.move_units(posting, batch, alice, owner(1), Carbon{7}));
}

TEST(Mint, continues_where_the_batch_ends) {
  Book book;
  Posting posting;
  Events events;
  book.mint(posting, batch, alice, Carbon{90});
  book.mint(posting, batch, {{"alice"}, Place::buffer, {}}, Carbon{10});
  book.post(std::move(posting), events);
  EXPECT_EQ(std::get<UnitsMoved>(events.at(1)).ranges, (std::vector<Range>{{{90}, {99}}}));
  EXPECT_EQ(book.issued().at(batch).amount, Carbon{100});
  expect_tiled(book, 100);
}

TEST(Mint, fills_the_whole_width) {
  Book book = book_with(INT64_MAX);
  EXPECT_EQ(book.units(batch, alice).count, INT64_MAX);
  move(book, alice, owner(1), INT64_MAX);
  expect_tiled(book, INT64_MAX);
}

/// A tonne falls into ever smaller parts among ever more owners, down to single milligrams, and is
/// one range again when all have given back.
TEST(Split, without_end_and_back) {
  std::mt19937_64 random(20240301);
  for (const std::int64_t issued : {std::int64_t{500}, std::int64_t{1'000'000'007}}) {
    Book book = book_with(issued);
    const StateDigest whole = [&] {
      StateDigest digest;
      Book::each_table(book, [&](const auto& table) { table.add_all(digest); });
      return digest;
    }();
    for (int i = 0; i < 3'000; ++i) {
      const auto& balances = book.balances();
      auto from = balances.from(static_cast<std::uint32_t>(random() % balances.places()));
      if (from == balances.end()) from = balances.begin();
      const std::int64_t have = (*from).row.amount.count;
      const Pocket pocket = (*from).key.pocket, to = owner(random() % 300);
      if (pocket == to) continue;
      const std::int64_t part =
          1 + static_cast<std::int64_t>(
                  random() % 3 == 0 ? 0 : random() % static_cast<std::uint64_t>(have));
      Posting posting;
      Events events;
      if (book.move_units(posting, batch, pocket, to, Carbon{part}))
        book.post(std::move(posting), events);
    }
    expect_tiled(book, issued);
    while (book.balances().size() > 1) {
      auto from = book.balances().begin();
      if ((*from).key.pocket == alice) ++from;
      const Pocket pocket = (*from).key.pocket;
      const std::int64_t have = (*from).row.amount.count;
      Posting posting;
      Events events;
      const bool at_once = book.move_units(posting, batch, pocket, alice, Carbon{have}).has_value();
      if (!at_once) {
        move(book, pocket, alice, 1 + have / 1'000);
        continue;
      }
      book.post(std::move(posting), events);
    }
    EXPECT_EQ(book.ranges().size(), 1u);
    StateDigest again;
    Book::each_table(book, [&](const auto& table) { table.add_all(again); });
    EXPECT_EQ(again, whole);
  }
}

TEST(Split, down_to_single_milligrams) {
  constexpr std::int64_t issued = 300;
  Book book = book_with(issued);
  for (std::size_t i = 0; i < issued; ++i) move(book, alice, owner(i), 1);
  EXPECT_EQ(book.ranges().size(), 300u);
  expect_tiled(book, issued);
  std::vector<std::size_t> order(issued);
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::shuffle(order.begin(), order.end(), std::mt19937_64(7));
  for (const std::size_t i : order) move(book, owner(i), alice, 1);
  EXPECT_EQ(book.ranges().size(), 1u);
}

Book book_of_two() {
  Book book;
  book.open_account({{"a"}, {"p"}, {}});
  book.open_account({{"b"}, {"p"}, {}});
  return book;
}

TEST(MoveCash, keeps_the_sum_at_zero) {
  Book book = book_of_two();
  Posting posting;
  Events events;
  ASSERT_TRUE(book.move_cash(posting, bank_control(), free_cash({"a"}), yuan(10)));
  book.post(std::move(posting), events);
  EXPECT_EQ(book.cash(free_cash({"a"})), yuan(10));
  EXPECT_EQ(book.cash(bank_control()), yuan(-10));
}

TEST(MoveCash, refuses_when_cash_is_short) {
  const Book book = book_of_two();
  Posting posting;
  const auto verdict = book.move_cash(posting, free_cash({"a"}), free_cash({"b"}), Money{1});
  ASSERT_FALSE(verdict);
  EXPECT_EQ(verdict.error().code(), RefusalCode::cash_is_short);
}

/// A digest says so whether the money came before the digest was last taken, or after.
TEST(MoveCash, is_a_row_of_its_own_in_the_digest) {
  Book book = book_of_two();
  StateDigest kept;
  const auto check = [&book, &kept] {
    StateDigest anew;
    Book::each_table(book, [&](auto& table) { table.settle(kept), table.add_all(anew); });
    EXPECT_EQ(kept, anew);
    return anew.value();
  };
  const auto move = [&book](const Purse& from, const Purse& to) {
    Posting posting;
    Events events;
    ASSERT_TRUE(book.move_cash(posting, from, to, yuan(10)));
    book.post(std::move(posting), events);
  };
  const Digest empty = check();
  move(bank_control(), free_cash({"a"}));
  const Digest one_has_money = check();
  EXPECT_NE(one_has_money, empty);
  move(free_cash({"a"}), held_cash({"a"}, {"h"}));
  EXPECT_NE(check(), one_has_money);
  move(held_cash({"a"}, {"h"}), free_cash({"b"}));
  move(free_cash({"b"}), free_cash({"a"}));
  EXPECT_EQ(check(), one_has_money);
  move(free_cash({"a"}), bank_control());
  EXPECT_EQ(check(), empty);
}

TEST(MoveCash, refuses_a_debt_without_an_opposite) {
  Book book = book_of_two();
  Posting first, second;
  Events events;
  ASSERT_TRUE(book.move_cash(first, bank_control(), free_cash({"a"}), Money{INT64_MAX}));
  book.post(std::move(first), events);
  const auto verdict = book.move_cash(second, bank_control(), free_cash({"b"}), Money{1});
  ASSERT_FALSE(verdict);
  EXPECT_EQ(verdict.error().code(), RefusalCode::amount_is_too_large);
}

/// Whoever makes the index anew must move the same serials as whoever kept it.
TEST(IndexAgain, leads_to_the_same_book) {
  std::mt19937 random(5);
  Book kept = book_with(10'000);
  Book again = kept;
  for (int step = 0; step < 3'000; ++step) {
    const Pocket from = owner(random() % 12), to = owner(random() % 12);
    const Pocket& giver = step < 12 ? alice : from;
    const std::int64_t most = kept.units(batch, giver).count;
    if (most == 0 || giver == to) continue;
    const auto amount = static_cast<std::int64_t>(random() % static_cast<unsigned>(most)) + 1;
    if (step % 3 == 0) again.index_again();
    const std::int64_t taken = random() % 4 == 0 ? most : amount;
    move(kept, giver, to, taken);
    move(again, giver, to, taken);
    ASSERT_EQ(kept.ranges().size(), again.ranges().size()) << step;
    for (const auto& [key, row] : kept.ranges()) {
      const RangeRow* found = again.ranges().find(key);
      ASSERT_TRUE(found != nullptr && found->last == row.last && found->pocket == row.pocket);
    }
  }
  EXPECT_GT(kept.ranges().size(), 20u);
  expect_tiled(kept, 10'000);
}

}  // namespace
}  // namespace tanshu::ledger
