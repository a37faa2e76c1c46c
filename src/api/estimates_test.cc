// SPDX-License-Identifier: Apache-2.0
// Uploading tables, and the files that are kept of them.
#include <iterator>

#include "api/evidence.h"
#include "api/small_cell.h"
#include "base/hash.h"
#include "base/temporary_directory.h"

namespace tanshu::api {
namespace {

namespace fs = std::filesystem;

class EstimatesTest : public SmallCell {
 protected:
  void SetUp() override {
    SmallCell::SetUp();
    serve_now();
    officer = token_of("officer-1");
    std::ifstream in(fs::path(TANSHU_SOURCE_DIR) / "fixtures/measurement/soares_exfm/exfm2.csv");
    table.assign(std::istreambuf_iterator<char>(in), {});
    ASSERT_FALSE(table.empty());
  }
  Reply upload(std::string_view body, const std::string& query = "method=stand-volume-v1",
               const std::string& type = "text/csv") {
    auto reply = ask(port, "POST", "/v1/estimates?" + query,
                     {{"Content-Type", type}, {"Authorization", officer}}, body);
    EXPECT_TRUE(reply.has_value());
    return reply.value_or(Reply{});
  }
  std::size_t kept() const {
    std::error_code none;
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& file :
         fs::directory_iterator(options.data / "evidence", none))
      ++count;
    return count;
  }

  std::string officer;
  std::string table;
};

TEST_F(EstimatesTest, estimates_and_keeps_input_and_trace) {
  const Reply reply = upload(table);
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(member(reply.body, "input_digest"), sha256(table).hex());
  EXPECT_NE(member(reply.body, "discounted"), "(absent)");
  const std::string trace = member(reply.body, "trace_digest");
  EXPECT_TRUE(fs::exists(options.data / "evidence" / sha256(table).hex()));
  const Reply json = get("/v1/estimates/" + trace + ".json");
  EXPECT_EQ(sha256(json.body).hex(), trace);
  EXPECT_EQ(get("/v1/estimates/" + trace + ".csv").header("content-type"),
            "text/csv; charset=utf-8");
  const Reply page = get("/v1/estimates/" + trace + ".html");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.body.find("<script"), std::string::npos);
  EXPECT_EQ(member(upload(table).body, "trace_digest"), trace);
}

TEST_F(EstimatesTest, refuses_bad_tables_and_keeps_nothing) {
  const std::size_t before = kept();
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"\xEF\xBB\xBF" + table, "2001"},
      {"\"STRATA\",\"STRATA_AREA\",\"PLOT_AREA\"\n1,14.4,1000\n", "2020"},
      {"STRATA;STRATA_AREA;PLOT_AREA;VWB\n1;14,4;1000;7,9\n", "2013"},
      {"STRATA,STRATA_AREA,PLOT_AREA,VWB\n1,14.4,1000,\"7,9\"\n", "2031"},
      {"STRATA,STRATA_AREA,PLOT_AREA,VWB_ft3\n1,14.4,1000,7.9\n", "2021"},
      {std::string(4 << 20, 'x'), "2002"}};
  for (const auto& [body, number] : bad) {
    const Reply reply = upload(body);
    EXPECT_EQ(code(reply), number) << body.substr(0, 80) << reply.body;
    EXPECT_NE(member(reply.body, "detail_zh"), "");
  }
  EXPECT_EQ(code(upload(table, "method=nothing")), "2050");
  EXPECT_EQ(code(upload(table, "")), "1030");
  EXPECT_EQ(code(upload(table, "method=stand-volume-v1&colour=red")), "1030");
  EXPECT_EQ(code(upload(table, "method=stand-volume-v1", "text/plain")), "1040");
  EXPECT_EQ(kept(), before);
}

TEST_F(EstimatesTest, estimates_for_visitors_apart_from_the_evidence) {
  const std::size_t before = kept();
  const auto reply = ask(port, "POST", "/v1/estimates?method=stand-volume-v1",
                         {{"Content-Type", "text/csv"}}, table);
  ASSERT_EQ(reply->status, 200) << reply->body;
  EXPECT_EQ(kept(), before);
  const std::string trace = member(reply->body, "trace_digest");
  EXPECT_EQ(sha256(get("/v1/estimates/" + trace + ".json").body).hex(), trace);
  EXPECT_EQ(get("/v1/estimates/" + trace + ".html").status, 200);
  EXPECT_EQ(member(upload(table).body, "trace_digest"), trace);
  EXPECT_GT(kept(), before);
}

TEST_F(EstimatesTest, takes_less_from_visitors) {
  const std::string large((4 << 20) + 1, 'x');
  Loopback visitor(port);
  visitor.send(
      fmt::format("POST /v1/estimates?method=stand-volume-v1 HTTP/1.1\r\nHost: x\r\n"
                  "Content-Type: text/csv\r\nContent-Length: {}\r\n\r\n",
                  large.size()));
  const auto reply = visitor.read_reply();
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(code(*reply), "1027");
  EXPECT_EQ(member(member(reply->body, "parameters"), "limit"), "4194304");
  EXPECT_EQ(code(upload(large)), "2002");
}

TEST(Evidence, lets_the_oldest_go) {
  const TemporaryDirectory house("evidence");
  const Evidence shelf(house.path());
  std::vector<Digest> kept;
  for (int minute = 0; minute < 3; ++minute) {
    kept.push_back(*shelf.keep(std::string(1000, static_cast<char>('a' + minute))));
    fs::last_write_time(house / kept.back().hex(),
                        fs::file_time_type::clock::now() - std::chrono::minutes(60 - minute));
  }
  ASSERT_TRUE(shelf.keep_within(3000));
  EXPECT_TRUE(shelf.read(kept[0])->has_value());
  ASSERT_TRUE(shelf.keep_within(2500));
  EXPECT_FALSE(shelf.read(kept[0])->has_value());
  EXPECT_TRUE(shelf.read(kept[1])->has_value());
  EXPECT_TRUE(shelf.read(kept[2])->has_value());
}

TEST_F(EstimatesTest, refuses_a_table_past_the_limit_before_reading_it) {
  Loopback client(port);
  client.send(
      fmt::format("POST /v1/estimates?method=stand-volume-v1 HTTP/1.1\r\nHost: x\r\n"
                  "Content-Type: text/csv\r\nAuthorization: {}\r\n"
                  "Content-Length: 1073741824\r\n\r\n",
                  officer));
  const auto reply = client.read_reply();
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(code(*reply), "1027");
}

TEST_F(EstimatesTest, notices_that_a_kept_file_was_changed) {
  const std::string trace = member(upload(table).body, "trace_digest");
  std::ofstream(options.data / "evidence" / trace, std::ios::app) << ' ';
  EXPECT_EQ(code(get("/v1/estimates/" + trace + ".json")), "1043");
}

TEST_F(EstimatesTest, knows_what_it_does_not_have) {
  EXPECT_EQ(code(get("/v1/estimates/" + std::string(64, '0') + ".json")), "1041");
  EXPECT_EQ(code(get("/v1/estimates/nonsense.json")), "1041");
  upload(table);
  EXPECT_EQ(code(get("/v1/estimates/" + sha256(table).hex() + ".json")), "1041");
}

TEST_F(EstimatesTest, lists_markets_with_versions_newest_first_and_their_sources) {
  const std::string body = get("/v1/markets").body;
  const auto newest = body.find(R"("effective":"2026-01-05")");
  const auto oldest = body.find(R"("effective":"2021-07-16")");
  ASSERT_NE(oldest, std::string::npos);
  EXPECT_LT(newest, oldest);
  for (const char* part : {R"("market":"hbea")", R"("confidence":"unverified")", "涨跌幅",
                           R"("key":"mode.listing.band")", R"("not_stated":[)"})
    EXPECT_NE(body.find(part), std::string::npos) << part;
}

TEST_F(EstimatesTest, lists_methods) {
  EXPECT_NE(get("/v1/methods").body.find("stand-volume-v1"), std::string::npos);
}

}  // namespace
}  // namespace tanshu::api
