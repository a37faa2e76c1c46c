// SPDX-License-Identifier: Apache-2.0
#include "api/command_request.h"

#include <gtest/gtest.h>

namespace tanshu::api {
namespace {

constexpr std::string_view good =
    R"({"command":"deposit_cash","body":{"account":"a-1","amount":"5.00 CNY","bank_reference":"x"}})";

std::uint16_t number_of(std::string_view body) {
  const auto command = parse_command(body);
  return command ? std::uint16_t{0} : command.error().number;
}

TEST(ParseCommand, reads_a_command) {
  const auto command = parse_command(good);
  ASSERT_TRUE(command.has_value());
  const auto& deposit = std::get<protocol::DepositCash>(*command);
  EXPECT_EQ(deposit.account.text, "a-1");
  EXPECT_EQ(deposit.amount, Money{500});
}

TEST(ParseCommand, refuses_what_is_not_json) {
  EXPECT_EQ(number_of(""), 1020);
  EXPECT_EQ(number_of("{"), 1020);
  EXPECT_EQ(number_of(std::string(good) + "x"), 1020);
  EXPECT_EQ(number_of("\xff\xfe"), 1020);
  EXPECT_EQ(number_of(std::string(100'000, '[')), 1020);
  const auto refusal = parse_command("{").error();
  EXPECT_EQ(protocol::english_of(refusal),
            "The body is not JSON: brackets, commas and colons do not fit together.");
  EXPECT_EQ(protocol::chinese_of(refusal), "请求体不是合法的 JSON：括号、逗号与冒号不匹配。");
}

TEST(ParseCommand, refuses_wrong_envelopes) {
  EXPECT_EQ(number_of("[]"), 1024);
  EXPECT_EQ(number_of("{}"), 1022);
  EXPECT_EQ(number_of(R"({"command":"deposit_cash"})"), 1022);
  EXPECT_EQ(number_of(R"({"body":{}})"), 1022);
  EXPECT_EQ(number_of(R"({"command":7,"body":{}})"), 1024);
  EXPECT_EQ(number_of(R"({"command":"fly","body":{}})"), 1026);
  EXPECT_EQ(number_of(R"({"command":"deposit_cash","body":{},"extra":1})"), 1021);
  EXPECT_EQ(number_of(R"({"command":"deposit_cash","command":"deposit_cash","body":{}})"), 1023);
  EXPECT_EQ(number_of(R"({"command":"deposit_cash","body":[]})"), 1024);
}

TEST(ParseCommand, refuses_wrong_bodies) {
  const auto with = [](std::string_view body) {
    return number_of(R"({"command":"deposit_cash","body":)" + std::string(body) + "}");
  };
  EXPECT_EQ(with(R"({"account":"a","amount":"5.00 CNY"})"), 1022);
  EXPECT_EQ(with(R"({"account":"a","amount":"5.00 CNY","bank_reference":"x","note":""})"), 1021);
  EXPECT_EQ(with(R"({"account":"a","account":"a","amount":"5.00 CNY","bank_reference":"x"})"),
            1023);
  EXPECT_EQ(with(R"({"account":"a","amount":5,"bank_reference":"x"})"), 1024);
  EXPECT_EQ(with(R"({"account":"a","amount":"5,00 CNY","bank_reference":"x"})"), 1025);
  EXPECT_EQ(with(R"({"account":"A B","amount":"5.00 CNY","bank_reference":"x"})"), 1025);
  EXPECT_EQ(with(R"({"account":"a","amount":"99999999999999999999.00 CNY","bank_reference":"x"})"),
            1025);
}

TEST(CheckKey, takes_1_to_64_printable_characters) {
  EXPECT_TRUE(check_key("k").has_value());
  EXPECT_TRUE(check_key(std::string(64, 'k')).has_value());
  for (const std::string& bad :
       {std::string(), std::string(65, 'k'), std::string("a\tb"), std::string("键")})
    EXPECT_EQ(check_key(bad).error().number, 1007);
}

}  // namespace
}  // namespace tanshu::api
