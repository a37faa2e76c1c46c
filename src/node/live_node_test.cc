// SPDX-License-Identifier: Apache-2.0
// The node on a real directory: answers, repeats, restarts, damage.
#include "node/live_node.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <future>
#include <iterator>

#include "base/temporary_directory.h"
#include "proof/audit.h"
#include "proof/log_audit.h"
#include "proof/merkle.h"

namespace tanshu::node {
namespace {

namespace fs = std::filesystem;
using namespace protocol;  // NOLINT: the commands' names

class LiveNodeTest : public testing::Test {
 protected:
  LiveNodeTest() { EXPECT_TRUE(Node::create(dir_, "test")); }
  ~LiveNodeTest() override { node_.reset(); }

  Result<void> open() {
    node_.reset();
    TRY_SET(node_, Node::open({dir_, [this] { return Instant{clock_ns_ += 1'000'000'000}; }}));
    return {};
  }
  Receipt give(const char* actor, const char* key, Command command) {
    auto receipt = node_->submit({{actor}, key, std::move(command)});
    EXPECT_TRUE(receipt) << receipt.error().what;
    return *receipt;
  }
  void open_cell() {
    ASSERT_TRUE(open());
    const auto receipt =
        give("admin", "1", OpenCell{"test", {"op"}, "登记机构", "Registry", "150200", {"admin"}});
    ASSERT_TRUE(receipt.outcome);
  }
  static RegisterParticipant firm(const char* id, std::string name = "企业") {
    return {{id}, ParticipantKind::firm, std::move(name), "Firm", "150200"};
  }
  static void flip(const fs::path& file, std::size_t offset) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(offset));
    const int byte = stream.get();
    stream.seekp(static_cast<std::streamoff>(offset));
    stream.put(static_cast<char>(byte ^ 1));
  }

  const TemporaryDirectory place_{"node"};
  const fs::path dir_ = place_.path();
  std::unique_ptr<Node> node_;
  std::atomic<std::int64_t> clock_ns_ = 1'700'000'000'000'000'000;  ///< read by threads of the node
};

TEST_F(LiveNodeTest, answers_after_the_log_covers_the_entry) {
  open_cell();
  const auto receipt = give("admin", "2", firm("a"));
  EXPECT_EQ(receipt.log_index, 2u);  // after the first record and its block
  EXPECT_EQ(node_->log_head().size, 4u);
  LogHead head;
  const auto proven = node_->prove({0, 2}, head);
  ASSERT_TRUE(proven);
  const auto verifier = proof::parse_vkey(head.vkey);
  ASSERT_TRUE(verifier);
  for (const ProvenEntry& entry : *proven) {
    const proof::AuditProof file{entry.entry, entry.index, entry.path, head.checkpoint, 0};
    EXPECT_TRUE(
        proof::verify_proof(proof::print_proof(file), entry.entry, std::span(&*verifier, 1)));
  }
  EXPECT_FALSE(node_->prove({4}, head));
}

TEST_F(LiveNodeTest, repeats_the_first_answer_to_a_key) {
  open_cell();
  const auto first = give("admin", "2", firm("a"));
  const auto again = give("admin", "2", firm("a"));
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.log_index, first.log_index);
  EXPECT_EQ(again.at, first.at);
  const auto other = give("admin", "2", firm("b"));
  ASSERT_FALSE(other.outcome);
  EXPECT_EQ(other.outcome.error().code(), RefusalCode::key_was_used_with_another_body);
}

TEST_F(LiveNodeTest, repeats_within_one_batch) {
  open_cell();
  std::vector<std::promise<Result<Receipt>>> promises(200);
  for (auto& promise : promises)
    node_->submit_later({{"admin"}, "same", firm("a")}, [&promise](Result<Receipt> receipt) {
      promise.set_value(std::move(receipt));
    });
  std::uint64_t fresh = 0;
  for (auto& promise : promises) {
    const auto receipt = promise.get_future().get();
    ASSERT_TRUE(receipt);
    EXPECT_TRUE(receipt->outcome);
    EXPECT_EQ(receipt->log_index, 2u);
    fresh += receipt->repeated ? 0 : 1;
  }
  EXPECT_EQ(fresh, 1u);
}

TEST_F(LiveNodeTest, turns_away_what_no_entry_can_hold_and_goes_on) {
  open_cell();
  RegisterProject project;
  project.boundary.resize(4'000);
  const auto receipt = give("nobody", "big", project);
  ASSERT_FALSE(receipt.outcome);
  EXPECT_EQ(receipt.outcome.error().code(), RefusalCode::entry_is_too_large);
  EXPECT_FALSE(receipt.recorded);
  EXPECT_EQ(node_->log_head().size, 2u);
  EXPECT_TRUE(give("admin", "2", firm("a")).outcome);
}

TEST_F(LiveNodeTest, comes_back_with_the_same_log_and_lets_time_only_run_on) {
  open_cell();
  give("admin", "2", firm("a"));
  const LogHead before = node_->log_head();
  clock_ns_ -= 3'600'000'000'000;
  ASSERT_TRUE(open());
  EXPECT_EQ(node_->log_head().checkpoint, before.checkpoint);
  const auto records = node_->records(0, 10);
  ASSERT_TRUE(records);
  ASSERT_EQ(records->size(), 2u);
  const auto receipt = give("admin", "3", firm("b"));
  EXPECT_GE(receipt.at, records->back().record->envelope.at);
}

TEST_F(LiveNodeTest, makes_a_lost_log_directory_again) {
  open_cell();
  give("admin", "2", firm("a"));
  const LogHead before = node_->log_head();
  node_.reset();
  fs::remove_all(dir_ / "log");
  ASSERT_TRUE(open());
  EXPECT_EQ(node_->log_head().checkpoint, before.checkpoint);
  const auto verifier = proof::parse_vkey(before.vkey);
  ASSERT_TRUE(verifier);
  proof::DirectoryReader reader(dir_ / "log");
  const auto report = proof::audit_log(reader, std::span(&*verifier, 1));
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->sound());
}

TEST_F(LiveNodeTest, refuses_a_journal_shorter_than_what_was_published) {
  open_cell();
  node_.reset();
  fs::copy_file(dir_ / "journal.db", dir_ / "older.db");
  ASSERT_TRUE(open());
  give("admin", "2", firm("a"));
  node_.reset();
  fs::remove(dir_ / "journal.db");
  fs::rename(dir_ / "older.db", dir_ / "journal.db");
  const auto reopened = open();
  ASSERT_FALSE(reopened);
  EXPECT_NE(reopened.error().what.find("lost"), std::string::npos) << reopened.error().what;
}

TEST_F(LiveNodeTest, refuses_a_damaged_journal) {
  open_cell();
  node_.reset();
  flip(dir_ / "journal.db", 5'000);
  EXPECT_FALSE(open());
}

TEST_F(LiveNodeTest, tells_subscribers_each_record_once_and_in_order) {
  open_cell();
  std::vector<std::uint64_t> seen;
  const auto subscription =
      node_->subscribe([&seen](const Published& p) { seen.push_back(p.log_index); });
  give("admin", "2", firm("a"));
  give("admin", "3", firm("a"));  // refused, and a record all the same
  node_->submit({{"admin"}, "4", firm("b")}).value();
  ASSERT_TRUE(node_->wait_published(std::chrono::seconds(5)));
  node_->unsubscribe(subscription);
  give("admin", "5", firm("c"));
  EXPECT_EQ(seen, (std::vector<std::uint64_t>{2, 4, 6}));
}

TEST(Chain, names_a_broken_link) {
  Chain chain;
  const Bytes record{1, 2, 3};
  const std::vector<Digest> hashes{proof::leaf_hash(record)};
  auto header = chain.seal(hashes, {}, Instant{5});
  EXPECT_TRUE(chain.check(header, hashes));
  auto wrong = header;
  wrong.previous_hash.bytes[0] = 1;
  EXPECT_FALSE(chain.check(wrong, hashes));
  wrong = header;
  wrong.entries_root.bytes[0] ^= 1;
  EXPECT_FALSE(chain.check(wrong, hashes));
  chain.advance(header);
  EXPECT_EQ(chain.next_leaf(), 2u);
  EXPECT_FALSE(chain.check(header, hashes));
}

TEST(UnpackRecords, refuses_a_body_that_breaks_off) {
  const Bytes body = pack_records({{1, 2, 3}, {}});
  const auto records = unpack_records(body);
  ASSERT_TRUE(records);
  EXPECT_EQ(records->size(), 2u);
  for (std::size_t cut = 1; cut < body.size(); ++cut) {
    if (cut == 7) continue;  // a whole record
    EXPECT_FALSE(unpack_records(ByteView(body).first(cut))) << cut;
  }
}

}  // namespace
}  // namespace tanshu::node
