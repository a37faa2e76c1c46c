// SPDX-License-Identifier: Apache-2.0
#include "fix/codec.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "fix/sample_text.h"
#include "fix/timestamp.h"

namespace tanshu::fix {
namespace {

constexpr std::size_t bytes_max = 4096;
const std::string header = "49=A|56=B|34=2|52=20240501-08:30:00|";
const std::string order = "11=c|55=CEA|54=1|60=20240501-08:30:00|38=5|40=2|44=80.50|";

std::optional<ReadMessage> read(const std::string& type, const std::string& rest) {
  return read_message(framed("35=" + type + "|" + rest));
}

/// The reason and the tag: "1 56", or "fine", or "garbled".
std::string judged(const std::string& type, const std::string& rest) {
  const auto message = read(type, rest);
  if (!message) return "garbled";
  if (!message->problem) return "fine";
  const auto reason = static_cast<int>(message->problem->reason);
  return message->problem->tag ? fmt::format("{} {}", reason, *message->problem->tag)
                               : fmt::format("{}", reason);
}

TEST(NextFrame, finds_messages_one_after_the_other) {
  const std::string first = framed("35=0|" + header), second = framed("35=1|" + header + "112=x|");
  const std::string stream = first + second;
  const Frame one = next_frame(stream, bytes_max);
  EXPECT_EQ(one.state, Frame::State::whole);
  EXPECT_EQ(one.text, first);
  const Frame two = next_frame(std::string_view(stream).substr(one.skip), bytes_max);
  EXPECT_EQ(two.text, second);
}

TEST(NextFrame, waits_for_the_rest_at_every_length) {
  const std::string whole = framed("35=0|" + header);
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_EQ(next_frame(whole.substr(0, size), bytes_max).state, Frame::State::incomplete) << size;
}

TEST(NextFrame, passes_over_a_wrong_checksum_case_3b) {
  std::string wrong = framed("35=0|" + header);
  wrong[wrong.size() - 2] = wrong[wrong.size() - 2] == '0' ? '1' : '0';
  const std::string right = framed("35=0|" + header);
  const Frame frame = next_frame(wrong + right, bytes_max);
  EXPECT_EQ(frame.state, Frame::State::garbled);
  EXPECT_EQ(frame.skip, wrong.size());
  std::string high = framed("35=0|" + header);
  high.replace(high.size() - 4, 3, "256");
  EXPECT_EQ(next_frame(high, bytes_max).state, Frame::State::garbled);
}

TEST(NextFrame, passes_over_what_a_wrong_length_covers_case_2m) {
  const std::string right = framed("35=0|" + header);
  for (const char* length : {"9=30", "9=5", "9=0"}) {
    std::string wrong = right;
    wrong.replace(wrong.find("9="), wrong.find(field_end, 10) - wrong.find("9="), length);
    const std::string stream = wrong + right;
    const Frame frame = next_frame(stream, bytes_max);
    EXPECT_EQ(frame.state, Frame::State::garbled);
    EXPECT_EQ(next_frame(stream.substr(frame.skip), bytes_max).text, right) << length;
  }
}

TEST(NextFrame, passes_over_other_beginnings_case_2t) {
  const std::string right = framed("35=0|" + header);
  for (std::string wrong :
       {"35=0|8=FIX.4.4|9=5|34=2|", "8=FIX.4.4|34=3|35=0|", "8=FIX.4.4|9=x|35=0|", "noise|",
        "8=FIX.4.4|9=-1|", "8=FIX.4.4|9=|", "8=FIX.4.4.and.more.than.any.begin.string.ever|"}) {
    std::string stream = with_ends(wrong) + right;
    int rounds = 0;
    Frame frame = next_frame(stream, bytes_max);
    for (; frame.state == Frame::State::garbled && rounds < 99; ++rounds) {
      ASSERT_GT(frame.skip, 0u);
      stream.erase(0, frame.skip);
      frame = next_frame(stream, bytes_max);
    }
    EXPECT_EQ(frame.state, Frame::State::whole) << wrong;
    EXPECT_EQ(frame.text, right) << wrong;
    EXPECT_GT(rounds, 0) << wrong;
  }
}

TEST(NextFrame, keeps_a_beginning_that_is_half_there) {
  const std::string right = framed("35=0|" + header);
  std::string stream = with_ends("noise|") + right.substr(0, 3);
  stream.erase(0, next_frame(stream, bytes_max).skip);
  stream += right.substr(3);
  Frame frame = next_frame(stream, bytes_max);
  while (frame.state == Frame::State::garbled) {
    stream.erase(0, frame.skip);
    frame = next_frame(stream, bytes_max);
  }
  EXPECT_EQ(frame.text, right);
}

TEST(NextFrame, does_not_wait_for_more_than_the_limit) {
  EXPECT_EQ(next_frame(with_ends("8=FIX.4.4|9=4097|"), bytes_max).state, Frame::State::too_large);
  EXPECT_EQ(next_frame(with_ends("8=FIX.4.4|9=99999999999999999999|"), bytes_max).state,
            Frame::State::garbled);
}

TEST(ReadMessage, reads_header_and_body) {
  const auto read_back = read("D", header + order);
  ASSERT_TRUE(read_back);
  EXPECT_FALSE(read_back->problem);
  const Message& message = read_back->message;
  EXPECT_EQ(read_back->begin_string, "FIX.4.4");
  EXPECT_EQ(message.type(), "D");
  EXPECT_EQ(message.number(tag::MsgSeqNum), 2u);
  EXPECT_EQ(*message.find(tag::Price), "80.50");
  EXPECT_EQ(message.find(tag::Text), nullptr);
}

TEST(ReadMessage, takes_header_and_body_fields_in_any_order_case_15) {
  EXPECT_EQ(judged("D",
                   "34=2|56=B|52=20240501-08:30:00|49=A|40=2|44=8|38=5|60=20240501-08:30:00|"
                   "54=1|55=CEA|11=c|"),
            "fine");
}

TEST(ReadMessage, refuses_tags_that_are_none_case_14a) {
  EXPECT_EQ(judged("0", header + "999=x|"), "0 999");
  EXPECT_EQ(judged("0", header + "0=x|"), "0 0");
  EXPECT_EQ(judged("0", header + "-1=x|"), "0 -1");
  EXPECT_EQ(judged("0", header + "5000=x|"), "0 5000");
  EXPECT_EQ(judged("0", header + "4x=x|"), "garbled");
  EXPECT_EQ(judged("0", header + "0112=x|"), "garbled");
  EXPECT_EQ(judged("0", header + "99999999999=x|"), "garbled");
}

TEST(ReadMessage, names_what_is_missing_case_14b) {
  EXPECT_EQ(judged("0", "49=A|34=2|52=20240501-08:30:00|"), "1 56");
  EXPECT_EQ(judged("0", "49=A|56=B|52=20240501-08:30:00|"), "1 34");
  EXPECT_EQ(judged("D", header + "40=2|60=20240501-08:30:00|54=1|"), "1 11");
}

TEST(ReadMessage, refuses_fields_of_other_messages_case_14c) {
  EXPECT_EQ(judged("0", header + "55=CEA|"), "2 55");
  EXPECT_EQ(judged("0", header + "1128=9|"), "2 1128");
}

TEST(ReadMessage, refuses_empty_values_case_14d) {
  EXPECT_EQ(judged("0", "49=A|56=|34=2|52=20240501-08:30:00|"), "4 56");
  EXPECT_EQ(judged("0", header + "112=|"), "4 112");
}

TEST(ReadMessage, refuses_values_that_are_not_listed_case_14e) {
  EXPECT_EQ(judged("D", header + "21=4|" + order), "5 21");
  EXPECT_EQ(judged("D", header + order + "59=7|"), "5 59");
  EXPECT_EQ(judged("A", header + "98=1|108=30|"), "5 98");
}

TEST(ReadMessage, refuses_values_of_another_form_case_14f) {
  const auto with_quantity = [](const std::string& text) {
    return judged("D", header + "11=c|55=CEA|54=1|60=20240501-08:30:00|40=2|38=" + text + "|");
  };
  for (const char* text : {"+200", "2e3", "1.2.3", ".", "-", "1,000", "٣"})
    EXPECT_EQ(with_quantity(text), "6 38") << text;
  for (const char* text : {"002000.00", "-5", ".5", "5.", "99999999999999999999999999999999999999"})
    EXPECT_EQ(with_quantity(text), "fine") << text;
  EXPECT_EQ(judged("0", "49=A|56=B|34=x|52=20240501-08:30:00|"), "6 34");
  EXPECT_EQ(judged("0", "49=A|56=B|34=2|52=20240230-08:30:00|"), "6 52");
  EXPECT_EQ(judged("0", "49=A|56=B|34=2|43=y|52=20240501-08:30:00|"), "6 43");
  EXPECT_EQ(judged("D", header + order + "432=2024-05-01|"), "6 432");
}

TEST(ReadMessage, refuses_header_fields_in_the_body_case_14g) {
  EXPECT_EQ(judged("D", order + header), "14 49");
  EXPECT_EQ(judged("0", header + "112=x|34=2|"), "14 34");
  EXPECT_EQ(judged("0", header + "10=123|112=x|"), "14 10");
}

TEST(ReadMessage, knows_the_number_of_a_message_whose_header_is_out_of_order) {
  EXPECT_EQ(read("D", order + header)->message.number(tag::MsgSeqNum), 2u);
}

TEST(ReadMessage, refuses_a_field_that_comes_twice_case_14h) {
  EXPECT_EQ(judged("D", header + order + "40=2|"), "13 40");
  EXPECT_EQ(judged("0", header + "34=2|"), "13 34");
}

TEST(ReadMessage, counts_the_entries_of_groups_case_14i) {
  const std::string parties = "448=p|447=D|452=1|448=q|452=3|";
  EXPECT_EQ(judged("D", header + "453=2|" + parties + order), "fine");
  const std::string body = "11=c|453=2|" + parties + order.substr(5);
  EXPECT_EQ(judged("D", header + body), "fine");
  EXPECT_EQ(judged("D", header + "11=c|453=3|" + parties + order.substr(5)), "16 453");
  EXPECT_EQ(judged("D", header + "11=c|453=1|" + parties + order.substr(5)), "16 453");
  EXPECT_EQ(judged("D", header + "11=c|453=1|447=D|448=p|" + order.substr(5)), "15 447");
  EXPECT_EQ(judged("D", header + "11=c|453=1|448=p|447=D|447=D|" + order.substr(5)), "13 447");
  EXPECT_EQ(judged("D", header + "11=c|453=99999999999|448=p|" + order.substr(5)), "16 453");
}

TEST(ReadMessage, takes_a_group_of_no_entries_case_21) {
  EXPECT_EQ(judged("D", header + "11=c|453=0|" + order.substr(5)), "fine");
}

TEST(ReadMessage, gives_the_entries_of_groups_within_groups) {
  const auto report =
      read("AE", header +
                     "571=t|570=N|55=CEA|32=5|31=80.5|75=20240501|60=20240501-08:30:00|552=2|"
                     "54=1|37=o1|453=2|448=p|452=1|448=q|452=3|15=CNY|54=2|37=o2|");
  ASSERT_TRUE(report && !report->problem);
  const auto sides = report->message.entries(tag::NoSides);
  ASSERT_EQ(sides.size(), 2u);
  EXPECT_EQ(*find(sides[1], tag::OrderID), "o2");
  const auto parties = entries(sides[0], tag::NoPartyIDs);
  ASSERT_EQ(parties.size(), 2u);
  EXPECT_EQ(*find(parties[1], tag::PartyID), "q");
  EXPECT_EQ(find(parties[1], tag::PartyIDSource), nullptr);
  EXPECT_EQ(report->message.find(tag::PartyID), nullptr);
  EXPECT_TRUE(entries(sides[1], tag::NoPartyIDs).empty());
}

TEST(ReadMessage, takes_counted_data_with_any_bytes) {
  const auto logout = read("5", header + "354=7|355=a|10=b||");
  ASSERT_TRUE(logout && !logout->problem);
  EXPECT_EQ(*logout->message.find(tag::EncodedText), with_ends("a|10=b|"));
  EXPECT_EQ(judged("5", header + "354=7|355=a|10=b|cc|"), "garbled");
  EXPECT_EQ(judged("5", header + "354=2|355=abc|"), "6 355");
  EXPECT_EQ(judged("5", header + "354=200|355=abc|"), "6 355");
  EXPECT_EQ(judged("5", header + "354=x|355=abc|"), "6 354");
}

TEST(ReadMessage, takes_text_in_utf8_only) {
  EXPECT_EQ(judged("5", header + "58=碳市场|"), "fine");
  EXPECT_EQ(judged("5", header + "58=\xff\xfe|"), "6 58");
  EXPECT_EQ(judged("5", header + "58=a\x02z|"), "6 58");
}

TEST(ReadMessage, tells_types_of_others_from_types_of_none_case_2q) {
  EXPECT_EQ(judged("*", header), "11");
  EXPECT_EQ(judged("ZZ", header), "11");
  EXPECT_EQ(judged("I", header), "11");
  EXPECT_EQ(judged("B", header + "148=news|"), "fine");
  EXPECT_EQ(judged("CA", header), "fine");
}

TEST(ReadMessage, is_garbled_without_a_type_in_third_place) {
  EXPECT_FALSE(read_message(framed("34=2|35=0|49=A|56=B|52=20240501-08:30:00|")));
  EXPECT_FALSE(read_message(framed("35=|")));
  EXPECT_FALSE(read_message(framed("35=0|34=2|nothing|")));
}

TEST(ReadMessage, speaks_fix_5_0_sp2_over_fixt) {
  const auto logon = [](const std::string& rest) {
    return read_message(framed("35=A|" + header + rest, "FIXT.1.1"));
  };
  EXPECT_FALSE(logon("98=0|108=30|1137=9|")->problem);
  EXPECT_EQ(logon("98=0|108=30|1137=8|")->problem,
            (Problem{RejectReason::value_is_incorrect, tag::DefaultApplVerID}));
  const auto other = read_message(framed("35=0|1128=8|" + header, "FIXT.1.1"));
  EXPECT_EQ(other->problem,
            (Problem{RejectReason::unsupported_application_version, tag::ApplVerID}));
}

TEST(WriteMessage, is_read_back_as_it_was) {
  Message message("9");
  message.add(tag::OrderID, "NONE").add(tag::ClOrdID, "c2").add(tag::OrigClOrdID, "c1");
  message.add(tag::OrdStatus, "8").add(tag::CxlRejResponseTo, "1").add(tag::Account, "");
  message.add_text("unknown order", "没有该申报");
  message.add(tag::MsgSeqNum, 7).add(tag::SenderCompID, "B").add(tag::TargetCompID, "A");
  message.add(tag::SendingTime, timestamp_text(Instant{1'714'552'200'123'456'789}));
  const std::string text = write_message(Version::fix44, message);
  EXPECT_EQ(next_frame(text, bytes_max).text, text);
  EXPECT_TRUE(text.starts_with(with_ends("8=FIX.4.4|9=")));
  EXPECT_NE(text.find(with_ends("|35=9|49=B|56=A|34=7|52=20240501-08:30:00.123|347=UTF-8|37=NONE")),
            text.npos);
  const auto back = read_message(text);
  ASSERT_TRUE(back);
  EXPECT_FALSE(back->problem);
  EXPECT_EQ(*back->message.find(tag::EncodedText), "没有该申报");
  EXPECT_EQ(back->message.find(tag::Account), nullptr);
  EXPECT_EQ(write_message(Version::fix44, back->message), text);
}

TEST(Timestamp, is_read_with_every_fraction) {
  EXPECT_EQ(read_timestamp("20240501-08:30:00")->ns, 1'714'552'200'000'000'000);
  EXPECT_EQ(read_timestamp("20240501-08:30:00.5"), std::nullopt);
  EXPECT_EQ(read_timestamp("20240501-08:30:00.500")->ns, 1'714'552'200'500'000'000);
  EXPECT_EQ(read_timestamp("20240501-08:30:00.500001")->ns, 1'714'552'200'500'001'000);
  EXPECT_EQ(read_timestamp("20240501-08:30:00.000000001")->ns, 1'714'552'200'000'000'001);
  EXPECT_EQ(read_timestamp("20240501-08:30:00.000")->ns, 1'714'552'200'000'000'000);
  EXPECT_EQ(read_timestamp("20161231-23:59:60")->ns, read_timestamp("20170101-00:00:00")->ns);
  for (const char* text : {"", "20240501", "20240501 08:30:00", "20240501-24:00:00",
                           "20240501-08:30:61", "2024051-08:30:00", "20240501-08:30:00Z"})
    EXPECT_EQ(read_timestamp(text), std::nullopt) << text;
}

}  // namespace
}  // namespace tanshu::fix
