// SPDX-License-Identifier: Apache-2.0
#include "api/static_files.h"
#include "base/temporary_directory.h"

#include <gtest/gtest.h>

#include <fstream>

namespace tanshu::api {
namespace {

namespace fs = std::filesystem;

class StaticFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(house / "web" / "assets");
    write("web/index.html");
    write("web/assets/a.js");
    write("web/.secret");
    write("outside.txt");
    fs::create_symlink(house / "outside.txt", house / "web" / "link.txt");
    fs::create_symlink("index.html", house / "web" / "inside.html");
  }
  void write(const std::string& name) { std::ofstream(house / name) << name; }
  bool there(const std::vector<std::string>& segments) const {
    return file_below(house / "web", segments).has_value();
  }

  const TemporaryDirectory house{"static"};
};

TEST_F(StaticFilesTest, finds_files_below_the_root) {
  EXPECT_TRUE(there({"index.html"}));
  EXPECT_TRUE(there({"assets", "a.js"}));
  EXPECT_TRUE(there({"inside.html"}));
}

TEST_F(StaticFilesTest, never_leaves_the_root) {
  for (const std::vector<std::string>& path : {std::vector<std::string>{"..", "outside.txt"},
                                               {"assets", "..", "..", "outside.txt"},
                                               {"../outside.txt"},
                                               {"link.txt"},
                                               {".secret"},
                                               {"assets"},
                                               {""},
                                               {},
                                               {"gone.html"},
                                               {(house / "outside.txt").string()}})
    EXPECT_FALSE(there(path)) << (path.empty() ? "(empty)" : path.front());
}

TEST_F(StaticFilesTest, says_304_to_those_who_have_it) {
  const auto file = *file_below(house / "web", {"assets", "a.js"});
  Request request;
  Response fresh = file_response(request, file, Freshness::immutable);
  EXPECT_EQ(fresh.status, 200);
  std::string tag;
  for (const auto& [name, value] : fresh.headers)
    if (name == "ETag") tag = value;
  ASSERT_FALSE(tag.empty());
  request.headers = {{"if-none-match", "\"other\", W/" + tag}};
  EXPECT_EQ(file_response(request, file, Freshness::immutable).status, 304);
  request.headers = {{"if-none-match", "\"other\""}};
  EXPECT_EQ(file_response(request, file, Freshness::immutable).status, 200);
}

TEST(PageAddress, may_hold_a_dot_when_a_page_is_asked_for) {
  Request request;
  EXPECT_TRUE(is_page_address(request, {"batches", "bt-2023"}));
  EXPECT_FALSE(is_page_address(request, {"batches", "bt.2023"}));
  request.headers = {{"accept", "text/html,*/*;q=0.8"}};
  EXPECT_TRUE(is_page_address(request, {"batches", "bt.2023"}));
  EXPECT_FALSE(is_page_address(request, {"assets", "gone.js"}));
  EXPECT_FALSE(is_page_address(request, {}));
}

TEST(ContentType, follows_the_name) {
  EXPECT_EQ(content_type_of("a/index.html"), "text/html; charset=utf-8");
  EXPECT_EQ(content_type_of("a.unknown"), "application/octet-stream");
}

}  // namespace
}  // namespace tanshu::api
