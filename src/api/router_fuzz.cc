// SPDX-License-Identifier: Apache-2.0
// Paths of any bytes find a route whose pattern they fit, or none.
#include <cstdint>
#include <string_view>

#include "api/router.h"
#include "base/check.h"

namespace {

tanshu::api::Router make_router() {
  tanshu::api::Router router;
  for (const char* path : {"/v1/projects", "/v1/projects/{id}", "/v1/projects.geojson",
                           "/v1/tickets/{account}/{batch}.pdf", "/log/tile/{path...}"}) {
    tanshu::api::Route route;
    route.method = "GET";
    route.path = path;
    router.add(std::move(route));
  }
  return router;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const tanshu::api::Router router = make_router();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto match = router.find("GET", text);
  if (match.route == nullptr) return 0;
  for (const auto& [name, value] : match.path) {
    CHECK(!value.empty() || name == "path");
    CHECK(value.find("..") == std::string::npos || text.find("..") != std::string_view::npos ||
          text.find('%') != std::string_view::npos);
  }
  return 0;
}
