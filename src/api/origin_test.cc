// SPDX-License-Identifier: Apache-2.0
#include "api/origin.h"

#include <gtest/gtest.h>

namespace tanshu::api {
namespace {

TEST(Origin, is_ours_when_it_is_the_public_url_or_this_very_address) {
  EXPECT_TRUE(origin_is_ours("https://t.example", "10.0.0.1:80", "https://t.example/tickets"));
  EXPECT_TRUE(origin_is_ours("http://127.0.0.1:8080", "127.0.0.1:8080", ""));
  EXPECT_TRUE(origin_is_ours("http://localhost:8080", "localhost:8080", ""));
  EXPECT_TRUE(origin_is_ours("http://[::1]:8080", "[::1]:8080", ""));
}

TEST(Origin, is_foreign_when_a_name_was_made_to_point_here) {
  EXPECT_FALSE(origin_is_ours("http://evil.example:8080", "evil.example:8080", ""));
  EXPECT_FALSE(origin_is_ours("http://1.2.3.4.evil.example", "1.2.3.4.evil.example", ""));
}

TEST(Origin, is_foreign_otherwise) {
  EXPECT_FALSE(origin_is_ours("https://evil.example", "127.0.0.1:8080", "https://t.example"));
  EXPECT_FALSE(origin_is_ours("http://127.0.0.1:9999", "127.0.0.1:8080", ""));
  EXPECT_FALSE(origin_is_ours("null", "127.0.0.1:8080", ""));
  EXPECT_FALSE(origin_is_ours("https://t.example.evil", "t.example", "https://t.example"));
}

TEST(Origin, is_read_from_what_browsers_send) {
  Request request;
  request.headers = {{"host", "127.0.0.1:1"}};
  EXPECT_EQ(foreign_origin(request, ""), "");
  request.headers.emplace_back("sec-fetch-site", "same-origin");
  EXPECT_EQ(foreign_origin(request, ""), "");
  request.headers.back().second = "cross-site";
  EXPECT_EQ(foreign_origin(request, ""), "cross-site");
  request.headers.emplace_back("origin", "http://evil.example");
  EXPECT_EQ(foreign_origin(request, ""), "http://evil.example");
}

}  // namespace
}  // namespace tanshu::api
