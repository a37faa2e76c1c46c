// SPDX-License-Identifier: Apache-2.0
// Documents judged by a policy: who confirmed them, and that nobody else can.
#include <gtest/gtest.h>

#include "certificate/sample_log.h"
#include "certificate/verify.h"

namespace tanshu::certificate {
namespace {

using proof::Statement;

proof::Signer signer_of(const std::string& follower, Statement statement) {
  proof::Signer signer{proof::key_name(follower, statement), {}};
  signer.seed.bytes.fill(static_cast<std::uint8_t>(follower.back()));
  signer.seed.bytes[0] = static_cast<std::uint8_t>(statement);
  return signer;
}

/// Two followers, one of which must have executed and both of which must hold.
proof::Policy policy() {
  std::string text = "log = \"" + sample_log().vkey() + "\"\n";
  text += "confirmed = { executed = 1, holds = 2 }\n";
  for (const char* follower : {"bureau-1", "bank-2"}) {
    text += "[[follower]]\nname = \"" + std::string(follower) + "\"\n";
    for (const Statement statement : proof::all_statements)
      text += std::string(name_of(statement)) + " = \"" +
              proof::print_vkey(
                  proof::verifier_of(signer_of(follower, statement), proof::KeyKind::cosignature)) +
              "\"\n";
  }
  return proof::parse_policy(text).value();
}

Document cosigned(Document document,
                  std::initializer_list<std::pair<const char*, Statement>> signatures) {
  for (const auto& [follower, statement] : signatures)
    document.checkpoint =
        proof::cosign(document.checkpoint, signer_of(follower, statement), 1'800'000'000).value();
  EXPECT_TRUE(sign(document, sample_log().signer()));
  return document;
}

VerifyReport judged(const Document& document) {
  const proof::Policy by = policy();
  return verify_document(view_of(to_json(document)), std::nullopt, &by);
}

TEST(VerifyByPolicy, says_who_confirmed) {
  const VerifyReport report =
      judged(cosigned(sample_log().certificate(), {{"bureau-1", Statement::holds},
                                                   {"bank-2", Statement::holds},
                                                   {"bank-2", Statement::executed}}));
  EXPECT_TRUE(report.valid) << report_text(report);
  EXPECT_TRUE(report.key_is_trusted) << "the policy names the log";
  ASSERT_EQ(report.followers.size(), 2u);
  EXPECT_EQ(report.followers[0].name, "bureau-1");
  EXPECT_EQ(report.followers[0].stated, (proof::PerStatement<bool>{false, true, false}));
  EXPECT_EQ(report.followers[1].stated, (proof::PerStatement<bool>{false, true, true}));
  EXPECT_TRUE(report_text(report).contains("已确认：holds ≥ 2, executed ≥ 1"));
  EXPECT_TRUE(report_text(report).contains("bank-2：存全 holds, 重放 executed"));
  EXPECT_TRUE(report_json(report).contains(
      R"("followers":[{"name":"bureau-1","seen":false,"holds":true,"executed":false})"));
}

TEST(VerifyByPolicy, needs_the_whole_quorum) {
  const VerifyReport report = judged(cosigned(
      sample_log().certificate(), {{"bank-2", Statement::holds}, {"bank-2", Statement::executed}}));
  EXPECT_FALSE(report.valid);
  ASSERT_NE(report.first_failure(), nullptr);
  EXPECT_EQ(report.first_failure()->name.en, "Confirmation");
  EXPECT_EQ(report.first_failure()->field, "checkpoint");
  EXPECT_FALSE(judged(cosigned(sample_log().certificate(), {})).valid);
  EXPECT_TRUE(report_text(judged(sample_log().certificate())).contains("bureau-1：未共签 nothing"));
}

TEST(VerifyByPolicy, is_not_fooled_by_strangers_or_bad_lines) {
  EXPECT_FALSE(judged(cosigned(sample_log().certificate(), {{"thief-1", Statement::holds},
                                                            {"thief-2", Statement::holds},
                                                            {"thief-2", Statement::executed}}))
                   .valid);
  Document bad = cosigned(sample_log().certificate(), {{"bureau-1", Statement::holds},
                                                       {"bank-2", Statement::holds},
                                                       {"bank-2", Statement::executed}});
  char& sign_of = bad.checkpoint[bad.checkpoint.size() - 5];
  sign_of = sign_of == 'A' ? 'B' : 'A';
  ASSERT_TRUE(sign(bad, sample_log().signer()));
  EXPECT_FALSE(judged(bad).valid);
}

TEST(VerifyByPolicy, without_one_says_nothing_of_followers) {
  const VerifyReport report =
      verify_document(view_of(to_json(sample_log().certificate())), sample_log().vkey());
  EXPECT_TRUE(report.valid);
  EXPECT_TRUE(report.followers.empty());
}

}  // namespace
}  // namespace tanshu::certificate
