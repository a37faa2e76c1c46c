// SPDX-License-Identifier: Apache-2.0
// Tests of the totals: right for the story, and `balanced` turns false for every way in which rows
// can disagree.
#include <gtest/gtest.h>

#include "views/market_story.h"

namespace tanshu::views {
namespace {

class Totals : public testing::Test {
 protected:
  Totals() : views_(open_views(directory_)) { EXPECT_TRUE(views_->apply(market_.story.blocks())); }
  bool balanced() {
    const auto text = views_->totals_json();
    EXPECT_TRUE(text);
    return text && text->find("\"balanced\":true") != std::string::npos;
  }
  void break_with(std::string_view sql) {
    EXPECT_TRUE(balanced());
    auto database = Database::open(directory_ / "views.db", Mode::read_write);
    ASSERT_TRUE(database->run(sql)) << sql;
    EXPECT_FALSE(balanced()) << sql;
  }

  TemporaryDirectory directory_;
  MarketStory market_;
  std::unique_ptr<Views> views_;
};

TEST_F(Totals, tell_the_story) {
  const auto text = views_->totals_json();
  ASSERT_TRUE(text) << text.error().what;
  EXPECT_EQ(
      *text,
      "{\"issued\":\"100 tCO2e\",\"free\":\"71 tCO2e\",\"held_by_order\":\"15 tCO2e\","
      "\"pledged\":\"0 tCO2e\",\"frozen\":\"0 tCO2e\",\"buffer\":\"10 tCO2e\",\"retired\":\"0 "
      "tCO2e\","
      "\"cancelled\":\"4 tCO2e\",\"exported\":\"0 tCO2e\",\"sold\":\"10 tCO2e\","
      "\"sold_money\":\"500.00 CNY\",\"cash\":\"1000.00 CNY\",\"participants\":1,\"accounts\":3,"
      "\"projects\":1,\"batches\":1,\"listings\":1,\"trades\":2,\"gifts\":1,\"retirements\":1,"
      "\"log_size\":20,\"balanced\":true,\"batches_detail\":[{\"batch\":\"b1\","
      "\"issued\":\"100 tCO2e\",\"free\":\"71 tCO2e\",\"held_by_order\":\"15 tCO2e\","
      "\"pledged\":\"0 tCO2e\",\"frozen\":\"0 tCO2e\",\"buffer\":\"10 tCO2e\",\"retired\":\"0 "
      "tCO2e\","
      "\"cancelled\":\"4 tCO2e\",\"exported\":\"0 tCO2e\"}]}");
}

TEST_F(Totals, are_balanced_when_there_is_nothing) {
  ASSERT_TRUE(views_->clear());
  EXPECT_TRUE(balanced());
}

TEST_F(Totals, are_told_from_a_read_only_connection) {
  auto reader = open_views(directory_, Mode::read_only);
  EXPECT_EQ(reader->totals_json().value(), views_->totals_json().value());
}

TEST_F(Totals, notice_a_batch_of_another_size) {
  break_with("UPDATE batches SET issued = issued + 1");
}
TEST_F(Totals, notice_a_changed_balance) {
  break_with("UPDATE holdings SET amount = amount - 1 WHERE place = 'cancelled'");
}
TEST_F(Totals, notice_a_lost_balance) {
  break_with("DELETE FROM holdings WHERE account = 'games'");
}
TEST_F(Totals, notice_balances_changed_against_each_other) {
  break_with(
      "UPDATE holdings SET amount = amount + CASE WHEN place = 'buffer' THEN 1 ELSE -1 END "
      "WHERE account = 'farm' AND hold = ''");
}
TEST_F(Totals, notice_a_gap_in_the_serials) {
  break_with("UPDATE ranges SET \"last\" = \"last\" - 1 WHERE place = 'cancelled'");
}
TEST_F(Totals, notice_a_missing_end) {
  break_with("DELETE FROM ranges WHERE place = 'buffer'");
}
TEST_F(Totals, notice_a_range_in_another_pocket) {
  break_with("UPDATE ranges SET account = 'firm' WHERE place = 'cancelled'");
}
TEST_F(Totals, notice_a_range_moved_over_another) {
  break_with(
      "UPDATE ranges SET \"first\" = \"first\" + 1, \"last\" = \"last\" + 1 WHERE place = "
      "'cancelled'");
}
TEST_F(Totals, notice_money_from_nowhere) {
  break_with("UPDATE cash SET amount = amount + 1 WHERE account = 'farm'");
}

}  // namespace
}  // namespace tanshu::views
