// SPDX-License-Identifier: Apache-2.0
// A node that cannot believe its clock, or cannot read its journal back, takes no commands until it
// can again.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "base/hash.h"
#include "base/temporary_directory.h"
#include "journal/sqlite_journal.h"
#include "node/node.h"

namespace tanshu::node {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;

/// The file, with a page that goes bad and is mended on word.
class BadPage : public journal::Journal {
 public:
  BadPage(std::unique_ptr<journal::Journal> file, const std::atomic<bool>& bad)
      : file_(std::move(file)), bad_(bad) {}
  journal::Appended append(std::uint64_t position, ByteView header, ByteView body) override {
    return file_->append(position, header, body);
  }
  Result<std::uint64_t> head() override { return file_->head(); }
  Result<void> read(std::uint64_t from, const journal::BlockVisitor& visit) override {
    if (bad_) return failure("journal.db: page 3 is damaged");
    return file_->read(from, visit);
  }
  Result<void> tidy() override { return {}; }

 private:
  std::unique_ptr<journal::Journal> file_;
  const std::atomic<bool>& bad_;
};

class DistrustTest : public testing::Test {
 protected:
  DistrustTest() { EXPECT_TRUE(Node::create(dir_, "test")); }
  ~DistrustTest() override { node_.reset(); }
  void open() {
    node_.reset();
    const auto open_file = [this](journal::Mode mode) {
      return [this, mode]() -> Result<std::unique_ptr<journal::Journal>> {
        TRY_SET(auto file,
                journal::SqliteJournal::open((dir_ / "journal.db").string(), "test", mode));
        return std::make_unique<BadPage>(std::move(file), bad_);
      };
    };
    Options options{.data = dir_,
                    .clock = [this] { return Instant{now().ns + offset_ns_}; },
                    .clock_step_max = minutes(5),
                    .open_journal = open_file(journal::Mode::read_write),
                    .open_reader = open_file(journal::Mode::read_only),
                    .retry_after = milliseconds(20)};
    auto opened = Node::open(std::move(options));
    ASSERT_TRUE(opened) << opened.error().what;
    node_ = std::move(*opened);
  }
  void step(nanoseconds by) { offset_ns_ += by.count(); }
  Result<Receipt> give() {
    const std::string code = "firm-" + std::to_string(++given_);
    return node_->submit({{"admin"},
                          code,
                          protocol::RegisterParticipant{
                              {code}, protocol::ParticipantKind::firm, "企业", "Firm", "150200"}});
  }

  const TemporaryDirectory place_{"distrust"};
  const fs::path dir_ = place_.path();
  std::atomic<std::int64_t> offset_ns_ = 0;
  std::atomic<bool> bad_ = false;
  std::unique_ptr<Node> node_;
  int given_ = 0;
};

TEST_F(DistrustTest, takes_no_commands_while_the_clock_has_jumped) {
  open();
  ASSERT_TRUE(give());
  std::size_t recorded = 1;
  for (const nanoseconds jump : {nanoseconds(hours(87'600)), -nanoseconds(hours(24))}) {
    step(jump);
    const auto turned_away = give();
    ASSERT_FALSE(turned_away);
    EXPECT_NE(turned_away.error().what.find("the clock jumped"), std::string::npos);
    EXPECT_EQ(node_->write_stop().substr(0, 6), "系统");
    EXPECT_EQ(node_->records(0, 10)->size(), recorded);
    step(-jump);
    EXPECT_EQ(node_->write_stop(), "");
    EXPECT_TRUE(give());
    ++recorded;
  }
}

TEST_F(DistrustTest, takes_no_commands_on_a_clock_behind_the_journal) {
  open();
  ASSERT_TRUE(give());
  node_.reset();
  step(-hours(24));
  open();
  EXPECT_NE(node_->write_stop().find("before the last entry"), std::string::npos);
  EXPECT_FALSE(give());
  step(hours(24));
  EXPECT_TRUE(give());
}

/// A restart is the operator's word that the time is right.
TEST_F(DistrustTest, believes_the_clock_it_starts_with) {
  open();
  ASSERT_TRUE(give());
  step(hours(24 * 30));
  EXPECT_FALSE(give());
  open();
  EXPECT_TRUE(give());
}

TEST_F(DistrustTest, takes_no_commands_while_the_journal_cannot_be_read_back) {
  open();
  const auto first = give();
  ASSERT_TRUE(first);
  ASSERT_TRUE(node_->wait_published(seconds(5), {}));
  bad_ = true;
  EXPECT_FALSE(node_->records(0, 10));
  EXPECT_NE(node_->write_stop().find("page 3"), std::string::npos);
  EXPECT_FALSE(give());
  std::this_thread::sleep_for(milliseconds(100));
  EXPECT_NE(node_->write_stop().find("page 3"), std::string::npos);
  bad_ = false;
  const auto until = std::chrono::steady_clock::now() + seconds(20);
  while (!node_->write_stop().empty() && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(milliseconds(5));
  EXPECT_EQ(node_->write_stop(), "");
  EXPECT_TRUE(give());
  EXPECT_EQ(node_->records(first->log_index, 1)->size(), 1u);
}

}  // namespace
}  // namespace tanshu::node
