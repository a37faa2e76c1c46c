// SPDX-License-Identifier: Apache-2.0
#include "fix/session_store.h"

#include <gtest/gtest.h>

#include "base/temporary_directory.h"
#include "fix/sample_session.h"

namespace tanshu::fix {
namespace {

const SessionKey key{Version::fix44, "TANSHU", "FIRM-01"};
const SessionKey other{Version::fixt11, "TANSHU", "FIRM-01"};

class SessionStoreTest : public testing::Test {
 protected:
  std::unique_ptr<SessionStore> open(SessionStoreLimits limits = {}) {
    auto store = open_session_store(house_ / "fix.db", limits);
    EXPECT_TRUE(store) << (store ? "" : store.error().what);
    return store ? std::move(*store) : nullptr;
  }
  static std::vector<std::uint64_t> numbers_of(SessionStore& store, const SessionKey& of) {
    std::vector<std::uint64_t> all;
    const auto sent = store.sent(of, 1, 1'000'000, 1'000'000);
    for (const SentMessage& message : *sent) all.push_back(message.number);
    return all;
  }

  TemporaryDirectory house_{"fix"};
};

TEST_F(SessionStoreTest, begins_every_session_at_one) {
  EXPECT_EQ(*open()->numbers(key), (Numbers{1, 1}));
}

TEST_F(SessionStoreTest, knows_after_a_restart_what_was_committed) {
  const std::string text("any \0 bytes \x01", 13);
  {
    const auto store = open();
    ASSERT_TRUE(store->put_sent(key, {7, text}));
    ASSERT_TRUE(store->put_numbers(key, {3, 8}));
    ASSERT_TRUE(store->put_numbers(other, {5, 5}));
    ASSERT_TRUE(store->commit());
    ASSERT_TRUE(store->put_sent(key, {8, "not committed"}));
    ASSERT_TRUE(store->put_numbers(key, {4, 9}));
  }
  const auto store = open();
  EXPECT_EQ(*store->numbers(key), (Numbers{3, 8}));
  EXPECT_EQ(*store->numbers(other), (Numbers{5, 5}));
  const auto sent = store->sent(key, 1, 100, 100);
  ASSERT_EQ(sent->size(), 1u);
  EXPECT_EQ(sent->front().text, text);
  EXPECT_TRUE(store->sent(other, 1, 100, 100)->empty());
}

TEST_F(SessionStoreTest, lies_on_the_disk_once_committed) {
  const auto store = open();
  ASSERT_TRUE(store->put_sent(key, {1, "a"}));
  ASSERT_TRUE(store->put_numbers(key, {1, 2}));
  ASSERT_TRUE(store->commit());
  // What a machine that stops now would leave behind.
  const TemporaryDirectory left("fix");
  for (const char* name : {"fix.db", "fix.db-wal"})
    std::filesystem::copy_file(house_ / name, left / name);
  const auto found = open_session_store(left / "fix.db");
  ASSERT_TRUE(found);
  EXPECT_EQ(*(*found)->numbers(key), (Numbers{1, 2}));
  EXPECT_EQ(numbers_of(**found, key), std::vector<std::uint64_t>{1});
}

TEST_F(SessionStoreTest, gives_up_what_was_not_committed) {
  const auto store = open();
  ASSERT_TRUE(store->put_sent(key, {1, "a"}));
  store->roll_back();
  ASSERT_TRUE(store->put_sent(key, {2, "b"}));
  ASSERT_TRUE(store->commit());
  EXPECT_EQ(numbers_of(*store, key), std::vector<std::uint64_t>{2});
}

TEST_F(SessionStoreTest, gives_a_range_in_order_and_in_parts) {
  const auto store = open();
  for (const std::uint64_t number : {5, 3, 9, 4}) ASSERT_TRUE(store->put_sent(key, {number, "x"}));
  const auto range = store->sent(key, 4, 9, 2);
  ASSERT_EQ(range->size(), 2u);
  EXPECT_EQ((*range)[0].number, 4u);
  EXPECT_EQ((*range)[1].number, 5u);
}

TEST_F(SessionStoreTest, forgets_a_session_that_begins_again) {
  const auto store = open();
  ASSERT_TRUE(store->put_sent(key, {1, "a"}));
  ASSERT_TRUE(store->put_sent(other, {1, "b"}));
  ASSERT_TRUE(store->put_numbers(key, {9, 9}));
  ASSERT_TRUE(store->reset(key));
  ASSERT_TRUE(store->commit());
  EXPECT_EQ(*store->numbers(key), (Numbers{1, 1}));
  EXPECT_TRUE(numbers_of(*store, key).empty());
  EXPECT_EQ(numbers_of(*store, other).size(), 1u);
}

TEST_F(SessionStoreTest, keeps_the_newest_and_no_more_than_a_quarter_over) {
  const auto store = open({.messages_max = 100});
  for (std::uint64_t number = 1; number <= 1000; ++number) {
    ASSERT_TRUE(store->put_sent(key, {number, "x"}));
    const auto kept = numbers_of(*store, key);
    ASSERT_LE(kept.size(), 126u);
    ASSERT_GE(kept.size(), std::min<std::uint64_t>(number, 100));
    ASSERT_EQ(kept.back(), number);
  }
}

TEST_F(SessionStoreTest, is_for_one_process) {
  const auto store = open();
  ASSERT_TRUE(store->put_numbers(key, {2, 2}));
  ASSERT_TRUE(store->commit());
  EXPECT_FALSE(open_session_store(house_ / "fix.db"));
}

TEST_F(SessionStoreTest, says_why_it_cannot_open) {
  const auto store = open_session_store(house_ / "nowhere" / "fix.db");
  ASSERT_FALSE(store);
  EXPECT_NE(store.error().what.find("fix.db"), std::string::npos);
}

TEST_F(SessionStoreTest, serves_a_session_over_a_restart) {
  EchoApplication application;
  const SessionKey desk_key{Version::fix44, "ISLD", "TW"};
  const Instant now{1'714'552'200'000'000'000};
  const std::string head = "|49=TW|56=ISLD|52=" + timestamp_text(now) + "|34=";
  const auto give = [&](Session& session, const std::string& rest) {
    session.on_message(*read_message(framed(rest)), now);
    return session.take_output(now).bytes;
  };
  {
    const auto store = open();
    Session session(desk_key, {}, *store, application);
    session.connect(now);
    give(session, "35=A" + head + "1|98=0|108=30|");
    give(session, "35=D" + head + "2|11=c1|55=CEA|54=1|60=" + timestamp_text(now) + "|40=2|");
  }
  const auto store = open();
  Session session(desk_key, {}, *store, application);
  session.connect(now);
  EXPECT_EQ(gist(give(session, "35=A" + head + "3|98=0|108=30|")), "35=A|34=3|98=0|108=30|");
  EXPECT_TRUE(
      gist(give(session, "35=2" + head + "4|7=2|16=2|")).starts_with("35=8|34=2|43=Y|37=o-c1|"));
}

}  // namespace
}  // namespace tanshu::fix
