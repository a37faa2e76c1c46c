// SPDX-License-Identifier: Apache-2.0
// Tests of the hash map against the standard library's.
#include "base/hash_map.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace tanshu {
namespace {

struct Pair {
  std::string a, b;
  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("a", self.a, "First.");
    visit("b", self.b, "Second.");
  }
};

TEST(HashMap, does_what_an_ordered_map_does) {
  std::mt19937_64 random(11);
  HashMap<std::uint64_t, std::string> map;
  std::map<std::uint64_t, std::string> model;
  for (int step = 0; step < 60'000; ++step) {
    const std::uint64_t key = random() % 5'000;
    if (random() % 3 == 0) {
      ASSERT_EQ(map.contains(key), model.contains(key));
      if (model.erase(key) == 1) map.erase(key);
    } else {
      map[key] = model[key] = std::to_string(step);
    }
    const std::uint64_t asked = random() % 5'000;
    const auto* found = map.find(asked);
    const auto at = model.find(asked);
    ASSERT_EQ(found != nullptr, at != model.end()) << step;
    if (found != nullptr) {
      ASSERT_EQ(*found, at->second);
    }
  }
  EXPECT_EQ(map.size(), model.size());
  std::map<std::uint64_t, std::string> walked;
  for (const auto& [key, row] : map) walked.emplace(key, row);
  EXPECT_EQ(walked, model);
}

TEST(HashMap, keeps_rows_where_they_are_while_it_grows) {
  HashMap<std::uint64_t, std::uint64_t> map;
  const std::uint64_t* first = &(map[0] = 7);
  for (std::uint64_t key = 1; key < 100'000; ++key) map[key] = key;
  EXPECT_EQ(map.find(0), first);
  EXPECT_EQ(*first, 7u);
  EXPECT_EQ(*map.find(99'999), 99'999u);
}

TEST(HashMap, copies_are_their_own) {
  HashMap<std::string, int> map;
  map["a"] = 1;
  HashMap<std::string, int> copy = map;
  copy["a"] = 2;
  copy["b"] = 3;
  EXPECT_EQ(map["a"], 1);
  EXPECT_FALSE(map.contains("b"));
}

TEST(HashMap, can_be_walked_from_any_place) {
  HashMap<int, int> map;
  for (int i = 0; i < 10; ++i) map[i] = i;
  map.erase(4);
  EXPECT_EQ((*map.from(4)).key, 5);
  EXPECT_EQ(map.from(map.places()), map.end());
}

TEST(KeyHash, tells_neighbouring_fields_apart) {
  EXPECT_NE(hash_of_key(Pair{"ab", "c"}), hash_of_key(Pair{"a", "bc"}));
  EXPECT_NE(hash_of_key(Pair{"", "a"}), hash_of_key(Pair{"a", ""}));
  EXPECT_EQ(hash_of_key(Pair{"a", "b"}), hash_of_key(Pair{"a", "b"}));
}

TEST(HashMapDeathTest, erases_only_what_is_there) {
  HashMap<int, int> map;
  EXPECT_DEATH(map.erase(1), "CHECK");
}

}  // namespace
}  // namespace tanshu
