// SPDX-License-Identifier: Apache-2.0
// Verification: sound files pass, and no byte of one can change unseen.
#include "certificate/verify.h"

#include <gtest/gtest.h>

#include "certificate/pdf.h"
#include "certificate/pdf_attachment.h"
#include "certificate/sample_log.h"

namespace tanshu::certificate {
namespace {

VerifyReport verify_text(std::string_view text, const std::optional<std::string>& key) {
  return verify_document(view_of(text), key);
}

VerifyReport verify_text(std::string_view text) {
  return verify_text(text, sample_log().vkey());
}

/// The report names what is wrong, in both languages.
void expect_named(const VerifyReport& report, std::size_t offset) {
  ASSERT_FALSE(report.valid) << "byte " << offset << " was changed unseen";
  const Check* first = report.first_failure();
  ASSERT_NE(first, nullptr);
  EXPECT_FALSE(first->detail.zh.empty());
  EXPECT_FALSE(first->detail.en.empty());
}

const Bytes& sample_pdf() {
  static const Bytes pdf = *render_pdf(sample_log().certificate(), sample_log().signer());
  return pdf;
}

TEST(VerifyDocument, accepts_every_kind) {
  const SampleLog& log = sample_log();
  for (const Document& document :
       {log.certificate(), log.cancellation(), log.voucher(), log.open_voucher(),
        log.rejected_voucher(), log.ticket(), log.imported_ticket()}) {
    const VerifyReport report = verify_text(to_json(document));
    EXPECT_TRUE(report.valid) << report_text(report);
    EXPECT_TRUE(report.key_is_trusted);
    EXPECT_EQ(report.kind, name_of(document.kind));
    ASSERT_TRUE(report.statement);
    EXPECT_EQ(report.statement->number, document.number);
  }
}

TEST(VerifyDocument, says_when_the_key_is_the_files_own) {
  const VerifyReport report = verify_text(to_json(sample_log().certificate()), std::nullopt);
  EXPECT_TRUE(report.valid);
  EXPECT_FALSE(report.key_is_trusted);
  EXPECT_EQ(report.key_fingerprint.size(), 79u);
  EXPECT_TRUE(report_text(report).contains("the document's own is used"));
  EXPECT_TRUE(report_text(report).contains(report.key_fingerprint));
}

TEST(VerifyDocument, refuses_a_key_that_is_not_trusted) {
  proof::Signer other = sample_log().signer();
  other.seed.bytes[5] ^= 1;
  const std::string key = proof::print_vkey(proof::verifier_of(other));
  const VerifyReport report = verify_text(to_json(sample_log().certificate()), key);
  EXPECT_FALSE(report.valid);
  EXPECT_EQ(report.first_failure()->field, "vkey");
  EXPECT_FALSE(verify_text(to_json(sample_log().certificate()), "nonsense").valid);
}

const SampleLog& sm3_log() {
  static const SampleLog log(HashKind::sm3);
  return log;
}

TEST(VerifyDocument, accepts_a_document_of_a_log_made_with_sm3_under_either_key) {
  for (const Document& document : {sm3_log().certificate(), sm3_log().ticket()})
    for (const std::string& key : {sm3_log().vkey(), sm3_log().sm2_vkey()}) {
      const VerifyReport report = verify_text(to_json(document), key);
      EXPECT_TRUE(report.valid) << report_text(report);
      EXPECT_TRUE(report.key_is_trusted);
    }
  EXPECT_TRUE(verify_text(to_json(sm3_log().certificate()), std::nullopt).valid);
  proof::Signer other = sm3_log().signer();
  other.sm2 = make_sm2_secret();
  const auto stranger = proof::print_vkey(proof::verifier_of(other, proof::KeyKind::sm2));
  const VerifyReport report = verify_text(to_json(sm3_log().certificate()), stranger);
  EXPECT_EQ(report.first_failure()->field, "sm2_vkey");
  EXPECT_FALSE(verify_text(to_json(sample_log().certificate()), stranger).valid);
}

TEST(VerifyDocument, sees_every_changed_byte_of_a_document_signed_twice) {
  const std::string json = to_json(sm3_log().certificate());
  for (std::size_t at = 0; at < json.size(); at += 7) {
    std::string flipped = json;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    EXPECT_FALSE(verify_text(flipped, sm3_log().vkey()).valid) << at;
  }
}

TEST(VerifyDocument, refuses_a_document_that_has_lost_one_of_two_signatures) {
  for (const bool of_checkpoint : {true, false}) {
    Document document = sm3_log().certificate();
    std::string& note = of_checkpoint ? document.checkpoint : document.signature;
    note.erase(note.rfind("\xe2\x80\x94 "));
    if (of_checkpoint) document = sm3_log().signed_again(document);
    const VerifyReport report = verify_text(to_json(document), sm3_log().vkey());
    EXPECT_FALSE(report.valid);
    EXPECT_EQ(report.first_failure()->field, of_checkpoint ? "checkpoint" : "signature");
  }
}

TEST(VerifyDocument, refuses_a_document_signed_by_another_key) {
  // A forger can sign a log of his own; the trusted key is what stops him.
  Document document = sample_log().certificate();
  proof::Signer forger = sample_log().signer();
  forger.seed.bytes[5] ^= 1;
  document.vkey = proof::print_vkey(proof::verifier_of(forger));
  ASSERT_TRUE(sign(document, forger));
  const VerifyReport report = verify_text(to_json(document), std::nullopt);
  EXPECT_FALSE(report.valid);
  EXPECT_EQ(report.first_failure()->field, "checkpoint");
}

TEST(VerifyDocument, refuses_evidence_of_another_log) {
  SampleLog other;
  other.append(sample_log().record(0));
  Document document = sample_log().certificate();
  document.evidence[1] = other.evidence(document.evidence[1].index);
  const VerifyReport report = verify_text(to_json(sample_log().signed_again(document)));
  EXPECT_FALSE(report.valid);
  EXPECT_EQ(report.first_failure()->field, "evidence[1]");
}

TEST(VerifyDocument, refuses_swapped_evidence_even_when_signed) {
  Document document = sample_log().certificate();
  std::swap(document.evidence[0], document.evidence[1]);
  EXPECT_FALSE(verify_text(to_json(sample_log().signed_again(document))).valid);
  document = sample_log().certificate();
  std::swap(document.evidence[0].entry, document.evidence[1].entry);
  EXPECT_FALSE(verify_text(to_json(sample_log().signed_again(document))).valid);
}

TEST(VerifyDocument, refuses_a_refused_record_even_when_signed) {
  Document document = sample_log().certificate();
  document.evidence[0] = sample_log().evidence(sample_log().at().refused);
  const VerifyReport report = verify_text(to_json(sample_log().signed_again(document)));
  EXPECT_FALSE(report.valid);
  EXPECT_EQ(report.first_failure()->field, "evidence[0]");
}

TEST(VerifyDocument, sees_every_changed_byte_of_the_json) {
  const std::string json = to_json(sample_log().certificate());
  for (std::size_t at = 0; at < json.size(); ++at)
    for (const char change : {'\x01', '\x20'}) {
      std::string flipped = json;
      flipped[at] = static_cast<char>(flipped[at] ^ change);
      expect_named(verify_text(flipped), at);
    }
}

TEST(VerifyDocument, names_the_member_that_was_changed) {
  const std::string json = to_json(sample_log().ticket());
  const auto parsed = parse_document(json);
  ASSERT_TRUE(parsed);
  const auto first_field = [&](std::string_view member, std::size_t ahead, char to) {
    std::string flipped = json;
    flipped[*parsed->offset_of(member) + ahead] = to;
    const VerifyReport report = verify_text(flipped);
    EXPECT_FALSE(report.valid);
    EXPECT_TRUE(report.first_failure()->offset.has_value());
    return report.first_failure()->field;
  };
  EXPECT_EQ(first_field("number", 1, 'b'), "number");
  EXPECT_EQ(first_field("as_of", 4, '9'), "as_of");
  EXPECT_EQ(first_field("evidence[2]", 40, 'Z'), "evidence[2]");
  EXPECT_EQ(first_field("checkpoint", 30, 'z'), "checkpoint");
  EXPECT_EQ(first_field("vkey", 30, 'z'), "vkey");
  EXPECT_EQ(first_field("signature", 30, 'z'), "signature");
}

TEST(VerifyDocument, refuses_a_second_signature_line) {
  Document document = sample_log().certificate();
  document.signature += "— other.example AAAAAAAA\n";
  EXPECT_FALSE(verify_text(to_json(document)).valid);
}

TEST(VerifyDocument, accepts_a_pdf) {
  const VerifyReport report = verify_document(sample_pdf(), sample_log().vkey());
  EXPECT_TRUE(report.valid) << report_text(report);
  EXPECT_EQ(report.form, FileForm::document_pdf);
  EXPECT_EQ(report.statement->amount, tonnes(5'000));
}

/// Flips one byte of the PDF and returns the first failed check.
Check first_failure_of_flip(std::size_t at, std::uint8_t change) {
  Bytes pdf = sample_pdf();
  pdf[at] ^= change;
  const VerifyReport report = verify_document(pdf, sample_log().vkey());
  expect_named(report, at);
  return report.valid ? Check{} : *report.first_failure();
}

TEST(VerifyDocument, sees_changed_bytes_all_over_the_page) {
  const std::size_t base = find_attachment(sample_pdf())->base_bytes;
  for (std::size_t i = 0; i < 300; ++i) {
    const std::size_t at = i * base / 300;
    const Check failure = first_failure_of_flip(at, static_cast<std::uint8_t>(1 + i % 255));
    EXPECT_EQ(failure.field, "page content") << at;
  }
  EXPECT_EQ(first_failure_of_flip(base - 1, 1).field, "page content");
}

TEST(VerifyDocument, sees_every_changed_byte_of_the_appended_section) {
  const auto attachment = find_attachment(sample_pdf());
  const std::size_t json_end = attachment->json_offset + attachment->json.size();
  for (std::size_t at = attachment->base_bytes; at < sample_pdf().size(); ++at) {
    const bool in_json = at >= attachment->json_offset && at < json_end;
    if (in_json && at % 16 != 0) continue;  // the JSON by itself is tested byte by byte
    const Check failure = first_failure_of_flip(at, 1);
    if (!in_json) {
      EXPECT_EQ(failure.offset, at) << failure.detail.en;
    }
  }
}

TEST(VerifyDocument, sees_bytes_added_and_cut_off) {
  for (const std::size_t at : {std::size_t{0}, std::size_t{5'000}, sample_pdf().size()}) {
    Bytes pdf = sample_pdf();
    pdf.insert(pdf.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    EXPECT_FALSE(verify_document(pdf, {}).valid) << at;
  }
  Bytes pdf = sample_pdf();
  pdf.pop_back();
  EXPECT_FALSE(verify_document(pdf, {}).valid);
}

TEST(VerifyDocument, refuses_another_page_under_the_same_document) {
  const auto attachment = find_attachment(sample_pdf());
  const auto page = render_page(sample_log().voucher());
  ASSERT_TRUE(page);
  const auto forged = attach(*page, attachment->json);
  ASSERT_TRUE(forged);
  EXPECT_FALSE(verify_document(*forged, {}).valid);
  const auto unpinned = attach(*page, to_json(sample_log().voucher()));
  ASSERT_TRUE(unpinned);
  EXPECT_EQ(verify_document(*unpinned, {}).first_failure()->field, "rendition");
}

TEST(VerifyDocument, accepts_a_proof_file) {
  const SampleLog& log = sample_log();
  const VerifyReport report = verify_text(log.proof_file(log.at().retirement));
  EXPECT_TRUE(report.valid) << report_text(report);
  EXPECT_EQ(report.kind, "log_entry");
  EXPECT_TRUE(report_json(report).contains("r000001"));
  EXPECT_TRUE(report_text(verify_text(log.proof_file(log.at().refused))).contains("refused"));
  EXPECT_TRUE(verify_text(log.proof_file(log.at().block)).valid);
}

TEST(VerifyDocument, needs_a_key_for_a_proof_file) {
  const VerifyReport report =
      verify_text(sample_log().proof_file(sample_log().at().retirement), std::nullopt);
  EXPECT_FALSE(report.valid);
  EXPECT_TRUE(report.first_failure()->detail.en.contains("give the log's key"));
}

TEST(VerifyDocument, sees_every_changed_byte_of_a_proof_file) {
  const std::string proof = sample_log().proof_file(sample_log().at().retirement);
  for (std::size_t at = 0; at < proof.size(); ++at) {
    std::string flipped = proof;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    expect_named(verify_text(flipped), at);
  }
}

TEST(VerifyDocument, refuses_what_is_no_document) {
  for (const std::string_view text : {"", "hello", "{}", "%PDF-1.4\n", "PNG"}) {
    const VerifyReport report = verify_text(text, std::nullopt);
    EXPECT_FALSE(report.valid) << text;
    EXPECT_NE(report.first_failure(), nullptr);
  }
}

TEST(VerifyReport, is_printed_for_programs) {
  const std::string json = report_json(verify_text(to_json(sample_log().voucher())));
  EXPECT_TRUE(
      json.starts_with("{\"valid\":true,\"form\":\"document_json\","
                       "\"kind\":\"trade_voucher\",\"key\":{"))
      << json.substr(0, 200);
  EXPECT_TRUE(json.contains("\"first_problem\":null"));
}

}  // namespace
}  // namespace tanshu::certificate
