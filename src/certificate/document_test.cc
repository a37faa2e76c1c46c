// SPDX-License-Identifier: Apache-2.0
// Canonical JSON: what is printed reads back, and nothing else is read.
#include "certificate/document.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "certificate/sample_log.h"

namespace tanshu::certificate {
namespace {

std::size_t offset_of_problem(const std::string& json) {
  const auto parsed = parse_document(json);
  EXPECT_FALSE(parsed) << json.substr(0, 80);
  if (parsed) return std::string::npos;
  EXPECT_FALSE(parsed.error().what.zh.empty());
  EXPECT_FALSE(parsed.error().what.en.empty());
  return parsed.error().offset.value_or(std::string::npos);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(ParseDocument, reads_back_every_kind) {
  const SampleLog& log = sample_log();
  for (const Document& document : {log.certificate(), log.voucher(), log.ticket()}) {
    const auto parsed = parse_document(to_json(document));
    ASSERT_TRUE(parsed) << located(parsed.error()).en;
    EXPECT_EQ(parsed->document, document);
    EXPECT_EQ(to_json(parsed->document), to_json(document));
  }
}

TEST(ParseDocument, reads_back_a_rendition) {
  Document document = sample_log().certificate();
  document.rendition = Rendition{123'456, sha256("page")};
  const auto parsed = parse_document(to_json(document));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->document, document);
}

TEST(ParseDocument, remembers_where_members_stand) {
  const std::string json = to_json(sample_log().certificate());
  const auto parsed = parse_document(json);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(json.substr(*parsed->offset_of("number"), 9), "\"r000001\"");
  EXPECT_EQ(json.substr(*parsed->offset_of("evidence[1]"), 9), "{\"index\":");
  EXPECT_FALSE(parsed->offset_of("holding"));
}

TEST(ParseDocument, names_the_byte_of_another_spelling) {
  const std::string json = to_json(sample_log().certificate());
  EXPECT_EQ(offset_of_problem(""), 0u);
  EXPECT_EQ(offset_of_problem(" " + json), 0u);
  EXPECT_EQ(offset_of_problem(json + "\n"), json.size());
  EXPECT_EQ(offset_of_problem(json.substr(0, 100)), 100u);
  const auto number_at = json.find("\"number\"");
  EXPECT_EQ(offset_of_problem(replaced(json, "\"number\"", "\"nummer\"")), number_at + 4);
  EXPECT_EQ(offset_of_problem(replaced(json, "\"number\":", "\"number\": ")), number_at + 9);
  EXPECT_EQ(offset_of_problem(replaced(json, "r000001", "\\u0072000001")), number_at + 11);
  EXPECT_EQ(offset_of_problem(replaced(json, "r000001",
                                       "r\xff"
                                       "00001")),
            number_at + 11);
  EXPECT_EQ(offset_of_problem(replaced(json, "{\"index\":", "{\"index\":0")),
            json.find("{\"index\":") + 9);
}

TEST(ParseDocument, refuses_members_that_do_not_belong) {
  const std::string certificate = to_json(sample_log().certificate());
  const std::string ticket = to_json(sample_log().ticket());
  const auto holding_at = ticket.find(",\"holding\"");
  const std::string holding = ticket.substr(holding_at, ticket.find(",\"evidence\"") - holding_at);
  offset_of_problem(replaced(certificate, ",\"evidence\"", holding + ",\"evidence\""));
  offset_of_problem(replaced(ticket, holding, ""));
  offset_of_problem(replaced(certificate, "\"signature\"", "\"extra\":1,\"signature\""));
  offset_of_problem(replaced(certificate, "cancellation_certificate", "certificate"));
  offset_of_problem(replaced(certificate, "tanshu-document/1", "tanshu-document/2"));
}

TEST(ParseDocument, refuses_second_spellings_of_values) {
  const std::string ticket = to_json(sample_log().ticket());
  offset_of_problem(replaced(ticket, "150 tCO2e", "150.0 tCO2e"));
  offset_of_problem(replaced(ticket, "150 tCO2e", "150000 kgCO2e"));
  offset_of_problem(replaced(ticket, "\"first\":\"1", "\"first\":\"01"));
  offset_of_problem(replaced(ticket, "T16:00:00Z", "T16:00:00.000000000Z"));
  offset_of_problem(replaced(ticket, "T16:00:00Z", "T24:00:00Z"));
}

TEST(Sign, needs_the_key_that_the_document_names) {
  Document document = sample_log().certificate();
  proof::Signer other = sample_log().signer();
  other.seed.bytes[0] ^= 1;
  EXPECT_FALSE(sign(document, other));
  EXPECT_TRUE(sign(document, sample_log().signer()));
}

TEST(Sign, covers_all_but_the_signature) {
  Document document = sample_log().ticket();
  const std::string before = signed_text(document);
  document.signature = "other";
  EXPECT_EQ(signed_text(document), before);
  document.public_url += "/";
  EXPECT_NE(signed_text(document), before);
}

}  // namespace
}  // namespace tanshu::certificate
