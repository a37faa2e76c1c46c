// SPDX-License-Identifier: Apache-2.0
// The stages together on real files: encoded batches, many clients, disks that fail and are mended,
// nodes that go in the middle of their work.
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <future>

#include "base/temporary_directory.h"
#include "journal/faulty_journal.h"
#include "journal/sqlite_journal.h"
#include "node/block.h"
#include "node/data_dir.h"
#include "node/node.h"
#include "node/replayer.h"

namespace tanshu::node {
namespace {

namespace fs = std::filesystem;
using namespace protocol;  // NOLINT: the commands' names
using journal::Fault;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// A SQLite journal behind faults that it owns.
class FaultyDisk : public journal::Journal {
 public:
  FaultyDisk(std::unique_ptr<journal::Journal> disk, journal::FaultPlan plan)
      : disk_(std::move(disk)), faulty_(*disk_, std::move(plan)) {}
  journal::Appended append(std::uint64_t position, ByteView header, ByteView body) override {
    return faulty_.append(position, header, body);
  }
  Result<std::uint64_t> head() override { return faulty_.head(); }
  Result<void> read(std::uint64_t from, const journal::BlockVisitor& visit) override {
    return faulty_.read(from, visit);
  }
  Result<void> tidy() override { return {}; }

 private:
  std::unique_ptr<journal::Journal> disk_;
  journal::FaultyJournal faulty_;
};

class PipelineTest : public testing::Test {
 protected:
  PipelineTest() { EXPECT_TRUE(Node::create(dir_, "test")); }
  ~PipelineTest() override { node_.reset(); }

  /// The plan holds for the first opening of the journal; later ones meet a mended disk.
  void open(journal::FaultPlan plan = {}) {
    node_.reset();
    Options options{dir_, [this] { return Instant{clock_ns_ += 1'000'000'000}; }};
    if (!plan.empty()) {
      options.open_journal = [this, plan = std::move(plan), first = true]() mutable {
        return open_disk(std::exchange(first, false) ? plan : journal::FaultPlan());
      };
      options.open_reader = [this]() -> Result<std::unique_ptr<journal::Journal>> {
        return journal::SqliteJournal::open((dir_ / "journal.db").string(), "test",
                                            journal::Mode::read_only);
      };
    }
    options.retry_after = milliseconds(50);
    auto opened = Node::open(std::move(options));
    ASSERT_TRUE(opened) << opened.error().what;
    node_ = std::move(*opened);
  }
  Result<std::unique_ptr<journal::Journal>> open_disk(const journal::FaultPlan& plan) {
    TRY_SET(std::unique_ptr<journal::Journal> disk,
            journal::SqliteJournal::open((dir_ / "journal.db").string(), "test",
                                         journal::Mode::read_write));
    return std::make_unique<FaultyDisk>(std::move(disk), plan);
  }
  void open_cell(journal::FaultPlan plan = {}) {
    open(std::move(plan));
    const auto receipt = node_->submit(
        {{"admin"}, "open", OpenCell{"test", {"op"}, "登记机构", "Registry", "150200", {"admin"}}});
    ASSERT_TRUE(receipt && receipt->outcome);
  }
  static Submission firm(int number, const std::string& name = "Firm") {
    return {{"admin"},
            "f" + std::to_string(number),
            RegisterParticipant{
                {"firm-" + std::to_string(number)}, ParticipantKind::firm, "企业", name, "150200"}};
  }
  std::vector<Answered> give_batch(const Bytes& encoded) {
    std::promise<Result<std::vector<Answered>>> promise;
    node_->submit_batch(encoded, [&](auto answers) { promise.set_value(std::move(answers)); });
    auto answers = promise.get_future().get();
    EXPECT_TRUE(answers) << answers.error().what;
    return answers ? std::move(*answers) : std::vector<Answered>();
  }
  bool writes_again_within(seconds patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (!node_->write_stop().empty() && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(milliseconds(5));
    return node_->write_stop().empty();
  }
  /// Re-executes the file, which must be sound; how many firms there are.
  std::size_t firms_on_disk() {
    auto journal = journal::SqliteJournal::open((dir_ / "journal.db").string(), "test",
                                                journal::Mode::read_only);
    EXPECT_TRUE(journal);
    Replayer replayer;
    std::size_t firms = 0;
    const auto replayed = replay_journal(**journal, replayer, [&](const ReplayedLeaf& leaf) {
      if (leaf.closes_block) return;
      const Record record = leaf.record();
      if (record.outcome && std::holds_alternative<RegisterParticipant>(record.envelope.command))
        ++firms;
    });
    EXPECT_TRUE(replayed) << replayed.error().what;
    EXPECT_EQ(replayer.engine().recompute_digest(), replayer.state_digest());
    return firms;
  }

  const TemporaryDirectory place_{"pipeline"};
  const fs::path dir_ = place_.path();
  std::unique_ptr<Node> node_;
  std::atomic<std::int64_t> clock_ns_ = 1'700'000'000'000'000'000;
};

TEST_F(PipelineTest, takes_an_encoded_batch_as_one_block) {
  open_cell();
  Bytes batch;
  for (int i = 0; i < 100; ++i) append_submission(batch, firm(i));
  append_submission(batch, firm(7));           // the same again
  append_submission(batch, firm(8, "Other"));  // the key of another
  append_submission(batch, {{"nobody"}, "k", OpenAccount{{"a"}, {"firm-1"}}});
  const auto answers = give_batch(batch);
  ASSERT_EQ(answers.size(), 103u);
  for (std::size_t i = 0; i < 100; ++i) {
    EXPECT_EQ(answers[i].log_index, 2 + i);
    EXPECT_EQ(answers[i].refusal, 0);
    EXPECT_FALSE(answers[i].repeated);
  }
  EXPECT_TRUE(answers[100].repeated);
  EXPECT_EQ(answers[100].log_index, answers[7].log_index);
  EXPECT_EQ(answers[101].refusal,
            static_cast<std::uint16_t>(RefusalCode::key_was_used_with_another_body));
  EXPECT_EQ(answers[102].refusal, static_cast<std::uint16_t>(RefusalCode::user_is_unknown));
  EXPECT_EQ(node_->log_head().size, 2u + 102u + 1u);
  const auto records = node_->records(2, 200);
  ASSERT_TRUE(records);
  ASSERT_EQ(records->size(), 102u);
  for (const Published& published : *records) {
    EXPECT_EQ(published.block, 1u);
    EXPECT_GT(published.record->envelope.at.ns, 1'700'000'000'000'000'000);
  }
  node_.reset();
  EXPECT_EQ(firms_on_disk(), 100u);
}

TEST_F(PipelineTest, answers_a_repeated_batch_from_the_journal) {
  open_cell();
  Bytes batch;
  for (int i = 0; i < 50; ++i) append_submission(batch, firm(i % 45));
  const auto first = give_batch(batch);
  const std::uint64_t size = node_->durable_size();
  open();
  const auto again = give_batch(batch);
  ASSERT_EQ(again.size(), first.size());
  for (std::size_t i = 0; i < again.size(); ++i) {
    EXPECT_TRUE(again[i].repeated);
    EXPECT_EQ(again[i].log_index, first[i].log_index);
  }
  EXPECT_EQ(node_->durable_size(), size);
}

TEST_F(PipelineTest, turns_away_frames_that_are_no_commands) {
  open_cell();
  Bytes batch;
  append_submission(batch, firm(1));
  Encoder(batch).put(Bytes{1, 2, 3});
  append_submission(batch, {{"admin"}, "", OpenAccount{{"a"}, {"firm-1"}}});
  RegisterProject large;
  large.boundary.resize(4'000);
  append_submission(batch, {{"admin"}, "large", large});
  append_submission(batch, firm(2));
  const auto answers = give_batch(batch);
  ASSERT_EQ(answers.size(), 5u);
  const auto malformed = static_cast<std::uint16_t>(RefusalCode::request_is_malformed);
  const auto too_large = static_cast<std::uint16_t>(RefusalCode::entry_is_too_large);
  EXPECT_EQ(answers[1].refusal, malformed);
  EXPECT_EQ(answers[2].refusal, malformed);
  EXPECT_EQ(answers[3].refusal, too_large);
  for (int i = 1; i < 4; ++i) EXPECT_FALSE(answers[static_cast<std::size_t>(i)].recorded);
  EXPECT_EQ(answers[4].log_index, answers[0].log_index + 1);
  std::promise<bool> taken;
  node_->submit_batch({1, 0, 0}, [&](auto broken) { taken.set_value(broken.has_value()); });
  EXPECT_FALSE(taken.get_future().get());
}

TEST_F(PipelineTest, shows_everyone_his_own_write) {
  open_cell();
  std::atomic<int> seen = 0;
  std::vector<std::thread> clients;
  for (int client = 0; client < 4; ++client)
    clients.emplace_back([&, client] {
      for (int i = 0; i < 25; ++i) {
        const auto receipt = node_->submit(firm(client * 1000 + i));
        if (!receipt || !receipt->outcome) continue;
        LogHead head;
        if (node_->prove({receipt->log_index}, head)) ++seen;
      }
    });
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(seen, 100);
  node_.reset();
  EXPECT_EQ(firms_on_disk(), 100u);
}

TEST_F(PipelineTest, calls_back_once_what_was_durable_is_published) {
  open_cell();
  std::promise<std::uint64_t> published;
  std::atomic<std::uint64_t> seen = 0;
  const auto subscription =
      node_->subscribe([&](const Published& record) { seen = record.log_index; });
  const auto receipt = node_->submit(firm(1));
  ASSERT_TRUE(receipt);
  node_->when_published(seconds(5), [&] { published.set_value(seen); });
  EXPECT_EQ(published.get_future().get(), receipt->log_index);
  EXPECT_TRUE(node_->wait_published(milliseconds(0), receipt->log_index));
  EXPECT_FALSE(node_->wait_published(milliseconds(1), receipt->log_index + 100));
  node_->unsubscribe(subscription);
}

class FailingDisk : public PipelineTest, public testing::WithParamInterface<Fault> {};

/// Whatever the disk does to an append: nobody is told a lie, readers are served, and once the disk
/// is mended the same keys go through, each once.
TEST_P(FailingDisk, loses_and_doubles_nothing_and_writes_again) {
  open_cell({{2, GetParam()}});
  ASSERT_TRUE(node_->submit(firm(0)));
  const auto failed = node_->submit(firm(1));
  ASSERT_FALSE(failed);
  EXPECT_FALSE(failed.error().what.empty());
  EXPECT_GE(node_->log_head().size, 4u);
  ASSERT_TRUE(writes_again_within(seconds(20))) << node_->write_stop();
  LogHead head;
  EXPECT_TRUE(node_->prove({0, 2}, head));
  const auto retried = node_->submit(firm(1));
  ASSERT_TRUE(retried) << retried.error().what;
  EXPECT_TRUE(retried->outcome);
  EXPECT_EQ(retried->log_index, 4u);
  EXPECT_TRUE(node_->submit(firm(2)));
  EXPECT_TRUE(node_->wait_published(seconds(5)));
  node_.reset();
  EXPECT_EQ(firms_on_disk(), 3u);
  open();
  EXPECT_EQ(node_->log_head().size, 8u);
}

INSTANTIATE_TEST_SUITE_P(Faults, FailingDisk,
                         testing::Values(Fault::io_error, Fault::disk_full,
                                         Fault::io_error_after_write, Fault::crash_before_write,
                                         Fault::crash_after_write),
                         [](const auto& fault) {
                           switch (fault.param) {
                             case Fault::io_error:
                               return "io_error";
                             case Fault::disk_full:
                               return "disk_full";
                             case Fault::io_error_after_write:
                               return "io_error_after_write";
                             case Fault::crash_before_write:
                               return "crash_before_write";
                             default:
                               return "crash_after_write";
                           }
                         });

TEST_F(PipelineTest, fails_everyone_who_waits_when_the_disk_fails_under_load) {
  open_cell({{3, Fault::disk_full}});
  std::atomic<int> answered = 0, failed = 0;
  std::vector<std::thread> clients;
  for (int client = 0; client < 8; ++client)
    clients.emplace_back([&, client] {
      for (int i = 0; i < 10; ++i) {
        // Until it goes through, as clients with idempotency keys do.
        while (true) {
          const auto receipt = node_->submit(firm(client * 100 + i));
          if (receipt) break;
          ++failed;
          std::this_thread::sleep_for(milliseconds(5));
        }
        ++answered;
      }
    });
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(answered, 80);
  EXPECT_GE(failed, 1);
  node_.reset();
  EXPECT_EQ(firms_on_disk(), 80u);
}

TEST_F(PipelineTest, stays_stopped_when_an_acknowledged_block_is_gone) {
  open_cell({{1, Fault::lost_write}});
  ASSERT_TRUE(node_->submit(firm(0)));  // the disk lies here
  EXPECT_FALSE(node_->submit(firm(1)));
  std::this_thread::sleep_for(milliseconds(300));
  EXPECT_NE(node_->write_stop().find("acknowledged"), std::string::npos) << node_->write_stop();
  EXPECT_FALSE(node_->submit(firm(2)));
}

TEST_F(PipelineTest, keeps_what_it_answered_when_it_goes_under_load) {
  open_cell();
  std::atomic<std::uint64_t> answered = 0;
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < 300; ++i)
      node_->submit_later(firm(round * 1000 + i), [&](Result<Receipt> receipt) {
        if (receipt && receipt->outcome) ++answered;
      });
    open();  // drops the node with most of it under way
  }
  node_.reset();
  EXPECT_EQ(firms_on_disk(), answered);
}

TEST_F(PipelineTest, stops_while_the_log_cannot_be_published_and_goes_on_after) {
  open_cell();
  node_->log_head();
  fs::rename(dir_ / "log", dir_ / "moved");
  std::ofstream(dir_ / "log") << "in the way";
  ASSERT_TRUE(node_->submit(firm(1)));  // durable all the same
  EXPECT_FALSE(node_->wait_published(seconds(5)));
  EXPECT_FALSE(node_->write_stop().empty());
  EXPECT_FALSE(node_->submit(firm(2)));
  EXPECT_TRUE(node_->records(0, 10));
  fs::remove(dir_ / "log");
  fs::rename(dir_ / "moved", dir_ / "log");
  ASSERT_TRUE(writes_again_within(seconds(10))) << node_->write_stop();
  EXPECT_TRUE(node_->submit(firm(2)));
  EXPECT_EQ(node_->log_head().size, 6u);
}

TEST(Block, finds_the_records_that_the_engine_wrote) {
  const Instant at{1'700'000'000'000'000'001};
  const Envelope open{{"root"}, "1", at, OpenCell{"c", {"o"}, "甲", "A", "150200", {"root"}}};
  const Envelope account{{"root"}, "2", at, OpenAccount{{"a"}, {"o"}}};
  engine::CommandBatch batch{{open, account, open}, {}};
  batch.note_keys();
  engine::Engine engine, second;
  Block block(0, 0, at);
  std::vector<engine::Engine::Executed> executed;
  engine.execute_batch(batch, 0, block.records(), executed);
  block.note_records(executed);
  ASSERT_EQ(block.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    const Outcome outcome = second.execute(batch.envelopes[i], i);
    EXPECT_TRUE(std::ranges::equal(block.record(i), encode_record({batch.envelopes[i], outcome})))
        << i;
  }
  EXPECT_EQ(executed[1].log_index, 1u);
  EXPECT_TRUE(executed[2].repeated);
  EXPECT_EQ(executed[2].log_index, 0u);
  const auto unpacked = unpack_records(block.body());
  ASSERT_TRUE(unpacked);
  EXPECT_EQ(unpacked->size(), 2u);
}

}  // namespace
}  // namespace tanshu::node
