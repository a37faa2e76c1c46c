// SPDX-License-Identifier: Apache-2.0
// Tests of remembered answers: found while they are remembered, forgotten a generation at a time,
// and one digest however they came there.
#include "engine/answers.h"

#include <gtest/gtest.h>

namespace tanshu::engine {
namespace {

Answers::KeyMark mark(int i) {
  return Answers::mark_of("actor", "key" + std::to_string(i));
}

Digest made_anew(const Answers& answers) {
  StateDigest digest;
  answers.add_all(digest);
  return digest.value();
}

Digest settle(Digester& digester, Answers& answers) {
  Answers::Added added;
  answers.collect(added);
  return digester.apply({}, added);
}

TEST(Answers, finds_what_was_added) {
  Answers answers;
  for (int i = 0; i < 5'000; ++i)
    answers.add(mark(i), {static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(i) * 3});
  for (int i = 0; i < 5'000; ++i) {
    const auto found = answers.find(mark(i));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->log_index, static_cast<std::uint64_t>(i));
    EXPECT_EQ(found->command_mark, static_cast<std::uint64_t>(i) * 3);
  }
  EXPECT_FALSE(answers.find(mark(5'000)));
  EXPECT_EQ(answers.size(), 5'000u);
}

TEST(Answers, tells_actor_from_key) {
  EXPECT_FALSE(Answers::mark_of("ab", "c") == Answers::mark_of("a", "bc"));
}

TEST(Answers, forgets_a_generation_at_a_time) {
  Answers answers(100);
  Digester digester{HashKind::sha256};
  for (int i = 0; i < 350; ++i) {
    answers.add(mark(i), {static_cast<std::uint64_t>(i), 0});
    for (int known = std::max(0, i - 99); known <= i; ++known)
      ASSERT_TRUE(answers.find(mark(known))) << i << ' ' << known;
    if (i % 7 == 0) {
      ASSERT_EQ(settle(digester, answers), made_anew(answers)) << i;
    }
  }
  EXPECT_FALSE(answers.find(mark(0)));
  EXPECT_FALSE(answers.find(mark(199)));
  EXPECT_EQ(answers.size(), 150u);
}

TEST(Answers, drops_more_than_one_generation_between_settlings) {
  Answers answers(10);
  Digester digester{HashKind::sha256};
  for (int i = 0; i < 57; ++i) answers.add(mark(i), {static_cast<std::uint64_t>(i), 0});
  EXPECT_EQ(settle(digester, answers), made_anew(answers));
}

TEST(Answers, comes_back_row_by_row) {
  for (const int count : {50, 130, 200}) {
    Answers answers(100), again(100);
    Digester digester{HashKind::sha256}, second{HashKind::sha256};
    for (int i = 0; i < count; ++i) answers.add(mark(i), {static_cast<std::uint64_t>(i), 9});
    answers.each_row([&](bool older, const Answers::Row& row) { again.restore(older, row); });
    EXPECT_EQ(settle(digester, answers), settle(second, again));
    for (int i = count; i < 350; ++i) {
      answers.add(mark(i), {static_cast<std::uint64_t>(i), 9});
      again.add(mark(i), {static_cast<std::uint64_t>(i), 9});
    }
    EXPECT_EQ(settle(digester, answers), settle(second, again));
  }
}

TEST(CommandMark, changes_with_every_byte) {
  const Bytes command = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  for (std::size_t i = 0; i < command.size(); ++i) {
    Bytes other = command;
    other[i] ^= 1;
    EXPECT_NE(Answers::command_mark(command), Answers::command_mark(other));
  }
  EXPECT_NE(Answers::command_mark(Bytes{0}), Answers::command_mark(Bytes{0, 0}));
}

}  // namespace
}  // namespace tanshu::engine
