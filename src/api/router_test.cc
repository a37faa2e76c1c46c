// SPDX-License-Identifier: Apache-2.0
#include "api/router.h"

#include <gtest/gtest.h>

namespace tanshu::api {
namespace {

Router some_routes() {
  Router router;
  for (const char* path :
       {"/v1/projects/{id}", "/v1/projects", "/v1/projects.geojson", "/v1/estimates/{trace}.json",
        "/v1/estimates/{trace}.csv", "/v1/tickets/{account}/{batch}.pdf", "/log/tile/{path...}",
        "/log/checkpoint", "/v1/projects/newest"}) {
    Route route;
    route.method = "GET";
    route.path = path;
    router.add(std::move(route));
  }
  Route post;
  post.method = "POST";
  post.path = "/v1/projects";
  router.add(std::move(post));
  return router;
}

std::string found(const Router& router, std::string_view method, std::string_view path) {
  const auto match = router.find(method, path);
  return match.route == nullptr ? "" : match.route->path;
}

TEST(Router, prefers_literals_whatever_the_order) {
  const Router router = some_routes();
  EXPECT_EQ(found(router, "GET", "/v1/projects"), "/v1/projects");
  EXPECT_EQ(found(router, "GET", "/v1/projects/newest"), "/v1/projects/newest");
  EXPECT_EQ(found(router, "GET", "/v1/projects/p1"), "/v1/projects/{id}");
  EXPECT_EQ(found(router, "GET", "/v1/projects.geojson"), "/v1/projects.geojson");
}

TEST(Router, takes_names_apart_from_suffixes) {
  const Router router = some_routes();
  const auto match = router.find("GET", "/v1/tickets/farm-1/b%2F2024.pdf");
  ASSERT_NE(match.route, nullptr);
  EXPECT_EQ(match.path, (QueryParameters{{"account", "farm-1"}, {"batch", "b/2024"}}));
  EXPECT_EQ(found(router, "GET", "/v1/estimates/ab.csv"), "/v1/estimates/{trace}.csv");
  EXPECT_EQ(found(router, "GET", "/v1/estimates/ab.exe"), "");
  EXPECT_EQ(found(router, "GET", "/v1/estimates/.csv"), "");
}

TEST(Router, gives_the_rest_to_the_last_name) {
  const Router router = some_routes();
  const auto match = router.find("GET", "/log/tile/0/x001/002.p/8");
  ASSERT_NE(match.route, nullptr);
  EXPECT_EQ(match.path, (QueryParameters{{"path", "0/x001/002.p/8"}}));
  EXPECT_EQ(found(router, "GET", "/log/tile/../checkpoint"), "");
  EXPECT_EQ(found(router, "GET", "/log/tile"), "");
}

TEST(Router, knows_the_methods_of_a_path) {
  const Router router = some_routes();
  EXPECT_EQ(found(router, "HEAD", "/v1/projects"), "/v1/projects");
  EXPECT_EQ(router.find("DELETE", "/v1/projects").allowed, "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(router.find("POST", "/log/checkpoint").allowed, "GET, HEAD, OPTIONS");
  EXPECT_EQ(router.find("GET", "/v1/nothing").allowed, "");
  EXPECT_EQ(found(router, "GET", "/v1/projects/"), "");
  EXPECT_EQ(found(router, "GET", "//v1/projects"), "");
}

TEST(RouterDeathTest, holds_a_route_once) {
  Router router = some_routes();
  Route again;
  again.method = "GET";
  again.path = "/v1/projects";
  EXPECT_DEATH(router.add(std::move(again)), "CHECK");
}

}  // namespace
}  // namespace tanshu::api
