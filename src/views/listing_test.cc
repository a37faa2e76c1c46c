// SPDX-License-Identifier: Apache-2.0
// Tests of pages: filters, order, cursors, and what is wrong with a query.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "views/market_story.h"

namespace tanshu::views {
namespace {

using Texts = std::vector<std::string>;

class Listings : public testing::Test {
 protected:
  Listings() : views_(open_views(directory_)) {
    EXPECT_TRUE(views_->apply(market_.story.blocks()));
  }
  QueryProblem problem_of(std::string_view collection, const Filters& filters,
                          std::size_t limit = 10, std::string_view after = {}) {
    const auto page = views_->list(collection, filters, limit, after);
    if (page || !std::holds_alternative<QueryProblem>(page.error())) {
      ADD_FAILURE() << "the query was answered";
      return {};
    }
    return std::get<QueryProblem>(page.error());
  }
  void open_accounts(int from, int to) {
    for (int i = from; i < to; ++i)
      market_.story.accept(protocol::OpenAccount{},
                           {protocol::AccountOpened{{{fmt::format("z{:03}", i)}, {"p-many"}, {}}}});
    ASSERT_TRUE(views_->apply(market_.story.seal()));
  }

  TemporaryDirectory directory_;
  MarketStory market_;
  std::unique_ptr<Views> views_;
};

TEST_F(Listings, answer_every_collection) {
  for (const Collection& collection : collections())
    EXPECT_TRUE(views_->list(collection.name, {}, 10));
  for (const Collection& collection : collections())
    for (const Column& column : collection.columns)
      EXPECT_EQ(collection.column(column.name)->name, column.name);
}

TEST_F(Listings, filter_by_any_field) {
  EXPECT_EQ(column_of(listed(*views_, "trades", {{"state", "settled"}}), "id"), (Texts{"t000001"}));
  EXPECT_EQ(column_of(listed(*views_, "trades", {{"amount", "5 tCO2e"}}), "id"),
            (Texts{"t000002"}));
  EXPECT_EQ(
      column_of(listed(*views_, "trades", {{"total", "500.00 CNY"}, {"buyer", "firm"}}), "id"),
      (Texts{"t000001"}));
  EXPECT_EQ(
      column_of(listed(*views_, "projects", {{"crediting_period_first", "2019-04-14"}}), "id"),
      (Texts{"fr1"}));
  EXPECT_EQ(column_of(listed(*views_, "trades", {{"buyer", "farm"}}), "id"), (Texts{}));
  EXPECT_EQ(column_of(listed(*views_, "holdings", {{"hold", ""}, {"account", "farm"}}), "place"),
            (Texts{"buffer", "free"}));
}

TEST_F(Listings, take_a_field_given_twice_as_either) {
  EXPECT_EQ(column_of(listed(*views_, "accounts", {{"id", "farm"}, {"id", "games"}}), "id"),
            (Texts{"farm", "games"}));
}

TEST_F(Listings, name_what_is_wrong) {
  EXPECT_EQ(problem_of("tables", {}).parameter, "collection");
  EXPECT_EQ(problem_of("trades", {{"colour", "red"}}).parameter, "colour");
  EXPECT_EQ(problem_of("trades", {{"json", "x"}}).parameter, "json");
  EXPECT_EQ(problem_of("trades", {{"cell", "x"}}).parameter, "cell");
  const QueryProblem state = problem_of("trades", {{"buyer", "firm"}, {"state", "open"}});
  EXPECT_EQ(state.parameter, "state");
  EXPECT_EQ(state.expected, "one of awaiting_registration, settled, rejected");
  EXPECT_EQ(problem_of("trades", {{"amount", "5"}}).parameter, "amount");
  EXPECT_EQ(problem_of("trades", {{"traded_at", "today"}}).parameter, "traded_at");
  EXPECT_EQ(problem_of("trades", {{"buyer", "Robert'); --"}}).parameter, "buyer");
  EXPECT_EQ(problem_of("entries", {{"block", "-"}}).parameter, "block");
  EXPECT_EQ(problem_of("entries", {{"accepted", "1"}}).parameter, "accepted");
  EXPECT_EQ(problem_of("reports", {{"input_digest", "ab"}}).parameter, "input_digest");
  EXPECT_EQ(problem_of("trades", {}, 0).parameter, "limit");
  EXPECT_EQ(problem_of("trades", {}, page_items_max + 1).parameter, "limit");
}

TEST_F(Listings, refuse_cursors_they_did_not_give) {
  const std::string after_accounts = *listed(*views_, "accounts", {}, 1).next;
  EXPECT_EQ(problem_of("entries", {}, 10, after_accounts).parameter, "after");
  for (const char* cursor : {"x", "zz", "00", "6c", "6c1f1f", "ff1f", "0a1f2"})
    EXPECT_EQ(problem_of("accounts", {}, 10, cursor).parameter, "after") << cursor;
}

TEST_F(Listings, come_newest_first_where_time_matters) {
  EXPECT_EQ(column_of(listed(*views_, "trades"), "id"), (Texts{"t000002", "t000001"}));
  const Page entries = listed(*views_, "entries", {}, 1);
  EXPECT_NE(entries.items.at(0).find("retire_units"), std::string::npos);
}

TEST_F(Listings, page_through_everything_once) {
  open_accounts(0, 25);
  for (const char* collection : {"accounts", "entries", "holdings", "ranges", "blocks", "trades"}) {
    const Page whole = listed(*views_, collection, {}, page_items_max);
    EXPECT_FALSE(whole.next);
    for (const std::size_t limit : {1u, 3u, 7u, 28u}) {
      Texts seen;
      std::optional<std::string> after = "";
      while (after) {
        Page page = listed(*views_, collection, {}, limit, *after);
        ASSERT_LE(page.items.size(), limit);
        seen.insert(seen.end(), page.items.begin(), page.items.end());
        after = page.next;
      }
      EXPECT_EQ(seen, whole.items) << collection << " by " << limit;
    }
  }
}

TEST_F(Listings, keep_later_pages_when_rows_come_in_between) {
  open_accounts(0, 10);
  const Texts whole = listed(*views_, "entries").items;
  const Page first = listed(*views_, "entries", {}, 4);
  open_accounts(10, 20);
  const Page second = listed(*views_, "entries", {}, 4, *first.next);
  EXPECT_EQ(second.items, Texts(whole.begin() + 4, whole.begin() + 8));
}

TEST_F(Listings, filter_and_page_together) {
  open_accounts(0, 5);
  const Page first = listed(*views_, "accounts", {{"participant", "p-many"}}, 3);
  EXPECT_EQ(column_of(first, "id"), (Texts{"z000", "z001", "z002"}));
  const Page second = listed(*views_, "accounts", {{"participant", "p-many"}}, 3, *first.next);
  EXPECT_EQ(column_of(second, "id"), (Texts{"z003", "z004"}));
  EXPECT_FALSE(second.next);
}

}  // namespace
}  // namespace tanshu::views
