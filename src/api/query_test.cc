// SPDX-License-Identifier: Apache-2.0
#include "api/query.h"

#include <gtest/gtest.h>

namespace tanshu::api {
namespace {

TEST(PercentDecode, reads_escapes_and_refuses_broken_ones) {
  EXPECT_EQ(percent_decode("a%20b%E7%A2%B3"), "a b碳");
  EXPECT_EQ(percent_decode("a+b"), "a+b");
  EXPECT_EQ(percent_decode("a+b", true), "a b");
  for (const char* bad : {"%", "%2", "%zz", "%00", "%ff", "%0d%0a", "a%C0%AF"})
    EXPECT_FALSE(percent_decode(bad).has_value()) << bad;
}

TEST(PercentEncode, is_read_back) {
  const std::string text = "账户/a b?&=%+";
  EXPECT_EQ(percent_decode(percent_encode(text)), text);
  EXPECT_EQ(percent_encode("a/b"), "a%2Fb");
}

TEST(PathSegments, splits_before_it_decodes) {
  EXPECT_EQ(path_segments("/v1/a%2Fb"), (std::vector<std::string>{"v1", "a/b"}));
  EXPECT_EQ(path_segments("/"), std::vector<std::string>{""});
}

TEST(PathSegments, refuses_dots_however_they_are_spelt) {
  for (const char* bad : {"", "v1", "*", "/a/../b", "/a/%2e%2e/b", "/./a", "/%2E", "/a%"})
    EXPECT_FALSE(path_segments(bad).has_value()) << bad;
}

TEST(ParseQuery, reads_pairs_in_order) {
  const auto query = parse_query("a=1&b=x%20y&&c&a=2+3");
  ASSERT_TRUE(query.has_value());
  EXPECT_EQ(*query, (QueryParameters{{"a", "1"}, {"b", "x y"}, {"c", ""}, {"a", "2 3"}}));
  EXPECT_EQ(repeated_name(*query), "a");
  EXPECT_EQ(repeated_name({{"a", ""}, {"b", ""}}), "");
}

TEST(ParseQuery, refuses_what_is_broken_or_too_much) {
  EXPECT_FALSE(parse_query("=1").has_value());
  EXPECT_FALSE(parse_query("a=%").has_value());
  EXPECT_FALSE(parse_query("a=%0a%00").has_value());
  std::string many;
  for (int i = 0; i < 33; ++i) many += "p" + std::to_string(i) + "=1&";
  EXPECT_FALSE(parse_query(many).has_value());
}

TEST(CookieValue, finds_the_whole_name_only) {
  EXPECT_EQ(cookie_value("a=1; session=x; b=2", "session"), "x");
  EXPECT_EQ(cookie_value("mysession=y; session=x", "session"), "x");
  EXPECT_EQ(cookie_value("sessions=y", "session"), "");
  EXPECT_EQ(cookie_value("", "session"), "");
  EXPECT_EQ(cookie_value("session=", "session"), "");
}

}  // namespace
}  // namespace tanshu::api
