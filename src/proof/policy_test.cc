// SPDX-License-Identifier: Apache-2.0
// The policy file: what it may say, what it may not, and when its quorum is reached.
#include "proof/policy.h"

#include <gtest/gtest.h>

namespace tanshu::proof {
namespace {

Signer signer_of(const std::string& follower, Statement statement) {
  Signer signer{key_name(follower, statement), {}};
  signer.seed.bytes.fill(static_cast<std::uint8_t>(index_of(statement) + 1));
  for (std::size_t i = 0; i < follower.size() && i < 31; ++i)
    signer.seed.bytes[i + 1] = static_cast<std::uint8_t>(follower[i]);
  return signer;
}

std::string vkey(const std::string& follower, Statement statement) {
  return print_vkey(verifier_of(signer_of(follower, statement), KeyKind::cosignature));
}

std::string follower_text(const std::string& name) {
  std::string text = "[[follower]]\nname = \"" + name + "\"\n";
  for (const Statement statement : all_statements)
    text += std::string(name_of(statement)) + " = \"" + vkey(name, statement) + "\"\n";
  return text;
}

std::string three(const std::string& rule) {
  return "confirmed = " + rule + "\n" + follower_text("a") + follower_text("b") +
         follower_text("c");
}

std::string reason(const std::string& text) {
  const auto policy = parse_policy(text);
  return policy ? std::string("accepted") : policy.error().what;
}

TEST(ParsePolicy, reads_followers_keys_and_quorum) {
  const auto policy = parse_policy(three("{ executed = 2, holds = 3 }"));
  ASSERT_TRUE(policy) << policy.error().what;
  EXPECT_EQ(policy->followers.size(), 3u);
  EXPECT_EQ(policy->keys().size(), 9u);
  EXPECT_EQ(policy->quorum, (PerStatement<unsigned>{0, 3, 2}));
  EXPECT_EQ(policy->quorum_text(), "holds ≥ 3, executed ≥ 2");
  EXPECT_FALSE(policy->log);
  const auto owner =
      policy->owner_of(verifier_of(signer_of("b", Statement::holds), KeyKind::cosignature));
  ASSERT_TRUE(owner);
  EXPECT_EQ(owner->follower, 1u);
  EXPECT_EQ(owner->statement, Statement::holds);
  EXPECT_FALSE(
      policy->owner_of(verifier_of(signer_of("d", Statement::holds), KeyKind::cosignature)));
}

TEST(ParsePolicy, names_the_log) {
  const Signer log{"log.example", {}};
  const std::string key = "log = \"" + print_vkey(verifier_of(log)) + "\"\n";
  EXPECT_TRUE(parse_policy(key + three("{ seen = 1 }"))->log);
  const std::string cosigner =
      "log = \"" + print_vkey(verifier_of(log, KeyKind::cosignature)) + "\"\n";
  EXPECT_NE(reason(cosigner + three("{ seen = 1 }")).find("log: "), std::string::npos);
}

TEST(ParsePolicy, refuses_what_would_be_a_weaker_rule) {
  EXPECT_NE(reason(three("{}")).find("confirmed"), std::string::npos);
  EXPECT_NE(reason(follower_text("a")).find("confirmed"), std::string::npos);
  EXPECT_NE(reason(three("{ executed = 0 }")).find("confirmed.executed"), std::string::npos);
  EXPECT_NE(reason(three("{ exceuted = 2 }")).find("confirmed.exceuted"), std::string::npos);
  EXPECT_NE(reason(three("{ executed = 4 }")).find("asks for 4 followers, 3 are listed"),
            std::string::npos);
  EXPECT_NE(reason(three("{ executed = \"2\" }")).find("confirmed.executed"), std::string::npos);
  EXPECT_NE(reason("confirm = 1\n" + three("{ seen = 1 }")).find("confirm: is not known"),
            std::string::npos);
  EXPECT_NE(reason("confirmed = { seen = 1 }\n").find("follower"), std::string::npos);
  EXPECT_NE(reason("confirmed = {").find("line 1"), std::string::npos);
}

TEST(ParsePolicy, refuses_keys_that_say_another_thing) {
  const std::string rule = "confirmed = { seen = 1 }\n[[follower]]\nname = \"a\"\n";
  EXPECT_TRUE(parse_policy(rule + "seen = \"" + vkey("a", Statement::seen) + "\"\n"));
  EXPECT_NE(reason(rule + "seen = \"" + vkey("a", Statement::holds) + "\"\n").find("[0].seen"),
            std::string::npos);
  EXPECT_NE(reason(rule + "seen = \"" + vkey("b", Statement::seen) + "\"\n").find("[0].seen"),
            std::string::npos);
  const std::string as_log = print_vkey(verifier_of(signer_of("a", Statement::seen)));
  EXPECT_NE(reason(rule + "seen = \"" + as_log + "\"\n").find("type 04"), std::string::npos);
  EXPECT_NE(reason(rule + "seen = \"nonsense\"\n").find("[0].seen"), std::string::npos);
}

TEST(ParsePolicy, refuses_a_follower_or_a_key_that_stands_twice) {
  EXPECT_NE(reason("confirmed = { seen = 1 }\n" + follower_text("a") + follower_text("a"))
                .find("stands twice"),
            std::string::npos);
  Signer twin = signer_of("a", Statement::seen);
  twin.name = key_name("b", Statement::seen);
  const std::string text = "confirmed = { seen = 2 }\n" + follower_text("a") +
                           "[[follower]]\nname = \"b\"\nseen = \"" +
                           print_vkey(verifier_of(twin, KeyKind::cosignature)) + "\"\n";
  EXPECT_NE(reason(text).find("is the same key as a/seen"), std::string::npos) << reason(text);
}

TEST(ConfirmedSize, is_where_the_last_needed_follower_is) {
  const Policy policy = parse_policy(three("{ executed = 2 }")).value();
  std::vector<Standing> standings(3);
  EXPECT_EQ(confirmed_size(policy, standings), 0u);
  standings[0].size = {100, 100, 100};
  EXPECT_EQ(confirmed_size(policy, standings), 0u);
  standings[2].size = {90, 90, 40};
  EXPECT_EQ(confirmed_size(policy, standings), 40u);
  standings[1].size = {0, 0, 70};
  EXPECT_EQ(confirmed_size(policy, standings), 70u);
}

TEST(ConfirmedSize, needs_every_rule) {
  const Policy policy = parse_policy(three("{ executed = 1, holds = 3 }")).value();
  std::vector<Standing> standings(3);
  for (Standing& standing : standings) standing.size = {9, 5, 9};
  EXPECT_EQ(confirmed_size(policy, standings), 5u);
  standings[1].size[index_of(Statement::holds)] = 0;
  EXPECT_EQ(confirmed_size(policy, standings), 0u);
}

TEST(StandingsOf, counts_each_signature_as_what_its_key_says) {
  const Policy policy = parse_policy(three("{ executed = 2 }")).value();
  const Signer log{"log.example", {}};
  std::string note = *sign_checkpoint(12, Digest{}, log);
  note = *cosign(note, signer_of("a", Statement::executed), 50);
  note = *cosign(note, signer_of("b", Statement::seen), 60);
  note = *cosign(note, signer_of("stranger", Statement::executed), 70);
  std::vector<Verifier> keys = policy.keys();
  keys.push_back(verifier_of(log));
  const auto opened = open_checkpoint(note, keys);
  ASSERT_TRUE(opened);
  const auto standings = standings_of(policy, 12, opened->note.verified);
  EXPECT_EQ(standings[0].size, (PerStatement<std::uint64_t>{0, 0, 12}));
  EXPECT_EQ(standings[0].time_s[2], 50u);
  EXPECT_EQ(standings[1].size, (PerStatement<std::uint64_t>{12, 0, 0}));
  EXPECT_EQ(confirmed_size(policy, standings), 0u);
}

}  // namespace
}  // namespace tanshu::proof
