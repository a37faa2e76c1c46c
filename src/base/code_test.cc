// SPDX-License-Identifier: Apache-2.0
// A code behaves as the text it stands for, whether it fits in place or not.
#include "base/code.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <thread>
#include <vector>

#include "base/hash_map.h"

namespace tanshu {
namespace {

/// Lengths around what fits in place and around a word, and pairs that differ in one byte only.
std::vector<std::string> texts() {
  std::vector<std::string> made;
  for (const std::size_t length : {0, 1, 7, 8, 9, 14, 15, 16, 17, 23, 24, 64, 300}) {
    made.emplace_back(length, 'a');
    if (length == 0) continue;
    made.emplace_back(length, 'a').front() = 'b';
    made.emplace_back(length, 'a').back() = 'b';
    made.emplace_back(length, 'a').back() = '\xe7';
    made.emplace_back(length, 'a').back() = '\0';
  }
  std::ranges::sort(made);
  made.erase(std::ranges::unique(made).begin(), made.end());
  return made;
}

TEST(Code, is_the_text_it_was_made_of) {
  for (const std::string& text : texts()) {
    const Code code(text);
    EXPECT_EQ(code.view(), text);
    EXPECT_EQ(code.size(), text.size());
    EXPECT_EQ(code.empty(), text.empty());
    EXPECT_EQ(std::string(code), text);
    EXPECT_EQ("<" + code + ">", "<" + text + ">");
    EXPECT_EQ(code + '/', text + "/");
    EXPECT_EQ(fmt::format("{:>5}", code), fmt::format("{:>5}", text));
  }
}

TEST(Code, compares_as_text_does) {
  const auto all = texts();
  for (const std::string& a : all)
    for (const std::string& b : all) {
      EXPECT_EQ(Code(a) == Code(b), a == b);
      EXPECT_EQ(Code(a) == b, a == b);
      EXPECT_EQ(Code(a) <=> Code(b), a <=> b) << a << " " << b;
    }
}

TEST(Code, is_copied_moved_and_assigned) {
  for (const std::string& text : texts())
    for (const std::string& other : texts()) {
      Code first(text), second(other);
      const Code copy(first);
      second = first;
      EXPECT_EQ(second, copy);
      const Code& same = second;
      second = same;
      EXPECT_EQ(second, text);
      Code third(other);
      third = std::move(second);
      EXPECT_EQ(third, text);
      EXPECT_TRUE(second.empty());  // NOLINT(bugprone-use-after-move): what is left is a code
      second = Code(other);
      EXPECT_EQ(second, other);
      EXPECT_EQ(first, text);
    }
}

TEST(Code, that_is_long_is_shared_between_threads) {
  const Code code(std::string(40, 'x'));
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([code] {
      for (int i = 0; i < 10'000; ++i) {
        const Code copy = code;
        ASSERT_EQ(copy.size(), 40u);
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(code.view(), std::string(40, 'x'));
}

struct TreeTag {
  [[maybe_unused]] static constexpr std::string_view name = "tree";
};

TEST(Code, finds_its_row_again) {
  HashMap<Id<TreeTag>, int> rows;
  const auto all = texts();
  for (std::size_t i = 0; i < all.size(); ++i) rows[{all[i]}] = static_cast<int>(i);
  EXPECT_EQ(rows.size(), all.size());
  for (std::size_t i = 0; i < all.size(); ++i)
    EXPECT_EQ(*rows.find({all[i]}), static_cast<int>(i)) << all[i];
}

}  // namespace
}  // namespace tanshu
