// SPDX-License-Identifier: Apache-2.0
// What every journal does, whatever it is kept in.
#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "base/temporary_directory.h"
#include "journal/faulty_journal.h"
#include "journal/memory_journal.h"
#include "journal/opening.h"
#include "journal/own_postgres.h"
#include "journal/sqlite_journal.h"

namespace tanshu::journal {
namespace {

/// A place that outlives the journals opened on it.
class MemoryPlace {
 public:
  std::unique_ptr<Journal> open() { return std::make_unique<MemoryJournal>(store_); }

 private:
  std::shared_ptr<MemoryStore> store_ = std::make_shared<MemoryStore>();
};

class SqlitePlace {
 public:
  std::unique_ptr<Journal> open() {
    auto journal = SqliteJournal::open(directory_ / "journal.db", "cell", Mode::read_write);
    EXPECT_TRUE(journal) << journal.error().what;
    return std::move(*journal);
  }

 private:
  const TemporaryDirectory directory_{"journal"};
};

/// A cell of its own in the database that all tests share.
class PostgresPlace {
 public:
  PostgresPlace() {
    static int cells = 0;
    cell_ = "cell" + std::to_string(++cells);
  }
  std::unique_ptr<Journal> open() {
    auto journal = open_journal({OwnPostgres::shared().url(), cell_});
    EXPECT_TRUE(journal) << journal.error().what;
    return std::move(*journal);
  }

 private:
  std::string cell_;
};

/// The same through the decorator with an empty plan.
class FaultlessPlace {
 public:
  std::unique_ptr<Journal> open() { return std::make_unique<FaultyJournal>(journal_, FaultPlan{}); }

 private:
  MemoryJournal journal_;
};

template <class Place>
class JournalConformance : public testing::Test {
 public:
  Place place;
};

using Places = testing::Types<MemoryPlace, SqlitePlace, PostgresPlace, FaultlessPlace>;
TYPED_TEST_SUITE(JournalConformance, Places);

struct Block {
  std::uint64_t position;
  Bytes header;
  Bytes body;
};

std::vector<Block> blocks_from(Journal& journal, std::uint64_t from) {
  std::vector<Block> blocks;
  const auto done = journal.read(from, [&](std::uint64_t position, ByteView header, ByteView body) {
    blocks.push_back({position, {header.begin(), header.end()}, {body.begin(), body.end()}});
    return true;
  });
  EXPECT_TRUE(done) << done.error().what;
  return blocks;
}

void append_some(Journal& journal, std::uint64_t first, std::uint64_t count) {
  for (std::uint64_t i = first; i < first + count; ++i) {
    const std::string header = "header " + std::to_string(i);
    const std::string body(i * 37 % 9000, static_cast<char>('a' + i % 26));
    const auto appended = journal.append(i, view_of(header), view_of(body));
    ASSERT_TRUE(appended) << appended.error().what;
  }
}

TYPED_TEST(JournalConformance, starts_empty) {
  const auto journal = this->place.open();
  EXPECT_EQ(journal->head(), 0u);
  EXPECT_TRUE(blocks_from(*journal, 0).empty());
  EXPECT_TRUE(journal->tidy());
}

TYPED_TEST(JournalConformance, gives_back_what_was_appended_in_order) {
  const auto journal = this->place.open();
  append_some(*journal, 0, 200);
  EXPECT_EQ(journal->head(), 200u);
  for (const std::uint64_t from : {0u, 1u, 63u, 64u, 199u}) {
    const auto blocks = blocks_from(*journal, from);
    ASSERT_EQ(blocks.size(), 200 - from);
    for (std::uint64_t i = 0; i < blocks.size(); ++i) {
      EXPECT_EQ(blocks[i].position, from + i);
      EXPECT_EQ(text_of(blocks[i].header), "header " + std::to_string(from + i));
      EXPECT_EQ(blocks[i].body.size(), (from + i) * 37 % 9000);
    }
  }
  EXPECT_TRUE(blocks_from(*journal, 200).empty());
  EXPECT_TRUE(blocks_from(*journal, ~std::uint64_t{0}).empty());
}

TYPED_TEST(JournalConformance, keeps_everything_over_reopening) {
  for (std::uint64_t round = 0; round < 5; ++round) {
    const auto journal = this->place.open();
    ASSERT_EQ(journal->head(), round * 20);
    append_some(*journal, round * 20, 20);
    ASSERT_TRUE(journal->tidy());
  }
  EXPECT_EQ(blocks_from(*this->place.open(), 0).size(), 100u);
}

TYPED_TEST(JournalConformance, refuses_an_append_that_is_not_at_the_head) {
  const auto journal = this->place.open();
  append_some(*journal, 0, 3);
  for (const std::uint64_t position :
       {std::uint64_t{0}, std::uint64_t{2}, std::uint64_t{4}, ~std::uint64_t{0}}) {
    const auto appended = journal->append(position, view_of("h"), view_of("b"));
    ASSERT_FALSE(appended);
    EXPECT_EQ(appended.error().kind, AppendFailure::Kind::not_the_head);
    EXPECT_NE(appended.error().what.find("head is at 3"), std::string::npos)
        << appended.error().what;
  }
  EXPECT_EQ(journal->head(), 3u);
  append_some(*journal, 3, 1);
  EXPECT_EQ(blocks_from(*journal, 0).size(), 4u);
}

TYPED_TEST(JournalConformance, keeps_empty_and_large_blocks) {
  const auto journal = this->place.open();
  ASSERT_TRUE(journal->append(0, {}, {}));
  Bytes large(5'000'000);
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<std::uint8_t>(i * i >> 7);
  ASSERT_TRUE(journal->append(1, view_of(std::string_view("\0h", 2)), large));
  const auto blocks = blocks_from(*journal, 0);
  ASSERT_EQ(blocks.size(), 2u);
  EXPECT_TRUE(blocks[0].header.empty());
  EXPECT_TRUE(blocks[0].body.empty());
  EXPECT_EQ(blocks[1].header, (Bytes{0, 'h'}));
  EXPECT_EQ(blocks[1].body, large);
}

TYPED_TEST(JournalConformance, stops_reading_when_told) {
  const auto journal = this->place.open();
  append_some(*journal, 0, 10);
  std::uint64_t seen = 0;
  ASSERT_TRUE(journal->read(2, [&](std::uint64_t, ByteView, ByteView) { return ++seen < 3; }));
  EXPECT_EQ(seen, 3u);
}

TYPED_TEST(JournalConformance, lets_a_visitor_append) {
  const auto journal = this->place.open();
  append_some(*journal, 0, 2);
  std::uint64_t next = 2;
  ASSERT_TRUE(journal->read(0, [&](std::uint64_t, ByteView, ByteView) {
    if (next < 5) {
      EXPECT_TRUE(journal->append(next, view_of("h"), view_of("b")));
    }
    ++next;
    return true;
  }));
  EXPECT_GE(journal->head().value(), 4u);
}

TYPED_TEST(JournalConformance, shows_a_reader_what_came_while_another_reads) {
  const auto journal = this->place.open();
  const Bytes header = {1}, body = {2};
  ASSERT_TRUE(journal->append(0, header, body));
  ASSERT_TRUE(journal->append(1, header, body));
  int seen = 0;
  ASSERT_TRUE(journal->read(0, [&](std::uint64_t position, ByteView, ByteView) {
    if (position != 0) return false;
    EXPECT_TRUE(journal->append(2, header, body));
    EXPECT_TRUE(journal->read(2, [&](std::uint64_t at, ByteView, ByteView) {
      EXPECT_EQ(at, 2u);
      ++seen;
      return true;
    }));
    return true;
  }));
  EXPECT_EQ(seen, 1);
}

TYPED_TEST(JournalConformance, may_be_tidied_and_read_from_another_thread) {
  const auto journal = this->place.open();
  std::atomic<bool> done = false;
  std::thread other([&] {
    while (!done) {
      EXPECT_TRUE(journal->tidy());
      const auto head = journal->head();
      ASSERT_TRUE(head);
      EXPECT_GE(blocks_from(*journal, 0).size(), *head);
    }
  });
  const Bytes body(200'000, 5);
  for (std::uint64_t i = 0; i < 150; ++i) EXPECT_TRUE(journal->append(i, view_of("h"), body));
  done = true;
  other.join();
  EXPECT_EQ(journal->head(), 150u);
}

TEST(FaultyJournal, fails_and_refuses_until_opened_anew) {
  for (const Fault fault : {Fault::io_error, Fault::disk_full, Fault::io_error_after_write}) {
    MemoryJournal disk;
    FaultyJournal journal(disk, {{2, fault}});
    append_some(journal, 0, 2);
    const auto failed = journal.append(2, view_of("h"), view_of("b"));
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, AppendFailure::Kind::storage);
    EXPECT_FALSE(journal.append(2, view_of("h"), view_of("b")));
    EXPECT_FALSE(journal.crashed());
    const std::uint64_t kept = fault == Fault::io_error_after_write ? 3 : 2;
    EXPECT_EQ(journal.head(), kept);
    FaultyJournal reopened(disk, {});
    append_some(reopened, kept, 1);
  }
}

TEST(FaultyJournal, stops_the_machine_before_or_after_the_write) {
  for (const Fault fault :
       {Fault::crash_before_write, Fault::crash_after_write, Fault::torn_write}) {
    MemoryJournal disk;
    FaultyJournal journal(disk, {{1, fault}});
    append_some(journal, 0, 1);
    EXPECT_FALSE(journal.append(1, view_of("h"), view_of("body")));
    EXPECT_TRUE(journal.crashed());
    EXPECT_FALSE(journal.head());
    EXPECT_FALSE(journal.read(0, [](std::uint64_t, ByteView, ByteView) { return true; }));
    EXPECT_EQ(disk.head(), fault == Fault::crash_before_write ? 1u : 2u);
    if (fault == Fault::torn_write) {
      EXPECT_EQ(text_of(blocks_from(disk, 1)[0].body), "bo");
    }
  }
}

TEST(FaultyJournal, acknowledges_a_write_that_is_lost) {
  MemoryJournal disk;
  FaultyJournal journal(disk, {{0, Fault::lost_write}});
  EXPECT_TRUE(journal.append(0, view_of("h"), view_of("b")));
  EXPECT_EQ(disk.head(), 0u);
}

}  // namespace
}  // namespace tanshu::journal
