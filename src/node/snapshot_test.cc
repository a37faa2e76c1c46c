// SPDX-License-Identifier: Apache-2.0
// Snapshots on real files: opening from them, and everything that can be wrong with them.
#include "node/snapshot.h"

#include <gtest/gtest.h>

#include <fstream>
#include <future>

#include "base/temporary_directory.h"
#include "engine/rows.h"
#include "journal/sqlite_journal.h"
#include "node/node.h"

namespace tanshu::node {
namespace {

namespace fs = std::filesystem;
using namespace protocol;  // NOLINT: the commands' names

class SnapshotTest : public testing::Test {
 protected:
  explicit SnapshotTest(HashKind proofs = HashKind::sha256) : proofs_(proofs) {
    EXPECT_TRUE(Node::create(dir_.root, "test", {}, proofs_));
  }
  ~SnapshotTest() override { node_.reset(); }

  void open(std::uint64_t snapshot_every = 0) {
    node_.reset();
    Options options{dir_.root, [this] { return Instant{clock_ns_ += 1'000'000'000}; }};
    options.snapshot_every_leaves = snapshot_every;
    options.notice = [this](const std::string& note) { notices_.push_back(note); };
    auto opened = Node::open(std::move(options));
    ASSERT_TRUE(opened) << opened.error().what;
    node_ = std::move(*opened);
  }
  Receipt give(const char* actor, Command command) {
    const std::string key = "k" + std::to_string(++keys_);
    auto receipt = node_->submit({{actor}, key, std::move(command)});
    EXPECT_TRUE(receipt && receipt->outcome) << key;
    return *receipt;
  }
  /// Every kind of table gets a row.
  void live() {
    give("admin", OpenCell{"test", {"op"}, "登记机构", "Registry", "150200", {"admin"}});
    for (const char* id : {"firm-1", "firm-2"})
      give("admin", RegisterParticipant{{id}, ParticipantKind::firm, "公司", "Firm", "150200"});
    give("admin", AuthoriseUser{{"officer"}, {"op"}, {Role::bureau_officer}});
    give("admin", AuthoriseUser{{"clerk"}, {"op"}, {Role::clearing_officer}});
    give("admin", AuthoriseUser{{"trader-1"}, {"firm-1"}, {Role::trader}});
    give("admin", AuthoriseUser{{"trader-2"}, {"firm-2"}, {Role::trader}});
    give("admin", OpenAccount{{"a-1"}, {"firm-1"}});
    give("admin", OpenAccount{{"a-2"}, {"firm-2"}});
    give("clerk", DepositCash{{"a-2"}, yuan(9000), "bank-1"});
    give("officer", ImportBatch{{"batch"}, {"a-1"}, 2023, tonnes(100), "Other", "O-1"});
    give("trader-1", GiveUnits{{"a-1"}, {"a-2"}, {{{"batch"}, tonnes(10)}}, "gift"});
    give("trader-1", GiveUnits{{"a-1"}, {"a-2"}, {{{"batch"}, tonnes(3)}}, "gift"});
    give("trader-2", GiveUnits{{"a-2"}, {"a-1"}, {{{"batch"}, tonnes(4)}}, "back"});
  }
  /// Moves that split and join what a snapshot brought back.
  void go_on() {
    give("trader-1", GiveUnits{{"a-1"}, {"a-2"}, {{{"batch"}, tonnes(90)}}, "more"});
    give("trader-2", GiveUnits{{"a-2"}, {"a-1"}, {{{"batch"}, tonnes(95)}}, "all"});
    give("clerk", WithdrawCash{{"a-2"}, yuan(500), "bank-2"});
  }
  Result<std::unique_ptr<journal::Journal>> reader() {
    TRY_SET(
        std::unique_ptr<journal::Journal> journal,
        journal::SqliteJournal::open(dir_.journal().string(), "test", journal::Mode::read_only));
    return journal;
  }
  std::uint64_t snapshot() {
    auto journal = reader();
    EXPECT_TRUE(journal);
    const auto made = make_snapshot(dir_, "test", **journal);
    EXPECT_TRUE(made) << made.error().what;
    return made.value_or(0);
  }
  /// The books by the journal alone, and by the snapshots there are: one digest and one log.
  void expect_the_same_books(std::uint64_t restored_blocks) {
    auto journal = reader();
    ASSERT_TRUE(journal);
    const auto nothing = [](const ReplayedLeaf&) {};
    Replayer whole(proofs_);
    ASSERT_TRUE(replay_journal(**journal, whole, nothing));
    std::vector<std::string> notes;
    Restored restored = restore_newest(dir_, "test", **journal, notes, proofs_);
    EXPECT_EQ(restored.replayer.chain().next_position(), restored_blocks);
    EXPECT_EQ(restored.record_counts.size(), restored_blocks);
    ASSERT_TRUE(replay_journal(**journal, restored.replayer, nothing));
    EXPECT_EQ(restored.replayer.state_digest(), whole.state_digest());
    EXPECT_EQ(restored.replayer.engine().recompute_digest(), whole.state_digest());
    EXPECT_EQ(restored.replayer.log().root(), whole.log().root());
    EXPECT_EQ(restored.replayer.chain().previous_hash(), whole.chain().previous_hash());
  }
  static void flip(const fs::path& file, std::size_t offset) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(offset));
    const int byte = stream.get();
    stream.seekp(static_cast<std::streamoff>(offset));
    stream.put(static_cast<char>(byte ^ 1));
  }

  const HashKind proofs_;
  const TemporaryDirectory place_{"snapshot"};
  const DataDir dir_{place_.path()};
  std::unique_ptr<Node> node_;
  std::vector<std::string> notices_;
  std::int64_t clock_ns_ = 1'700'000'000'000'000'000;
  int keys_ = 0;
};

TEST_F(SnapshotTest, opens_from_a_snapshot_and_its_tail) {
  open();
  live();
  const std::uint64_t made = snapshot();  // beside the open node
  EXPECT_EQ(made, 14u);
  go_on();
  const LogHead before = node_->log_head();
  open();
  EXPECT_EQ(node_->log_head().checkpoint, before.checkpoint);
  EXPECT_TRUE(notices_.empty());
  give("trader-2", GiveUnits{{"a-2"}, {"a-1"}, {{{"batch"}, tonnes(1)}}, "on"});
  node_.reset();
  expect_the_same_books(made);
}

class Sm3SnapshotTest : public SnapshotTest {
 protected:
  Sm3SnapshotTest() : SnapshotTest(HashKind::sm3) {}
  /// Signatures with SM2 differ each time; what is signed does not.
  std::string signed_text() const {
    const std::string note = node_->log_head().checkpoint;
    return note.substr(0, note.find("\n\n"));
  }
};

TEST_F(Sm3SnapshotTest, opens_from_a_snapshot_and_its_tail) {
  open();
  live();
  const std::uint64_t made = snapshot();
  go_on();
  const std::string before = signed_text();
  EXPECT_TRUE(before.ends_with("\nhash sm3")) << before;
  open();
  EXPECT_EQ(signed_text(), before);
  EXPECT_TRUE(notices_.empty());
  give("trader-2", GiveUnits{{"a-2"}, {"a-1"}, {{{"batch"}, tonnes(1)}}, "on"});
  node_.reset();
  expect_the_same_books(made);
}

TEST_F(Sm3SnapshotTest, is_no_journal_of_a_cell_made_otherwise) {
  open();
  live();
  node_.reset();
  auto journal = reader();
  ASSERT_TRUE(journal);
  Replayer plain;
  EXPECT_FALSE(replay_journal(**journal, plain, [](const ReplayedLeaf&) {}));
  journal->reset();
  fs::remove(dir_.cell_file());
  std::ofstream(dir_.cell_file()) << "cell = \"test\"\n";
  EXPECT_FALSE(Node::open({dir_.root})) << "what was published is of another hash";
}

TEST_F(SnapshotTest, knows_the_answers_from_before_the_snapshot) {
  open();
  live();
  snapshot();
  open();
  const auto again = node_->submit(
      {{"admin"},
       "k2",
       RegisterParticipant{{"firm-1"}, ParticipantKind::firm, "公司", "Firm", "150200"}});
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->log_index, 2u);
  const auto other = node_->submit({{"admin"}, "k2", OpenAccount{{"x"}, {"firm-1"}}});
  ASSERT_TRUE(other);
  EXPECT_FALSE(other->outcome);
  LogHead head;
  EXPECT_TRUE(node_->prove({0, 2, 6}, head));
}

TEST_F(SnapshotTest, makes_one_from_the_last_and_keeps_two) {
  open();
  live();
  EXPECT_EQ(snapshot(), 14u);
  EXPECT_EQ(snapshot(), 14u);  // nothing has happened
  give("trader-1", GiveUnits{{"a-1"}, {"a-2"}, {{{"batch"}, tonnes(1)}}, "x"});
  EXPECT_EQ(snapshot(), 15u);
  give("trader-1", GiveUnits{{"a-1"}, {"a-2"}, {{{"batch"}, tonnes(1)}}, "x"});
  EXPECT_EQ(snapshot(), 16u);
  EXPECT_FALSE(fs::exists(snapshot_file(dir_, 14)));
  EXPECT_TRUE(fs::exists(snapshot_file(dir_, 15)));
  EXPECT_EQ(newest_snapshot(dir_), 16u);
  node_.reset();
  expect_the_same_books(16);
}

TEST_F(SnapshotTest, sets_a_damaged_one_aside_and_falls_back) {
  open();
  live();
  snapshot();
  go_on();
  const std::uint64_t newest = snapshot();
  node_.reset();
  const auto size = fs::file_size(snapshot_file(dir_, newest));
  for (const std::size_t at : {std::size_t{3}, size / 2, size - 1}) {
    flip(snapshot_file(dir_, newest), at);
    notices_.clear();
    open();
    ASSERT_EQ(notices_.size(), 1u) << at;
    EXPECT_NE(notices_[0].find("set aside"), std::string::npos);
    node_.reset();
    EXPECT_FALSE(fs::exists(snapshot_file(dir_, newest)));
    expect_the_same_books(14);
    EXPECT_EQ(snapshot(), newest);
  }
}

TEST_F(SnapshotTest, replays_everything_when_none_is_whole) {
  open();
  live();
  fs::resize_file(snapshot_file(dir_, snapshot()), 100);
  const LogHead before = node_->log_head();
  open();
  EXPECT_EQ(notices_.size(), 1u);
  EXPECT_EQ(node_->log_head().checkpoint, before.checkpoint);
  node_.reset();
  expect_the_same_books(0);
}

TEST_F(SnapshotTest, does_not_take_one_of_another_journal) {
  open();
  live();
  const fs::path file = snapshot_file(dir_, snapshot());
  node_.reset();
  // The same number of blocks, another history.
  fs::remove_all(dir_.log());
  for (const char* name : {"journal.db", "journal.db-wal", "journal.db-shm"})
    fs::remove(dir_.root / name);
  keys_ = 0;
  clock_ns_ += 77;
  const fs::path aside = dir_.root / "aside.snap";
  fs::rename(file, aside);
  open();
  live();
  node_.reset();
  fs::rename(aside, file);
  open();
  ASSERT_EQ(notices_.size(), 1u);
  EXPECT_NE(notices_[0].find("another journal"), std::string::npos);
}

TEST_F(SnapshotTest, makes_a_lost_log_again_although_the_journal_is_not_re_executed) {
  open();
  live();
  snapshot();
  go_on();
  const LogHead before = node_->log_head();
  node_.reset();
  fs::remove_all(dir_.log());
  open();
  EXPECT_EQ(node_->log_head().checkpoint, before.checkpoint);
  LogHead head;
  EXPECT_TRUE(node_->prove({0, 5, 29}, head));
}

TEST_F(SnapshotTest, is_made_in_the_background_when_enough_has_happened) {
  open(20);
  live();
  for (int i = 0; i < 1000 && newest_snapshot(dir_) == 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_GE(newest_snapshot(dir_), 10u);
  go_on();
  node_.reset();
  expect_the_same_books(newest_snapshot(dir_));
  EXPECT_TRUE(notices_.empty());
}

TEST_F(SnapshotTest, is_given_up_when_asked) {
  open();
  live();
  auto journal = reader();
  ASSERT_TRUE(journal);
  EXPECT_FALSE(make_snapshot(dir_, "test", **journal, [] { return false; }));
  EXPECT_EQ(newest_snapshot(dir_), 0u);
}

TEST(Rows, refuses_bytes_that_break_off_or_go_on) {
  Bytes bytes;
  ASSERT_TRUE(engine::Rows::write(engine::Engine(), [&bytes](ByteView piece) -> Result<void> {
    bytes.insert(bytes.end(), piece.begin(), piece.end());
    return {};
  }));
  EXPECT_TRUE(engine::Rows::read(bytes));
  EXPECT_FALSE(engine::Rows::read(ByteView(bytes).first(bytes.size() - 1)));
  bytes.push_back(0);
  EXPECT_FALSE(engine::Rows::read(bytes));
}

}  // namespace
}  // namespace tanshu::node
