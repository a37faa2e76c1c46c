// SPDX-License-Identifier: Apache-2.0
// Cosignatures: the published one verifies, ours are like it, and a line says one thing only.
#include "proof/cosign.h"

#include <gtest/gtest.h>

#include "proof/files.h"
#include "proof/merkle.h"

namespace tanshu::proof {
namespace {

const std::filesystem::path minilog =
    std::filesystem::path(TANSHU_SOURCE_DIR) / "fixtures/tlog/minilog";

std::string fixture(const std::string& name) {
  const Bytes bytes = read_whole(minilog / name).value().value();
  return std::string(text_of(bytes));
}

Verifier fixture_key(const std::string& name) {
  std::string text = fixture(name);
  while (text.ends_with('\n')) text.pop_back();
  return parse_vkey(text).value();
}

Signer signer_named(const std::string& name, std::uint8_t fill) {
  Signer signer{name, {}};
  signer.seed.bytes.fill(fill);
  return signer;
}

std::string log_note(std::uint64_t size = 7) {
  return *sign_checkpoint(size, empty_root(), signer_named("log.example", 1));
}

TEST(KeyName, says_the_statement) {
  EXPECT_EQ(key_name("example.org/follower", Statement::seen), "example.org/follower/seen");
  EXPECT_EQ(key_name("example.org/follower", Statement::holds), "example.org/follower/holds");
  EXPECT_EQ(key_name("example.org/follower", Statement::executed), "example.org/follower/executed");
}

TEST(Cosign, adds_a_line_of_the_published_form) {
  // The vector is of another producer: the same text, time and key type must give the same message
  // to verify, so that our line stands where theirs stood.
  const Verifier log = fixture_key("log.vkey");
  const Verifier witness = fixture_key("witness.vkey");
  const std::vector<Verifier> both{log, witness};
  const std::string published = fixture("checkpoint");
  const auto opened = open_checkpoint(published, both);
  ASSERT_TRUE(opened) << opened.error().what;
  ASSERT_EQ(opened->note.verified.size(), 2u);
  const std::uint64_t time_s = opened->note.verified[1].time_s;

  const Signer signer = signer_named(witness.name, 9);
  const auto cosigned = cosign(published, signer, time_s);
  ASSERT_TRUE(cosigned);
  EXPECT_EQ(cosigned->size(), published.size() + cosignature_line("a\n", signer, time_s).size());
  const std::vector<Verifier> all{log, witness, verifier_of(signer, KeyKind::cosignature)};
  const auto again = open_checkpoint(*cosigned, all);
  ASSERT_TRUE(again) << again.error().what;
  EXPECT_EQ(again->note.verified.size(), 3u);
  EXPECT_EQ(again->note.verified[2].time_s, time_s);
}

TEST(Cosign, verifies_a_vector_made_without_this_program) {
  // Ed25519 key with seed 00 01 … 1f over "cosignature/v1\ntime 1700000000\n" and the text, made
  // with Python's cryptography package.
  Signer signer{"vector.example/follower/executed", {}};
  for (std::size_t i = 0; i < 32; ++i) signer.seed.bytes[i] = static_cast<std::uint8_t>(i);
  const std::string text = "log.example\n3\n" + to_base64(empty_root().view()) + "\n";
  EXPECT_EQ(cosignature_line(text, signer, 1'700'000'000),
            "— vector.example/follower/executed UlMN2wAAAABlU/EAHhZbbjvWH956V3UWHL8579Yqa1EQ1"
            "wulwQWoyrF5HBuKoLvRXvDBW4Hf8Dq3N6U0oqh8goLgQx51DqUHBb3UDA=="
            "\n");
  EXPECT_EQ(print_vkey(verifier_of(signer, KeyKind::cosignature)),
            "vector.example/follower/executed+52530ddb+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chm"
            "QSVTG4");
}

TEST(Cosign, replaces_a_line_of_the_same_key) {
  const Signer signer = signer_named("f.example/seen", 2);
  const std::string once = *cosign(log_note(), signer, 100);
  const std::string twice = *cosign(once, signer, 200);
  EXPECT_EQ(once.size(), twice.size());
  const Verifier key = verifier_of(signer, KeyKind::cosignature);
  const auto opened = open_note(twice, std::span(&key, 1));
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->verified.size(), 1u);
  EXPECT_EQ(opened->verified[0].time_s, 200u);
  EXPECT_EQ(opened->unknown.size(), 1u);
}

TEST(Cosign, a_cosignature_is_not_the_logs_signature) {
  // The same secret as an Ed25519 and as a cosignature key: different messages, different hashes.
  const Signer signer = signer_named("f.example", 3);
  const Verifier as_log = verifier_of(signer, KeyKind::ed25519);
  EXPECT_FALSE(open_note(*cosign("f.example\n7\n\n", signer, 5), std::span(&as_log, 1)));
}

TEST(WithLinesOf, takes_lines_of_the_named_keys_once) {
  const Signer a = signer_named("a.example/seen", 4);
  const Signer b = signer_named("b.example/seen", 5);
  const std::vector<Verifier> only_a{verifier_of(a, KeyKind::cosignature)};
  const std::vector<Verifier> both{only_a[0], verifier_of(b, KeyKind::cosignature)};
  const std::string note = log_note();
  const std::string signed_by_both = *cosign(*cosign(note, a, 1), b, 2);
  EXPECT_EQ(with_lines_of(note, signed_by_both, only_a).value(), *cosign(note, a, 1));
  EXPECT_EQ(with_lines_of(note, signed_by_both, both).value(), signed_by_both);
  EXPECT_EQ(with_lines_of(signed_by_both, signed_by_both, both).value(), signed_by_both);
  EXPECT_FALSE(with_lines_of(log_note(8), signed_by_both, both));
  EXPECT_FALSE(with_lines_of(note, "no note", both));
}

}  // namespace
}  // namespace tanshu::proof
