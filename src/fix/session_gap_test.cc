// SPDX-License-Identifier: Apache-2.0
// The session cases of the FIX standard about what is missed and sent again.
#include <gtest/gtest.h>

#include "fix/sample_session.h"
#include "fix/session.h"

namespace tanshu::fix {
namespace {

using Messages = std::vector<std::string>;

std::string kind_and_number(const std::string& gist) {
  return gist.substr(0, gist.find('|', gist.find("34=")));
}

Messages kinds(const Messages& gists) {
  Messages all;
  for (const std::string& gist : gists) all.push_back(kind_and_number(gist));
  return all;
}

TEST(Gap, is_asked_for_once_case_2b) {
  Desk desk;
  desk.log_on();
  desk.in("0", 2);
  desk.in("1", 10, "112=ten|");
  EXPECT_EQ(desk.out(), Messages{"35=2|34=2|7=3|16=0|"});
  for (std::uint64_t i = 3; i < 10; ++i) desk.in("0", i);
  EXPECT_EQ(desk.out(), Messages{"35=0|34=3|112=ten|"});
  desk.in("1", 11, "112=eleven|");
  EXPECT_EQ(desk.out(), Messages{"35=0|34=4|112=eleven|"});
}

TEST(Gap, holds_what_comes_later_back_until_its_turn) {
  Desk desk;
  desk.log_on();
  desk.order(3, "c3");
  desk.order(4, "c4");
  EXPECT_EQ(desk.out(), Messages{"35=2|34=2|7=2|16=0|"});
  desk.order(2, "c2", "43=Y|122=" + desk.time() + "|");
  desk.order(3, "c3", "43=Y|122=" + desk.time() + "|");
  EXPECT_EQ(desk.application.orders, (Messages{"c2", "c3", "c4"}));
}

TEST(Gap, behind_a_gap_is_asked_for_too) {
  Desk desk;
  desk.log_on();
  desk.in("0", 3);
  desk.in("0", 5);
  desk.out();
  desk.in("0", 2);
  EXPECT_EQ(desk.out(), Messages{"35=2|34=3|7=4|16=0|"});
}

TEST(Gap, that_nobody_fills_is_asked_for_again_and_then_given_up) {
  Desk desk;
  desk.log_on("98=0|108=0|");
  desk.in("0", 5);
  desk.wait(29);
  EXPECT_EQ(kinds(desk.out()), (Messages{"35=2|34=2", "35=2|34=3", "35=2|34=4"}));
  desk.wait(1);
  EXPECT_EQ(desk.out(), Messages{"35=5|34=5|58=Messages from 2 were not sent again|"});
}

TEST(Gap, keeps_no_more_than_it_may) {
  SessionOptions options;
  options.held_messages_max = 2;
  Desk desk(Version::fix44, options);
  desk.log_on();
  for (std::uint64_t i = 3; i < 9; ++i) desk.in("0", i);
  desk.in("0", 2);
  desk.in("0", 9);
  EXPECT_EQ(desk.out(), (Messages{"35=2|34=2|7=2|16=0|", "35=2|34=3|7=5|16=0|"}));
}

TEST(Gap, on_both_sides_is_filled_on_both_case_20) {
  Desk desk;
  desk.log_on();
  desk.order(2, "c1");
  desk.order(3, "c2");
  desk.out();
  desk.in("0", 7);
  EXPECT_EQ(desk.out(), Messages{"35=2|34=4|7=4|16=0|"});
  desk.in("2", 8, "7=2|16=3|");
  EXPECT_EQ(kinds(desk.out()), (Messages{"35=8|34=2", "35=8|34=3"}));
  for (std::uint64_t i = 4; i < 7; ++i) desk.in("0", i, "43=Y|122=" + desk.time() + "|");
  desk.in("1", 9, "112=X|");
  EXPECT_EQ(desk.out(), Messages{"35=0|34=5|112=X|"});
}

TEST(GapFill, moves_the_number_on_case_10) {
  Desk desk;
  desk.log_on();
  desk.in("4", 2, "123=Y|36=20|");
  desk.in("1", 20, "112=HELLO|");
  EXPECT_EQ(desk.out(), Messages{"35=0|34=2|112=HELLO|"});
}

TEST(GapFill, behind_a_gap_waits_case_10) {
  Desk desk;
  desk.log_on();
  desk.in("4", 10, "123=Y|36=20|");
  desk.in("1", 20, "112=HELLO|");
  EXPECT_EQ(desk.out(), Messages{"35=2|34=2|7=2|16=0|"});
  desk.in("4", 2, "43=Y|122=" + desk.time() + "|123=Y|36=10|");
  EXPECT_EQ(desk.out(), Messages{"35=0|34=3|112=HELLO|"});
}

TEST(GapFill, of_the_past_is_passed_over_or_ends_in_logout_case_10) {
  Desk desk;
  desk.log_on();
  desk.in("4", 1, "43=Y|122=" + desk.time(-1) + "|123=Y|36=20|");
  desk.in("1", 2, "112=HELLO|");
  EXPECT_EQ(desk.out(), Messages{"35=0|34=2|112=HELLO|"});
  desk.in("4", 1, "123=Y|36=20|");
  EXPECT_EQ(desk.out(),
            (Messages{"35=5|34=3|58=MsgSeqNum too low, expecting 3 but received 1|", "closed"}));
}

TEST(GapFill, backwards_is_rejected) {
  Desk desk;
  desk.log_on();
  desk.in("4", 2, "123=Y|36=2|");
  EXPECT_EQ(kinds(desk.out()), Messages{"35=3|34=2"});
  desk.in("1", 3, "112=X|");
  EXPECT_EQ(desk.out(), Messages{"35=0|34=3|112=X|"});
}

TEST(SequenceReset, sets_the_number_whatever_its_own_is_case_11) {
  Desk desk;
  desk.log_on();
  desk.in("4", 0, "36=25|");
  desk.in("1", 25, "112=A|");
  desk.in("4", 0, "36=26|123=N|");
  desk.in("1", 26, "112=B|");
  EXPECT_EQ(desk.out(), (Messages{"35=0|34=2|112=A|", "35=0|34=3|112=B|"}));
}

TEST(SequenceReset, backwards_is_rejected_and_counts_nothing_case_11c) {
  Desk desk;
  desk.log_on();
  desk.in("4", 0, "36=1|");
  EXPECT_EQ(desk.out(), Messages{"35=3|34=2|45=0|371=36|372=4|373=5|58=Value is incorrect (out of "
                                 "range) for this tag|"});
  desk.in("1", 2, "112=A|");
  EXPECT_EQ(desk.out(), Messages{"35=0|34=3|112=A|"});
}

TEST(SequenceReset, ends_a_gap) {
  Desk desk;
  desk.log_on();
  desk.in("1", 9, "112=nine|");
  desk.out();
  desk.in("4", 2, "36=9|");
  EXPECT_EQ(desk.out(), Messages{"35=0|34=3|112=nine|"});
}

class Resend : public testing::Test {
 protected:
  /// 1 Logon, 2 to 4 Heartbeats, 5 and 6 reports, 7 and 8 Heartbeats, 9 a report.
  void SetUp() override {
    desk.log_on();
    for (std::uint64_t i = 2; i < 5; ++i) desk.in("1", i, "112=HELLO|");
    desk.order(5, "c5");
    desk.order(6, "c6");
    for (std::uint64_t i = 7; i < 9; ++i) desk.in("1", i, "112=HELLO|");
    desk.order(9, "c9");
    desk.out();
  }
  Messages ask(std::uint64_t begin, std::uint64_t end) {
    desk.in("2", next_++, "7=" + std::to_string(begin) + "|16=" + std::to_string(end) + "|");
    return desk.out();
  }
  Desk desk;
  std::uint64_t next_ = 10;
};

TEST_F(Resend, fills_gaps_for_session_messages_case_8) {
  EXPECT_EQ(ask(2, 4), Messages{"35=4|34=2|43=Y|123=Y|36=5|"});
}

TEST_F(Resend, sends_application_messages_again_case_8) {
  const Messages got = ask(5, 6);
  ASSERT_EQ(got.size(), 2u);
  EXPECT_TRUE(got[0].starts_with("35=8|34=5|43=Y|37=o-c5|")) << got[0];
  EXPECT_TRUE(got[1].starts_with("35=8|34=6|43=Y|37=o-c6|")) << got[1];
}

TEST_F(Resend, does_both_in_their_order_case_8) {
  EXPECT_EQ(kinds(ask(2, 9)),
            (Messages{"35=4|34=2", "35=8|34=5", "35=8|34=6", "35=4|34=7", "35=8|34=9"}));
  EXPECT_EQ(kinds(ask(2, 0)),
            (Messages{"35=4|34=2", "35=8|34=5", "35=8|34=6", "35=4|34=7", "35=8|34=9"}));
  desk.in("1", 12, "112=X|");
  EXPECT_EQ(desk.out(), Messages{"35=0|34=10|112=X|"});
}

TEST_F(Resend, says_when_it_was_sent_first) {
  const std::string first = desk.time();
  desk.wait(5);
  const std::string again = desk.time();
  desk.in("2", 10, "7=5|16=5|");
  EXPECT_NE(desk.raw.find(with_ends("|43=Y|52=" + again + "|122=" + first + "|37=")),
            std::string::npos)
      << with_bars(desk.raw);
}

TEST_F(Resend, of_what_was_never_sent_is_rejected) {
  EXPECT_EQ(kinds(ask(10, 0)), Messages{"35=3|34=10"});
  EXPECT_EQ(kinds(ask(0, 0)), Messages{"35=3|34=11"});
  EXPECT_EQ(kinds(ask(5, 4)), Messages{"35=3|34=12"});
  EXPECT_EQ(kinds(ask(12, 999999)), Messages{"35=3|34=12"});
}

TEST_F(Resend, fills_the_gap_of_what_is_not_kept_any_more) {
  ASSERT_TRUE(desk.store.reset(desk.session.key()));
  EXPECT_EQ(ask(2, 0), Messages{"35=4|34=2|43=Y|123=Y|36=10|"});
}

TEST_F(Resend, pauses_when_there_is_no_room_and_new_messages_wait_their_turn) {
  auto read = read_message(framed("35=2|49=TW|56=ISLD|34=10|52=" + desk.time() + "|7=5|16=0|"));
  desk.session.on_message(std::move(*read), desk.now);
  EXPECT_EQ(desk.session.take_output(desk.now, 0).bytes, "");
  desk.session.send(EchoApplication::report("c10"), desk.now);
  read = read_message(framed("35=1|49=TW|56=ISLD|34=11|52=" + desk.time() + "|112=X|"));
  desk.session.on_message(std::move(*read), desk.now);
  EXPECT_EQ(desk.session.take_output(desk.now, 0).bytes, "");
  desk.collect();
  EXPECT_EQ(kinds(desk.out()), (Messages{"35=8|34=5", "35=8|34=6", "35=4|34=7", "35=8|34=9",
                                         "35=8|34=10", "35=0|34=11"}));
}

TEST(Send, without_a_connection_waits_for_one) {
  Desk desk;
  desk.log_on();
  desk.session.disconnect();
  desk.session.send(EchoApplication::report("c1"), desk.now);
  desk.session.send(EchoApplication::report("c2"), desk.now);
  desk.collect();
  desk.reconnect();
  desk.in("A", 2, "98=0|108=30|");
  EXPECT_EQ(desk.out(), Messages{"35=A|34=4|98=0|108=30|"});
  desk.in("2", 3, "7=2|16=0|");
  EXPECT_EQ(kinds(desk.out()), (Messages{"35=8|34=2", "35=8|34=3", "35=4|34=4"}));
}

TEST(Send, is_stored_before_it_is_written) {
  Desk desk;
  desk.log_on();
  const int commits = desk.store.commits;
  desk.session.send(EchoApplication::report("c1"), desk.now);
  EXPECT_EQ(desk.store.committed_messages(desk.session.key()), 0u);
  const Output output = desk.session.take_output(desk.now);
  EXPECT_FALSE(output.bytes.empty());
  EXPECT_EQ(desk.store.committed_messages(desk.session.key()), 1u);
  EXPECT_EQ(desk.store.commits, commits + 1);
}

TEST(PossResend, is_for_the_application_to_recognise_case_19) {
  Desk desk;
  desk.log_on();
  desk.order(2, "c1");
  desk.order(3, "c1", "97=Y|");
  desk.order(4, "c2", "97=Y|");
  EXPECT_EQ(kinds(desk.out()), (Messages{"35=8|34=2", "35=8|34=3"}));
}

}  // namespace
}  // namespace tanshu::fix
