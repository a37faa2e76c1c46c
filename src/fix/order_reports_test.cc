// SPDX-License-Identifier: Apache-2.0
#include "fix/order_reports.h"

#include <gtest/gtest.h>

#include "engine/story.h"
#include "fix/order_id.h"
#include "fix/sample_text.h"

namespace tanshu::fix {
namespace {

using namespace protocol;  // NOLINT: orders

const SessionKey niu{Version::fix44, "TANSHU", "niu"};
const SessionKey ma{Version::fixt11, "TANSHU", "ma"};

/// "niu: 35=8|…" for each report of the last record, without what every report says.
std::vector<std::string> reports(const engine::Story& story, const std::string& key = "k") {
  auto record = std::make_shared<Record>(story.records().back());
  record->envelope.key = key;
  std::vector<std::string> all;
  for (const Addressed& report : reports_of({100, 7, record}, "TANSHU")) {
    std::string text = std::string(report.key.theirs) + ':';
    for (const int tag :
         {tag::ClOrdID, tag::OrigClOrdID, tag::ExecID, tag::ExecType, tag::OrdStatus, tag::LastQty,
          tag::LastPx, tag::LeavesQty, tag::CumQty, tag::AvgPx, tag::Text})
      if (const std::string* value = report.message.find(tag))
        text += fmt::format(" {}={}", tag, *value);
    all.push_back(text);
    Message whole = report.message;
    whole.set_header(tag::SenderCompID, "TANSHU");
    whole.set_header(tag::TargetCompID, report.key.theirs);
    whole.set_header(tag::MsgSeqNum, "1");
    whole.set_header(tag::SendingTime, "20240501-08:30:00");
    EXPECT_FALSE(read_message(write_message(report.key.version, whole))->problem);
  }
  return all;
}

PlaceOrder order(const SessionKey& key, const char* cl_ord_id, std::int64_t amount, Money price) {
  const bool sells = key.theirs == "niu";
  PlaceOrder order =
      engine::sample_order("", sells ? OrderSide::sell : OrderSide::buy, amount, price);
  order.id = *order_id_of(key, cl_ord_id);
  return order;
}

class OrderReports : public testing::Test {
 protected:
  engine::Story story_ = engine::Story::with_orders();  // an offer s1 of 3 t at 10 yuan rests
};

TEST_F(OrderReports, say_that_an_order_rests) {
  story_.accept("niu", order(niu, "Sell-1", 2, yuan(12)));
  EXPECT_EQ(reports(story_),
            std::vector<std::string>{"niu: 11=Sell-1 17=100.0 150=0 39=0 151=2000000 14=0 6=0"});
}

TEST_F(OrderReports, tell_both_sides_of_each_trade) {
  story_.accept("niu", order(niu, "A", 1, Money{1'050}));
  story_.accept("niu", order(niu, "B", 2, yuan(11)));
  story_.accept("ma", order(ma, "C", 6, yuan(11)));
  EXPECT_EQ(reports(story_),
            (std::vector<std::string>{
                "ma: 11=C 17=100.0 150=0 39=0 151=6000000 14=0 6=0",
                "ma: 11=C 17=100.1 150=F 39=1 32=3000000 31=10.00 151=3000000 14=3000000 6=10.00",
                "niu: 11=A 17=100.5 150=F 39=2 32=1000000 31=10.50 151=0 14=1000000 6=10.50",
                "ma: 11=C 17=100.5 150=F 39=1 32=1000000 31=10.50 151=2000000 14=4000000 6=10.125",
                "niu: 11=B 17=100.9 150=F 39=2 32=2000000 31=11.00 151=0 14=2000000 6=11.00",
                "ma: 11=C 17=100.9 150=F 39=2 32=2000000 31=11.00 151=0 14=6000000 6=10.4167"}));
}

TEST_F(OrderReports, end_what_was_to_trade_at_once) {
  PlaceOrder at_once = order(ma, "C", 5, yuan(10));
  at_once.time_in_force = TimeInForce::immediate_or_cancel;
  story_.accept("ma", at_once);
  const auto said = reports(story_);
  ASSERT_EQ(said.size(), 3u);
  EXPECT_EQ(said[2], "ma: 11=C 17=100.0.e 150=4 39=4 151=0 14=3000000 6=10.00 58=not_filled");
}

TEST_F(OrderReports, name_the_message_that_cancelled) {
  story_.accept("niu", order(niu, "A", 2, yuan(12)));
  story_.accept("niu", CancelOrder{*order_id_of(niu, "A")});
  EXPECT_EQ(reports(story_, idempotency_key_of(Version::fix44, "X")),
            std::vector<std::string>{"niu: 11=X 41=A 17=100.0 150=4 39=4 151=0 14=0 6=0"});
  EXPECT_EQ(reports(story_),
            std::vector<std::string>{"niu: 11=A 17=100.0 150=4 39=4 151=0 14=0 6=0"});
}

TEST_F(OrderReports, are_silent_about_orders_of_other_ways_and_refusals) {
  story_.accept("niu", engine::sample_order("s9", OrderSide::sell, 1, yuan(12)));
  EXPECT_TRUE(reports(story_).empty());
  story_.give("niu", order(niu, "A", 1'000, yuan(12)));
  EXPECT_TRUE(reports(story_).empty());
}

TEST(OrderIds, say_user_version_and_cl_ord_id) {
  for (const char* id : {"c1", "ABC-1", "a_B.9", "_", "Z"}) {
    const auto code = order_id_of(niu, id);
    ASSERT_TRUE(code) << id;
    EXPECT_TRUE(id_is_well_formed(code->text.view())) << code->text.view();
    const auto back = fix_order_of(*code, {"niu"});
    ASSERT_TRUE(back);
    EXPECT_EQ(back->cl_ord_id, id);
    EXPECT_EQ(back->version, Version::fix44);
    EXPECT_FALSE(fix_order_of(*code, {"ma"}));
  }
  EXPECT_NE(*order_id_of(niu, "c"), *order_id_of({Version::fixt11, "TANSHU", "niu"}, "c"));
  EXPECT_NE(*order_id_of(niu, "aB"), *order_id_of(niu, "a_b"));
  EXPECT_TRUE(order_id_of(niu, std::string(32, 'x')));
  for (const std::string& id : {std::string(), std::string(33, 'x'), std::string(17, 'X'),
                                std::string("a b"), std::string("a/b"), std::string("碳")})
    EXPECT_FALSE(order_id_of(niu, id)) << id;
}

TEST(OrderIds, stand_in_idempotency_keys) {
  EXPECT_EQ(fix_order_in(idempotency_key_of(Version::fixt11, "A-1") + "/cancel")->cl_ord_id, "A-1");
  EXPECT_FALSE(fix_order_in("something else"));
}

}  // namespace
}  // namespace tanshu::fix
