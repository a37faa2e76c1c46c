// SPDX-License-Identifier: Apache-2.0
// Tests of the three books: what is alike passes, and each way to differ is told apart.
#include "bank/reconciliation.h"

#include <gtest/gtest.h>

#include "bank/payment_order.h"
#include "base/file.h"

namespace tanshu::bank {
namespace {

const Day day = *day_from_text("2024-05-06");

std::string text_of(const std::string& name) {
  return *read_file(std::filesystem::path(TANSHU_SOURCE_DIR) / "fixtures/bank" / name);
}

/// Records of a day as the engine would have made them.
struct Journal {
  Instant at = shanghai_midnight(day);
  CashBook book{day, day};

  void add(Events events) {
    Record record;
    record.envelope.at = at;
    record.outcome = std::move(events);
    book.add(record);
  }
  void transfer(const std::string& reference, CashDirection direction, const char* account,
                std::int64_t fen) {
    const Purse purse{{account}, {}};
    const bool in = direction == CashDirection::deposit;
    add({CashRecorded{{reference, direction, {account}, Money{fen}, at}},
         CashMoved{in ? Purse{} : purse, in ? purse : Purse{}, Money{fen}}});
  }
  /// What the statement of the fixture says.
  void whole_day() {
    transfer("B-1", CashDirection::deposit, "firm-a", 50'000);
    transfer("B-2", CashDirection::deposit, "firm-b", 8'000);
    transfer("B-3", CashDirection::deposit, "firm-b", 6'050);
    transfer("W-1", CashDirection::withdrawal, "firm-a", 5'000);
  }
  void trade(std::int64_t total_fen, std::int64_t paid_fen) {
    Trade trade;
    trade.id = {"t000001"};
    trade.buyer = {"firm-a"};
    trade.seller = {"firm-b"};
    trade.total = Money{total_fen};
    const HoldId hold{"trade/t000001"};
    add({CashMoved{{{"firm-a"}, {}}, {{"firm-a"}, hold}, Money{paid_fen}}});
    add({TradeSettled{trade}, CashMoved{{{"firm-a"}, hold}, {{"firm-b"}, {}}, Money{paid_fen}}});
  }
  Reconciliation result(const std::string& statement = text_of("2024-05-06.csv")) const {
    return reconcile(*read_statement(statement), book);
  }
};

std::vector<DifferenceKind> kinds(const Reconciliation& result) {
  std::vector<DifferenceKind> all;
  for (const Difference& one : result.differences) all.push_back(one.kind);
  return all;
}
using Kinds = std::vector<DifferenceKind>;
using enum DifferenceKind;

TEST(Reconcile, finds_three_books_alike) {
  Journal journal;
  journal.whole_day();
  journal.trade(20'000, 20'000);
  const Reconciliation result = journal.result();
  EXPECT_TRUE(result.balanced());
  EXPECT_EQ(result.matched, 4u);
  EXPECT_EQ(result.trades, 1u);
  EXPECT_EQ(result.trade_value, Money{20'000});
  EXPECT_EQ(result.ledger_closing, Money{59'050});
  EXPECT_EQ(result.unexplained, Money{});
  const AccountCash& seller = journal.book.accounts().at({"firm-b"});
  EXPECT_EQ(seller.sales, Money{20'000});
  EXPECT_EQ(seller.closing, Money{34'050});
  EXPECT_EQ(accounts_csv(journal.book),
            "account,opening,deposits,withdrawals,sales,purchases,received,paid,closing\n"
            "firm-a,0.00,500.00,50.00,0.00,200.00,0.00,0.00,250.00\n"
            "firm-b,0.00,140.50,0.00,200.00,0.00,0.00,0.00,340.50\n");
}

TEST(Reconcile, knows_what_only_one_side_has) {
  Journal journal;
  journal.whole_day();
  journal.transfer("B-7", CashDirection::deposit, "firm-b", 100);
  EXPECT_EQ(kinds(journal.result()), (Kinds{not_at_bank, closing_balance}));
  EXPECT_EQ(journal.result().unexplained, Money{});
  Journal lacking;
  lacking.transfer("B-1", CashDirection::deposit, "firm-a", 50'000);
  lacking.transfer("B-2", CashDirection::deposit, "firm-b", 8'000);
  lacking.transfer("W-1", CashDirection::withdrawal, "firm-a", 5'000);
  const Reconciliation result = lacking.result();
  EXPECT_EQ(kinds(result), (Kinds{not_in_ledger, closing_balance}));
  EXPECT_EQ(result.differences.front().reference, "B-3");
  EXPECT_EQ(result.differences.front().where, "line 5");
  EXPECT_EQ(result.unexplained, Money{});
}

TEST(Reconcile, tells_other_amounts_directions_and_accounts_apart) {
  const std::string csv = text_of("2024-05-06.csv");
  const auto kinds_with = [](const char* reference, CashDirection direction, const char* account,
                             std::int64_t fen) {
    Journal journal;
    journal.transfer(reference, direction, account, fen);
    for (const auto& [other, to, amount] :
         {std::tuple{"B-1", "firm-a", 50'000}, std::tuple{"B-2", "firm-b", 8'000},
          std::tuple{"B-3", "firm-b", 6'050}})
      if (std::string_view(other) != reference)
        journal.transfer(other, CashDirection::deposit, to, amount);
    journal.transfer("W-1", CashDirection::withdrawal, "firm-a", 5'000);
    return kinds(journal.result());
  };
  EXPECT_EQ(kinds_with("B-2", CashDirection::deposit, "firm-b", 8'001),
            (Kinds{other_amount, closing_balance}));
  EXPECT_EQ(kinds_with("B-2", CashDirection::withdrawal, "firm-b", 8'000),
            (Kinds{other_direction, closing_balance}));
  EXPECT_EQ(kinds_with("B-2", CashDirection::deposit, "firm-a", 8'000), (Kinds{other_account}));
  EXPECT_EQ(kinds_with("B-3", CashDirection::deposit, "firm-a", 6'050), Kinds{})
      << "the bank names no account there";
}

TEST(Reconcile, looks_at_days_before_and_not_at_days_after) {
  Journal journal;
  journal.at = {journal.at.ns - 1};
  journal.transfer("B-0", CashDirection::deposit, "firm-a", 1'000);
  journal.at = shanghai_midnight(day);
  journal.whole_day();
  journal.at = shanghai_midnight({day.number + 1});
  journal.transfer("B-9", CashDirection::deposit, "firm-a", 7);
  const Reconciliation result = journal.result();
  EXPECT_EQ(result.ledger_opening, Money{1'000});
  EXPECT_EQ(result.ledger_closing, Money{60'050});
  EXPECT_EQ(kinds(result), (Kinds{opening_balance, closing_balance}));
  EXPECT_EQ(result.unexplained, Money{}) << "both balances are apart by the same";
}

/// A buyer who takes two sales at once, on a market that takes a fee of each side.
TEST(Reconcile, counts_trades_of_one_entry_and_their_fees) {
  Journal journal;
  journal.whole_day();
  const auto sale = [](const char* id, const char* seller, std::int64_t value_fen) {
    OrderTraded traded;
    traded.trade.id = {id};
    traded.trade.seller = {seller};
    traded.trade.buyer = {"firm-a"};
    traded.trade.value = Money{value_fen};
    traded.trade.buyer_fee = traded.trade.seller_fee = Money{10};
    return traded;
  };
  const auto moved = [](const char* to, std::int64_t fen) {
    return CashMoved{{{"firm-a"}, {}}, {{to}, {}}, Money{fen}};
  };
  journal.add({sale("m000001", "firm-b", 1'000), moved("firm-b", 990), moved("fees", 20),
               sale("m000002", "firm-c", 2'000), moved("firm-c", 1'990), moved("fees", 20)});
  const Reconciliation result = journal.result();
  EXPECT_TRUE(result.balanced());
  EXPECT_EQ(result.trades, 2u);
  EXPECT_EQ(result.trade_value, Money{2'980});
  const auto& accounts = journal.book.accounts();
  EXPECT_EQ(accounts.at({"firm-a"}).purchases, Money{3'020});
  EXPECT_EQ(accounts.at({"firm-c"}).sales, Money{1'990});
  EXPECT_EQ(accounts.at({"fees"}).received, Money{40});
  EXPECT_EQ(accounts.at({"fees"}).sales, Money{});
}

TEST(Reconcile, finds_a_trade_that_was_not_paid_as_stated) {
  Journal journal;
  journal.whole_day();
  journal.trade(20'000, 19'999);
  const Reconciliation result = journal.result();
  EXPECT_EQ(kinds(result), Kinds{trade_not_paid_as_stated});
  EXPECT_EQ(result.differences.front().reference, "t000001");
}

PaymentOrder order_of(const CashBook& book) {
  PaymentOrder order{"P-1", shanghai_midnight(day), day, {"碳市场结算专户", "62", "102"}, {}};
  for (const CashTransfer& transfer : book.transfers())
    if (transfer.direction == CashDirection::withdrawal) order.withdrawals.push_back(transfer);
  return order;
}

TEST(PaymentOrder, pays_each_withdrawal_once) {
  Journal journal;
  journal.whole_day();
  const auto payees = read_payees(text_of("payees.csv"));
  ASSERT_TRUE(payees);
  const auto xml = pacs_008(order_of(journal.book), *payees, "payees.csv");
  ASSERT_TRUE(xml);
  for (const char* piece :
       {"<NbOfTxs>1</NbOfTxs>", "<TtlIntrBkSttlmAmt Ccy=\"CNY\">50.00</TtlIntrBkSttlmAmt>",
        "<EndToEndId>W-1</EndToEndId>", "<Nm>甲公司, 包头</Nm>", "<Ref>firm-a</Ref>"})
    EXPECT_NE(xml->find(piece), std::string::npos) << piece << " in\n" << *xml;
  EXPECT_EQ(xml->find("firm-b"), std::string::npos);
  const auto csv = payments_csv(order_of(journal.book), *payees, "payees.csv");
  ASSERT_TRUE(csv);
  EXPECT_EQ(*csv,
            "reference,account,name,bank_account,bank_code,amount,day\n"
            "W-1,firm-a,\"甲公司, 包头\",6200 0002 0000 0002,102100099996,50.00,2024-05-06\n");
}

TEST(PaymentOrder, refuses_what_cannot_be_paid) {
  Journal journal;
  journal.whole_day();
  const auto code = [](const Verdict<std::string>& verdict) { return verdict.error().code(); };
  EXPECT_EQ(code(pacs_008(order_of(journal.book), {}, "payees.csv")),
            RefusalCode::payee_has_no_bank_account);
  EXPECT_EQ(code(pacs_008(order_of(CashBook(day, day)), {}, "payees.csv")),
            RefusalCode::no_payments_on_day);
  journal.transfer(std::string(36, 'W'), CashDirection::withdrawal, "firm-a", 1);
  EXPECT_EQ(code(pacs_008(order_of(journal.book), *read_payees(text_of("payees.csv")), "p")),
            RefusalCode::bank_reference_is_too_long);
  for (const char* wrong : {"account,name\n", "account,name,bank_account,bank_code\n,甲,1,2\n",
                            "account,name,bank_account,bank_code\na,甲,,2\n",
                            "account,name,bank_account,bank_code\na,甲,1,2\na,甲,1,2\n"}) {
    const auto payees = read_payees(wrong);
    ASSERT_FALSE(payees) << wrong;
    EXPECT_EQ(payees.error().code(), RefusalCode::bank_file_is_malformed);
  }
}

}  // namespace
}  // namespace tanshu::bank
