// SPDX-License-Identifier: Apache-2.0
// Tests of state tables: the digest that is kept up to date equals the one made anew.
#include "base/table.h"

#include <gtest/gtest.h>

namespace tanshu {
namespace {

using Counts = Table<std::uint32_t, std::string>;

Digest made_anew(const Counts& table) {
  StateDigest digest;
  table.add_all(digest);
  return digest.value();
}

TEST(StateDigest, is_a_sum_with_carry) {
  Digest all_ones, one;
  all_ones.bytes.fill(0xff);
  one.bytes[0] = 1;
  StateDigest digest;
  digest.add(all_ones);
  digest.add(one);
  EXPECT_EQ(digest.value(), Digest{});
  digest.remove(one);
  EXPECT_EQ(digest.value(), all_ones);
}

TEST(Table, keeps_its_digest_through_every_kind_of_change) {
  Counts table("counts");
  StateDigest digest;
  std::uint64_t state = 7;
  for (int i = 0; i < 500; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const auto key = static_cast<std::uint32_t>(state >> 60);
    if ((state >> 40) % 3 == 0 && table.contains(key))
      table.erase(key);
    else
      table.put(key, std::to_string(state >> 50));
    if (i % 5 == 0) {
      table.settle(digest);
      ASSERT_EQ(digest.value(), made_anew(table)) << i;
    }
  }
}

TEST(Table, returns_to_an_older_digest_with_the_older_rows) {
  Counts table("counts");
  StateDigest digest;
  EXPECT_EQ(digest.value(), Digest{});
  table.put(1, "a");
  table.settle(digest);
  const Digest before = digest.value();
  table.put(2, "b");
  table.settle(digest);
  EXPECT_NE(digest.value(), before);
  table.erase(2);
  table.settle(digest);
  EXPECT_EQ(digest.value(), before);
  EXPECT_EQ(table.changes(), 3u);
}

TEST(Table, tells_tables_keys_and_rows_apart) {
  const auto digest_of = [](std::string_view name, std::uint32_t key, const char* row) {
    Counts table(name);
    table.put(key, row);
    return made_anew(table);
  };
  EXPECT_NE(digest_of("a", 1, "x"), digest_of("b", 1, "x"));
  EXPECT_NE(digest_of("a", 1, "x"), digest_of("a", 2, "x"));
  EXPECT_NE(digest_of("a", 1, "x"), digest_of("a", 1, "y"));
}

TEST(TableDeathTest, knows_what_must_be_there) {
  Counts table("counts");
  EXPECT_EQ(table.find(1), nullptr);
  EXPECT_DEATH(static_cast<void>(table.at(1)), "CHECK");
  EXPECT_DEATH(table.erase(1), "CHECK");
}

}  // namespace
}  // namespace tanshu
