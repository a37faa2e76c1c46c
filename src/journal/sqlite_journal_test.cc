// SPDX-License-Identifier: Apache-2.0
// What only the SQLite journal must do: locks, foreign files, damage, and survival of its process.
#include "journal/sqlite_journal.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "base/temporary_directory.h"
#include "journal/checked_vfs.h"
#include "journal/page_seal.h"
#include "journal/verify_file.h"

namespace tanshu::journal {
namespace {

namespace fs = std::filesystem;

class Directory {
 public:
  std::string database() const { return root / "journal.db"; }
  std::string wal() const { return database() + "-wal"; }

  const TemporaryDirectory place{"journal"};
  const fs::path root = place.path();
};

std::unique_ptr<SqliteJournal> opened(const std::string& path, Mode mode = Mode::read_write) {
  auto journal = SqliteJournal::open(path, "cell", mode);
  EXPECT_TRUE(journal) << journal.error().what;
  return journal ? std::move(*journal) : nullptr;
}

std::string refusal(const std::string& path, Mode mode = Mode::read_write) {
  const auto journal = SqliteJournal::open(path, "cell", mode);
  return journal ? "" : journal.error().what;
}

Bytes body_of(std::uint64_t position) {
  std::mt19937_64 random(position);
  Bytes body(random() % 12'000);
  for (std::uint8_t& byte : body) byte = static_cast<std::uint8_t>(random());
  return body;
}

void append_some(Journal& journal, std::uint64_t first, std::uint64_t count) {
  for (std::uint64_t i = first; i < first + count; ++i) {
    const auto appended = journal.append(i, view_of(std::to_string(i)), body_of(i));
    ASSERT_TRUE(appended) << appended.error().what;
  }
}

/// The number of blocks read, all of which must be right; or what reading failed with.
Result<std::uint64_t> read_all(Journal& journal) {
  std::uint64_t count = 0;
  bool right = true;
  TRY(journal.read(0, [&](std::uint64_t position, ByteView header, ByteView body) {
    right = right && position == count && text_of(header) == std::to_string(position) &&
            std::ranges::equal(body, body_of(position));
    ++count;
    return true;
  }));
  if (!right) return failure("wrong bytes without a complaint");
  return count;
}

/// Copies the files of an open journal, as a crash would leave them.
void snapshot(const Directory& from, const Directory& to) {
  fs::copy_file(from.database(), to.database(), fs::copy_options::overwrite_existing);
  fs::remove(to.wal());
  fs::remove(to.database() + "-shm");
  if (fs::exists(from.wal())) fs::copy_file(from.wal(), to.wal());
}

void flip(const std::string& path, std::uint64_t offset, std::uint8_t mask) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(offset));
  const int byte = file.get();
  ASSERT_NE(byte, EOF);
  file.seekp(static_cast<std::streamoff>(offset));
  file.put(static_cast<char>(byte ^ mask));
  ASSERT_TRUE(file.good());
}

/// Through another VFS than the journal's when `vfs` is null.
void execute(const std::string& path, const char* vfs, const std::string& sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(
      sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs),
      SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
      << sqlite3_errmsg(database);
  sqlite3_close(database);
}

TEST(SqliteJournal, keeps_cells_apart) {
  const Directory directory;
  {
    const auto one = SqliteJournal::open(directory.database(), "one", Mode::read_write);
    append_some(**one, 0, 3);
  }
  const auto two = SqliteJournal::open(directory.database(), "two", Mode::read_write);
  EXPECT_EQ((*two)->head(), 0u);
  append_some(**two, 0, 1);
}

TEST(SqliteJournal, refuses_a_second_writer_and_admits_readers) {
  const Directory directory;
  auto writer = opened(directory.database());
  append_some(*writer, 0, 5);
  EXPECT_NE(refusal(directory.database()).find("open for writing elsewhere"), std::string::npos);
  const auto reader = opened(directory.database(), Mode::read_only);
  EXPECT_EQ(read_all(*reader), 5u);
  append_some(*writer, 5, 5);
  EXPECT_EQ(read_all(*reader), 10u);
  const auto appended = reader->append(10, {}, {});
  ASSERT_FALSE(appended);
  EXPECT_EQ(appended.error().kind, AppendFailure::Kind::storage);
  EXPECT_TRUE(verify_file(directory.database()));
  // Verifying in this process must not have dropped the locks of the open journal.
  EXPECT_NE(refusal(directory.database()), "");
  append_some(*writer, 10, 5);
  writer.reset();
  writer = opened(directory.database());
  EXPECT_EQ(read_all(*writer), 15u);
}

TEST(SqliteJournal, refuses_the_second_writer_from_another_process) {
  const Directory directory;
  const auto writer = opened(directory.database());
  const pid_t child = fork();
  if (child == 0)
    _exit(SqliteJournal::open(directory.database(), "cell", Mode::read_write) ? 1 : 42);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 42);
}

TEST(SqliteJournal, opens_for_reading_what_nobody_writes) {
  const Directory directory;
  EXPECT_NE(refusal(directory.database(), Mode::read_only), "");
  append_some(*opened(directory.database()), 0, 7);
  EXPECT_EQ(read_all(*opened(directory.database(), Mode::read_only)), 7u);
}

TEST(SqliteJournal, refuses_unknown_versions_and_foreign_files) {
  const Directory directory;
  append_some(*opened(directory.database()), 0, 1);
  execute(directory.database(), checked_vfs(), "PRAGMA user_version=2");
  EXPECT_NE(refusal(directory.database()).find("format version 2"), std::string::npos);
  execute(directory.database(), checked_vfs(), "PRAGMA user_version=1; PRAGMA application_id=5");
  EXPECT_NE(refusal(directory.database()).find("not a journal"), std::string::npos);
  const Directory foreign;
  execute(foreign.database(), nullptr, "CREATE TABLE t(x)");
  EXPECT_NE(refusal(foreign.database()).find("not a journal"), std::string::npos);
  std::ofstream(foreign.root / "text") << "not a database at all";
  EXPECT_NE(refusal(foreign.root / "text"), "");
  EXPECT_NE(refusal(foreign.root / "missing" / "journal.db"), "");
}

TEST(SqliteJournal, detects_a_writer_that_went_round_the_lock) {
  const Directory directory;
  const auto writer = opened(directory.database());
  append_some(*writer, 0, 2);
  { execute(directory.database(), checked_vfs(), "INSERT INTO blocks VALUES('cell',2,x'',x'')"); }
  const auto appended = writer->append(2, {}, {});
  ASSERT_FALSE(appended);
  EXPECT_EQ(appended.error().kind, AppendFailure::Kind::not_the_head);
  EXPECT_TRUE(writer->append(3, {}, {}));
}

TEST(SqliteJournal, names_a_missing_block) {
  const Directory directory;
  {
    const auto writer = opened(directory.database());
    append_some(*writer, 0, 5);
    execute(directory.database(), checked_vfs(), "DELETE FROM blocks WHERE position=2");
  }
  const auto count = read_all(*opened(directory.database()));
  ASSERT_FALSE(count);
  EXPECT_NE(count.error().what.find("block 2"), std::string::npos);
}

/// A journal of some hundred pages in both files: tidied half way, then appended to, and copied
/// while open.
void make_both_files(const Directory& copy) {
  const Directory directory;
  const auto writer = opened(directory.database());
  append_some(*writer, 0, 20);
  ASSERT_TRUE(writer->append(20, view_of("20"), body_of(20)));
  // Enough for tidy to act: its threshold is 8 MiB.
  std::uint64_t next = 21;
  for (; fs::file_size(directory.wal()) < 9u << 20; ++next) append_some(*writer, next, 1);
  ASSERT_TRUE(writer->tidy());
  append_some(*writer, next, 60);
  ASSERT_GT(fs::file_size(directory.database()), 1u << 20);
  ASSERT_LT(fs::file_size(directory.wal()), 4u << 20) << "the log was not begun anew";
  snapshot(directory, copy);
}

TEST(VerifyFile, finds_any_flipped_byte_in_both_files) {
  const Directory copy;
  make_both_files(copy);
  ASSERT_TRUE(verify_file(copy.database())) << verify_file(copy.database()).error().what;
  std::mt19937_64 random(7);
  std::set<std::string> places;
  for (int i = 0; i < 300; ++i) {
    const bool in_wal = i % 3 == 2;
    const std::string path = in_wal ? copy.wal() : copy.database();
    const std::uint64_t size = fs::file_size(path);
    // Headers first, then the last byte, then anywhere.
    const std::uint64_t offset = i < 60                 ? random() % 100
                                 : i < 63               ? size - 1
                                 : in_wal && i % 2 == 0 ? 32 + random() % 24
                                                        : random() % size;
    const auto mask = static_cast<std::uint8_t>(1u << random() % 8);
    flip(path, offset, mask);
    const auto verified = verify_file(copy.database());
    ASSERT_FALSE(verified) << path << " @" << offset;
    const std::string& what = verified.error().what;
    EXPECT_NE(what.find(in_wal ? "journal.db-wal" : "journal.db"), std::string::npos) << what;
    if (!in_wal && offset >= page_bytes) {
      EXPECT_NE(what.find("page " + std::to_string(offset / page_bytes + 1) + " of"),
                std::string::npos)
          << what << " @" << offset;
    }
    places.insert(what);
    flip(path, offset, mask);
  }
  EXPECT_TRUE(verify_file(copy.database()));
  EXPECT_GT(places.size(), 100u);
}

TEST(SqliteJournal, never_reads_a_flipped_byte_as_if_nothing_were) {
  const Directory copy;
  make_both_files(copy);
  const Directory trial;
  std::mt19937_64 random(8);
  int at_opening = 0;
  int at_reading = 0;
  for (int i = 0; i < 60; ++i) {
    snapshot(copy, trial);
    const std::string path = i % 2 == 0 ? trial.database() : trial.wal();
    flip(path, random() % fs::file_size(path), static_cast<std::uint8_t>(1u << random() % 8));
    const auto journal = SqliteJournal::open(trial.database(), "cell", Mode::read_write);
    if (!journal) {
      ++at_opening;
      continue;
    }
    const auto count = read_all(**journal);
    // A page that the log holds anew is not read from the database: then all blocks are right.
    if (count) continue;
    ++at_reading;
    EXPECT_EQ(count.error().what.find("wrong bytes"), std::string::npos);
  }
  EXPECT_GE(at_opening, 30);
  EXPECT_GE(at_reading, 25);
}

TEST(SqliteJournal, notices_damage_to_the_log_behind_its_back) {
  const Directory directory;
  const auto writer = opened(directory.database());
  append_some(*writer, 0, 20);
  const std::uint64_t size = fs::file_size(directory.wal());
  for (std::uint64_t frame = 0; frame_offset(frame) + frame_bytes <= size; ++frame)
    flip(directory.wal(), frame_offset(frame) + frame_header_bytes + 1234, 1);
  const auto reader = SqliteJournal::open(directory.database(), "cell", Mode::read_only);
  ASSERT_FALSE(reader);
  EXPECT_NE(reader.error().what.find("frame 0 "), std::string::npos) << reader.error().what;
}

TEST(VerifyFile, finds_missing_and_trailing_bytes) {
  const Directory copy;
  append_some(*opened(copy.database()), 0, 30);
  ASSERT_TRUE(verify_file(copy.database()));
  const std::uint64_t size = fs::file_size(copy.database());
  std::ofstream(copy.database(), std::ios::app | std::ios::binary) << "x";
  EXPECT_NE(verify_file(copy.database()).error().what.find("beyond its end"), std::string::npos);
  fs::resize_file(copy.database(), size - 1);
  EXPECT_NE(verify_file(copy.database()).error().what.find("breaks off"), std::string::npos);
  fs::resize_file(copy.database(), size - page_bytes);
  EXPECT_NE(verify_file(copy.database()).error().what.find("is missing"), std::string::npos);
  fs::resize_file(copy.database(), 0);
  EXPECT_FALSE(verify_file(copy.database()));
}

TEST(SqliteJournal, drops_an_append_that_was_cut_off) {
  const Directory directory;
  const Directory trial;
  const auto writer = opened(directory.database());
  append_some(*writer, 0, 10);
  const std::uint64_t acknowledged = fs::file_size(directory.wal());
  append_some(*writer, 10, 1);
  const std::uint64_t whole = fs::file_size(directory.wal());
  for (std::uint64_t size = acknowledged; size < whole; size += 1000) {
    snapshot(directory, trial);
    fs::resize_file(trial.wal(), size);
    EXPECT_TRUE(verify_file(trial.database()));
    const auto journal = opened(trial.database());
    ASSERT_EQ(read_all(*journal), 10u);
    append_some(*journal, 10, 3);
    ASSERT_EQ(read_all(*journal), 13u);
    ASSERT_TRUE(verify_file(trial.database()));
  }
}

TEST(SqliteJournal, tells_a_torn_last_append_from_lost_ones) {
  const Directory directory;
  const Directory trial;
  const auto writer = opened(directory.database());
  append_some(*writer, 0, 10);
  const std::uint64_t acknowledged = fs::file_size(directory.wal());
  append_some(*writer, 10, 1);
  snapshot(directory, trial);
  flip(trial.wal(), acknowledged + 100, 4);
  EXPECT_NE(refusal(trial.database()).find("last append"), std::string::npos);
  EXPECT_EQ(read_all(*opened(trial.database(), Mode::read_write_dropping_torn_tail)), 10u);
  snapshot(directory, trial);
  flip(trial.wal(), acknowledged - 100, 4);
  EXPECT_NE(refusal(trial.database(), Mode::read_write_dropping_torn_tail), "");
}

TEST(SqliteJournal, refuses_further_appends_after_a_failed_write_until_reopened) {
  const Directory directory;
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto ignored = signal(SIGXFSZ, SIG_IGN);
  auto journal = opened(directory.database());
  const rlimit small{800'000, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  std::uint64_t next = 0;
  Appended appended;
  while ((appended = journal->append(next, view_of(std::to_string(next)), body_of(next)))) ++next;
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  signal(SIGXFSZ, ignored);
  EXPECT_EQ(appended.error().kind, AppendFailure::Kind::storage);
  EXPECT_NE(appended.error().what.find("SQLite"), std::string::npos) << appended.error().what;
  const auto again = journal->append(next, {}, {});
  ASSERT_FALSE(again);
  EXPECT_NE(again.error().what.find("open the journal anew"), std::string::npos);
  EXPECT_EQ(read_all(*journal), next);
  journal.reset();
  journal = opened(directory.database());
  EXPECT_GE(next, 5u);
  EXPECT_EQ(read_all(*journal), next);
  append_some(*journal, next, 2);
  EXPECT_TRUE(verify_file(directory.database()));
}

/// Appends without end and tells the parent each acknowledged position, until killed.
[[noreturn]] void append_for_ever(const std::string& path, int pipe) {
  auto journal = SqliteJournal::open(path, "cell", Mode::read_write);
  if (!journal) _exit(3);
  for (std::uint64_t position = (*journal)->head().value();; ++position) {
    if (!(*journal)->append(position, view_of(std::to_string(position)), body_of(position)))
      _exit(4);
    if (::write(pipe, &position, sizeof position) != sizeof position) _exit(5);
    if (position % 50 == 0 && !(*journal)->tidy()) _exit(6);
  }
}

TEST(SqliteJournal, keeps_every_acknowledged_block_when_killed_at_any_moment) {
  const Directory directory;
  std::mt19937_64 random(std::random_device{}());
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(8);
  std::uint64_t acknowledged = 0;
  int rounds = 0;
  for (; std::chrono::steady_clock::now() < end; ++rounds) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) append_for_ever(directory.database(), ends[1]);
    close(ends[1]);
    // Every other round dies while opening; the rest some time after their first append.
    std::uint64_t position = 0;
    const bool opening = rounds % 2 == 0;
    if (!opening && ::read(ends[0], &position, sizeof position) == sizeof position)
      acknowledged = position + 1;
    usleep(static_cast<useconds_t>(random() % (opening ? 20'000 : 60'000)));
    kill(child, SIGKILL);
    while (::read(ends[0], &position, sizeof position) == sizeof position)
      acknowledged = position + 1;
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "exit " << WEXITSTATUS(status);
    if (!fs::exists(directory.database()) || fs::file_size(directory.database()) == 0) continue;
    const auto verified = verify_file(directory.database());
    ASSERT_TRUE(verified) << verified.error().what;
    const auto head = opened(directory.database())->head();
    ASSERT_TRUE(head);
    ASSERT_GE(*head, acknowledged);
    ASSERT_LE(*head, acknowledged + 1);
    acknowledged = *head;
  }
  const auto count = read_all(*opened(directory.database()));
  ASSERT_TRUE(count) << count.error().what;
  EXPECT_EQ(*count, acknowledged);
  EXPECT_GT(rounds, 10);
  EXPECT_GE(acknowledged, static_cast<std::uint64_t>(rounds / 2));
}

TEST(VerifyFile, finds_nothing_wrong_beside_a_running_writer) {
  const Directory directory;
  append_some(*opened(directory.database()), 0, 1);
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) append_for_ever(directory.database(), ends[1]);
  close(ends[1]);
  // Nobody reads the pipe: the writer stops when its 64 KiB are full, after 8192 appends.
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(3);
  std::uint64_t seen = 0;
  while (std::chrono::steady_clock::now() < end) {
    const auto verified = verify_file(directory.database());
    EXPECT_TRUE(verified) << verified.error().what;
    const auto reader = SqliteJournal::open(directory.database(), "cell", Mode::read_only);
    EXPECT_TRUE(reader) << reader.error().what;
    if (!verified || !reader) break;
    const auto count = read_all(**reader);
    EXPECT_TRUE(count) << count.error().what;
    EXPECT_GE(count.value_or(0), seen);
    seen = count.value_or(0);
  }
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  close(ends[0]);
  EXPECT_GT(seen, 1u);
}

TEST(PageSeal, changes_with_every_bit_and_page_number) {
  std::array<std::uint8_t, page_bytes> page;
  std::mt19937 random(3);
  for (std::uint8_t& byte : page) byte = static_cast<std::uint8_t>(random());
  seal(7, page);
  EXPECT_TRUE(sealed(7, page));
  EXPECT_FALSE(sealed(8, page));
  for (std::size_t i = 0; i < page.size() * 8; ++i) {
    page[i / 8] ^= static_cast<std::uint8_t>(1u << i % 8);
    ASSERT_FALSE(sealed(7, page)) << i;
    page[i / 8] ^= static_cast<std::uint8_t>(1u << i % 8);
  }
}

}  // namespace
}  // namespace tanshu::journal
