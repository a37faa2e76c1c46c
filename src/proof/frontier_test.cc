// SPDX-License-Identifier: Apache-2.0
// The frontier and the paths from tiles, against the tree that keeps everything.
#include "proof/frontier.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/temporary_directory.h"
#include "proof/checkpoint.h"
#include "proof/merkle.h"
#include "proof/tile_tree.h"
#include "proof/tile_writer.h"

namespace tanshu::proof {
namespace {

namespace fs = std::filesystem;

std::string entry(std::uint64_t index) {
  return "entry " + std::to_string(index);
}

TEST(Frontier, has_the_root_of_the_tree_at_every_size) {
  Tree tree;
  Frontier frontier;
  EXPECT_EQ(frontier.root(), tree.root());
  for (std::uint64_t i = 0; i < 300; ++i) {
    tree.append(leaf_hash(view_of(entry(i))));
    frontier.append(leaf_hash(view_of(entry(i))));
    ASSERT_EQ(frontier.root(), tree.root()) << i;
    const Frontier again(frontier.size(), {frontier.peaks().begin(), frontier.peaks().end()});
    ASSERT_EQ(again.root(), tree.root()) << i;
  }
}

TEST(Frontier, takes_many_leaves_as_it_takes_one) {
  for (std::uint64_t before = 0; before < 20; ++before)
    for (const std::uint64_t more : {0, 1, 2, 3, 7, 8, 13, 64, 257}) {
      Frontier one_by_one, at_once;
      std::vector<Digest> leaves;
      for (std::uint64_t i = 0; i < before + more; ++i) {
        const Digest hash = leaf_hash(view_of(entry(i)));
        one_by_one.append(hash);
        if (i < before)
          at_once.append(hash);
        else
          leaves.push_back(hash);
      }
      at_once.append(leaves);
      ASSERT_EQ(at_once.size(), one_by_one.size());
      ASSERT_TRUE(std::ranges::equal(at_once.peaks(), one_by_one.peaks())) << before << " " << more;
    }
}

class TileTreeTest : public testing::Test {
 protected:
  TileTreeTest() { signer_.name = "log.example"; }

  void grow(TileWriter& writer, std::uint64_t size) {
    while (tree_.size() < size) {
      const std::string text = entry(tree_.size());
      tree_.append(leaf_hash(view_of(text)));
      ASSERT_TRUE(writer.add(view_of(text)));
    }
    ASSERT_EQ(writer.root(), tree_.root());
    ASSERT_TRUE(writer.publish(*sign_checkpoint(size, writer.root(), signer_)));
  }

  const TemporaryDirectory place_{"tiles"};
  const fs::path root_ = place_.path();
  Signer signer_;
  Tree tree_;
};

TEST_F(TileTreeTest, gives_the_paths_of_the_tree_while_it_grows) {
  auto writer = TileWriter::open(root_);
  ASSERT_TRUE(writer);
  for (const std::uint64_t size : {1u, 2u, 255u, 256u, 257u, 511u, 513u, 70'000u}) {
    grow(*writer, size);
    DirectoryReader reader(root_);
    TileTree paths(reader, size);
    for (std::uint64_t index = 0; index < size; index += 1 + size / 97) {
      const auto path = paths.audit_path(index, size);
      ASSERT_TRUE(path) << path.error().what;
      ASSERT_EQ(*path, tree_.audit_path(index, size)) << index << " of " << size;
    }
  }
}

TEST_F(TileTreeTest, reads_full_tiles_for_an_older_size) {
  auto writer = TileWriter::open(root_);
  grow(*writer, 300);
  grow(*writer, 700);
  DirectoryReader reader(root_);
  TileTree paths(reader, 300);
  EXPECT_EQ(paths.audit_path(299, 300).value(), tree_.audit_path(299, 300));
}

TEST_F(TileTreeTest, fails_when_a_tile_is_missing) {
  auto writer = TileWriter::open(root_);
  grow(*writer, 300);
  fs::remove(root_ / "tile/0/000");
  DirectoryReader reader(root_);
  TileTree paths(reader, 300);
  EXPECT_FALSE(paths.audit_path(3, 300));
}

TEST_F(TileTreeTest, goes_on_from_the_tiles_after_opening_again) {
  for (const std::uint64_t size : {3u, 256u, 300u, 66'000u, 66'001u}) {
    auto writer = TileWriter::open(root_);
    ASSERT_TRUE(writer);
    EXPECT_EQ(writer->root(), tree_.root());
    grow(*writer, size);
  }
}

TEST_F(TileTreeTest, does_not_take_up_tiles_that_do_not_fit_the_checkpoint) {
  {
    auto writer = TileWriter::open(root_);
    grow(*writer, 300);
  }
  std::fstream tile(root_ / "tile/0/001.p/44", std::ios::in | std::ios::out | std::ios::binary);
  tile.put('x');
  tile.close();
  EXPECT_FALSE(TileWriter::open(root_));
  const auto anew = TileWriter::open_anew(root_);
  ASSERT_TRUE(anew);
  EXPECT_EQ(anew->size(), 0u);
  EXPECT_FALSE(fs::exists(root_ / "tile"));
}

}  // namespace
}  // namespace tanshu::proof
