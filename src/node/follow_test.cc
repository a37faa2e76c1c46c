// SPDX-License-Identifier: Apache-2.0
// Several nodes on one journal in PostgreSQL: one writes, the others follow, and take over.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "base/temporary_directory.h"
#include "journal/own_postgres.h"
#include "node/node.h"

namespace tanshu::node {
namespace {

namespace fs = std::filesystem;
using namespace protocol;
using namespace std::chrono_literals;

class Following : public testing::Test {
 protected:
  Following() {
    EXPECT_TRUE(Node::create(root_ / "a", "shared", server.url()));
    auto first = Node::open({root_ / "a"});
    EXPECT_TRUE(first) << first.error().what;
    EXPECT_TRUE((*first)->submit(
        {{"admin"},
         "k1",
         OpenCell{"shared", {"registry"}, "登记", "Registry", "150200", {"admin"}}}));
    first->reset();
    fs::copy(root_ / "a", root_ / "b", fs::copy_options::recursive);
  }

  std::unique_ptr<Node> start(const std::string& name) const {
    Options options{root_ / name};
    options.address = "http://" + name;
    options.follow = true;
    auto node = Node::open(std::move(options));
    EXPECT_TRUE(node) << node.error().what;
    return std::move(*node);
  }
  static Submission firm(const std::string& id) {
    return {{"admin"},
            "key-" + id,
            RegisterParticipant{{id}, ParticipantKind::firm, "企业", "Firm", "150200"}};
  }
  /// Waits until the probe holds.
  template <class Probe>
  static bool soon(const Probe& probe) {
    const auto end = std::chrono::steady_clock::now() + 20s;
    while (!probe() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(20ms);
    return probe();
  }
  static bool leads(const std::unique_ptr<Node>& node) { return node->standing().leading; }

  journal::OwnPostgres server;
  const TemporaryDirectory place_{"follow"};
  const fs::path root_ = place_.path();
};

TEST_F(Following, serves_what_another_node_writes) {
  const auto a = start("a");
  ASSERT_TRUE(soon([&] { return leads(a); })) << a->write_stop();
  const auto b = start("b");
  const auto receipt = a->submit(firm("one"));
  ASSERT_TRUE(receipt) << receipt.error().what;
  ASSERT_TRUE(soon([&] { return b->durable_size() == a->durable_size(); }));
  EXPECT_EQ(b->log_head().checkpoint.substr(0, 40), a->log_head().checkpoint.substr(0, 40));
  ASSERT_TRUE(soon([&] { return b->standing().leader == "http://a"; }));
  EXPECT_FALSE(leads(b));
  EXPECT_LT(b->standing().staleness, 2s);
  EXPECT_EQ(a->standing().staleness, 0ms);
  EXPECT_FALSE(b->submit(firm("two"))) << "a follower writes nothing";
  EXPECT_EQ(b->records(receipt->log_index, 1)->size(), 1u);
}

TEST_F(Following, takes_over_when_the_writer_is_gone) {
  auto a = start("a");
  ASSERT_TRUE(soon([&] { return leads(a); })) << a->write_stop();
  const auto b = start("b");
  const auto receipt = a->submit(firm("one"));
  ASSERT_TRUE(receipt) << receipt.error().what;
  a.reset();
  ASSERT_TRUE(soon([&] { return leads(b); })) << b->write_stop();
  const auto again = b->submit(firm("one"));
  ASSERT_TRUE(again) << again.error().what;
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->log_index, receipt->log_index);
  EXPECT_TRUE(b->submit(firm("two")));
  a = start("a");
  ASSERT_TRUE(soon([&] { return a->durable_size() == b->durable_size(); }));
  EXPECT_FALSE(leads(a));
}

TEST_F(Following, stands_aside_when_deposed_and_comes_back) {
  const auto a = start("a");
  ASSERT_TRUE(soon([&] { return leads(a); })) << a->write_stop();
  ASSERT_TRUE(a->submit(firm("one")));
  // As another node would after this one had been paused for longer than its lease.
  server.execute(
      "UPDATE tanshu_head SET epoch = epoch + 1, writer = 'x', address = 'http://x',"
      " lease_until = clock_timestamp() + interval '6 s'");
  EXPECT_FALSE(a->submit(firm("two")));
  ASSERT_TRUE(soon([&] { return a->standing().leader == "http://x"; }));
  EXPECT_FALSE(leads(a));
  EXPECT_FALSE(a->submit(firm("two")));
  ASSERT_TRUE(soon([&] { return leads(a); })) << a->write_stop();
  const auto receipt = a->submit(firm("two"));
  ASSERT_TRUE(receipt) << receipt.error().what;
  EXPECT_FALSE(receipt->repeated) << "it was executed ahead of the journal, and thrown away";
}

TEST_F(Following, notices_without_work_that_it_was_deposed) {
  const auto a = start("a");
  ASSERT_TRUE(soon([&] { return leads(a); })) << a->write_stop();
  server.execute(
      "UPDATE tanshu_head SET epoch = epoch + 1, writer = 'x', address = 'http://x',"
      " lease_until = clock_timestamp() + interval '60 s'");
  EXPECT_TRUE(soon([&] { return a->standing().leader == "http://x"; }));
}

TEST_F(Following, comes_to_the_same_log_on_a_file_and_on_a_database) {
  std::vector<std::string> roots;
  for (const std::string& database : {std::string(), server.url()}) {
    const auto data = root_ / ("same" + std::to_string(roots.size()));
    ASSERT_TRUE(Node::create(data, "same", database));
    std::int64_t clock_ns = 1'700'000'000'000'000'000;
    const auto node = Node::open({data, [&clock_ns] { return Instant{clock_ns += 1'000'000}; }});
    ASSERT_TRUE(node) << node.error().what;
    ASSERT_TRUE(
        (*node)->submit({{"admin"},
                         "k1",
                         OpenCell{"same", {"registry"}, "登记", "Registry", "150200", {"admin"}}}));
    for (const char* id : {"one", "two", "one", "three"}) ASSERT_TRUE((*node)->submit(firm(id)));
    const std::string checkpoint = (*node)->log_head().checkpoint;
    roots.push_back(checkpoint.substr(0, checkpoint.find("\n\n")));
  }
  EXPECT_EQ(roots[0], roots[1]) << "origin, size and root, and so every state digest";
}

TEST_F(Following, never_publishes_over_a_history_that_was_edited) {
  auto a = start("a");
  ASSERT_TRUE(soon([&] { return leads(a); })) << a->write_stop();
  ASSERT_TRUE(a->submit(firm("one")));
  const std::string before = a->log_head().checkpoint;
  a.reset();
  server.execute(
      "UPDATE tanshu_blocks SET body = set_byte(body, 60, get_byte(body, 60) # 1)"
      " WHERE position = 1");
  Options options{root_ / "a"};
  options.follow = true;
  const auto again = Node::open(std::move(options));
  ASSERT_FALSE(again);
  EXPECT_NE(again.error().what.find("block 1"), std::string::npos) << again.error().what;
}

}  // namespace
}  // namespace tanshu::node
