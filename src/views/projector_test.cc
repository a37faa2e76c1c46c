// SPDX-License-Identifier: Apache-2.0
// Tests of movements: balances and serial ranges, split and merged as units and money move.
#include "views/projector.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "base/json_reader.h"
#include "views/story.h"

namespace tanshu::views {
namespace {

using protocol::Place;

/// 100 t of batch b1, free on `farm`; a movement a block.
class Movements : public testing::Test {
 protected:
  Movements() : views_(open_views(directory_)) {
    EXPECT_TRUE(apply({moved(issuance(), free_on("farm"), {tonne_range(0, 100)})}));
  }
  Result<void> apply(protocol::Events events) {
    story_.accept(protocol::GiveUnits{}, std::move(events));
    return views_->apply(story_.seal());
  }
  /// "farm 0-9 free" … in whole tonnes, the end excluded.
  std::vector<std::string> ranges() {
    std::vector<std::string> texts;
    for (const std::string& item : listed(*views_, "ranges").items) {
      const auto document = JsonDocument::parse(item);
      const auto range = JsonReader::read<RangeRow>(document->root());
      EXPECT_TRUE(range) << item;
      if (!range) continue;
      texts.push_back(fmt::format("{} {}-{} {}{}", range->account, range->first.position / tonne_mg,
                                  (range->last.position + 1) / tonne_mg, range->place,
                                  range->hold));
    }
    return texts;
  }
  std::vector<std::string> amounts(const char* collection, const Filters& filters = {}) {
    return column_of(listed(*views_, collection, filters), "amount");
  }

  static constexpr std::uint64_t tonne_mg = mg_per_tonne;
  /// A range row with texts where ids may be empty.
  struct RangeRow {
    std::string batch;
    Serial first, last;
    std::string account, place, hold;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
      visit("batch", self.batch, "");
      visit("first", self.first, "");
      visit("last", self.last, "");
      visit("account", self.account, "");
      visit("place", self.place, "");
      visit("hold", self.hold, "");
    }
  };
  TemporaryDirectory directory_;
  std::unique_ptr<Views> views_;
  Story story_;
};

using Texts = std::vector<std::string>;

TEST_F(Movements, cut_a_range_in_the_middle) {
  ASSERT_TRUE(apply({moved(free_on("farm"), free_on("firm"), {tonne_range(40, 50)})}));
  EXPECT_EQ(ranges(), (Texts{"farm 0-40 free", "firm 40-50 free", "farm 50-100 free"}));
  EXPECT_EQ(amounts("holdings"), (Texts{"90 tCO2e", "10 tCO2e"}));
}

TEST_F(Movements, cut_a_range_at_its_ends) {
  ASSERT_TRUE(
      apply({moved(free_on("farm"), free_on("firm"), {tonne_range(0, 1), tonne_range(99, 100)})}));
  EXPECT_EQ(ranges(), (Texts{"firm 0-1 free", "farm 1-99 free", "firm 99-100 free"}));
}

TEST_F(Movements, join_neighbours_in_one_pocket) {
  ASSERT_TRUE(apply({moved(free_on("farm"), free_on("firm"), {tonne_range(10, 20)})}));
  ASSERT_TRUE(apply({moved(free_on("farm"), free_on("firm"), {tonne_range(30, 40)})}));
  ASSERT_TRUE(apply({moved(free_on("farm"), free_on("firm"), {tonne_range(20, 30)})}));
  EXPECT_EQ(ranges(), (Texts{"farm 0-10 free", "firm 10-40 free", "farm 40-100 free"}));
  ASSERT_TRUE(apply({moved(free_on("firm"), free_on("farm"), {tonne_range(10, 40)})}));
  EXPECT_EQ(ranges(), (Texts{"farm 0-100 free"}));
  EXPECT_EQ(amounts("holdings"), (Texts{"100 tCO2e"}));
}

TEST_F(Movements, keep_pockets_with_different_holds_apart) {
  ASSERT_TRUE(apply({moved(free_on("farm"), pocket("farm", Place::held_by_order, "listing/a"),
                           {tonne_range(0, 5)}),
                     moved(free_on("farm"), pocket("farm", Place::held_by_order, "listing/b"),
                           {tonne_range(5, 9)})}));
  EXPECT_EQ(ranges(), (Texts{"farm 0-5 held_by_orderlisting/a", "farm 5-9 held_by_orderlisting/b",
                             "farm 9-100 free"}));
  EXPECT_EQ(amounts("holdings", {{"place", "held_by_order"}}), (Texts{"5 tCO2e", "4 tCO2e"}));
}

TEST_F(Movements, move_a_single_milligram) {
  ASSERT_TRUE(apply({moved(free_on("farm"), free_on("firm"), {{Serial{7}, Serial{7}}})}));
  EXPECT_EQ(amounts("holdings", {{"account", "firm"}}), (Texts{"0.000000001 tCO2e"}));
  EXPECT_EQ(listed(*views_, "ranges").items.size(), 3u);
}

TEST_F(Movements, refuse_serials_that_are_elsewhere) {
  ASSERT_TRUE(apply({moved(free_on("farm"), free_on("firm"), {tonne_range(40, 50)})}));
  EXPECT_FALSE(apply({moved(free_on("firm"), free_on("farm"), {tonne_range(45, 51)})}));
  EXPECT_EQ(ranges(), (Texts{"farm 0-40 free", "firm 40-50 free", "farm 50-100 free"}));
}

TEST_F(Movements, refuse_serials_that_are_not_issued_or_issued_twice) {
  EXPECT_FALSE(apply({moved(free_on("farm"), free_on("firm"), {tonne_range(99, 101)})}));
  EXPECT_FALSE(apply({moved(issuance(), free_on("farm"), {tonne_range(99, 101)})}));
}

TEST_F(Movements, refuse_more_than_the_balance) {
  protocol::UnitsMoved too_much = moved(free_on("farm"), free_on("firm"), {tonne_range(0, 1)});
  too_much.amount = tonnes(101);
  EXPECT_FALSE(apply({too_much}));
}

TEST_F(Movements, keep_money_against_the_bank) {
  ASSERT_TRUE(apply(
      {paid(bank(), {{"firm"}, {}}, 100), paid({{"firm"}, {}}, {{"firm"}, {"trade/1"}}, 30)}));
  EXPECT_EQ(amounts("cash"), (Texts{"-100.00 CNY", "70.00 CNY", "30.00 CNY"}));
  EXPECT_FALSE(apply({paid({{"firm"}, {}}, {{"farm"}, {}}, 71)}));
}

TEST_F(Movements, leave_no_row_for_an_empty_purse) {
  ASSERT_TRUE(apply({paid(bank(), {{"firm"}, {}}, 100)}));
  ASSERT_TRUE(apply({paid({{"firm"}, {}}, bank(), 100)}));
  EXPECT_EQ(amounts("cash"), (Texts{}));
}

}  // namespace
}  // namespace tanshu::views
