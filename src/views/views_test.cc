// SPDX-License-Identifier: Apache-2.0
// Tests of opening, taking in blocks whole or not at all, and building again.
#include "views/views.h"

#include <gtest/gtest.h>

#include "views/market_story.h"

namespace tanshu::views {
namespace {

TEST(OpenViews, starts_empty_and_remembers_what_is_due) {
  const TemporaryDirectory directory;
  MarketStory market;
  {
    auto views = open_views(directory);
    EXPECT_EQ(views->next_block().value(), 0u);
    for (const Block& block : market.story.blocks()) ASSERT_TRUE(views->apply(block));
  }
  auto views = open_views(directory);
  EXPECT_EQ(views->next_block().value(), market.story.blocks().size());
}

TEST(OpenViews, refuses_to_read_what_is_not_there) {
  const TemporaryDirectory directory;
  EXPECT_FALSE(Views::open(directory / "views.db", "baotou", Mode::read_only));
  { auto database = Database::open(directory / "views.db", Mode::read_write); }
  EXPECT_FALSE(Views::open(directory / "views.db", "baotou", Mode::read_only));
}

TEST(OpenViews, empties_tables_of_another_layout) {
  const TemporaryDirectory directory;
  MarketStory market;
  {
    auto views = open_views(directory);
    ASSERT_TRUE(views->apply(market.story.blocks()));
  }
  {
    auto database = Database::open(directory / "views.db", Mode::read_write);
    ASSERT_TRUE(database->run("UPDATE layout SET digest = 'older'"));
    EXPECT_FALSE(Views::open(directory / "views.db", "baotou", Mode::read_only));
  }
  auto views = open_views(directory);
  EXPECT_EQ(views->next_block().value(), 0u);
  EXPECT_TRUE(listed(*views, "accounts").items.empty());
}

TEST(ApplyBlocks, gives_the_same_rows_one_by_one_and_together) {
  const TemporaryDirectory one, together;
  MarketStory market;
  auto by_one = open_views(one);
  for (const Block& block : market.story.blocks()) ASSERT_TRUE(by_one->apply(block));
  auto at_once = open_views(together);
  ASSERT_TRUE(at_once->apply(market.story.blocks()));
  EXPECT_EQ(dump(one / "views.db"), dump(together / "views.db"));
}

TEST(ApplyBlocks, refuses_a_block_that_is_not_due) {
  const TemporaryDirectory directory;
  MarketStory market;
  const std::vector<Block> blocks = market.story.blocks();
  auto views = open_views(directory);
  EXPECT_FALSE(views->apply(blocks[1]));
  ASSERT_TRUE(views->apply(blocks[0]));
  EXPECT_FALSE(views->apply(blocks[0]));
  Block short_of_one = blocks[1];
  short_of_one.records.pop_back();
  EXPECT_FALSE(views->apply(short_of_one));
  EXPECT_TRUE(views->apply(blocks[1]));
}

TEST(ApplyBlocks, changes_nothing_when_one_record_does_not_fit) {
  const TemporaryDirectory directory;
  MarketStory market;
  auto views = open_views(directory);
  ASSERT_TRUE(views->apply(market.story.blocks()));
  const std::string before = dump(directory / "views.db");
  market.story.accept(protocol::OpenAccount{},
                      {protocol::AccountOpened{{{"late"}, {"p-late"}, {}}}});
  market.story.accept(protocol::GiveUnits{},
                      {moved(free_on("firm"), free_on("farm"), {tonne_range(50, 51)})});
  const auto applied = views->apply(market.story.seal());
  ASSERT_FALSE(applied);
  EXPECT_NE(applied.error().what.find("does not fit"), std::string::npos);
  EXPECT_EQ(dump(directory / "views.db"), before);
}

TEST(RebuildViews, gives_the_same_rows) {
  const TemporaryDirectory directory;
  MarketStory market;
  auto views = open_views(directory);
  for (const Block& block : market.story.blocks()) ASSERT_TRUE(views->apply(block));
  const std::string before = dump(directory / "views.db");
  ASSERT_NE(before.find("t000001"), std::string::npos);
  ASSERT_TRUE(views->clear());
  EXPECT_EQ(dump(directory / "views.db").find("t000001"), std::string::npos);
  EXPECT_EQ(views->next_block().value(), 0u);
  ASSERT_TRUE(views->apply(market.story.blocks()));
  EXPECT_EQ(dump(directory / "views.db"), before);
}

TEST(RebuildViews, leaves_another_cell_alone) {
  const TemporaryDirectory directory;
  MarketStory market;
  auto baotou = open_views(directory);
  ASSERT_TRUE(baotou->apply(market.story.blocks()));
  auto sanming = open_views(directory, Mode::read_write, "sanming");
  EXPECT_EQ(sanming->next_block().value(), 0u);
  EXPECT_TRUE(listed(*sanming, "trades").items.empty());
  ASSERT_TRUE(sanming->apply(market.story.blocks()[0]));
  ASSERT_TRUE(sanming->clear());
  EXPECT_EQ(listed(*baotou, "trades").items.size(), 2u);
}

TEST(ReadViews, sees_what_the_writer_committed) {
  const TemporaryDirectory directory;
  MarketStory market;
  auto writer = open_views(directory);
  auto reader = open_views(directory, Mode::read_only);
  EXPECT_TRUE(listed(*reader, "accounts").items.empty());
  ASSERT_TRUE(writer->apply(market.story.blocks()[0]));
  EXPECT_EQ(listed(*reader, "accounts").items.size(), 3u);
  EXPECT_FALSE(reader->apply(market.story.blocks()[1]));
  EXPECT_FALSE(reader->clear());
}

TEST(FindItem, gives_the_noun_as_it_is_now) {
  const TemporaryDirectory directory;
  MarketStory market;
  auto views = open_views(directory);
  ASSERT_TRUE(views->apply(market.story.blocks()));
  const auto listing = views->item("listings", "l1").value();
  ASSERT_TRUE(listing);
  EXPECT_NE(listing->find("\"remaining\":\"15 tCO2e\""), std::string::npos) << *listing;
  const auto project = views->item("projects", "fr1").value();
  ASSERT_TRUE(project);
  EXPECT_NE(project->find("\"boundary\":[{\"longitude\":\"110\""), std::string::npos) << *project;
  EXPECT_TRUE(views->item("entries", "0").value());
  EXPECT_TRUE(views->item("cash_transfers", "bank-1").value());
  EXPECT_FALSE(views->item("listings", "l2").value());
  EXPECT_FALSE(views->item("entries", "nought").value());
  EXPECT_FALSE(views->item("holdings", "farm").value());
  EXPECT_FALSE(views->item("nothing", "l1").value());
}

TEST(FindEntries, tell_where_a_noun_was_spoken_of) {
  using Indexes = std::vector<std::uint64_t>;
  const TemporaryDirectory directory;
  MarketStory market;
  auto views = open_views(directory);
  ASSERT_TRUE(views->apply(market.story.blocks()));
  // Leaves 0-3 and header 4, 5-7 and 8, 9-10 and 11, 12-15 and 16, 17-18 and 19.
  EXPECT_EQ(views->log_indexes_of("batches", "b1").value(), (Indexes{7}));
  EXPECT_EQ(views->log_indexes_of("reports", "mr1").value(), (Indexes{6, 7}));
  EXPECT_EQ(views->log_indexes_of("listings", "l1").value(), (Indexes{10, 12, 13}));
  EXPECT_EQ(views->log_indexes_of("trades", "t000001").value(), (Indexes{12, 14}));
  EXPECT_EQ(views->log_indexes_of("holdings", Views::holding_id({"firm"}, {"b1"})).value(),
            (Indexes{14, 17}));
  EXPECT_EQ(views->log_indexes_of("cash", "farm").value(), (Indexes{14}));
  EXPECT_EQ(views->log_indexes_of("trades", "t000009").value(), (Indexes{}));
}

TEST(Entries, tell_what_was_done_or_why_not) {
  const TemporaryDirectory directory;
  MarketStory market;
  auto views = open_views(directory);
  ASSERT_TRUE(views->apply(market.story.blocks()));
  const Page refused = listed(*views, "entries", {{"accepted", "false"}});
  ASSERT_EQ(refused.items.size(), 1u);
  EXPECT_EQ(refused.items[0],
            "{\"log_index\":3,\"block\":0,\"command\":\"open_account\",\"actor\":\"clerk\","
            "\"at\":\"2023-11-14T22:13:24Z\",\"accepted\":false,\"refusal\":1101,"
            "\"message_zh\":\"编号 firm 已被使用。\",\"message_en\":\"Code firm is taken.\"}");
  const auto accepted = views->item("entries", "0").value();
  ASSERT_TRUE(accepted);
  EXPECT_NE(accepted->find("\"message_zh\":\"登记参与方\""), std::string::npos);
  EXPECT_EQ(listed(*views, "blocks").items.size(), market.story.blocks().size());
}

}  // namespace
}  // namespace tanshu::views
