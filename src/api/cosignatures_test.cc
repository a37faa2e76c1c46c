// SPDX-License-Identifier: Apache-2.0
// Cosignatures handed in, judged by the policy, shown, kept, and what they confirm.
#include "api/small_cell.h"
#include "base/file.h"
#include "certificate/verify.h"
#include "proof/policy.h"

namespace tanshu::api {
namespace {

using proof::Statement;

class CosignaturesTest : public SmallCell {
 protected:
  void SetUp() override {
    SmallCell::SetUp();
    options.policy = house / "policy.toml";
    write_policy("{ executed = 2 }");
    serve_now();
  }

  static proof::Signer signer_of(const std::string& follower, Statement statement) {
    proof::Signer signer{proof::key_name(follower, statement), {}};
    signer.seed.bytes.fill(static_cast<std::uint8_t>(follower.back()));
    signer.seed.bytes[0] = static_cast<std::uint8_t>(statement);
    return signer;
  }
  void write_policy(const std::string& rule) {
    std::ofstream file(options.policy);
    file << "log = \"" << proof::print_vkey(proof::verifier_of(node->signer())) << "\"\n";
    file << "confirmed = " << rule << "\n";
    for (const char* follower : {"bureau-1", "bank-2"}) {
      file << "[[follower]]\nname = \"" << follower << "\"\n";
      for (const Statement statement : proof::all_statements)
        file << name_of(statement) << " = \""
             << proof::print_vkey(
                    proof::verifier_of(signer_of(follower, statement), proof::KeyKind::cosignature))
             << "\"\n";
    }
  }
  std::string checkpoint() { return get("/log/checkpoint").body; }
  static std::string cosigned(const std::string& note, const std::string& follower,
                              Statement statement = Statement::executed) {
    return *proof::cosign(note, signer_of(follower, statement), 1'800'000'000);
  }
  Reply hand_in(const std::string& note) {
    return ask(port, "POST", "/v1/cosignatures", {{"Content-Type", "text/plain"}}, note)
        .value_or(Reply{});
  }
  std::string confirmed_size() { return member(get("/v1/log").body, "confirmed_size"); }
};

TEST_F(CosignaturesTest, confirm_once_the_quorum_is_there) {
  const std::string note = checkpoint();
  const std::string size = member(get("/v1/log").body, "size");
  EXPECT_EQ(confirmed_size(), "0");
  EXPECT_EQ(member(get("/v1/entries/0").body, "confirmation"), "sequenced");
  EXPECT_EQ(hand_in(cosigned(note, "bureau-1")).body, R"({"confirmed_size":0})");
  EXPECT_EQ(code(get("/log/confirmed")), "1041");
  EXPECT_EQ(member(hand_in(cosigned(note, "bank-2")).body, "confirmed_size"), size);
  EXPECT_EQ(confirmed_size(), size);
  EXPECT_EQ(member(get("/v1/entries/0").body, "confirmation"), "confirmed");
  EXPECT_NE(get("/v1/entries?limit=1").body.find(R"("confirmation":"confirmed"})"),
            std::string::npos);
  EXPECT_EQ(member(get("/v1/confirmations/batches/batch-1").body, "confirmation"), "confirmed");
  // What comes after is sequenced until it is cosigned, too.
  give("officer-1",
       protocol::ImportBatch{{"batch-2"}, {"firm-1-a"}, 2023, tonnes(5), "Other registry", "O-2"});
  EXPECT_EQ(confirmed_size(), size);
  EXPECT_EQ(member(get("/v1/confirmations/batches/batch-2").body, "confirmation"), "sequenced");
  EXPECT_EQ(code(get("/v1/confirmations/batches/batch-9")), "1041");
  EXPECT_EQ(code(get("/v1/confirmations/users/trader-1")), "1041");
}

TEST_F(CosignaturesTest, are_shown_with_the_checkpoint) {
  const std::string note = checkpoint();
  const std::string by_one = cosigned(note, "bureau-1");
  ASSERT_EQ(hand_in(by_one).status, 200);
  EXPECT_EQ(checkpoint(), by_one);
  ASSERT_EQ(hand_in(cosigned(cosigned(note, "bank-2"), "bank-2", Statement::seen)).status, 200);
  const std::string whole = checkpoint();
  EXPECT_TRUE(whole.starts_with(by_one)) << whole;
  EXPECT_NE(whole.find("bank-2/seen"), std::string::npos);
  EXPECT_EQ(get("/log/confirmed").body, whole);
  EXPECT_EQ(get("/log/cosigned/" + member(get("/v1/log").body, "size")).body, whole);
  EXPECT_EQ(code(get("/log/cosigned/1")), "1041");
  const Reply first = get("/log/checkpoint");
  const auto again = ask(port, "GET", "/log/checkpoint", {{"If-None-Match", first.header("etag")}});
  EXPECT_EQ(again->status, 304);
  const auto followers = get("/v1/log").body;
  EXPECT_NE(followers.find(R"("quorum":{"executed":2})"), std::string::npos) << followers;
  EXPECT_NE(followers.find(R"("at":"2027-01-15T08:00:00Z")"), std::string::npos) << followers;
}

TEST_F(CosignaturesTest, of_different_checkpoints_confirm_what_both_cover) {
  const std::string older = checkpoint();
  const std::string older_size = member(get("/v1/log").body, "size");
  give("clerk-1", protocol::DepositCash{{"firm-1-a"}, yuan(1), "bank-9"});
  ASSERT_EQ(hand_in(cosigned(checkpoint(), "bureau-1")).status, 200);
  ASSERT_EQ(hand_in(cosigned(older, "bank-2")).status, 200);
  EXPECT_EQ(confirmed_size(), older_size);
  EXPECT_EQ(code(get("/log/confirmed")), "1041") << "no checkpoint has the quorum by itself";
}

TEST_F(CosignaturesTest, travel_with_documents) {
  give("trader-1", retirement(tonnes(2)));
  const std::string certificate = "/v1/certificates/r000001.json";
  const auto policy = proof::parse_policy(*read_file(options.policy));
  ASSERT_TRUE(policy) << policy.error().what;
  const auto judged = [&](const std::string& document) {
    return certificate::verify_document(view_of(document), std::nullopt, &*policy);
  };
  EXPECT_FALSE(judged(get(certificate).body).valid) << "sequenced only";
  const std::string both = cosigned(cosigned(checkpoint(), "bureau-1"), "bank-2");
  ASSERT_EQ(hand_in(both).status, 200);
  EXPECT_TRUE(judged(get(certificate).body).valid);
  // Later documents of the same entry lead to the checkpoint that has the quorum, not to the
  // newest.
  for (int i = 0; i < 150; ++i)
    give("clerk-1", protocol::DepositCash{{"firm-1-a"}, yuan(1), "later-" + std::to_string(i)});
  const std::string later = get(certificate).body;
  const auto report = judged(later);
  EXPECT_TRUE(report.valid) << certificate::report_text(report);
  EXPECT_EQ(member(later, "checkpoint"), both);
  EXPECT_TRUE(judged(get("/v1/certificates/r000001.proof").body).valid);
  give("trader-1", retirement(tonnes(1)));
  const auto sequenced = judged(get("/v1/certificates/r000002.json").body);
  ASSERT_NE(sequenced.first_failure(), nullptr);
  EXPECT_EQ(sequenced.first_failure()->name.en, "Confirmation");
}

TEST_F(CosignaturesTest, outlive_the_server) {
  const std::string size = member(get("/v1/log").body, "size");
  const std::string note = checkpoint();
  ASSERT_EQ(hand_in(cosigned(cosigned(note, "bureau-1"), "bank-2")).status, 200);
  const std::string shown = checkpoint();
  stop_serving();
  serve_now();
  EXPECT_EQ(confirmed_size(), size);
  EXPECT_EQ(checkpoint(), shown);
  stop_serving();
  // Another policy, another judgement; a file that was tampered with does not count.
  write_policy("{ executed = 2, holds = 1 }");
  serve_now();
  EXPECT_EQ(confirmed_size(), "0");
  stop_serving();
  write_policy("{ executed = 2 }");
  std::string bad = shown;
  bad[bad.size() - 5] = bad[bad.size() - 5] == 'A' ? 'B' : 'A';
  std::ofstream(options.data / "cosignatures" / size) << bad;
  serve_now();
  EXPECT_EQ(confirmed_size(), "0");
}

TEST_F(CosignaturesTest, that_are_wrong_change_nothing) {
  const std::string note = checkpoint();
  EXPECT_EQ(code(hand_in("nonsense")), "1045");
  EXPECT_EQ(code(hand_in(note)), "1046") << "nobody cosigned it";
  EXPECT_EQ(code(hand_in(cosigned(note, "stranger-3"))), "1046");
  std::string bad = cosigned(note, "bureau-1");
  bad[bad.size() - 5] = bad[bad.size() - 5] == 'A' ? 'B' : 'A';
  EXPECT_EQ(code(hand_in(bad)), "1045");
  // A checkpoint that the log did not sign, and one that it did, of a history it does not have.
  const std::string text = note.substr(0, note.find("\n\n") + 1);
  EXPECT_EQ(code(hand_in(cosigned(text + "\n", "bureau-1"))), "1045");
  const auto larger = proof::sign_checkpoint(1'000'000, Digest{}, node->signer());
  EXPECT_EQ(code(hand_in(cosigned(*larger, "bureau-1"))), "1047");
  const auto forked = proof::sign_checkpoint(3, Digest{}, node->signer());
  EXPECT_EQ(code(hand_in(cosigned(*forked, "bureau-1"))), "1047");
  EXPECT_EQ(code(hand_in(std::string(70'000, 'x'))), "1027");
  EXPECT_EQ(checkpoint(), note);
  EXPECT_EQ(confirmed_size(), "0");
}

TEST_F(CosignaturesTest, are_not_taken_without_a_policy) {
  const std::string note = checkpoint();
  stop_serving();
  options.policy.clear();
  serve_now();
  EXPECT_EQ(code(hand_in(cosigned(note, "bureau-1"))), "1044");
  EXPECT_EQ(member(get("/v1/log").body, "followers"), "[]");
  EXPECT_EQ(confirmed_size(), "0");
}

TEST_F(CosignaturesTest, need_a_policy_of_this_log) {
  stop_serving();
  std::ofstream(options.policy) << "log = \""
                                << proof::print_vkey(
                                       proof::verifier_of(signer_of("other-4", Statement::seen)))
                                << "\"\nconfirmed = { executed = 2 }\n";
  const std::atomic<bool> at_once{true};
  EXPECT_FALSE(serve(*node, options, at_once));
  options.policy = house / "missing.toml";
  EXPECT_FALSE(serve(*node, options, at_once));
}

}  // namespace
}  // namespace tanshu::api
