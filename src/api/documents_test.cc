// SPDX-License-Identifier: Apache-2.0
// Documents as they are handed out verify with nothing but themselves.
#include "api/small_cell.h"
#include "certificate/verify.h"

namespace tanshu::api {
namespace {

class DocumentsTest : public SmallCell {
 protected:
  void SetUp() override {
    SmallCell::SetUp();
    options.public_url = "https://tickets.example";
    const auto receipt = give("trader-1", retirement(tonnes(5)));
    for (const protocol::Event& event : *receipt.outcome)
      if (const auto* retired = std::get_if<protocol::UnitsRetired>(&event))
        number = retired->retirement.id.text;
    ASSERT_FALSE(number.empty());
    serve_now();
  }
  certificate::VerifyReport verified(const std::string& bytes) {
    return certificate::verify_document(view_of(bytes), node->log_head().vkey);
  }
  static std::string why(const certificate::VerifyReport& report) {
    return certificate::report_text(report);
  }

  std::string number;
};

TEST_F(DocumentsTest, hands_out_certificates_that_verify) {
  const Reply json = get("/v1/certificates/" + number + ".json");
  ASSERT_EQ(json.status, 200) << json.body;
  auto report = verified(json.body);
  EXPECT_TRUE(report.valid) << why(report);
  ASSERT_TRUE(report.statement.has_value());
  EXPECT_EQ(report.statement->amount, tonnes(5));
  EXPECT_NE(json.body.find(R"("public_url":"https://tickets.example")"), std::string::npos);

  const Reply pdf = get("/v1/certificates/" + number + ".pdf");
  ASSERT_EQ(pdf.status, 200) << pdf.body;
  EXPECT_EQ(pdf.header("content-type"), "application/pdf");
  report = verified(pdf.body);
  EXPECT_TRUE(report.valid) << why(report);
  EXPECT_EQ(report.form, certificate::FileForm::document_pdf);

  const Reply proof = get("/v1/certificates/" + number + ".proof");
  ASSERT_EQ(proof.status, 200) << proof.body;
  report = verified(proof.body);
  EXPECT_TRUE(report.valid) << why(report);
  EXPECT_EQ(report.form, certificate::FileForm::log_proof);
}

TEST_F(DocumentsTest, hands_out_tickets_of_what_is_free) {
  const Reply json = get("/v1/tickets/firm-1-a/batch-1.json");
  ASSERT_EQ(json.status, 200) << json.body;
  const auto report = verified(json.body);
  EXPECT_TRUE(report.valid) << why(report);
  EXPECT_EQ(report.statement->amount, tonnes(95));
  EXPECT_EQ(verified(get("/v1/tickets/firm-1-a/batch-1.pdf").body).valid, true);
}

TEST_F(DocumentsTest, hands_out_vouchers_before_and_after_registration) {
  using namespace protocol;  // NOLINT: a list of commands
  const Day today = shanghai_day(now());
  give("admin-1", AuthoriseUser{{"exchange-1"}, {"operator"}, {Role::exchange_operator}});
  give("exchange-1", OpenListing{{"l-1"},
                                 {"firm-1-a"},
                                 {"batch-1"},
                                 tonnes(10),
                                 tonnes(1),
                                 yuan(50),
                                 {today, Day{today.number + 1}}});
  const auto bought = give("trader-2", BuyListing{{"l-1"}, {"firm-2-a"}, tonnes(2)});
  TradeId trade;
  for (const Event& event : *bought.outcome)
    if (const auto* made = std::get_if<TradeMade>(&event)) trade = made->trade.id;
  ASSERT_FALSE(trade.empty());
  const Reply before = get("/v1/vouchers/" + trade.text + ".json");
  ASSERT_EQ(before.status, 200) << before.body;
  EXPECT_TRUE(verified(before.body).valid) << why(verified(before.body));
  give("officer-1", RegisterTransfer{trade});
  const Reply after = get("/v1/vouchers/" + trade.text + ".json");
  EXPECT_TRUE(verified(after.body).valid) << why(verified(after.body));
  EXPECT_NE(after.body, before.body);
  EXPECT_EQ(verified(get("/v1/vouchers/" + trade.text + ".pdf").body).valid, true);
}

TEST_F(DocumentsTest, knows_what_is_no_document) {
  EXPECT_EQ(code(get("/v1/certificates/r999999.json")), "1501");
  EXPECT_EQ(code(get("/v1/certificates/r999999.pdf")), "1501");
  EXPECT_EQ(code(get("/v1/vouchers/t999999.pdf")), "1501");
  EXPECT_EQ(code(get("/v1/tickets/firm-2-a/batch-1.pdf")), "1501");
  EXPECT_EQ(code(get("/v1/tickets/firm-1-a/nothing.json")), "1501");
  EXPECT_EQ(code(get("/v1/certificates/" + number + ".exe")), "1028");
}

}  // namespace
}  // namespace tanshu::api
