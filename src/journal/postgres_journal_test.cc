// SPDX-License-Identifier: Apache-2.0
// What only a journal on PostgreSQL does: leases, epochs, lost answers, other people's edits.
#include "journal/postgres_journal.h"

#include <gtest/gtest.h>

#include <future>

#include "base/hash.h"
#include "journal/opening.h"
#include "journal/own_postgres.h"

namespace tanshu::journal {
namespace {

using namespace std::chrono_literals;
using Kind = AppendFailure::Kind;

class PostgresJournalTest : public testing::Test {
 protected:
  PostgresOptions options(Mode mode = Mode::read_write) const {
    PostgresOptions made;
    made.url = server.url();
    made.cell = "cell";
    made.mode = mode;
    made.address = "http://127.0.0.1:1";
    made.lease = 2s;
    made.lease_patience = 5s;
    made.append_patience = 20s;
    return made;
  }
  std::unique_ptr<PostgresJournal> open(PostgresOptions with) const {
    auto journal = PostgresJournal::open(std::move(with));
    EXPECT_TRUE(journal) << journal.error().what;
    return std::move(*journal);
  }
  std::unique_ptr<PostgresJournal> open() const { return open(options()); }

  OwnPostgres server;
};

Appended append(Journal& journal, std::uint64_t position) {
  const std::string header = "header " + std::to_string(position);
  return journal.append(position, view_of(header), view_of("body of " + header));
}

std::vector<std::string> headers(Journal& journal) {
  std::vector<std::string> found;
  const auto read = journal.read(0, [&](std::uint64_t, ByteView header, ByteView) {
    found.emplace_back(text_of(header));
    return true;
  });
  EXPECT_TRUE(read) << read.error().what;
  return found;
}

TEST_F(PostgresJournalTest, refuses_a_second_writer_while_the_lease_holds) {
  const auto first = open();
  auto hasty = options();
  hasty.lease_patience = 0ms;
  std::this_thread::sleep_for(3s);  // the lease is renewed although nothing is written
  const auto second = PostgresJournal::open(hasty);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().what.find("http://127.0.0.1:1"), std::string::npos)
      << second.error().what;
  EXPECT_TRUE(append(*first, 0));
  EXPECT_EQ(first->unheard_for(), 0ms);
}

TEST_F(PostgresJournalTest, lets_the_next_writer_in_at_once_when_closed) {
  ASSERT_TRUE(append(*open(), 0));
  auto hasty = options();
  hasty.lease_patience = 0ms;
  const auto next = open(hasty);
  EXPECT_TRUE(append(*next, 1));
  EXPECT_EQ(next->standing()->epoch, 2u);
}

TEST_F(PostgresJournalTest, tells_a_reader_who_writes_and_for_how_long) {
  auto writer = open();
  const auto reader = open(options(Mode::read_only));
  const auto held = reader->standing();
  ASSERT_TRUE(held) << held.error().what;
  EXPECT_EQ(held->address, "http://127.0.0.1:1");
  EXPECT_GT(held->lease_left, 0ms);
  EXPECT_FALSE(held->ours);
  EXPECT_TRUE(writer->standing()->ours);
  writer.reset();
  EXPECT_EQ(reader->standing()->lease_left, 0ms);
  EXPECT_EQ(append(*reader, 0).error().kind, Kind::storage);
}

TEST_F(PostgresJournalTest, never_lets_a_deposed_writer_append) {
  auto slow = options();
  slow.lease = 60s;  // so that it does not renew before the other one comes
  const auto old = open(slow);
  ASSERT_TRUE(append(*old, 0));
  // As if the old one had been paused for longer than its lease.
  server.execute("UPDATE tanshu_head SET lease_until = '-infinity'");
  auto hasty = options();
  hasty.lease_patience = 0ms;
  const auto fresh = open(hasty);
  const auto stray = append(*old, 1);
  ASSERT_FALSE(stray);
  EXPECT_EQ(stray.error().kind, Kind::deposed);
  EXPECT_EQ(append(*old, 1).error().kind, Kind::deposed);
  ASSERT_TRUE(append(*fresh, 1));
  EXPECT_EQ(headers(*fresh), (std::vector<std::string>{"header 0", "header 1"}));
}

TEST_F(PostgresJournalTest, notices_while_idle_that_it_was_deposed) {
  const auto old = open();
  server.execute("UPDATE tanshu_head SET epoch = epoch + 1, writer = 'somebody'");
  std::this_thread::sleep_for(2s);
  EXPECT_EQ(append(*old, 0).error().kind, Kind::deposed);
  EXPECT_GT(old->unheard_for(), 0ms);
}

TEST_F(PostgresJournalTest, goes_on_when_the_server_is_started_again) {
  const auto journal = open();
  ASSERT_TRUE(append(*journal, 0));
  for (std::uint64_t round = 1; round <= 3; ++round) {
    server.stop(round == 1 ? SIGINT : SIGQUIT);
    auto appending = std::async(std::launch::async, [&] { return append(*journal, round); });
    std::this_thread::sleep_for(300ms);
    server.start();
    const auto appended = appending.get();
    ASSERT_TRUE(appended) << appended.error().what;
  }
  EXPECT_EQ(headers(*journal).size(), 4u);
}

TEST_F(PostgresJournalTest, appends_once_while_its_sessions_are_being_cut) {
  const auto journal = open();
  std::atomic<bool> done = false;
  std::thread cutter([&] {
    while (!done)
      server.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name='tanshu'");
  });
  for (std::uint64_t i = 0; i < 300; ++i) {
    const auto appended = append(*journal, i);
    EXPECT_TRUE(appended) << appended.error().what;
    if (!appended) break;
  }
  done = true;
  cutter.join();
  const auto found = headers(*journal);
  ASSERT_EQ(found.size(), 300u);
  for (std::uint64_t i = 0; i < 300; ++i) EXPECT_EQ(found[i], "header " + std::to_string(i));
}

TEST_F(PostgresJournalTest, takes_a_cancelled_wait_for_the_standby_as_unknown) {
  auto patient = options();
  patient.answer_patience = 20s;
  patient.lease = 60s;  // or a renewal would wait in the append's place
  const auto journal = open(patient);
  ASSERT_TRUE(append(*journal, 0));
  server.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  server.execute("SELECT pg_reload_conf()");
  std::this_thread::sleep_for(300ms);
  auto appending = std::async(std::launch::async, [&] { return append(*journal, 1); });
  std::this_thread::sleep_for(700ms);
  // The commit is local now, and its client is told so under a warning: not acknowledged.
  server.execute(
      "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
  EXPECT_EQ(appending.wait_for(1s), std::future_status::timeout);
  // With the standby's wait gone the read-back can be made durable.
  server.execute("ALTER SYSTEM RESET synchronous_standby_names");
  server.execute("SELECT pg_reload_conf()");
  const auto appended = appending.get();
  ASSERT_TRUE(appended) << appended.error().what;
  EXPECT_EQ(headers(*journal), (std::vector<std::string>{"header 0", "header 1"}));
}

TEST_F(PostgresJournalTest, gives_up_when_its_patience_is_over) {
  auto hasty = options();
  hasty.append_patience = 1s;
  const auto journal = open(hasty);
  server.stop();
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(append(*journal, 0).error().kind, Kind::storage);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
  server.start();
  EXPECT_EQ(append(*journal, 0).error().kind, Kind::storage) << "open it anew first";
  EXPECT_TRUE(append(*open(), 0));
}

TEST_F(PostgresJournalTest, gives_up_on_a_server_that_is_paused) {
  auto hasty = options();
  hasty.answer_patience = 500ms;
  hasty.append_patience = 2s;
  const auto journal = open(hasty);
  ASSERT_TRUE(append(*journal, 0));
  server.pause(true);
  const auto began = std::chrono::steady_clock::now();
  auto appending = std::async(std::launch::async, [&] { return append(*journal, 1); });
  EXPECT_EQ(appending.wait_for(12s), std::future_status::ready);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 12s);
  server.pause(false);
  EXPECT_EQ(appending.get().error().kind, Kind::storage);
}

TEST_F(PostgresJournalTest, says_so_when_the_database_lost_acknowledged_blocks) {
  const auto journal = open();
  for (std::uint64_t i = 0; i < 3; ++i) ASSERT_TRUE(append(*journal, i));
  server.execute("DELETE FROM tanshu_blocks WHERE position = 2");
  server.execute("UPDATE tanshu_head SET next_position = 2, chain = sha256('header 1')");
  const auto appended = append(*journal, 3);
  ASSERT_FALSE(appended);
  EXPECT_EQ(appended.error().kind, Kind::storage);
  EXPECT_NE(appended.error().what.find("has lost"), std::string::npos) << appended.error().what;
}

TEST_F(PostgresJournalTest, names_a_hole_and_refuses_a_head_that_does_not_fit) {
  {
    const auto journal = open();
    for (std::uint64_t i = 0; i < 3; ++i) ASSERT_TRUE(append(*journal, i));
    server.execute("DELETE FROM tanshu_blocks WHERE position = 1");
    const auto read = journal->read(0, [](std::uint64_t, ByteView, ByteView) { return true; });
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().what.find("block 1 is missing"), std::string::npos);
  }
  server.execute("UPDATE tanshu_blocks SET header = 'edited' WHERE position = 2");
  const auto again = PostgresJournal::open(options());
  ASSERT_FALSE(again);
  EXPECT_NE(again.error().what.find("head and blocks disagree"), std::string::npos);
}

TEST_F(PostgresJournalTest, keeps_cells_apart_in_one_database) {
  auto other = options();
  other.cell = "other";
  const auto here = open();
  const auto there = open(other);
  ASSERT_TRUE(append(*here, 0));
  ASSERT_TRUE(append(*here, 1));
  ASSERT_TRUE(append(*there, 0));
  EXPECT_EQ(here->head(), 2u);
  EXPECT_EQ(there->head(), 1u);
}

TEST_F(PostgresJournalTest, records_how_far_a_follower_is) {
  const auto writer = open();
  ASSERT_TRUE(append(*writer, 0));
  const auto follower = open(options(Mode::read_only));
  EXPECT_EQ(headers(*follower).size(), 1u);
  ASSERT_TRUE(follower->confirm(1, sha256("header 0")));
  ASSERT_TRUE(follower->confirm(1, sha256("header 0")));
  EXPECT_FALSE(follower->confirm(1, sha256("another header")));
  EXPECT_FALSE(follower->confirm(2, sha256("header 0")));
  ASSERT_TRUE(follower->confirm(1, sha256("header 0")));
  server.execute("SELECT 1 / count(*) FROM tanshu_followers WHERE cell = 'cell' AND position = 1");
}

TEST_F(PostgresJournalTest, refuses_a_server_that_does_not_sync) {
  server.execute("ALTER SYSTEM SET fsync = off");
  server.execute("SELECT pg_reload_conf()");
  std::this_thread::sleep_for(300ms);
  const auto journal = PostgresJournal::open(options());
  ASSERT_FALSE(journal);
  EXPECT_NE(journal.error().what.find("fsync"), std::string::npos);
}

TEST(WithoutPassword, leaves_the_rest) {
  EXPECT_EQ(without_password("postgresql://user:secret@host:5432/db?sslmode=require"),
            "postgresql://user@host:5432/db");
  EXPECT_EQ(without_password("postgresql://user@host/db"), "postgresql://user@host/db");
  EXPECT_EQ(without_password("postgresql:///db?password=secret"), "postgresql:///db");
}

TEST(OpenJournal, knows_a_database_by_its_scheme) {
  EXPECT_TRUE(is_database("postgresql://h/d"));
  EXPECT_TRUE(is_database("postgres://h/d"));
  EXPECT_FALSE(is_database("/var/lib/tanshu/journal.db"));
}

}  // namespace
}  // namespace tanshu::journal
