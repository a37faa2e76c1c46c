// SPDX-License-Identifier: Apache-2.0
#include "api/event_feed.h"

#include <gtest/gtest.h>

namespace tanshu::api {
namespace {

using namespace protocol;  // NOLINT: the events are the protocol's

node::Published published(std::uint64_t index, std::vector<Event> events) {
  auto record = std::make_shared<Record>();
  record->envelope.command = OpenAccount{};
  record->outcome = std::move(events);
  return {index, 1, record};
}

std::vector<std::string> ids_in(const std::string& text) {
  std::vector<std::string> ids;
  std::size_t at = 0;
  while ((at = text.find("id: ", at)) != std::string::npos) {
    const std::size_t end = text.find('\n', at);
    ids.push_back(text.substr(at + 4, end - at - 4));
    at = end;
  }
  return ids;
}

CashMoved cash(const char* from, const char* to) {
  CashMoved moved;
  moved.from.account = AccountId{from};
  moved.to.account = AccountId{to};
  return moved;
}

const FeedViewer anyone;
const FeedViewer officer{.signed_in = true, .sees_all_cash = true, .accounts = {}};
const FeedViewer trader{.signed_in = true, .sees_all_cash = false, .accounts = {"a1"}};

TEST(PlaceAfter, reads_both_forms_of_an_id) {
  EXPECT_EQ(place_after("7")->index, 8u);
  EXPECT_EQ(place_after("7")->event, 0u);
  EXPECT_EQ(place_after("7.2")->index, 7u);
  EXPECT_EQ(place_after("7.2")->event, 3u);
  for (const char* bad :
       {"", "x", "-1", "7.", ".7", "7.x", "7 ", "18446744073709551615", "99999999999999999999"})
    EXPECT_FALSE(place_after(bad).has_value()) << bad;
}

TEST(FeedText, gives_the_last_event_of_a_record_its_plain_index) {
  const auto record = published(7, {AccountOpened{}, UnitsMoved{}, TradeMade{}});
  EXPECT_EQ(ids_in(feed_text(record, 0, anyone)), (std::vector<std::string>{"7.0", "7.1", "7"}));
  EXPECT_EQ(ids_in(feed_text(record, 2, anyone)), (std::vector<std::string>{"7"}));
  EXPECT_EQ(feed_text(record, 3, anyone), "");
}

TEST(FeedText, names_event_and_data_on_one_line_each) {
  const std::string text = feed_text(published(7, {AccountOpened{}}), 0, anyone);
  EXPECT_TRUE(text.starts_with("id: 7\nevent: account_opened\ndata: {\"log_index\":7,")) << text;
  EXPECT_TRUE(text.ends_with("}\n\n")) << text;
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 4);
}

TEST(FeedText, shows_cash_to_its_owner_and_the_officers) {
  const auto record = published(7, {cash("a1", "a2"), cash("a2", "a3"), TradeSettled{}});
  EXPECT_EQ(ids_in(feed_text(record, 0, anyone)), (std::vector<std::string>{"7"}));
  EXPECT_EQ(ids_in(feed_text(record, 0, trader)), (std::vector<std::string>{"7.0", "7"}));
  EXPECT_EQ(ids_in(feed_text(record, 0, officer)).size(), 3u);
}

TEST(FeedText, ends_a_record_on_its_plain_index_even_when_the_last_event_is_hidden) {
  const auto record = published(7, {TradeSettled{}, cash("a2", "a3")});
  EXPECT_EQ(ids_in(feed_text(record, 0, anyone)), (std::vector<std::string>{"7"}));
}

TEST(FeedText, hides_users_from_those_who_are_not_signed_in) {
  const auto record = published(7, {UserAuthorised{}});
  EXPECT_EQ(feed_text(record, 0, anyone), "");
  EXPECT_NE(feed_text(record, 0, trader), "");
}

TEST(FeedText, says_nothing_of_refused_commands) {
  auto record = std::make_shared<Record>();
  record->outcome = refuse(RefusalCode::cash_is_short);
  EXPECT_EQ(feed_text({7, 1, record}, 0, officer), "");
}

}  // namespace
}  // namespace tanshu::api
