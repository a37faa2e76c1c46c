// SPDX-License-Identifier: Apache-2.0
// Tests of money in and out: each bank reference once, never more than is there.
#include <gtest/gtest.h>

#include "clearing/clearing.h"

namespace tanshu::clearing {
namespace {

struct Bank {
  Clearing clearing;
  ledger::Book book;
  Events events;
  Context context{{"sun"}, {"house"}, {1}};

  Bank() { book.open_account({{"a"}, {"p"}, {}}); }
  Verdict<void> deposit(Money amount, const std::string& reference) {
    return deposit_cash({{"a"}, amount, reference}, context, clearing, book, events);
  }
  Verdict<void> withdraw(Money amount, const std::string& reference) {
    return withdraw_cash({{"a"}, amount, reference}, context, clearing, book, events);
  }
  Money balance() const { return book.cash(ledger::free_cash({"a"})); }
};

TEST(DepositCash, stands_against_the_banks_control) {
  Bank bank;
  ASSERT_TRUE(bank.deposit(yuan(10), "B1"));
  EXPECT_EQ(bank.balance(), yuan(10));
  EXPECT_EQ(bank.book.cash(ledger::bank_control()), yuan(-10));
  EXPECT_EQ(bank.clearing.transfers.at("B1").direction, CashDirection::deposit);
}

TEST(DepositCash, refuses_a_reference_used_before) {
  Bank bank;
  ASSERT_TRUE(bank.deposit(yuan(10), "B1"));
  EXPECT_EQ(bank.deposit(yuan(10), "B1").error().code(), RefusalCode::bank_reference_was_used);
  EXPECT_EQ(bank.withdraw(yuan(1), "B1").error().code(), RefusalCode::bank_reference_was_used);
  EXPECT_EQ(bank.balance(), yuan(10));
}

TEST(WithdrawCash, refuses_when_cash_is_short) {
  Bank bank;
  ASSERT_TRUE(bank.deposit(yuan(10), "B1"));
  EXPECT_EQ(bank.withdraw(yuan(11), "B2").error().code(), RefusalCode::cash_is_short);
  ASSERT_TRUE(bank.withdraw(yuan(10), "B2"));
  EXPECT_EQ(bank.balance(), Money{});
  EXPECT_EQ(bank.book.held_purses().size(), 0u) << "nothing is left of the control purse";
}

TEST(DepositCash, refuses_what_is_no_transfer) {
  Bank bank;
  EXPECT_EQ(bank.deposit(Money{}, "B1").error().code(), RefusalCode::amount_is_not_positive);
  EXPECT_EQ(bank.deposit(yuan(1), "").error().code(), RefusalCode::text_is_empty);
  EXPECT_EQ(bank.deposit(yuan(1), "  ").error().code(), RefusalCode::text_is_empty);
  EXPECT_EQ(bank.withdraw(yuan(1), "\u3000").error().code(), RefusalCode::text_is_empty);
  EXPECT_EQ(
      deposit_cash({{"x"}, yuan(1), "B1"}, bank.context, bank.clearing, bank.book, bank.events)
          .error()
          .code(),
      RefusalCode::account_is_unknown);
  EXPECT_TRUE(bank.events.empty());
}

}  // namespace
}  // namespace tanshu::clearing
