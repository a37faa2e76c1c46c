// SPDX-License-Identifier: Apache-2.0
// Notes: what opens, what is ignored, and everything that must not open.
#include "proof/note.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "proof/checkpoint.h"

namespace tanshu::proof {
namespace {

std::string fixture(const std::string& name) {
  std::ifstream file(std::string(TANSHU_SOURCE_DIR) + "/fixtures/tlog/minilog/" + name,
                     std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_FALSE(text.str().empty()) << name;
  return text.str();
}

Verifier fixture_key(const std::string& name) {
  std::string text = fixture(name);
  while (text.ends_with('\n')) text.pop_back();
  const auto verifier = parse_vkey(text);
  EXPECT_TRUE(verifier.has_value());
  EXPECT_EQ(print_vkey(*verifier), text);
  return *verifier;
}

Signer signer_named(const std::string& name) {
  Signer signer{name, {}};
  signer.seed.bytes.fill(static_cast<std::uint8_t>(name.size()));
  return signer;
}

std::string reason(const Result<OpenedNote>& note) {
  return note ? std::string("opened") : note.error().what;
}

TEST(OpenNote, opens_a_checkpoint_of_another_producer_with_its_cosignature) {
  const std::vector<Verifier> keys{fixture_key("log.vkey"), fixture_key("witness.vkey")};
  EXPECT_EQ(keys[0].kind, KeyKind::ed25519);
  EXPECT_EQ(keys[1].kind, KeyKind::cosignature);
  const auto note = open_note(fixture("checkpoint"), keys);
  ASSERT_TRUE(note) << reason(note);
  ASSERT_EQ(note->verified.size(), 2u);
  EXPECT_EQ(note->verified[1].by.name, "witness.example.cn/bank");
  EXPECT_EQ(note->verified[1].time_s, 0x69248100u);
  const auto by_log_alone = open_note(fixture("checkpoint"), std::span(keys).first(1));
  ASSERT_TRUE(by_log_alone);
  EXPECT_EQ(by_log_alone->unknown.size(), 1u);
}

TEST(OpenNote, rejects_a_cosignature_moved_in_time) {
  const std::vector<Verifier> keys{fixture_key("log.vkey"), fixture_key("witness.vkey")};
  std::string text = fixture("checkpoint");
  const auto at = text.find("ZaCT8QAAAABp");
  ASSERT_NE(at, std::string::npos);
  text[at + 11] = 'q';
  EXPECT_NE(reason(open_note(text, keys)).find("line 6"), std::string::npos);
  EXPECT_TRUE(open_note(text, std::span(keys).first(1)));
}

TEST(SignNote, is_opened_by_its_verifier_only) {
  const Signer signer = signer_named("log.example");
  const auto signed_note = sign_note("甲\n乙\n", signer);
  ASSERT_TRUE(signed_note);
  const Verifier verifier = verifier_of(signer);
  const auto opened = open_note(*signed_note, std::span(&verifier, 1));
  ASSERT_TRUE(opened) << reason(opened);
  EXPECT_EQ(opened->text, "甲\n乙\n");
  const Verifier stranger = verifier_of(signer_named("other.example"));
  EXPECT_FALSE(open_note(*signed_note, std::span(&stranger, 1)));
  EXPECT_FALSE(open_note(*signed_note, {}));
}

TEST(SignNote, refuses_what_is_not_a_note_text) {
  const Signer signer = signer_named("log.example");
  EXPECT_FALSE(sign_note("no line end", signer));
  EXPECT_FALSE(sign_note("tab\there\n", signer));
  EXPECT_FALSE(sign_note("\xc0\x80\n", signer));
  EXPECT_FALSE(sign_note("text\n", signer_named("a b")));
  EXPECT_FALSE(sign_note("text\n", signer_named("a+b")));
  EXPECT_FALSE(sign_note("text\n", signer_named("a\xe3\x80\x80"
                                                "b")));
}

TEST(OpenNote, rejects_every_flipped_bit) {
  const Signer signer = signer_named("log.example");
  const Verifier verifier = verifier_of(signer);
  const std::string good = *sign_note("origin\n7\n", signer);
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ (1 << bit));
      EXPECT_FALSE(open_note(bad, std::span(&verifier, 1))) << i << " " << bit;
    }
  }
}

TEST(OpenNote, holds_to_the_exact_grammar) {
  const Signer signer = signer_named("log.example");
  const Verifier verifier = verifier_of(signer);
  const std::span<const Verifier> keys(&verifier, 1);
  const std::string text = "a\n";
  const std::string line = signature_line(text, signer);
  EXPECT_TRUE(open_note(text + "\n" + line, keys));
  EXPECT_FALSE(open_note("", keys));
  EXPECT_FALSE(open_note(text + line, keys));
  EXPECT_FALSE(open_note(text + "\n", keys));
  EXPECT_FALSE(open_note(text + "\n" + line + "\n", keys));
  EXPECT_FALSE(open_note(text + "\n" + line.substr(0, line.size() - 1), keys));
  EXPECT_FALSE(open_note(text + "\n" + line + "trailing\n", keys));
  EXPECT_FALSE(open_note(text + "\n\n" + line, keys));
  EXPECT_FALSE(open_note(text + "\r\n" + line, keys));
}

TEST(OpenNote, takes_a_hundred_signatures_and_no_more) {
  const Signer signer = signer_named("log.example");
  const Verifier verifier = verifier_of(signer);
  const std::string text = "a\n";
  std::string note = text + "\n" + signature_line(text, signer);
  for (int i = 1; i < 100; ++i)
    note += signature_line(text, signer_named("other" + std::string(i, 'x')));
  const auto opened = open_note(note, std::span(&verifier, 1));
  ASSERT_TRUE(opened) << reason(opened);
  EXPECT_EQ(opened->unknown.size(), 99u);
  note += signature_line(text, signer_named("one.too.many"));
  EXPECT_NE(reason(open_note(note, std::span(&verifier, 1))).find("too many"), std::string::npos);
}

TEST(OpenNote, ignores_a_signature_type_it_does_not_know) {
  const Signer signer = signer_named("log.example");
  const Verifier verifier = verifier_of(signer);
  const std::string text = "a\n";
  const std::string sm2 = "\xe2\x80\x94 log.example /wAAAXNtMi1zbTM=\n";
  const auto opened =
      open_note(text + "\n" + sm2 + signature_line(text, signer), std::span(&verifier, 1));
  ASSERT_TRUE(opened) << reason(opened);
  EXPECT_EQ(opened->unknown.size(), 1u);
}

TEST(Cosignature, verifies_and_carries_its_time) {
  const Signer log = signer_named("log.example");
  const Signer witness = signer_named("witness");
  const std::vector<Verifier> keys{verifier_of(log), verifier_of(witness, KeyKind::cosignature)};
  const std::string text = "a\n";
  const std::string note =
      text + "\n" + signature_line(text, log) + cosignature_line(text, witness, 1'700'000'000);
  const auto opened = open_note(note, keys);
  ASSERT_TRUE(opened) << reason(opened);
  EXPECT_EQ(opened->verified[1].time_s, 1'700'000'000u);
}

TEST(ParseVkey, refuses_wrong_hash_type_and_form) {
  const std::string good = print_vkey(verifier_of(signer_named("log.example")));
  EXPECT_TRUE(parse_vkey(good));
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    EXPECT_FALSE(parse_vkey(bad)) << bad;
  }
  EXPECT_FALSE(parse_vkey(""));
  EXPECT_FALSE(parse_vkey("name"));
  EXPECT_FALSE(parse_vkey("name+00000000+"));
}

TEST(ParseCheckpoint, is_strict) {
  const std::string root = "dx3Q267+hNXdAiF0oMeGyG7uKl2vvsdh7Tyl9s54Y4Y=";
  const auto good = parse_checkpoint("o\n600\n" + root + "\n");
  ASSERT_TRUE(good);
  EXPECT_EQ(print_checkpoint(*good), "o\n600\n" + root + "\n");
  EXPECT_TRUE(parse_checkpoint("o\n18446744073709551615\n" + root + "\n"));
  const std::vector<std::string> refused{"o\n0600\n" + root + "\n",
                                         "o\n+6\n" + root + "\n",
                                         "o\n\n" + root + "\n",
                                         "o\n18446744073709551616\n" + root + "\n",
                                         "o\n600\n" + root,
                                         std::string("o\n600\n"),
                                         "o\n600\n" + root.substr(0, 43) + "\n",
                                         std::string("o\n600\nAAAA\n"),
                                         "o\n600\ndx3Q267+hNXdAiF0oMeGyG7uKl2vvsdh7Tyl9s54Y4Z=\n",
                                         "\n600\n" + root + "\n",
                                         "o\n600\n" + root + "\n\n"};
  for (const std::string& bad : refused) EXPECT_FALSE(parse_checkpoint(bad)) << bad;
}

TEST(OpenCheckpoint, wants_the_logs_own_signature) {
  const std::vector<Verifier> keys{fixture_key("log.vkey"), fixture_key("witness.vkey")};
  const auto opened = open_checkpoint(fixture("checkpoint"), keys);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->checkpoint.size, 600u);
  EXPECT_FALSE(open_checkpoint(fixture("checkpoint"), std::span(keys).subspan(1)));
}

}  // namespace
}  // namespace tanshu::proof
