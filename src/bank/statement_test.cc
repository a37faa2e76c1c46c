// SPDX-License-Identifier: Apache-2.0
// Tests of bank statements: both forms say the same, and each mistake has its number and place.
#include "bank/statement.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "protocol/sample.h"

namespace tanshu::bank {
namespace {

std::filesystem::path fixture(const std::string& name) {
  return std::filesystem::path(TANSHU_SOURCE_DIR) / "fixtures/bank" / name;
}
std::string text_of(const std::string& name) {
  return *read_file(fixture(name));
}
std::string with(std::string text, const std::string& piece, const std::string& other) {
  const std::size_t at = text.find(piece);
  EXPECT_NE(at, std::string::npos) << piece;
  return text.replace(at, piece.size(), other);
}
const std::string camt = text_of("2024-05-06.camt053.xml");
const std::string csv = text_of("2024-05-06.csv");

/// The refusal of a file with one piece replaced.
RefusalCode refused(const std::string& text, const std::string& piece, const std::string& other) {
  const auto read = read_statement(with(text, piece, other));
  EXPECT_FALSE(read) << piece << " → " << other;
  return read ? RefusalCode{} : read.error().code();
}

TEST(ReadStatement, takes_camt_053) {
  const auto read = read_statement_file(fixture("2024-05-06.camt053.xml"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->id, "S-20240506");
  EXPECT_EQ(read->bank_account, "6200 0001 0000 0001");
  EXPECT_EQ(read->closing, Money{59'050});
  EXPECT_EQ(read->pending, 1u);
  EXPECT_EQ(read->digest, sha256(camt));
  ASSERT_EQ(read->entries.size(), 4u);
  EXPECT_EQ(read->entries[1].where, "Ntry 2, TxDtls 1");
  EXPECT_EQ(read->entries[2].amount, Money{6'050});
  EXPECT_EQ(read->entries[3].reference, "W-1") << "an order of ours, not the bank's B-4";
}

TEST(ReadStatement, is_the_same_in_csv) {
  const auto from_camt = read_statement(camt), from_csv = read_statement(csv);
  ASSERT_TRUE(from_camt && from_csv);
  EXPECT_EQ(from_csv->first, from_camt->first);
  EXPECT_EQ(from_csv->closing, from_camt->closing);
  ASSERT_EQ(from_csv->entries.size(), from_camt->entries.size());
  for (std::size_t i = 0; i < from_csv->entries.size(); ++i) {
    StatementEntry one = from_csv->entries[i];
    one.where = from_camt->entries[i].where;
    EXPECT_EQ(encode(one), encode(from_camt->entries[i])) << i;
  }
}

TEST(ReadStatement, takes_names_with_prefixes_and_an_overdrawn_account) {
  std::string text = with(camt, "<Amt Ccy=\"CNY\">0.00</Amt><CdtDbtInd>CRDT",
                          "<Amt Ccy=\"CNY\">1000.00</Amt><CdtDbtInd>DBIT");
  text = with(text, "<Amt Ccy=\"CNY\">590.50</Amt><CdtDbtInd>CRDT",
              "<Amt Ccy=\"CNY\">409.50</Amt><CdtDbtInd>DBIT");
  for (const char* name : {"<Document ", "</Document>"}) {
    const std::string open = std::string(name).starts_with("</") ? "</" : "<";
    text = with(text, name, open + "c:" + std::string(name).substr(open.size()));
  }
  text = with(text, "xmlns=", "xmlns:c=");
  const auto read = read_statement(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->opening, Money{-100'000});
}

TEST(ReadStatement, refuses_what_is_no_statement) {
  using enum RefusalCode;
  EXPECT_EQ(refused(camt, "BkToCstmrStmt", "BkToCstmrRpt"), bank_file_is_malformed);
  EXPECT_EQ(refused(camt, "</Document>", ""), bank_file_is_malformed);
  EXPECT_EQ(refused(camt, "<Cd>OPBD", "<Cd>ITBD"), bank_file_is_malformed);
  EXPECT_EQ(refused(camt, "encoding=\"UTF-8\"", "encoding=\"GB18030\""), bank_file_is_malformed);
  EXPECT_EQ(refused(camt, "firm-a </Ustrd>", "\xff</Ustrd>"), bank_file_is_malformed);
  EXPECT_EQ(refused(camt, "<Amt Ccy=\"CNY\">80.00", "<Amt Ccy=\"CNY\">79.99"),
            bank_file_is_malformed)
      << "parts that do not come to their entry";
  EXPECT_EQ(refused(camt, "Ccy=\"CNY\">500.00", "Ccy=\"EUR\">500.00"), bank_currency_is_wrong);
  EXPECT_EQ(refused(camt, ">500.00<", ">500,00<"), bank_amount_is_malformed);
  EXPECT_EQ(refused(camt, ">500.00<", ">500.001<"), bank_amount_is_malformed);
  EXPECT_EQ(refused(camt, ">590.50<", ">590.51<"), bank_balance_is_wrong);
  EXPECT_EQ(refused(camt, "<AcctSvcrRef>B-3<", "<AcctSvcrRef><"), bank_reference_is_missing);
  EXPECT_EQ(refused(camt, "<AcctSvcrRef>B-3<", "<AcctSvcrRef>B-2<"), bank_reference_is_repeated);
}

TEST(ReadStatement, refuses_wrong_rows_with_their_line) {
  using enum RefusalCode;
  EXPECT_EQ(refused(csv, "record,reference", "record,ref"), bank_file_is_malformed);
  EXPECT_EQ(refused(csv, "opening,", "entry,"), bank_file_is_malformed);
  EXPECT_EQ(refused(csv, "closing,", "opening,"), bank_file_is_malformed);
  EXPECT_EQ(refused(csv, "withdrawal", "out"), bank_file_is_malformed);
  EXPECT_EQ(refused(csv, "B-1,deposit,500.00", "B-1,deposit,0"), bank_file_is_malformed);
  EXPECT_EQ(refused(csv, "2024-05-06,\nclosing", "2024-05-32,\nclosing"), bank_file_is_malformed);
  EXPECT_EQ(refused(csv, "B-2,", ","), bank_reference_is_missing);
  const auto read = read_statement(with(csv, "80.00", "8o.00"));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code(), bank_amount_is_malformed);
  EXPECT_EQ(read.error().parameters.front().value, "line 4");
}

TEST(ReadStatement, refuses_a_file_that_is_not_there) {
  const auto read = read_statement_file(fixture("nothing.xml"));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code(), RefusalCode::bank_file_is_unreadable);
}

TEST(Joined, follows_day_after_day) {
  const auto first = read_statement(csv);
  const std::string next =
      "record,reference,direction,amount,account,day,note\n"
      "opening,S-2,,590.50,6200 0001 0000 0001,2024-05-07,\n"
      "entry,B-9,deposit,9.00,firm-b,2024-05-07,\n"
      "closing,,,599.50,,2024-05-07,\n";
  const auto all = joined({*first, *read_statement(next)});
  ASSERT_TRUE(all);
  EXPECT_EQ(all->entries.size(), 5u);
  EXPECT_EQ(all->closing, Money{59'950});
  EXPECT_EQ(to_text(all->last), "2024-05-07");
  const auto gap =
      joined({*first, *read_statement(with(with(next, "590.50", "590.40"), "599.50", "599.40"))});
  ASSERT_FALSE(gap);
  EXPECT_EQ(gap.error().code(), RefusalCode::statements_do_not_follow);
  const auto twice = joined({*first, *read_statement(with(next, "B-9", "B-1"))});
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code(), RefusalCode::bank_reference_is_repeated);
}

}  // namespace
}  // namespace tanshu::bank
