// SPDX-License-Identifier: Apache-2.0
// The simulated journal fails as it says, and keeps what a disk would keep.
#include "journal/simulated_journal.h"

#include <gtest/gtest.h>

namespace tanshu::journal {
namespace {

using Store = std::shared_ptr<SimulatedDisk>;

Appended add(Journal& journal, std::uint64_t position, std::string_view body = "body") {
  return journal.append(position, view_of("h"), view_of(body));
}

std::vector<std::string> bodies(Journal& journal) {
  std::vector<std::string> found;
  EXPECT_TRUE(journal.read(0, [&](std::uint64_t, ByteView, ByteView body) {
    found.emplace_back(text_of(body));
    return true;
  }));
  return found;
}

TEST(SimulatedJournal, fails_and_refuses_until_opened_anew) {
  for (const DiskFault fault :
       {DiskFault::io_error, DiskFault::disk_full, DiskFault::io_error_after_write}) {
    const Store disk = std::make_shared<SimulatedDisk>();
    SimulatedJournal journal(disk, {{2, fault}});
    EXPECT_TRUE(add(journal, 0) && add(journal, 1));
    const auto failed = add(journal, 2);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, AppendFailure::Kind::storage);
    EXPECT_FALSE(add(journal, 2));
    EXPECT_FALSE(journal.crashed());
    const std::uint64_t kept = fault == DiskFault::io_error_after_write ? 3 : 2;
    EXPECT_EQ(journal.head(), kept);
    SimulatedJournal reopened(disk);
    EXPECT_TRUE(add(reopened, kept));
  }
}

TEST(SimulatedJournal, stops_the_machine_at_every_step_of_an_append) {
  for (const DiskFault fault : {DiskFault::crash_before_write, DiskFault::crash_before_sync,
                                DiskFault::crash_after_write, DiskFault::torn_write}) {
    const Store disk = std::make_shared<SimulatedDisk>();
    SimulatedJournal journal(disk, {{1, fault}});
    EXPECT_TRUE(add(journal, 0));
    EXPECT_FALSE(add(journal, 1));
    EXPECT_TRUE(journal.crashed());
    EXPECT_FALSE(journal.head());
    EXPECT_FALSE(journal.tidy());
    EXPECT_FALSE(journal.read(0, [](std::uint64_t, ByteView, ByteView) { return true; }));
    SimulatedJournal reopened(disk);
    EXPECT_EQ(reopened.head(), fault == DiskFault::crash_after_write ? 2u : 1u);
  }
}

TEST(SimulatedJournal, leaves_half_a_block_until_it_is_opened) {
  const Store disk = std::make_shared<SimulatedDisk>();
  SimulatedJournal journal(disk, {{0, DiskFault::torn_write}});
  EXPECT_FALSE(add(journal, 0));
  EXPECT_EQ(disk->size(), 1u);
  SimulatedJournal reopened(disk);
  EXPECT_EQ(disk->size(), 0u);
}

TEST(SimulatedJournal, acknowledges_from_its_cache_what_a_crash_loses) {
  const Store disk = std::make_shared<SimulatedDisk>();
  SimulatedJournal journal(disk, {{1, DiskFault::unsynced_write}});
  EXPECT_TRUE(add(journal, 0) && add(journal, 1));
  EXPECT_EQ(journal.head(), 2u);
  journal.crash();
  EXPECT_EQ(SimulatedJournal(disk).head(), 1u);
}

TEST(SimulatedJournal, keeps_what_a_later_sync_reached) {
  const Store disk = std::make_shared<SimulatedDisk>();
  SimulatedJournal journal(disk, {{0, DiskFault::unsynced_write}});
  EXPECT_TRUE(add(journal, 0) && add(journal, 1));
  journal.crash();
  EXPECT_EQ(SimulatedJournal(disk).head(), 2u);
}

TEST(SimulatedJournal, cuts_a_block_short_once) {
  SimulatedJournal journal(std::make_shared<SimulatedDisk>());
  EXPECT_TRUE(add(journal, 0) && add(journal, 1));
  journal.plan_short_read(1);
  EXPECT_EQ(bodies(journal), (std::vector<std::string>{"body", "bo"}));
  EXPECT_EQ(bodies(journal), (std::vector<std::string>{"body", "body"}));
}

TEST(SimulatedJournal, takes_a_repeated_append_once) {
  SimulatedJournal journal(std::make_shared<SimulatedDisk>());
  journal.plan_next(DiskFault::repeated_append);
  EXPECT_TRUE(add(journal, 0));
  EXPECT_EQ(journal.head(), 1u);
}

TEST(SimulatedJournal, takes_its_time_for_a_slow_sync) {
  SimulatedJournal journal(std::make_shared<SimulatedDisk>());
  EXPECT_TRUE(add(journal, 0));
  const std::int64_t usual = journal.spent_ns();
  journal.plan_next(DiskFault::slow_sync);
  EXPECT_TRUE(add(journal, 1));
  EXPECT_GT(journal.spent_ns(), 1000 * usual);
}

TEST(SimulatedJournal, keeps_two_writers_apart) {
  const Store disk = std::make_shared<SimulatedDisk>();
  SimulatedJournal one(disk), two(disk);
  EXPECT_TRUE(add(one, 0));
  const auto late = add(two, 0);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, AppendFailure::Kind::not_the_head);
  EXPECT_TRUE(add(two, 1));
}

}  // namespace
}  // namespace tanshu::journal
