// SPDX-License-Identifier: Apache-2.0
// The session cases of the FIX standard, by their numbers there: logon, numbers, heartbeats,
// rejects, logout.
#include "fix/session.h"

#include <gtest/gtest.h>

#include "fix/sample_session.h"

namespace tanshu::fix {
namespace {

using Messages = std::vector<std::string>;
constexpr const char* logon_answer = "35=A|34=1|98=0|108=30|";

TEST(Logon, is_answered_case_1a) {
  Desk desk;
  desk.in("A", 1, "98=0|108=30|");
  EXPECT_EQ(desk.out(), Messages{logon_answer});
  EXPECT_TRUE(desk.session.logged_on());
  EXPECT_EQ(desk.application.logons, 1);
}

TEST(Logon, with_a_high_number_is_answered_and_the_gap_asked_for_case_1a) {
  Desk desk;
  desk.in("A", 5, "98=0|108=30|");
  EXPECT_EQ(desk.out(), (Messages{logon_answer, "35=2|34=2|7=1|16=0|"}));
  desk.in("4", 1, "43=Y|122=" + desk.time() + "|123=Y|36=6|");
  desk.in("1", 6, "112=X|");
  EXPECT_EQ(desk.out(), Messages{"35=0|34=3|112=X|"});
}

TEST(Logon, with_a_low_number_ends_in_logout_case_2c) {
  Desk desk;
  desk.log_on();
  desk.in("0", 2);
  desk.reconnect();
  desk.in("A", 2, "98=0|108=30|");
  EXPECT_EQ(desk.out(),
            (Messages{"35=5|34=2|58=MsgSeqNum too low, expecting 3 but received 2|", "closed"}));
}

TEST(Logon, is_the_first_message_or_there_is_no_session_case_1e) {
  Desk desk;
  desk.in("0", 1);
  EXPECT_EQ(desk.out(), Messages{"closed"});
  EXPECT_EQ(desk.store.numbers(desk.session.key())->next_in, 1u);
}

TEST(Logon, is_turned_away_in_silence_when_it_is_wrong_case_1d) {
  for (const char* body : {"98=0|", "98=1|108=30|", "98=0|108=-1|", "98=0|108=99999|",
                           "98=0|108=30|464=Y|", "98=0|108=30|141=Y|55=CEA|"}) {
    Desk desk;
    desk.in("A", 1, body);
    EXPECT_EQ(desk.out(), Messages{"closed"}) << body;
  }
  Desk late;
  late.in_exactly("35=A|49=TW|56=ISLD|34=1|52=" + late.time(-121) + "|98=0|108=30|");
  EXPECT_EQ(late.out(), Messages{"closed"});
  Desk reset;
  reset.in("A", 2, "98=0|108=30|141=Y|");
  EXPECT_EQ(reset.out(), Messages{"closed"});
}

TEST(Logon, needs_the_application_version_over_fixt_case_1d) {
  Desk without(Version::fixt11);
  without.in("A", 1, "98=0|108=30|");
  EXPECT_EQ(without.out(), Messages{"closed"});
  Desk with(Version::fixt11);
  with.in("A", 1, "98=0|108=30|1137=9|");
  EXPECT_EQ(with.out(), Messages{"35=A|34=1|98=0|108=30|1137=9|"});
}

TEST(Logon, asks_the_application_who_it_is) {
  Desk wrong;
  wrong.in("A", 1, "98=0|108=30|553=trader|554=guess|");
  EXPECT_EQ(wrong.out(), Messages{"closed"});
  EXPECT_EQ(wrong.notes, "Logon: not authenticated;");
  Desk right;
  right.in("A", 1, "98=0|108=30|553=trader|554=secret|");
  EXPECT_EQ(right.out(), Messages{logon_answer});
}

TEST(Logon, of_somebody_unknown_changes_no_number) {
  Desk desk;
  desk.in("A", 7, "98=0|108=30|141=Y|553=trader|554=guess|");
  EXPECT_EQ(desk.store.committed_numbers(desk.session.key()), Numbers{});
}

TEST(Logon, with_the_reset_flag_begins_again) {
  Desk desk;
  desk.log_on();
  desk.order(2, "c1");
  desk.reconnect();
  desk.in("A", 1, "98=0|108=30|141=Y|");
  EXPECT_EQ(desk.out(), Messages{"35=A|34=1|98=0|108=30|141=Y|"});
  desk.in("1", 2, "112=X|");
  EXPECT_EQ(desk.out(), Messages{"35=0|34=2|112=X|"});
  EXPECT_EQ(desk.store.committed_messages(desk.session.key()), 0u);
}

TEST(Logon, with_the_reset_flag_begins_again_while_logged_on) {
  Desk desk;
  desk.log_on();
  for (std::uint64_t i = 2; i < 10; ++i) desk.in("0", i);
  desk.in("1", 10, "112=1|");
  EXPECT_EQ(desk.out(), Messages{"35=0|34=2|112=1|"});
  desk.in("A", 1, "98=0|108=30|141=Y|");
  EXPECT_EQ(desk.out(), Messages{"35=A|34=1|98=0|108=30|141=Y|"});
  desk.in("1", 2, "112=1|");
  EXPECT_EQ(desk.out(), Messages{"35=0|34=2|112=1|"});
}

TEST(Logon, without_the_flag_is_rejected_while_logged_on) {
  Desk desk;
  desk.log_on();
  desk.in("A", 2, "98=0|108=30|");
  EXPECT_EQ(desk.out(), Messages{"35=3|34=2|45=2|371=35|372=A|373=5|58=Value is incorrect (out of "
                                 "range) for this tag|"});
}

TEST(NextExpectedMsgSeqNum, brings_what_was_missed_without_a_request) {
  Desk desk;
  desk.log_on();
  desk.order(2, "c1");
  desk.order(3, "c2");
  desk.reconnect();
  desk.in("A", 4, "98=0|108=30|789=3|");
  const Messages got = desk.out();
  ASSERT_EQ(got.size(), 2u);
  EXPECT_EQ(got[0], "35=A|34=4|98=0|108=30|789=5|");
  EXPECT_TRUE(got[1].starts_with("35=8|34=3|43=Y|37=o-c2|")) << got[1];
}

TEST(NextExpectedMsgSeqNum, is_believed_before_a_gap_is_asked_for) {
  Desk desk;
  desk.in("A", 4, "98=0|108=30|789=1|");
  EXPECT_EQ(desk.out(), Messages{"35=A|34=1|98=0|108=30|789=1|"});
  desk.wait(31);
  const Messages later = desk.out();
  ASSERT_FALSE(later.empty());
  EXPECT_EQ(later[0], "35=2|34=2|7=1|16=0|");
}

TEST(NextExpectedMsgSeqNum, higher_than_what_was_sent_ends_in_logout) {
  Desk desk;
  desk.in("A", 1, "98=0|108=30|789=9|");
  EXPECT_EQ(desk.out(), (Messages{"35=5|34=1|58=NextExpectedMsgSeqNum too high, expecting at most "
                                  "1 but received 9|",
                                  "closed"}));
}

TEST(Numbers, count_up_case_2a) {
  Desk desk;
  desk.log_on();
  for (std::uint64_t i = 2; i < 6; ++i) desk.in("0", i);
  EXPECT_EQ(desk.out(), Messages{});
  EXPECT_EQ(desk.store.committed_numbers(desk.session.key()).next_in, 6u);
}

TEST(Numbers, that_are_too_low_end_in_logout_case_2c) {
  Desk desk;
  desk.log_on();
  desk.in("0", 2);
  desk.in("0", 2);
  EXPECT_EQ(desk.out(),
            (Messages{"35=5|34=2|58=MsgSeqNum too low, expecting 3 but received 2|", "closed"}));
}

TEST(Numbers, that_are_missing_end_in_logout) {
  Desk desk;
  desk.log_on();
  desk.in_exactly("35=0|49=TW|56=ISLD|52=" + desk.time() + "|");
  EXPECT_EQ(desk.out(), (Messages{"35=5|34=2|58=MsgSeqNum missing|", "closed"}));
}

TEST(PossDup, is_passed_over_when_it_was_received_case_2e) {
  Desk desk;
  desk.log_on();
  desk.order(2, "c1");
  desk.out();
  desk.order(2, "c1", "43=Y|122=" + desk.time() + "|");
  EXPECT_EQ(desk.out(), Messages{});
  desk.order(3, "c2", "43=Y|122=" + desk.time() + "|");
  EXPECT_EQ(desk.out().size(), 1u);
  EXPECT_EQ(desk.application.orders, (Messages{"c1", "c2"}));
}

TEST(PossDup, sent_first_after_it_was_sent_ends_in_logout_case_2f) {
  Desk desk;
  desk.log_on();
  desk.in("0", 2);
  desk.in("0", 2, "43=Y|122=" + desk.time(10) + "|");
  EXPECT_EQ(desk.out(), (Messages{"35=3|34=2|45=2|372=0|373=10|58=SendingTime accuracy problem|",
                                  "35=5|34=3|58=SendingTime accuracy problem|"}));
  desk.in("5", 3);
  EXPECT_EQ(desk.out(), Messages{"closed"});
}

TEST(PossDup, without_its_first_time_is_rejected_case_2g) {
  Desk desk;
  desk.log_on();
  desk.in("0", 2);
  desk.in("0", 2, "43=Y|");
  EXPECT_EQ(desk.out(), Messages{"35=3|34=2|45=2|371=122|372=0|373=1|58=Required tag missing|"});
  desk.in("1", 3, "112=HELLO|");
  EXPECT_EQ(desk.out(), Messages{"35=0|34=3|112=HELLO|"});
}

TEST(BeginString, of_another_version_ends_in_logout_case_2i) {
  Desk desk;
  desk.log_on();
  desk.in_exactly("35=1|49=TW|56=ISLD|34=2|52=" + desk.time() + "|112=id|", "FIX.4.1");
  EXPECT_EQ(desk.out(), Messages{"35=5|34=2|58=Incorrect BeginString|"});
  desk.in("5", 3);
  EXPECT_EQ(desk.out(), Messages{"closed"});
}

TEST(CompId, of_somebody_else_ends_in_logout_case_2k) {
  for (const char* ids : {"49=WT|56=ISLD", "49=TW|56=DLSI", "49=WT|56=DLSI"}) {
    Desk desk;
    desk.log_on();
    desk.in_exactly(std::string("35=0|") + ids + "|34=2|52=" + desk.time() + "|");
    EXPECT_EQ(desk.out(), (Messages{"35=3|34=2|45=2|372=0|373=9|58=CompID problem|",
                                    "35=5|34=3|58=CompID problem|"}));
    desk.in("5", 3);
    EXPECT_EQ(desk.out(), Messages{"closed"});
  }
}

TEST(SendingTime, two_minutes_away_ends_in_logout_case_2o) {
  for (const std::int64_t seconds : {-121, 121}) {
    Desk desk;
    desk.log_on();
    desk.in_exactly("35=0|49=TW|56=ISLD|34=2|52=" + desk.time(seconds) + "|");
    EXPECT_EQ(desk.out(), (Messages{"35=3|34=2|45=2|372=0|373=10|58=SendingTime accuracy problem|",
                                    "35=5|34=3|58=SendingTime accuracy problem|"}));
  }
  Desk desk;
  desk.log_on();
  desk.in_exactly("35=0|49=TW|56=ISLD|34=2|52=" + desk.time(-120) + "|");
  EXPECT_EQ(desk.out(), Messages{});
}

TEST(MsgType, that_is_none_is_rejected_case_2q) {
  Desk desk;
  desk.log_on();
  desk.in("*", 2);
  EXPECT_EQ(desk.out(), Messages{"35=3|34=2|45=2|372=*|373=11|58=Invalid MsgType|"});
}

TEST(MsgType, that_nobody_serves_is_turned_away_case_2r) {
  Desk desk;
  desk.log_on();
  desk.in("B", 2, "148=news|");
  desk.in("V", 3, "262=r|263=0|264=1|267=1|269=0|146=1|55=CEA|");
  EXPECT_EQ(desk.out(), (Messages{"35=j|34=2|45=2|372=B|380=3|58=Unsupported message type|",
                                  "35=j|34=3|45=3|372=V|380=3|58=Unsupported message type|"}));
}

TEST(Heartbeat, comes_when_nothing_else_was_sent_case_4a) {
  Desk desk;
  desk.log_on("98=0|108=6|");
  desk.wait(5);
  EXPECT_EQ(desk.out(), Messages{});
  desk.wait(1);
  EXPECT_EQ(desk.out(), Messages{"35=0|34=2|"});
  desk.in("0", 2);
  desk.wait(6);
  EXPECT_EQ(desk.out(), Messages{"35=0|34=3|"});
}

TEST(Heartbeat, answers_a_test_request_case_4b) {
  Desk desk;
  desk.log_on();
  desk.in("1", 2, "112=HELLO|");
  EXPECT_EQ(desk.out(), Messages{"35=0|34=2|112=HELLO|"});
}

TEST(Heartbeat, that_stays_away_is_asked_for_and_then_given_up_case_6) {
  Desk desk;
  desk.log_on("98=0|108=10|");
  desk.wait(12);
  Messages got = desk.out();
  ASSERT_EQ(got.size(), 2u);
  EXPECT_EQ(got[0], "35=0|34=2|");
  EXPECT_TRUE(got[1].starts_with("35=1|34=3|112="));
  desk.in("0", 2, got[1].substr(10));
  desk.wait(11);
  EXPECT_EQ(desk.out(), Messages{"35=0|34=4|"});
  desk.wait(13);
  EXPECT_TRUE(desk.closed);
  EXPECT_EQ(desk.notes, "TestRequest was not answered;");
}

TEST(Heartbeat, of_interval_zero_never_comes) {
  Desk desk;
  desk.log_on("98=0|108=0|");
  desk.wait(4000);
  EXPECT_EQ(desk.out(), Messages{});
}

TEST(Reject, of_the_counterparty_counts_case_7) {
  Desk desk;
  desk.log_on();
  desk.in("3", 2, "45=1|58=why|");
  desk.in("1", 3, "112=X|");
  EXPECT_EQ(desk.out(), Messages{"35=0|34=2|112=X|"});
  EXPECT_EQ(desk.notes, "message 1 was rejected: why;");
}

TEST(Reject, names_message_field_and_reason_case_14) {
  Desk desk;
  desk.log_on();
  desk.in("0", 2, "999=HI|");
  desk.in_exactly("35=0|49=TW|34=3|52=" + desk.time() + "|");
  desk.in("0", 4, "55=CEA|");
  desk.in_exactly("35=0|49=TW|56=|34=5|52=" + desk.time() + "|");
  desk.in("0", 6, "112=X|34=6|");
  EXPECT_EQ(
      desk.out(),
      (Messages{"35=3|34=2|45=2|371=999|372=0|373=0|58=Invalid tag number|",
                "35=3|34=3|45=3|371=56|372=0|373=1|58=Required tag missing|",
                "35=3|34=4|45=4|371=55|372=0|373=2|58=Tag not defined for this message type|",
                "35=3|34=5|45=5|371=56|372=0|373=4|58=Tag specified without a value|",
                "35=3|34=6|45=6|371=34|372=0|373=14|58=Tag specified out of required order|"}));
}

TEST(Reject, speaks_chinese_beside_english) {
  Desk desk;
  desk.log_on();
  desk.in("0", 2, "999=HI|");
  EXPECT_NE(desk.raw.find(with_ends("|354=15|355=标签号无效|")), std::string::npos);
}

TEST(Reject, turns_the_route_round) {
  Desk desk;
  desk.log_on();
  desk.order(2, "c1", "115=JCD|116=CS|144=CHI|40=w|");
  EXPECT_EQ(desk.out(),
            Messages{"35=3|128=JCD|34=2|129=CS|145=CHI|45=2|371=40|372=D|373=5|58=Value "
                     "is incorrect (out of range) for this tag|"});
}

TEST(Logout, is_answered_and_ends_case_13b) {
  Desk desk;
  desk.log_on();
  desk.in("5", 2);
  EXPECT_EQ(desk.out(), (Messages{"35=5|34=2|", "closed"}));
  desk.session.disconnect();
  EXPECT_EQ(desk.application.logouts, 1);
  EXPECT_EQ(desk.store.committed_numbers(desk.session.key()), (Numbers{3, 3}));
}

TEST(Logout, of_ours_waits_for_an_answer_case_13a) {
  Desk desk;
  desk.log_on();
  desk.session.log_out("The day is over", "今日结束", desk.now);
  desk.collect();
  EXPECT_EQ(desk.out(), Messages{"35=5|34=2|58=The day is over|"});
  desk.in("2", 2, "7=1|16=0|");
  EXPECT_EQ(desk.out(), Messages{"35=4|34=1|43=Y|123=Y|36=3|"});
  desk.in("5", 3);
  EXPECT_EQ(desk.out(), Messages{"closed"});
}

TEST(Logout, of_ours_does_not_wait_for_ever) {
  Desk desk;
  desk.log_on();
  desk.session.log_out("The day is over", "今日结束", desk.now);
  desk.wait(9);
  EXPECT_FALSE(desk.closed);
  desk.wait(1);
  EXPECT_TRUE(desk.closed);
}

TEST(Store, that_fails_ends_the_connection_and_nothing_is_written) {
  Desk desk;
  desk.log_on();
  desk.store.fails = true;
  desk.order(2, "c1");
  EXPECT_EQ(desk.out(), Messages{"closed"});
  EXPECT_EQ(desk.notes.substr(0, 16), "the disk is gone");
  desk.store.fails = false;
  desk.reconnect();
  desk.in("A", 2, "98=0|108=30|");
  EXPECT_EQ(desk.out(), Messages{"35=A|34=2|98=0|108=30|"});
}

}  // namespace
}  // namespace tanshu::fix
