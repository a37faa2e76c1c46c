// SPDX-License-Identifier: Apache-2.0
// Statements: what documents say, and what they may not say.
#include "certificate/statement.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "certificate/sample_log.h"
#include "certificate/spelling.h"

namespace tanshu::certificate {
namespace {

using namespace protocol;  // NOLINT: the tests change the protocol's nouns

const SampleLog& log_of_tests = sample_log();

Words row_value(const Statement& statement, std::string_view label_en) {
  for (const Row& row : statement.rows)
    if (row.label.en == label_en) return row.value;
  ADD_FAILURE() << "no row " << label_en;
  return {};
}

Statement told(const Document& document) {
  auto statement = derive_statement(document);
  EXPECT_TRUE(statement) << (statement ? "" : located(statement.error()).en);
  return statement.value_or(Statement{});
}

void expect_refusal(const Document& document, std::string_view field, std::string_view words) {
  const auto statement = derive_statement(document);
  ASSERT_FALSE(statement);
  EXPECT_EQ(statement.error().field, field);
  EXPECT_TRUE(statement.error().what.en.contains(words)) << statement.error().what.en;
  EXPECT_FALSE(statement.error().what.zh.empty());
}

/// The document with its entry number `item` changed; hashes are not looked at here.
template <class EventType, class Change>
Document changed(Document document, std::size_t item, Change change) {
  auto record = decode_record(document.evidence.at(item).entry);
  EXPECT_TRUE(record);
  for (Event& event : *record->outcome)
    if (auto* found = std::get_if<EventType>(&event)) change(*found);
  document.evidence[item].entry = encode_record(*record);
  return document;
}

TEST(DeriveStatement, tells_a_retirement) {
  const Statement statement = told(log_of_tests.certificate());
  EXPECT_EQ(statement.amount, tonnes(5'000));
  EXPECT_EQ(statement.title.zh, "注销证明");
  EXPECT_EQ(statement.holder.zh, "示例运动会组织委员会（acc-games）");
  EXPECT_EQ(statement.beneficiary->en, "The Example Games");
  EXPECT_EQ(statement.log_index, log_of_tests.at().retirement);
  EXPECT_EQ(statement.units.size(), 2u);
  EXPECT_EQ(row_value(statement, "Kind").zh, "注销（自愿抵销）");
  EXPECT_EQ(row_value(told(log_of_tests.cancellation()), "Kind").zh, "取消（不作声明）");
}

TEST(DeriveStatement, tells_a_trade_in_each_state) {
  EXPECT_EQ(row_value(told(log_of_tests.voucher()), "State").zh, "已交收");
  EXPECT_EQ(row_value(told(log_of_tests.voucher()), "Total").en, "75,000.00 CNY");
  EXPECT_EQ(row_value(told(log_of_tests.open_voucher()), "State").zh, "待登记过户");
  EXPECT_EQ(row_value(told(log_of_tests.rejected_voucher()), "Reason").zh, "买方资料不全");
}

TEST(DeriveStatement, tells_a_ticket) {
  const Statement statement = told(log_of_tests.ticket());
  EXPECT_EQ(statement.amount, tonnes(150));
  EXPECT_EQ(statement.number, "acc-saihan/gy-2024-b1");
  EXPECT_EQ(row_value(statement, "Project owner").zh, "国营固阳林场（saihan）");
  EXPECT_EQ(row_value(told(log_of_tests.imported_ticket()), "Registry of origin").zh,
            "registry.example EX-2022-0001");
}

TEST(DeriveStatement, refuses_another_number) {
  for (Document document :
       {log_of_tests.certificate(), log_of_tests.voucher(), log_of_tests.ticket()}) {
    document.number += "9";
    expect_refusal(document, "number", "");
  }
}

TEST(DeriveStatement, refuses_another_kind) {
  Document document = log_of_tests.certificate();
  document.kind = DocumentKind::trade_voucher;
  expect_refusal(document, "number", "not trade r000001");
  document.kind = DocumentKind::carbon_ticket;
  expect_refusal(document, "holding", "carbon tickets only");
}

TEST(DeriveStatement, refuses_each_missing_companion) {
  for (const Document& whole :
       {log_of_tests.certificate(), log_of_tests.voucher(), log_of_tests.ticket()})
    for (std::size_t i = 1; i < whole.evidence.size(); ++i) {
      Document document = whole;
      document.evidence.erase(document.evidence.begin() + static_cast<std::ptrdiff_t>(i));
      const bool is_settlement = whole.evidence[i].index == log_of_tests.at().settled;
      if (is_settlement) continue;  // without it the voucher honestly tells of an open trade
      expect_refusal(document, "evidence", "the evidence lacks");
    }
}

TEST(DeriveStatement, refuses_a_refused_record) {
  Document document = log_of_tests.certificate();
  document.evidence.push_back(log_of_tests.evidence(log_of_tests.at().refused));
  const std::string field = fmt::format("evidence[{}]", document.evidence.size() - 1);
  expect_refusal(document, field, "was refused: User games-officer is suspended");
  document.evidence = {log_of_tests.evidence(log_of_tests.at().refused)};
  expect_refusal(document, "evidence[0]", "was refused");
}

TEST(DeriveStatement, refuses_what_is_no_record) {
  Document document = log_of_tests.certificate();
  document.evidence[0] = log_of_tests.evidence(log_of_tests.at().block);
  expect_refusal(document, "evidence[0]", "not a record");
  document.evidence.clear();
  expect_refusal(document, "evidence", "no evidence");
}

TEST(DeriveStatement, refuses_swapped_and_repeated_evidence) {
  Document document = log_of_tests.certificate();
  std::swap(document.evidence[0], document.evidence[1]);
  expect_refusal(document, "number", "not retirement r000001");
  document = log_of_tests.certificate();
  document.evidence.push_back(document.evidence[1]);
  expect_refusal(document, fmt::format("evidence[{}]", document.evidence.size() - 1),
                 "given twice");
  document.evidence.back().index += 1'000;
  expect_refusal(document, fmt::format("evidence[{}]", document.evidence.size() - 1), "made twice");
}

TEST(DeriveStatement, refuses_an_amount_that_is_not_the_sum) {
  const Document document = log_of_tests.certificate();
  expect_refusal(
      changed<UnitsRetired>(document, 0, [](UnitsRetired& e) { e.retirement.amount += Carbon{1}; }),
      "evidence[0]", "is not the sum");
  expect_refusal(
      changed<UnitsRetired>(document, 0, [](UnitsRetired& e) { e.retirement.units.clear(); }),
      "evidence[0]", "is not the sum");
}

TEST(DeriveStatement, refuses_serials_that_are_not_sound) {
  const Document document = log_of_tests.certificate();
  const auto with_first_range = [&](auto change) {
    return changed<UnitsRetired>(document, 0,
                                 [&](UnitsRetired& e) { change(e.retirement.units[0].ranges[0]); });
  };
  expect_refusal(with_first_range([](Range& r) { std::swap(r.first, r.last); }), "evidence[0]",
                 "reversed");
  expect_refusal(with_first_range([](Range& r) { r.last.position += tonnes(1'500).count; }),
                 "evidence[0]", "overlaps");
  expect_refusal(with_first_range([](Range& r) { r.last.position = UINT64_MAX; }), "evidence[0]",
                 "not inside batch");
}

TEST(DeriveStatement, refuses_a_retirement_that_its_postings_do_not_show) {
  const Document document = log_of_tests.certificate();
  const auto with_leg = [&](auto change) { return changed<UnitsMoved>(document, 0, change); };
  expect_refusal(with_leg([](UnitsMoved& leg) { leg.to.place = Place::cancelled; }), "evidence[0]",
                 "postings");
  expect_refusal(with_leg([](UnitsMoved& leg) { leg.to.account = AccountId{"acc-steel"}; }),
                 "evidence[0]", "postings");
  expect_refusal(with_leg([](UnitsMoved& leg) { leg.ranges[0].last.position -= 1; }), "evidence[0]",
                 "postings");
}

TEST(DeriveStatement, refuses_a_trade_that_does_not_add_up) {
  const Document document = log_of_tests.open_voucher();
  expect_refusal(changed<TradeMade>(document, 0, [](TradeMade& e) { e.trade.amount += Carbon{1}; }),
                 "evidence[0]", "sum of its serial ranges");
  expect_refusal(changed<TradeMade>(document, 0, [](TradeMade& e) { e.trade.total += Money{1}; }),
                 "evidence[0]", "times the price");
}

TEST(DeriveStatement, refuses_a_settlement_of_something_else) {
  const Document document = log_of_tests.voucher();
  expect_refusal(
      changed<TradeSettled>(document, 1, [](TradeSettled& e) { e.trade.buyer.text = "acc-games"; }),
      "evidence[1]", "does not agree");
  expect_refusal(
      changed<UnitsMoved>(document, 1, [](UnitsMoved& e) { e.to.account.text = "acc-games"; }),
      "evidence[1]", "does not agree");
  expect_refusal(changed<TradeSettled>(
                     document, 1, [](TradeSettled& e) { e.trade.state = TradeState::rejected; }),
                 "evidence[1]", "does not agree");
  Document early = document;
  early.evidence[1].index = 0;
  expect_refusal(early, "evidence[1]", "do not follow on");
}

TEST(DeriveStatement, refuses_a_holding_that_is_not_in_the_batch) {
  const auto with_holding = [](auto change) {
    Document document = log_of_tests.ticket();
    change(*document.holding);
    return document;
  };
  expect_refusal(with_holding([](Holding& h) {
                   h.ranges.back().last.position =
                       static_cast<std::uint64_t>(tonnes(150'000).count);
                 }),
                 "holding", "not inside batch");
  expect_refusal(with_holding([](Holding& h) { h.amount += Carbon{1}; }), "holding",
                 "sum of its serial ranges");
  expect_refusal(with_holding([](Holding& h) { std::swap(h.ranges[0], h.ranges[1]); }), "holding",
                 "overlaps or precedes");
  expect_refusal(with_holding([](Holding& h) { h.ranges.clear(), h.amount = {}; }), "holding", "");
  expect_refusal(with_holding([](Holding& h) { h.batch.text = "ccer-import-1"; }), "evidence",
                 "lacks the issue of batch");
}

TEST(DeriveStatement, refuses_a_time_before_its_evidence) {
  Document document = log_of_tests.certificate();
  document.as_of = Instant{1'704'067'200'000'000'000};
  expect_refusal(document, "as_of", "before that of entry");
}

TEST(GatherEvidence, names_what_the_log_lacks) {
  LogAccess access = log_of_tests.access();
  access.index_of = [](std::string_view, std::string_view) { return std::nullopt; };
  const auto gathered = gather_evidence({log_of_tests.at().retirement}, {}, access);
  ASSERT_FALSE(gathered);
  EXPECT_TRUE(gathered.error().what.contains("the log has nothing of gy-2024-b1"));
}

TEST(GatherEvidence, does_not_turn_for_ever_on_an_index_that_is_wrong) {
  LogAccess access = log_of_tests.access();
  access.index_of = [](std::string_view, std::string_view) { return 0; };
  EXPECT_FALSE(gather_evidence({log_of_tests.at().retirement}, {}, access));
}

TEST(Spell, groups_thousands) {
  EXPECT_EQ(grouped("150000"), "150,000");
  EXPECT_EQ(grouped("-1234.5678"), "-1,234.5678");
  EXPECT_EQ(grouped("999"), "999");
  EXPECT_EQ(spell(Instant{INT64_MAX}).en, "2262-04-12 07:47:16 (UTC+8)");
  EXPECT_EQ(spell(Instant{INT64_MIN}).en, "1677-09-21 08:12:43 (UTC+8)");
}

}  // namespace
}  // namespace tanshu::certificate
