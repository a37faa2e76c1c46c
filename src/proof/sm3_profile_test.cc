// SPDX-License-Identifier: Apache-2.0
// A log whose tree is made with SM3 and whose checkpoints are signed with SM2 beside Ed25519: each
// signature alone is enough to verify all of it.
#include <gtest/gtest.h>

#include "base/temporary_directory.h"
#include "proof/audit.h"
#include "proof/log_audit.h"
#include "proof/log_copy.h"
#include "proof/merkle.h"
#include "proof/tile_writer.h"

namespace tanshu::proof {
namespace {

constexpr HashKind sm3 = HashKind::sm3;

class Sm3Log : public testing::Test {
 protected:
  Sm3Log() {
    signer.sm2 = make_sm2_secret();
    keys = verifiers_of(signer);
  }
  const Verifier& ed25519() const { return keys[0]; }
  const Verifier& sm2() const { return keys[1]; }
  static std::string entry(std::uint64_t index) { return "entry " + std::to_string(index); }
  void write(std::uint64_t size) {
    auto writer = TileWriter::open(place.path(), sm3);
    ASSERT_TRUE(writer) << writer.error().what;
    while (writer->size() < size) {
      const std::string text = entry(writer->size());
      tree.append(leaf_hash(view_of(text), sm3));
      ASSERT_TRUE(writer->add(view_of(text)));
    }
    note = sign_checkpoint(tree.size(), tree.root(), signer).value();
    ASSERT_TRUE(writer->publish(tree, note));
  }
  LogReport audit(std::vector<Verifier> trusted) const {
    DirectoryReader reader(place.path());
    return audit_log(reader, trusted).value();
  }

  const TemporaryDirectory place{"sm3_log"};
  Signer signer{"tanshu/gm", {}};
  std::vector<Verifier> keys;
  Tree tree{sm3};
  std::string note;
};

TEST_F(Sm3Log, says_so_in_what_it_signs_and_signs_twice) {
  write(3);
  const auto opened = open_checkpoint(note, keys);
  ASSERT_TRUE(opened) << opened.error().what;
  EXPECT_EQ(opened->checkpoint.hash, sm3);
  EXPECT_EQ(opened->note.verified.size(), 2u);
  EXPECT_EQ(print_checkpoint(opened->checkpoint), opened->note.text);
  EXPECT_TRUE(opened->note.text.ends_with("\nhash sm3\n"));
  for (const Verifier& key : keys) {
    const auto alone = open_checkpoint(note, std::span(&key, 1));
    ASSERT_TRUE(alone) << alone.error().what;
    EXPECT_EQ(alone->note.unknown.size(), 1u);
  }
}

TEST_F(Sm3Log, keeps_neither_signature_without_the_line_that_names_the_hash) {
  write(3);
  std::string stripped = note;
  stripped.erase(stripped.find("hash sm3\n"), 9);
  for (const Verifier& key : keys) EXPECT_FALSE(open_checkpoint(stripped, std::span(&key, 1)));
}

TEST_F(Sm3Log, is_refused_where_the_hash_is_not_known_or_named_twice) {
  const std::string root = to_base64(empty_root(sm3).view());
  for (const char* lines : {"hash sm4\n", "hash sm3\nhash sm3\n", "note\nhash sm3\n", "hash \n"})
    EXPECT_FALSE(parse_checkpoint("tanshu/gm\n0\n" + root + "\n" + lines)) << lines;
  const auto other = parse_checkpoint("tanshu/gm\n0\n" + root + "\nnote\n");
  ASSERT_TRUE(other);
  EXPECT_EQ(other->hash, HashKind::sha256);
}

TEST_F(Sm3Log, has_keys_that_read_back) {
  for (const Verifier& key : keys) {
    const auto again = parse_vkey(print_vkey(key));
    ASSERT_TRUE(again) << again.error().what;
    EXPECT_EQ(again->key, key.key);
    EXPECT_EQ(again->kind, key.kind);
  }
  std::string bad = print_vkey(sm2());
  bad.back() = bad.back() == 'A' ? 'B' : 'A';
  EXPECT_FALSE(parse_vkey(bad));
}

TEST_F(Sm3Log, rejects_a_bad_signature_of_a_trusted_key_only) {
  write(3);
  Signer forger = signer;
  forger.sm2 = make_sm2_secret();
  const std::string text = note.substr(0, note.find("\n\n") + 1);
  const std::string forged = text + '\n' + signature_line(text, signer) + sm2_line(text, forger);
  EXPECT_TRUE(open_checkpoint(forged, std::span(&ed25519(), 1)));
  EXPECT_FALSE(open_checkpoint(forged, std::span(&sm2(), 1)));
}

TEST_F(Sm3Log, is_audited_with_either_key) {
  write(600);
  for (const Verifier& key : keys) {
    const LogReport report = audit({key});
    EXPECT_TRUE(report.sound()) << report.findings[0].what;
    EXPECT_EQ(report.entries_checked, 600u);
    EXPECT_EQ(report.signatures.size(), 1u);
  }
  EXPECT_EQ(audit(keys).signatures.size(), 2u);
  write(700);
  EXPECT_TRUE(audit({sm2()}).sound());
}

TEST_F(Sm3Log, is_not_sound_with_tiles_of_sha256) {
  write(300);
  Tree other;
  for (std::uint64_t i = 0; i < 300; ++i) other.append(leaf_hash(view_of(entry(i))));
  const TemporaryDirectory mixed("sm3_mixed");
  auto writer = TileWriter::open(mixed.path());
  ASSERT_TRUE(writer);
  for (std::uint64_t i = 0; i < 300; ++i) ASSERT_TRUE(writer->add(view_of(entry(i))));
  ASSERT_TRUE(
      writer->publish(other, *sign_checkpoint(300, other.root(), {signer.name, signer.seed})));
  std::filesystem::copy_file(place / "checkpoint", mixed / "checkpoint",
                             std::filesystem::copy_options::overwrite_existing);
  DirectoryReader reader(mixed.path());
  EXPECT_FALSE(audit_log(reader, keys)->sound());
}

TEST_F(Sm3Log, is_not_taken_up_as_one_of_sha256) {
  write(300);
  EXPECT_FALSE(TileWriter::open(place.path()));
  EXPECT_TRUE(TileWriter::open(place.path(), sm3));
}

TEST_F(Sm3Log, proves_an_entry_to_who_has_the_sm2_key_alone) {
  write(70);
  AuditProof proof;
  proof.index = 33;
  proof.path = tree.audit_path(33, 70);
  proof.checkpoint = note;
  const std::string file = print_proof(proof);
  EXPECT_TRUE(verify_proof(file, view_of(entry(33)), std::span(&sm2(), 1)));
  EXPECT_FALSE(verify_proof(file, view_of(entry(34)), std::span(&sm2(), 1)));
}

TEST_F(Sm3Log, is_copied_and_taken_up_again) {
  write(300);
  const TemporaryDirectory house("sm3_copy");
  {
    auto copy = LogCopy::open(house.path());
    ASSERT_TRUE(copy);
    copy->begin_with(sm3);
    for (std::uint64_t i = 0; i < 300; ++i) {
      const std::string text = entry(i);
      const ByteView bytes = view_of(text);
      ASSERT_TRUE(copy->add(std::span(&bytes, 1)));
    }
    ASSERT_EQ(copy->root(), tree.root());
    ASSERT_TRUE(copy->keep(note));
  }
  const auto again = LogCopy::open(house.path());
  ASSERT_TRUE(again) << again.error().what;
  EXPECT_EQ(again->hash(), sm3);
  EXPECT_EQ(again->root(), tree.root());
  DirectoryReader reader(house.path());
  EXPECT_TRUE(audit_log(reader, std::span(&sm2(), 1))->sound());
}

}  // namespace
}  // namespace tanshu::proof
