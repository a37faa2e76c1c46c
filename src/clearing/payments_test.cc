// SPDX-License-Identifier: Apache-2.0
// Tests of payments and reservations: money is set aside, taken in part, given up or sent back, and
// nothing is lost on the way.
#include <gtest/gtest.h>

#include "clearing/clearing.h"

namespace tanshu::clearing {
namespace {

const Context payer{{"ma"}, {"firm"}, {100}};
const Context payee{{"niu"}, {"farm"}, {100}};

struct House {
  Clearing clearing;
  ledger::Book book;
  Events events;

  House() {
    book.open_account({{"firm"}, {"firm"}, {}});
    book.open_account({{"farm"}, {"farm"}, {}});
    book.open_account({{"other"}, {"other"}, {}});
    const Context bank{{"sun"}, {"house"}, {1}};
    EXPECT_TRUE(deposit_cash({{"firm"}, yuan(100), "B1"}, bank, clearing, book, events));
    events.clear();
  }
  Money free_of(const char* account) const { return book.cash(ledger::free_cash({account})); }
  Money held() const { return book.cash(ledger::held_cash({"firm"}, {"r1"})); }
  Verdict<void> pay(const char* from, const char* to, Money amount, const Context& who = payer) {
    return transfer_cash({{from}, {to}, amount, "发票 1"}, who, book, events);
  }
  Verdict<void> reserve(Money amount, std::int64_t expires_ns = 200, const char* id = "r1") {
    return reserve_cash({{id}, {"firm"}, {"farm"}, amount, {expires_ns}}, payer, clearing, book,
                        events);
  }
  Verdict<void> post(Money amount, const Context& who = payee) {
    return post_reservation({{"r1"}, amount}, who, clearing, book, events);
  }
  Verdict<void> give_up(const Context& who = payee) {
    return void_reservation({{"r1"}}, who, clearing, book, events);
  }
  Verdict<void> expire(Context who, std::int64_t at_ns) {
    who.at = {at_ns};
    return expire_reservation({{"r1"}}, who, clearing, book, events);
  }
};

RefusalCode code(const Verdict<void>& verdict) {
  EXPECT_FALSE(verdict);
  return verdict ? RefusalCode{} : verdict.error().code();
}

TEST(TransferCash, pays_out_of_free_money) {
  House house;
  ASSERT_TRUE(house.pay("firm", "farm", yuan(30)));
  EXPECT_EQ(house.free_of("firm"), yuan(70));
  EXPECT_EQ(house.free_of("farm"), yuan(30));
  ASSERT_EQ(house.events.size(), 2u);
  EXPECT_EQ(std::get<CashPaid>(house.events[0]).reference, "发票 1");
}

TEST(TransferCash, refuses_what_is_no_payment) {
  House house;
  EXPECT_EQ(code(house.pay("firm", "farm", yuan(101))), RefusalCode::cash_is_short);
  EXPECT_EQ(code(house.pay("firm", "farm", Money{})), RefusalCode::amount_is_not_positive);
  EXPECT_EQ(code(house.pay("firm", "firm", yuan(1))), RefusalCode::payer_is_payee);
  EXPECT_EQ(code(house.pay("firm", "nobody", yuan(1))), RefusalCode::account_is_unknown);
  EXPECT_EQ(code(house.pay("firm", "", yuan(1))), RefusalCode::account_is_unknown);
  EXPECT_EQ(code(house.pay("nobody", "farm", yuan(1))), RefusalCode::account_is_unknown);
  EXPECT_EQ(code(house.pay("firm", "farm", yuan(1), payee)), RefusalCode::account_is_not_yours);
  EXPECT_TRUE(house.events.empty());
}

TEST(ReserveCash, sets_money_aside) {
  House house;
  ASSERT_TRUE(house.reserve(yuan(60)));
  EXPECT_EQ(house.free_of("firm"), yuan(40));
  EXPECT_EQ(house.held(), yuan(60));
  EXPECT_EQ(code(house.pay("firm", "farm", yuan(41))), RefusalCode::cash_is_short);
}

TEST(ReserveCash, refuses_a_standing_code_a_past_deadline_and_too_much) {
  House house;
  ASSERT_TRUE(house.reserve(yuan(1)));
  EXPECT_EQ(code(house.reserve(yuan(1))), RefusalCode::code_is_taken);
  EXPECT_EQ(code(house.reserve(yuan(1), 100, "r2")), RefusalCode::deadline_is_past);
  EXPECT_EQ(code(house.reserve(yuan(100), 200, "r2")), RefusalCode::cash_is_short);
  EXPECT_EQ(code(house.reserve(yuan(1), 200, "a/b")), RefusalCode::code_is_malformed);
}

TEST(PostReservation, takes_a_part_and_sends_back_the_rest) {
  House house;
  ASSERT_TRUE(house.reserve(yuan(60)));
  ASSERT_TRUE(house.post(yuan(45)));
  EXPECT_EQ(house.free_of("firm"), yuan(55));
  EXPECT_EQ(house.free_of("farm"), yuan(45));
  EXPECT_EQ(house.held(), Money{});
  EXPECT_EQ(house.clearing.reservations.size(), 0u);
  EXPECT_EQ(code(house.post(yuan(1))), RefusalCode::reservation_is_unknown);
}

TEST(PostReservation, refuses_payer_excess_and_lateness) {
  House house;
  ASSERT_TRUE(house.reserve(yuan(60)));
  EXPECT_EQ(code(house.post(yuan(1), payer)), RefusalCode::account_is_not_yours);
  EXPECT_EQ(code(house.post(yuan(61))), RefusalCode::reservation_is_short);
  EXPECT_EQ(code(house.post(Money{})), RefusalCode::amount_is_not_positive);
  Context late = payee;
  late.at = {200};
  EXPECT_EQ(code(house.post(yuan(1), late)), RefusalCode::reservation_has_expired);
  EXPECT_EQ(house.held(), yuan(60));
}

TEST(VoidReservation, is_the_payees_to_give) {
  House house;
  ASSERT_TRUE(house.reserve(yuan(60)));
  EXPECT_EQ(code(house.give_up(payer)), RefusalCode::account_is_not_yours);
  ASSERT_TRUE(house.give_up());
  EXPECT_EQ(house.free_of("firm"), yuan(100));
  EXPECT_TRUE(house.reserve(yuan(60))) << "the code is free again";
}

TEST(ExpireReservation, waits_for_the_deadline_and_takes_either_party) {
  House house;
  ASSERT_TRUE(house.reserve(yuan(60)));
  EXPECT_EQ(code(house.expire(payer, 199)), RefusalCode::reservation_has_not_expired);
  EXPECT_EQ(code(house.expire({{"x"}, {"other"}, {}}, 200)), RefusalCode::account_is_not_yours);
  ASSERT_TRUE(house.expire(payer, 200));
  EXPECT_EQ(house.free_of("firm"), yuan(100));
  const auto& ended = std::get<ReservationEnded>(house.events[house.events.size() - 2]);
  EXPECT_EQ(ended.reservation.state, ReservationState::expired);
  ASSERT_TRUE(house.reserve(yuan(60)));
  EXPECT_TRUE(house.expire(payee, 200));
}

}  // namespace
}  // namespace tanshu::clearing
