// SPDX-License-Identifier: Apache-2.0
// Tests of state tables: the digest that is kept up to date equals the one made anew.
#include "base/table.h"

#include <gtest/gtest.h>

namespace tanshu {
namespace {

using Counts = Table<std::uint32_t, std::string>;
using HashedCounts = HashTable<std::uint32_t, std::string>;

template <class Rows>
Digest made_anew(const Rows& table) {
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

template <class Rows>
class AnyTable : public testing::Test {};
using BothKinds = testing::Types<Counts, HashedCounts>;
TYPED_TEST_SUITE(AnyTable, BothKinds);

TYPED_TEST(AnyTable, keeps_its_digest_through_every_kind_of_change) {
  TypeParam table("counts");
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

TYPED_TEST(AnyTable, returns_to_an_older_digest_with_the_older_rows) {
  TypeParam table("counts");
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

TEST(HashTable, has_the_digest_of_the_ordered_table) {
  Counts ordered("counts");
  HashedCounts hashed("counts");
  StateDigest one, other;
  std::uint64_t state = 3;
  for (int i = 0; i < 2'000; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const auto key = static_cast<std::uint32_t>(state >> 58);
    if ((state >> 40) % 2 == 0 && ordered.contains(key)) {
      ordered.erase(key);
      hashed.erase(key);
    } else {
      ordered.put(key, std::to_string(i));
      hashed.put(key, std::to_string(i));
    }
    if (i % 7 != 0) continue;
    ordered.settle(one);
    hashed.settle(other);
    ASSERT_EQ(one.value(), other.value()) << i;
  }
  EXPECT_EQ(ordered.changes(), hashed.changes());
  EXPECT_EQ(in_order(hashed),
            (std::map<std::uint32_t, std::string>(ordered.begin(), ordered.end())));
}

TEST(TableDeathTest, knows_what_must_be_there) {
  Counts table("counts");
  EXPECT_EQ(table.find(1), nullptr);
  EXPECT_DEATH(static_cast<void>(table.at(1)), "CHECK");
  EXPECT_DEATH(table.erase(1), "CHECK");
}

}  // namespace
}  // namespace tanshu
