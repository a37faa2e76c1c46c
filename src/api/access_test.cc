// SPDX-License-Identifier: Apache-2.0
#include "api/access.h"
#include "base/temporary_directory.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>
#include <iterator>

namespace tanshu::api {
namespace {

namespace fs = std::filesystem;
using protocol::UserId;

constexpr std::int64_t second = 1'000'000'000;
constexpr std::string_view right = "correct horse battery";
constexpr std::string_view wrong = "incorrect horse";

class AccessTest : public testing::Test {
 protected:
  void SetUp() override { open(); }
  void open() {
    access.reset();
    auto opened = AccessControl::open(data.path(), [this] { return Instant{at_ns}; });
    ASSERT_TRUE(opened.has_value()) << opened.error().what;
    access = std::move(*opened);
  }
  std::uint16_t sign_in(std::string_view password) {
    const auto checked = access->check_password(user, password);
    return checked ? std::uint16_t{0} : checked.error().number;
  }
  bool alive(const std::string& session) {
    const auto found = access->user_of_session(session);
    return found.has_value() && found->has_value();
  }
  void pass(std::int64_t seconds) { at_ns += seconds * second; }

  const TemporaryDirectory data{"access"};
  std::int64_t at_ns = 1'700'000'000 * second;
  std::unique_ptr<AccessControl> access;
  const UserId user{"officer-1"};
};

TEST_F(AccessTest, checks_passwords_and_keeps_them_over_a_restart) {
  ASSERT_TRUE(access->set_password(user, right).has_value());
  EXPECT_EQ(sign_in(right), 0);
  EXPECT_EQ(sign_in(wrong), 1011);
  open();
  EXPECT_EQ(sign_in(right), 0);
  EXPECT_EQ(access->check_password(UserId{"nobody"}, right).error().number, 1011);
}

TEST_F(AccessTest, refuses_short_and_endless_passwords) {
  EXPECT_EQ(access->set_password(user, "123456789").error().number, 1038);
  EXPECT_EQ(access->set_password(user, std::string(201, 'x')).error().number, 1038);
  EXPECT_TRUE(access->set_password(user, "1234567890").has_value());
}

TEST_F(AccessTest, locks_after_five_failures_for_twice_as_long_each_time) {
  ASSERT_TRUE(access->set_password(user, right).has_value());
  for (int i = 0; i < 5; ++i) EXPECT_EQ(sign_in(wrong), 1011);
  EXPECT_EQ(sign_in(right), 1012);
  const auto refused = access->check_password(user, right);
  EXPECT_EQ(refused.error().parameters.front().value, "30");
  pass(31);
  EXPECT_EQ(sign_in(wrong), 1011);
  pass(31);
  EXPECT_EQ(sign_in(right), 1012);
  pass(30);
  EXPECT_EQ(sign_in(right), 0);
  EXPECT_EQ(sign_in(wrong), 1011);
  EXPECT_EQ(sign_in(right), 0);
}

TEST_F(AccessTest, ends_sessions_when_idle_or_old) {
  const std::string idle = *access->open_session(user);
  EXPECT_TRUE(alive(idle));
  pass(29 * 60);
  EXPECT_TRUE(alive(idle));
  pass(29 * 60);
  EXPECT_TRUE(alive(idle));
  pass(30 * 60);
  EXPECT_FALSE(alive(idle));
  const std::string busy = *access->open_session(user);
  for (int i = 0; i < 12 * 3; ++i) {
    EXPECT_TRUE(alive(busy)) << i;
    pass(20 * 60);
  }
  EXPECT_FALSE(alive(busy));
}

TEST_F(AccessTest, ends_sessions_on_sign_out_and_new_password) {
  const std::string first = *access->open_session(user);
  const std::string second_session = *access->open_session(user);
  EXPECT_NE(first, second_session);
  ASSERT_TRUE(access->end_session(first).has_value());
  EXPECT_FALSE(alive(first));
  EXPECT_TRUE(alive(second_session));
  ASSERT_TRUE(access->set_password(user, right).has_value());
  EXPECT_FALSE(alive(second_session));
  EXPECT_FALSE(alive("made up"));
}

TEST_F(AccessTest, knows_its_tokens) {
  const std::string token = *access->create_token(user);
  EXPECT_EQ(access->user_of_token(token)->text, user.text);
  EXPECT_EQ(access->user_of_token(token + "0").error().number, 1039);
  EXPECT_EQ(access->user_of_token("").error().number, 1039);
}

TEST_F(AccessTest, forgets_a_token_a_second_after_it_left_the_file) {
  const std::string token = *access->create_token(user);
  EXPECT_TRUE(access->user_of_token(token).has_value());
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open((data / "access.db").c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, "DELETE FROM tokens", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
  pass(1);
  EXPECT_EQ(access->user_of_token(token).error().number, 1039);
}

TEST_F(AccessTest, keeps_no_secret_in_the_clear) {
  ASSERT_TRUE(access->set_password(user, right).has_value());
  const std::string token = *access->create_token(user);
  const std::string session = *access->open_session(user);
  access.reset();
  for (const auto& file : fs::directory_iterator(data.path())) {
    std::ifstream in(file.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    EXPECT_EQ(bytes.find(right), std::string::npos);
    EXPECT_EQ(bytes.find(token), std::string::npos);
    EXPECT_EQ(bytes.find(session), std::string::npos);
  }
  EXPECT_EQ(fs::status(data / "access.db").permissions() & fs::perms::others_read, fs::perms::none);
}

TEST_F(AccessTest, derives_the_csrf_token_from_the_session) {
  EXPECT_EQ(AccessControl::csrf_of("a"), AccessControl::csrf_of("a"));
  EXPECT_NE(AccessControl::csrf_of("a"), AccessControl::csrf_of("b"));
}

}  // namespace
}  // namespace tanshu::api
