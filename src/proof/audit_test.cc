// SPDX-License-Identifier: Apache-2.0
// Proof files: a foreign one verifies, every damaged one names its line.
#include "proof/audit.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "proof/merkle.h"
#include "proof/tree.h"

namespace tanshu::proof {
namespace {

std::string fixture(const std::string& name) {
  std::ifstream file(std::string(TANSHU_SOURCE_DIR) + "/fixtures/tlog/minilog/" + name,
                     std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<Verifier> keys() {
  std::vector<Verifier> verifiers;
  for (const char* name : {"log.vkey", "witness.vkey"}) {
    std::string text = fixture(name);
    while (text.ends_with('\n')) text.pop_back();
    verifiers.push_back(parse_vkey(text).value());
  }
  return verifiers;
}

std::string reason(const Result<VerifiedLeaf>& leaf) {
  return leaf ? std::string("verified") : leaf.error().what;
}

TEST(VerifyProof, accepts_the_proof_of_another_producer) {
  const std::string entry = fixture("proof.entry");
  const auto leaf = verify_proof(fixture("proof.tlog-proof"), view_of(entry), keys());
  ASSERT_TRUE(leaf) << reason(leaf);
  EXPECT_EQ(leaf->index, 400u);
  EXPECT_EQ(leaf->checkpoint.size, 600u);
  EXPECT_EQ(leaf->signatures.size(), 2u);
  EXPECT_FALSE(leaf->extra.has_value());
}

TEST(VerifyProof, rejects_every_flipped_byte_of_proof_and_entry) {
  const std::string good = fixture("proof.tlog-proof");
  const std::string entry = fixture("proof.entry");
  const auto verifiers = keys();
  // The witness line is ignored, as it must be, once name or hash make it a stranger's; the log's
  // line is not.
  const std::size_t witness = good.find("\xe2\x80\x94 witness");
  for (std::size_t i = 0; i < witness; ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    EXPECT_FALSE(verify_proof(bad, view_of(entry), verifiers)) << i;
  }
  for (std::size_t i = 0; i < entry.size(); ++i) {
    std::string bad = entry;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    EXPECT_FALSE(verify_proof(good, view_of(bad), verifiers)) << i;
  }
}

TEST(VerifyProof, names_the_line) {
  const std::string good = fixture("proof.tlog-proof");
  const std::string entry = fixture("proof.entry");
  const auto said_of = [&](std::string from, std::string to) {
    std::string bad = good;
    const auto at = bad.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    bad.replace(at, from.size(), to);
    return reason(verify_proof(bad, view_of(entry), keys()));
  };
  EXPECT_NE(said_of("proof@v1", "proof@v2").find("line 1:"), std::string::npos);
  EXPECT_NE(said_of("index 400", "index 0400").find("line 2:"), std::string::npos);
  EXPECT_NE(said_of("index 400", "index 401").find("line 3"), std::string::npos);
  EXPECT_NE(said_of("index 400", "index 600").find("line 2"), std::string::npos);
  EXPECT_NE(said_of("m0vbCR/", "m0vb*R/").find("line 4:"), std::string::npos);
  EXPECT_NE(said_of("\n600\n", "\n601\n").find("line 18:"), std::string::npos);
  EXPECT_NE(said_of("\n600\n", "\n0600\n").find("line"), std::string::npos);
  EXPECT_NE(said_of("VHuTQZ9eI742y/3bCnVBAjgfn71NbD3Xrq6VLB6DIBk=\n", "").find("9"),
            std::string::npos);
}

TEST(PrintProof, gives_back_what_was_parsed) {
  const std::string good = fixture("proof.tlog-proof");
  const auto proof = parse_proof(good);
  ASSERT_TRUE(proof);
  EXPECT_EQ(print_proof(*proof), good);
}

TEST(VerifyProof, carries_the_extra_line) {
  const Signer log{"log.example", {}};
  const Verifier verifier = verifier_of(log);
  Tree tree;
  for (const char* entry : {"a", "b", "c"}) tree.append(leaf_hash(view_of(entry)));
  AuditProof proof;
  proof.extra = Bytes{1, 2, 3};
  proof.index = 2;
  proof.path = tree.audit_path(2, 3);
  proof.checkpoint = *sign_checkpoint(3, tree.root(), log);
  const std::string text = print_proof(proof);
  const auto leaf = verify_proof(text, view_of("c"), std::span(&verifier, 1));
  ASSERT_TRUE(leaf) << reason(leaf);
  EXPECT_EQ(leaf->extra, proof.extra);
  EXPECT_FALSE(verify_proof(text, view_of("b"), std::span(&verifier, 1)));
}

TEST(ParseProof, refuses_a_file_that_is_cut_short_anywhere) {
  const std::string good = fixture("proof.tlog-proof");
  const std::string entry = fixture("proof.entry");
  for (std::size_t size = 0; size < good.find("\xe2\x80\x94 witness"); ++size)
    EXPECT_FALSE(verify_proof(good.substr(0, size), view_of(entry), keys())) << size;
}

}  // namespace
}  // namespace tanshu::proof
