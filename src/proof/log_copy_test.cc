// SPDX-License-Identifier: Apache-2.0
// The copy of a log: the same files as the log's own writer makes, in steps of any size, through
// interruptions.
#include "proof/log_copy.h"

#include <gtest/gtest.h>

#include "base/temporary_directory.h"
#include "proof/files.h"
#include "proof/frontier.h"
#include "proof/log_audit.h"
#include "proof/merkle.h"
#include "proof/tile_tree.h"
#include "proof/tile_writer.h"

namespace tanshu::proof {
namespace {

namespace fs = std::filesystem;

const Signer log_signer{"log.example", {}};

std::string entry(std::uint64_t index) {
  return "entry " + std::to_string(index) + std::string(index % 50, '.');
}

class LogCopyTest : public testing::Test {
 protected:
  static void add(LogCopy& copy, std::uint64_t end) {
    std::vector<std::string> texts;
    for (std::uint64_t i = copy.size(); i < end; ++i) texts.push_back(entry(i));
    std::vector<ByteView> views;
    for (const std::string& text : texts) views.push_back(view_of(text));
    ASSERT_TRUE(copy.add(views));
  }
  static std::string checkpoint(const LogCopy& copy) {
    return *sign_checkpoint(copy.size(), copy.root(), log_signer);
  }
  static void grow(LogCopy& copy, std::uint64_t end) {
    add(copy, end);
    ASSERT_TRUE(copy.keep(checkpoint(copy)));
  }
  std::vector<std::string> files() const { return list_files(root / "copy").value(); }
  LogCopy open() const {
    auto copy = LogCopy::open(root / "copy");
    EXPECT_TRUE(copy) << (copy ? "" : copy.error().what);
    return std::move(*copy);
  }
  std::size_t findings() const {
    DirectoryReader reader(root / "copy");
    const Verifier key = verifier_of(log_signer);
    const auto report = audit_log(reader, std::span(&key, 1));
    EXPECT_TRUE(report);
    for (const auto& finding : report->findings) ADD_FAILURE() << finding.file << finding.what;
    return report->findings.size();
  }

  const TemporaryDirectory place{"copy"};
  const fs::path root = place.path();
};

TEST_F(LogCopyTest, has_the_files_of_the_log_itself) {
  for (const std::uint64_t size : {1u, 255u, 256u, 257u, 1000u, 70'000u}) {
    fs::remove_all(root / "copy");
    fs::remove_all(root / "log");
    LogCopy copy = open();
    grow(copy, size);
    auto writer = TileWriter::open(root / "log");
    ASSERT_TRUE(writer);
    Tree tree;
    for (std::uint64_t i = 0; i < size; ++i) {
      tree.append(leaf_hash(view_of(entry(i))));
      ASSERT_TRUE(writer->add(view_of(entry(i))));
    }
    ASSERT_TRUE(writer->publish(tree, checkpoint(copy)));
    EXPECT_EQ(copy.root(), tree.root());
    ASSERT_EQ(files(), list_files(root / "log").value()) << size;
    for (const std::string& path : files())
      EXPECT_EQ(read_whole(root / "copy" / path).value(), read_whole(root / "log" / path).value())
          << path;
  }
}

TEST_F(LogCopyTest, grows_in_any_steps_and_opens_again) {
  Tree tree;
  for (std::uint64_t i = 0; i < 1500; ++i) tree.append(leaf_hash(view_of(entry(i))));
  for (const std::uint64_t size : {3u, 3u, 250u, 256u, 511u, 512u, 513u, 1500u}) {
    LogCopy copy = open();
    grow(copy, size);
    EXPECT_EQ(copy.kept_root(), tree.root_at(size)) << size;
    EXPECT_EQ(findings(), 0u) << size;
  }
  EXPECT_EQ(open().kept_size(), 1500u);
}

TEST_F(LogCopyTest, counts_for_nothing_what_was_not_kept) {
  {
    LogCopy copy = open();
    grow(copy, 300);
    add(copy, 900);
  }
  LogCopy copy = open();
  EXPECT_EQ(copy.size(), 300u);
  const auto left = copy.left_over(1).value();
  ASSERT_TRUE(left);
  EXPECT_EQ(text_of((*parse_bundle(*left, 256))[0]), entry(256));
  EXPECT_TRUE(copy.left_over(2).value());
  EXPECT_FALSE(copy.left_over(3).value());
  ASSERT_TRUE(copy.drop());
  EXPECT_FALSE(copy.left_over(1).value());
  EXPECT_EQ(findings(), 0u);
  grow(copy, 900);
  EXPECT_EQ(findings(), 0u);
}

TEST_F(LogCopyTest, refuses_a_damaged_directory_and_an_entry_too_long) {
  {
    LogCopy copy = open();
    grow(copy, 300);
    const Bytes big(entry_bytes_max + 1);
    const ByteView view(big);
    EXPECT_FALSE(copy.add(std::span(&view, 1)));
  }
  Bytes tile = read_whole(root / "copy/tile/0/001.p/44").value().value();
  tile[5] ^= 1;
  ASSERT_TRUE(write_whole(root / "copy", "tile/0/001.p/44", tile));
  EXPECT_FALSE(LogCopy::open(root / "copy"));
}

TEST(Frontier, has_the_roots_of_the_tree) {
  Tree tree;
  Frontier frontier;
  EXPECT_EQ(frontier.root(), empty_root());
  for (std::uint64_t i = 0; i < 1100; ++i) {
    const Digest leaf = leaf_hash(view_of(entry(i)));
    tree.append(leaf);
    frontier.append(leaf);
    ASSERT_EQ(frontier.root(), tree.root()) << i;
  }
  Frontier by_subtrees;
  for (unsigned i = 0; i < 4; ++i) by_subtrees.append_subtree(8, tree.level(8)[i]);
  for (std::uint64_t i = 1024; i < 1100; ++i) by_subtrees.append(tree.level(0)[i]);
  EXPECT_EQ(by_subtrees.root(), tree.root());
}

TEST_F(LogCopyTest, its_tiles_answer_for_every_size_and_entry) {
  Tree tree;
  for (std::uint64_t i = 0; i < 1300; ++i) tree.append(leaf_hash(view_of(entry(i))));
  LogCopy copy = open();
  grow(copy, 1300);
  DirectoryReader reader(root / "copy");
  TileTree tiles(reader, 1300);
  for (std::uint64_t size = 0; size <= 1300; size += size < 20 ? 1 : 37)
    EXPECT_EQ(tiles.root_at(size).value(), tree.root_at(size)) << size;
  for (const std::uint64_t size : {1u, 2u, 255u, 256u, 257u, 1024u, 1300u})
    for (std::uint64_t index = 0; index < size; index += 1 + size / 5)
      EXPECT_EQ(tiles.audit_path(index, size).value(), tree.audit_path(index, size))
          << index << " of " << size;
  fs::remove(root / "copy/tile/0/003");
  EXPECT_FALSE(TileTree(reader, 1300).audit_path(800, 1300));
}

}  // namespace
}  // namespace tanshu::proof
