// SPDX-License-Identifier: Apache-2.0
#include "api/known_users.h"

#include "api/small_cell.h"
#include "node/data_dir.h"

namespace tanshu::api {
namespace {

class KnownUsersTest : public SmallCell {
 protected:
  void SetUp() override {
    SmallCell::SetUp();
    ASSERT_TRUE(node->wait_published(std::chrono::seconds(10)));
    reading.emplace(node::DataDir{options.data}.views(), node->cell());
    // The clock stands still: nobody is forgotten for being old.
    users = std::make_unique<KnownUsers>(*node, *reading, [] { return Instant{1}; });
  }
  void TearDown() override {
    users.reset();
    reading.reset();
    SmallCell::TearDown();
  }
  std::uint16_t refusal_of_user(const std::string& id) {
    const auto user = users->active({id});
    return user ? std::uint16_t{0} : user.error().number;
  }

  std::optional<ReadingPool> reading;
  std::unique_ptr<KnownUsers> users;
};

TEST_F(KnownUsersTest, sees_a_change_once_the_views_show_it) {
  EXPECT_EQ(refusal_of_user("clerk-1"), 0);
  give("admin-1", protocol::SetUserState{{"clerk-1"}, protocol::UserState::suspended, "test"});
  ASSERT_TRUE(node->wait_published(std::chrono::seconds(10)));
  EXPECT_EQ(refusal_of_user("clerk-1"), 1003);
  give("admin-1", protocol::SetUserState{{"clerk-1"}, protocol::UserState::active, "test"});
  ASSERT_TRUE(node->wait_published(std::chrono::seconds(10)));
  EXPECT_EQ(refusal_of_user("clerk-1"), 0);
}

TEST_F(KnownUsersTest, finds_who_comes_later) {
  EXPECT_EQ(refusal_of_user("late-1"), 1002);
  give("admin-1", protocol::AuthoriseUser{{"late-1"}, {"firm-1"}, {protocol::Role::trader}});
  ASSERT_TRUE(node->wait_published(std::chrono::seconds(10)));
  EXPECT_EQ(refusal_of_user("late-1"), 0);
  EXPECT_EQ(users->active({"late-1"})->participant.text, "firm-1");
}

}  // namespace
}  // namespace tanshu::api
