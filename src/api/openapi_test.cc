// SPDX-License-Identifier: Apache-2.0
// The OpenAPI document has every route and nothing else, and the committed copy is the one the
// program makes.
#include "api/openapi.h"

#include <cstdlib>
#include <iterator>
#include <set>

#include "api/routes.h"
#include "api/small_cell.h"
#include "protocol/schema.h"

namespace tanshu::api {
namespace {

class OpenApiTest : public SmallCell {
 protected:
  void SetUp() override {
    SmallCell::SetUp();
    serve_now();
    document = get("/v1/openapi.json").body;
  }
  /// "GET /v1/accounts" for every operation of the document.
  std::set<std::string> documented() const {
    std::set<std::string> operations;
    const auto parsed = JsonDocument::parse(document);
    for (const auto& [path, methods] : simdjson::dom::object(parsed->root().at_key("paths")))
      for (const auto& [method, operation] : simdjson::dom::object(methods)) {
        std::string upper(method);
        for (char& c : upper) c = static_cast<char>(std::toupper(c));
        operations.insert(upper + ' ' + std::string(path));
      }
    return operations;
  }

  std::string document;
};

TEST_F(OpenApiTest, has_every_route_and_no_other) {
  const auto access = AccessControl::open(options.data);
  ReadingPool reading(options.data / "views.db", node->cell());
  KnownUsers users(*node, reading);
  EventFeed feed(*node);
  const measure::MethodLibrary library;
  const intake::MarketLibrary markets;
  auto confirmations =
      Confirmations::open(options.data, proof::verifiers_of(node->signer()), std::nullopt);
  Room room{
      *node, options, **access, reading, users, feed, library, markets, std::move(*confirmations),
      ""};
  Router router;
  add_all_routes(router, room);
  std::set<std::string> registered;
  for (const Route& route : router.routes())
    registered.insert(route.method + ' ' + openapi_path(route.path));
  EXPECT_EQ(documented(), registered);
  EXPECT_GE(registered.size(), 50u);
}

/// Every path of the document, with some value for each name, reaches its route and not the answer
/// for unknown paths.
TEST_F(OpenApiTest, names_paths_that_answer) {
  for (const std::string& operation : documented()) {
    const std::size_t space = operation.find(' ');
    std::string path = operation.substr(space + 1);
    if (path == "/v1/events") continue;  // answers without an end
    for (std::size_t open = path.find('{'); open != std::string::npos; open = path.find('{'))
      path.replace(open, path.find('}') - open + 1, "x");
    const auto reply =
        ask(port, operation.substr(0, space), path, {{"Content-Type", "application/json"}}, "");
    ASSERT_TRUE(reply.has_value()) << operation;
    EXPECT_NE(code(*reply), "1029") << operation;
    if (path.find("/log/tile/") == std::string::npos) {
      EXPECT_NE(code(*reply), "1028") << operation;
    }
  }
}

TEST_F(OpenApiTest, keeps_the_committed_copy_fresh) {
  const auto file = std::filesystem::path(TANSHU_SOURCE_DIR) / "docs/reference/openapi.json";
  if (std::getenv("TANSHU_UPDATE") != nullptr) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << document << '\n';
  }
  std::ifstream in(file);
  const std::string committed{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(committed, document + '\n')
      << "write it anew: TANSHU_UPDATE=1 build/api_test --gtest_filter=OpenApiTest.keeps*";
}

TEST_F(OpenApiTest, describes_the_protocol_beside_it) {
  EXPECT_EQ(get("/v1/protocol").body, protocol::protocol_json());
  const Reply schema = get("/v1/schemas/buy_listing.json");
  EXPECT_EQ(schema.header("content-type"), "application/schema+json");
  EXPECT_EQ(schema.body, protocol::json_schema(*protocol::command_row("buy_listing")->type));
  EXPECT_EQ(code(get("/v1/schemas/fly.json")), "1041");
  EXPECT_EQ(
      ask(port, "GET", "/v1/protocol", {{"If-None-Match", get("/v1/protocol").header("etag")}})
          ->status,
      304);
}

}  // namespace
}  // namespace tanshu::api
