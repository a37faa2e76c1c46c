// SPDX-License-Identifier: Apache-2.0
// Roots and paths of a growing tree, against the digests an independent program took over all of
// them.
#include "proof/tree.h"
#include "base/json_reader.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <string>

#include "base/hash.h"
#include "proof/merkle.h"

namespace tanshu::proof {
namespace {

Digest decimal_leaf(std::uint64_t index) {
  return leaf_hash(view_of(std::to_string(index)));
}

class Reference {
 public:
  Reference()
      : root_(parser_.load(std::string(TANSHU_SOURCE_DIR) + "/fixtures/tlog/rfc6962_600.json")
                  .value()) {}
  std::string text(const char* key) const { return std::string(root_[key].get_string().value()); }
  std::string root(std::uint64_t size) const {
    return std::string(root_["roots_hex"].at(size).get_string().value());
  }

 private:
  simdjson::dom::parser parser_;
  simdjson::dom::element root_;
};

Tree grown(std::uint64_t size) {
  Tree tree;
  for (std::uint64_t i = 0; i < size; ++i) tree.append(decimal_leaf(i));
  return tree;
}

TEST(Tree, has_the_reference_root_at_every_size_to_600) {
  const Reference reference;
  Tree tree;
  for (std::uint64_t size = 0; size <= 600; ++size) {
    ASSERT_EQ(tree.root().hex(), reference.root(size)) << size;
    tree.append(decimal_leaf(size));
  }
  for (std::uint64_t size = 0; size <= 600; ++size)
    ASSERT_EQ(tree.root_at(size).hex(), reference.root(size)) << size;
}

TEST(Tree, grows_the_same_by_batches_of_any_cut) {
  const Tree one_by_one = grown(600);
  std::vector<Digest> leaves;
  for (std::uint64_t i = 0; i < 600; ++i) leaves.push_back(decimal_leaf(i));
  for (std::size_t batch : {1u, 2u, 3u, 7u, 255u, 256u, 257u, 600u}) {
    Tree tree;
    for (std::size_t first = 0; first < leaves.size(); first += batch) {
      const std::size_t count = std::min(batch, leaves.size() - first);
      tree.append_batch(std::span(leaves).subspan(first, count));
    }
    EXPECT_EQ(tree.root(), one_by_one.root()) << batch;
    EXPECT_EQ(tree.level(3).size(), 75u);
  }
}

TEST(Tree, gives_the_reference_audit_paths) {
  const Reference reference;
  const Tree tree = grown(300);
  Sha256 hasher;
  for (std::uint64_t size = 1; size <= 300; ++size) {
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto path = tree.audit_path(index, size);
      hasher.update(fmt::format("{} {} {}\n", index, size, path.size()));
      for (const Digest& hash : path) hasher.update(hash.view());
    }
  }
  EXPECT_EQ(hasher.finish().hex(), reference.text("inclusion_digest"));
}

TEST(Tree, gives_the_reference_consistency_paths) {
  const Reference reference;
  const Tree tree = grown(300);
  Sha256 hasher;
  for (std::uint64_t size = 1; size <= 300; ++size) {
    for (std::uint64_t old_size = 1; old_size <= size; ++old_size) {
      const auto path = tree.consistency_path(old_size, size);
      hasher.update(fmt::format("{} {} {}\n", old_size, size, path.size()));
      for (const Digest& hash : path) hasher.update(hash.view());
    }
  }
  EXPECT_EQ(hasher.finish().hex(), reference.text("consistency_digest"));
}

TEST(Tree, paths_verify_at_sizes_around_powers_of_two) {
  const Tree tree = grown(2100);
  for (std::uint64_t size : {1023u, 1024u, 1025u, 2047u, 2048u, 2049u, 2100u}) {
    const Digest root = tree.root_at(size);
    for (std::uint64_t index : {std::uint64_t{0}, size / 3, size - 1})
      EXPECT_TRUE(
          verify_audit_path(index, size, tree.level(0)[index], tree.audit_path(index, size), root));
    for (std::uint64_t old_size : {std::uint64_t{1}, size / 2, size - 1, size})
      EXPECT_TRUE(verify_consistency(old_size, tree.root_at(old_size), size, root,
                                     tree.consistency_path(old_size, size)));
  }
}

TEST(RootOver, is_the_root_of_the_tree_at_every_size) {
  Tree tree;
  std::vector<Digest> leaves;
  EXPECT_EQ(root_over(leaves), tree.root());
  for (std::uint8_t i = 0; i < 140; ++i) {
    leaves.push_back(leaf_hash(Bytes{i}));
    tree.append(leaves.back());
    EXPECT_EQ(root_over(leaves), tree.root()) << int{i};
  }
}

}  // namespace
}  // namespace tanshu::proof
