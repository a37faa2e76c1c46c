// SPDX-License-Identifier: Apache-2.0
// Reading collections, totals, pages and the map; who may see what.
#include "api/small_cell.h"

namespace tanshu::api {
namespace {

class ResourcesTest : public SmallCell {
 protected:
  void SetUp() override {
    SmallCell::SetUp();
    serve_now();
  }
  static std::size_t items_in(const Reply& reply) {
    const auto document = JsonDocument::parse(reply.body);
    if (!document) return SIZE_MAX;
    const auto items = document->root().at_key("items");
    return items.error() == simdjson::SUCCESS ? simdjson::dom::array(items.value_unsafe()).size()
                                              : SIZE_MAX;
  }
};

TEST_F(ResourcesTest, lists_and_finds) {
  const Reply accounts = get("/v1/accounts");
  EXPECT_EQ(accounts.status, 200);
  EXPECT_EQ(items_in(accounts), 2u);
  EXPECT_EQ(items_in(get("/v1/accounts?participant=firm-1")), 1u);
  EXPECT_EQ(items_in(get("/v1/accounts?participant=firm-1&participant=firm-2")), 2u);
  EXPECT_EQ(member(get("/v1/batches/batch-1").body, "issued"), "100 tCO2e");
  EXPECT_EQ(items_in(get("/v1/holdings?account=firm-1-a")), 1u);
  EXPECT_EQ(items_in(get("/v1/ranges?batch=batch-1")), 1u);
  EXPECT_EQ(items_in(get("/v1/projects")), 0u);
}

TEST_F(ResourcesTest, pages_without_losing_or_repeating) {
  std::vector<std::string> seen;
  std::string target = "/v1/entries?limit=3";
  for (int i = 0; i < 20; ++i) {
    const Reply page = get(target);
    ASSERT_EQ(page.status, 200) << page.body;
    const auto document = JsonDocument::parse(page.body);
    for (const auto& item : simdjson::dom::array(document->root().at_key("items").value_unsafe()))
      seen.push_back(simdjson::minify(item.at_key("log_index").value_unsafe()));
    const std::string next = member(page.body, "next");
    if (next == "null") break;
    target = "/v1/entries?limit=3&after=" + percent_encode(next);
  }
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(given));
  EXPECT_TRUE(std::is_sorted(seen.rbegin(), seen.rend(), [](const auto& a, const auto& b) {
    return std::stoll(a) < std::stoll(b);
  }));
}

TEST_F(ResourcesTest, refuses_wrong_queries) {
  EXPECT_EQ(code(get("/v1/accounts?colour=red")), "1030");
  EXPECT_EQ(code(get("/v1/accounts?limit=0")), "1030");
  EXPECT_EQ(code(get("/v1/accounts?limit=1001")), "1030");
  EXPECT_EQ(code(get("/v1/accounts?limit=ten")), "1030");
  EXPECT_EQ(code(get("/v1/accounts?after=%22nonsense")), "1030");
  EXPECT_EQ(code(get("/v1/accounts?x=%zz")), "1033");
  EXPECT_EQ(code(get("/v1/accounts/nobody")), "1041");
  EXPECT_EQ(code(get("/v1/totals?a=1&a=2")), "1030");
}

TEST_F(ResourcesTest, a_lone_node_writes_and_is_never_stale) {
  const Reply standing = get("/v1/standing");
  EXPECT_EQ(member(standing.body, "leading"), "true") << standing.body;
  EXPECT_EQ(member(standing.body, "staleness_ms"), "0");
  EXPECT_TRUE(standing.header("tanshu-staleness-ms").empty());
}

TEST_F(ResourcesTest, totals_balance) {
  const Reply totals = get("/v1/totals");
  EXPECT_EQ(member(totals.body, "issued"), "100 tCO2e") << totals.body;
  EXPECT_EQ(member(totals.body, "balanced"), "true");
}

TEST_F(ResourcesTest, shows_users_to_those_who_are_signed_in) {
  EXPECT_EQ(code(get("/v1/users")), "1001");
  EXPECT_EQ(code(get("/v1/users/trader-1")), "1001");
  const SentHeaders trader = {{"Authorization", token_of("trader-1")}};
  EXPECT_EQ(items_in(get("/v1/users", trader)), 5u);
  EXPECT_EQ(member(get("/v1/users/trader-1", trader).body, "participant"), "firm-1");
}

TEST_F(ResourcesTest, shows_cash_to_its_owner_and_the_officers) {
  const SentHeaders trader = {{"Authorization", token_of("trader-1")}};
  const SentHeaders clerk = {{"Authorization", token_of("clerk-1")}};
  EXPECT_EQ(code(get("/v1/cash")), "1001");
  EXPECT_EQ(items_in(get("/v1/cash", trader)), 1u);
  EXPECT_NE(get("/v1/cash", trader).body.find("1000.00 CNY"), std::string::npos);
  EXPECT_EQ(code(get("/v1/cash?account=firm-2-a", trader)), "1005");
  EXPECT_EQ(code(get("/v1/cash?account=firm-1-a&account=firm-2-a", trader)), "1005");
  EXPECT_EQ(items_in(get("/v1/cash?account=firm-2-a", clerk)), 1u);
  EXPECT_EQ(items_in(get("/v1/cash_transfers", trader)), 1u);
  EXPECT_EQ(items_in(get("/v1/cash_transfers", clerk)), 2u);
  EXPECT_EQ(get("/v1/cash_transfers/bank-1", trader).status, 200);
  EXPECT_EQ(code(get("/v1/cash_transfers/bank-2", trader)), "1005");
}

TEST_F(ResourcesTest, draws_projects_as_closed_rings) {
  using namespace protocol;  // NOLINT: one command
  const auto corner = [](std::int64_t longitude, std::int64_t latitude) {
    return Point{Degrees{longitude}, Degrees{latitude}};
  };
  give("officer-1",
       RegisterProject{
           .id = {"p-1"},
           .owner = {"firm-1"},
           .name_zh = "林场",
           .name_en = "Forest farm",
           .methodology = "m-1",
           .region = "150200",
           .area = Area{150'000},
           .crediting_period = {*day_from_text("2020-01-01"), *day_from_text("2030-12-31")},
           .boundary = {corner(1'100'000'000, 406'000'000), corner(1'100'118'000, 406'000'000),
                        corner(1'100'118'000, 406'090'000), corner(1'100'000'000, 406'090'000)}});
  const Reply map = get("/v1/projects.geojson");
  EXPECT_EQ(map.header("content-type"), "application/geo+json");
  EXPECT_NE(map.body.find(R"("coordinates":[[[110,40.6],)"), std::string::npos) << map.body;
  EXPECT_NE(map.body.find(R"(,[110,40.6]]])"), std::string::npos) << map.body;
}

TEST_F(ResourcesTest, serves_pages_and_keeps_the_house_shut) {
  EXPECT_NE(get("/").body.find("碳枢"), std::string::npos);
  EXPECT_NE(get("/projects/p-1").body.find("碳枢"), std::string::npos);
  const Reply script = get("/assets/app-1.js");
  EXPECT_EQ(script.header("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(get("/").header("cache-control"), "no-cache");
  EXPECT_EQ(code(get("/assets/gone.js")), "1028");
  EXPECT_EQ(code(get("/favicon.ico")), "1028");
  const SentHeaders browser{{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"}};
  EXPECT_NE(get("/batches/bt.2023", browser).body.find("碳枢"), std::string::npos);
  EXPECT_EQ(code(get("/assets/gone.js", browser)), "1028");
  EXPECT_EQ(code(get("/favicon.ico", {{"Accept", "image/avif,image/webp,*/*"}})), "1028");
  for (const char* target :
       {"/../outside.txt", "/%2e%2e/outside.txt", "/assets/..%2f..%2foutside.txt",
        "/..%5coutside.txt", "//etc/passwd", "/assets/%2e%2e/%2e%2e/outside.txt"})
    EXPECT_NE(get(target).body, "outside") << target;
  const auto tagged = ask(port, "GET", "/", {{"If-None-Match", get("/").header("etag")}});
  EXPECT_EQ(tagged->status, 304);
}

TEST_F(ResourcesTest, answers_every_method_properly) {
  const auto head = ask(port, "HEAD", "/v1/accounts");
  EXPECT_EQ(head->status, 200);
  EXPECT_NE(head->header("content-length"), "0");
  const auto options_reply = ask(port, "OPTIONS", "/v1/commands");
  EXPECT_EQ(options_reply->status, 204);
  EXPECT_EQ(options_reply->header("allow"), "POST, OPTIONS");
  EXPECT_EQ(options_reply->header("access-control-allow-origin"), "");
  const auto wrong = ask(port, "PUT", "/v1/accounts");
  EXPECT_EQ(wrong->status, 405);
  EXPECT_EQ(code(*wrong), "1029");
  EXPECT_EQ(wrong->header("allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(code(get("/v1/nothing")), "1028");
  EXPECT_EQ(code(*ask(port, "POST", "/", {}, "x")), "1029");
}

TEST_F(ResourcesTest, carries_the_headers_of_a_careful_server) {
  const Reply page = get("/");
  const std::string policy = page.header("content-security-policy");
  EXPECT_NE(policy.find("script-src 'self';"), std::string::npos);
  EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
  EXPECT_EQ(page.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(page.header("referrer-policy"), "same-origin");
  EXPECT_EQ(get("/v1/accounts").header("cache-control"), "no-store");
  EXPECT_EQ(get("/v1/nothing").header("x-content-type-options"), "nosniff");
}

TEST_F(ResourcesTest, serves_the_log_to_anyone_anywhere) {
  const Reply head = get("/v1/log");
  EXPECT_EQ(member(head.body, "origin"), node->log_head().origin);
  const Reply checkpoint = get("/log/checkpoint");
  EXPECT_EQ(checkpoint.body, node->log_head().checkpoint);
  EXPECT_EQ(checkpoint.header("access-control-allow-origin"), "*");
  EXPECT_EQ(checkpoint.header("cache-control"), "no-cache");
  const std::string tile = fmt::format("/log/tile/0/000.p/{}", member(head.body, "size"));
  const Reply hashes = get(tile);
  EXPECT_EQ(hashes.status, 200) << tile;
  EXPECT_EQ(hashes.body.size(), 32 * std::stoul(member(head.body, "size")));
  EXPECT_EQ(hashes.header("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(ask(port, "GET", tile, {{"If-None-Match", hashes.header("etag")}})->status, 304);
  for (const char* wrong : {"/log/tile/0/00", "/log/tile/../checkpoint", "/log/tile/0/001",
                            "/log/tile/0/000.p/0", "/log/.incoming", "/log/tile/"})
    EXPECT_EQ(code(get(wrong)), "1028") << wrong;
}

}  // namespace
}  // namespace tanshu::api
