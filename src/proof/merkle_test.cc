// SPDX-License-Identifier: Apache-2.0
// The published vectors of two other implementations, for audit and consistency paths.
#include "proof/merkle.h"
#include "base/json_reader.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tanshu::proof {
namespace {

const std::string vectors = std::string(TANSHU_SOURCE_DIR) + "/fixtures/tlog/";

/// Placeholders that are shorter than a hash are filled with zeroes: they stay different from each
/// other and from every hash, which is all that the vectors ask of them.
Digest digest_of(std::string_view base64) {
  const auto bytes = from_base64(base64);
  EXPECT_TRUE(bytes.has_value()) << base64;
  Digest digest;
  std::copy_n(bytes->begin(), std::min<std::size_t>(bytes->size(), 32), digest.bytes.begin());
  return digest;
}

std::vector<Digest> path_of(simdjson::dom::element proof) {
  std::vector<Digest> path;
  if (proof.is_null()) return path;
  for (const auto hash : proof.get_array()) path.push_back(digest_of(hash.get_string().value()));
  return path;
}

Digest hex_digest(simdjson::dom::element text) {
  const auto digest = digest_from_hex(text.get_string().value());
  EXPECT_TRUE(digest.has_value());
  return digest.value_or(Digest{});
}

std::vector<Digest> hex_path(simdjson::dom::element proof) {
  std::vector<Digest> path;
  for (const auto hash : proof.get_array()) path.push_back(hex_digest(hash));
  return path;
}

TEST(VerifyAuditPath, agrees_with_the_transparency_dev_vectors) {
  simdjson::dom::parser parser;
  int accepted = 0;
  int rejected = 0;
  const simdjson::dom::element all =
      parser.load(vectors + "transparency-dev_merkle_inclusion.json").value();
  for (const auto vector : all.get_array()) {
    const bool whole = vector["leafHash"].get_string().value().size() == 44 &&
                       vector["root"].get_string().value().size() == 44;
    const bool good = whole && verify_audit_path(vector["leafIdx"].get_uint64().value(),
                                                 vector["treeSize"].get_uint64().value(),
                                                 digest_of(vector["leafHash"].get_string().value()),
                                                 path_of(vector["proof"].value()),
                                                 digest_of(vector["root"].get_string().value()))
                                   .has_value();
    EXPECT_EQ(good, !vector["wantErr"].get_bool().value()) << vector["name"];
    ++(good ? accepted : rejected);
  }
  EXPECT_EQ(accepted, 6);
  EXPECT_EQ(rejected, 92);
}

TEST(VerifyConsistency, agrees_with_the_transparency_dev_vectors) {
  simdjson::dom::parser parser;
  int accepted = 0;
  int rejected = 0;
  const simdjson::dom::element all =
      parser.load(vectors + "transparency-dev_merkle_consistency.json").value();
  for (const auto vector : all.get_array()) {
    const bool good = verify_consistency(vector["size1"].get_uint64().value(),
                                         digest_of(vector["root1"].get_string().value()),
                                         vector["size2"].get_uint64().value(),
                                         digest_of(vector["root2"].get_string().value()),
                                         path_of(vector["proof"].value()))
                          .has_value();
    EXPECT_EQ(good, !vector["wantErr"].get_bool().value()) << vector["name"];
    ++(good ? accepted : rejected);
  }
  EXPECT_EQ(accepted, 6);
  EXPECT_EQ(rejected, 92);
}

TEST(VerifyAuditPath, accepts_every_path_of_the_eight_leaf_set_and_no_changed_one) {
  simdjson::dom::parser parser;
  const simdjson::dom::element set = parser.load(vectors + "rfc6962_8leaf.json").value();
  const auto leaves = hex_path(set["leaf_hashes_hex"].value());
  const auto roots = hex_path(set["roots_hex"].value());
  for (const auto vector : set["inclusion"].get_array()) {
    const std::uint64_t index = vector["index"].get_uint64().value();
    const std::uint64_t size = vector["size"].get_uint64().value();
    auto path = hex_path(vector["proof"].value());
    EXPECT_TRUE(verify_audit_path(index, size, leaves[index], path, roots[size]));
    for (Digest& hash : path) {
      hash.bytes[31] ^= 1;
      EXPECT_FALSE(verify_audit_path(index, size, leaves[index], path, roots[size]));
      hash.bytes[31] ^= 1;
    }
    EXPECT_FALSE(verify_audit_path(index, size, leaves[(index + 1) % 8], path, roots[size]));
  }
  for (const auto vector : set["consistency"].get_array()) {
    const std::uint64_t old_size = vector["size1"].get_uint64().value();
    const std::uint64_t new_size = vector["size2"].get_uint64().value();
    auto path = hex_path(vector["proof"].value());
    EXPECT_TRUE(verify_consistency(old_size, roots[old_size], new_size, roots[new_size], path));
    path.push_back(roots[1]);
    EXPECT_FALSE(verify_consistency(old_size, roots[old_size], new_size, roots[new_size], path));
  }
}

TEST(LeafHash, matches_the_eight_leaf_set) {
  simdjson::dom::parser parser;
  const simdjson::dom::element set = parser.load(vectors + "rfc6962_8leaf.json").value();
  const auto leaves = hex_path(set["leaf_hashes_hex"].value());
  std::size_t i = 0;
  for (const auto input : set["leaf_inputs_hex"].get_array())
    EXPECT_EQ(leaf_hash(*from_hex(input.get_string().value())), leaves[i++]);
  EXPECT_EQ(i, 8u);
  EXPECT_EQ(empty_root(), hex_digest(set["roots_hex"].at(0).value()));
}

TEST(VerifyConsistency, says_which_root_is_wrong) {
  const Digest leaf = leaf_hash({});
  const Digest other = leaf_hash(view_of("x"));
  const std::vector<Digest> path{other};
  const auto wrong_new = verify_consistency(1, leaf, 2, leaf, path);
  ASSERT_FALSE(wrong_new);
  EXPECT_NE(wrong_new.error().what.find("new root"), std::string::npos);
  EXPECT_TRUE(verify_consistency(0, empty_root(), 0, empty_root(), {}));
  EXPECT_FALSE(verify_consistency(0, empty_root(), 2, leaf, {}));
  EXPECT_FALSE(verify_consistency(0, leaf, 2, leaf, {}));
  EXPECT_FALSE(verify_consistency(3, leaf, 2, leaf, {}));
}

}  // namespace
}  // namespace tanshu::proof
