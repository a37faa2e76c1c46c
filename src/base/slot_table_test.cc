// SPDX-License-Identifier: Apache-2.0
// A table of slots against a set, with segments so small that they split all the time.
#include "base/slot_table.h"

#include <gtest/gtest.h>

#include <random>
#include <unordered_set>

namespace tanshu {
namespace {

struct Slot {
  std::uint64_t value = 0;
  bool used() const { return value != 0; }
  std::uint64_t home() const { return value * 0x9e3779b97f4a7c15u; }
};

template <class Table>
const Slot* find(const Table& table, std::uint64_t value) {
  return table.find(Slot{value}.home(), [value](const Slot& slot) { return slot.value == value; });
}

TEST(SlotTable, holds_what_a_set_holds_while_segments_split) {
  std::mt19937_64 random(7);
  SlotTable<Slot, 16> table;
  std::unordered_set<std::uint64_t> model;
  for (int step = 0; step < 100'000; ++step) {
    const std::uint64_t value = 1 + random() % 4'000;
    const Slot* found = find(table, value);
    ASSERT_EQ(found != nullptr, model.contains(value)) << step;
    if (found == nullptr) {
      table.insert({value});
      model.insert(value);
    } else if (random() % 3 == 0) {
      table.erase(found);
      model.erase(value);
    }
    ASSERT_EQ(table.size(), model.size());
  }
  EXPECT_GT(model.size(), 2'000u);  // over a hundred segments
  std::unordered_set<std::uint64_t> visited;
  table.each([&](const Slot& slot) { EXPECT_TRUE(visited.insert(slot.value).second); });
  EXPECT_EQ(visited, model);
}

TEST(SlotTable, is_copied_and_moved_whole) {
  SlotTable<Slot, 16> table;
  for (std::uint64_t value = 1; value <= 500; ++value) table.insert({value});
  SlotTable<Slot, 16> copy = table;
  for (std::uint64_t value = 501; value <= 1'000; ++value) copy.insert({value});
  EXPECT_EQ(table.size(), 500u);
  EXPECT_EQ(find(table, 501), nullptr);
  const SlotTable<Slot, 16> moved = std::move(copy);
  for (std::uint64_t value = 1; value <= 1'000; ++value) ASSERT_NE(find(moved, value), nullptr);
  copy = table;  // NOLINT(bugprone-use-after-move): a table that was moved from is an empty one
  EXPECT_EQ(copy.size(), 500u);
  table = {};
  EXPECT_EQ(find(table, 1), nullptr);
  EXPECT_NE(find(copy, 1), nullptr);
}

TEST(SlotTable, splits_segments_of_large_pages) {
  SlotTable<Slot> table;
  constexpr std::uint64_t count = 1'000'000;
  for (std::uint64_t value = 1; value <= count; ++value) table.insert({value});
  for (std::uint64_t value = 1; value <= count; value += 997)
    ASSERT_NE(find(table, value), nullptr);
  EXPECT_EQ(find(table, count + 1), nullptr);
  EXPECT_LE(table.memory_bytes(), count * sizeof(Slot) * 3);
}

}  // namespace
}  // namespace tanshu
