// SPDX-License-Identifier: Apache-2.0
// The OpenAPI 3.1 document, from the routes and the protocol tables alone.
#pragma once

#include <string>
#include <vector>

#include "api/route.h"

namespace tanshu::api {

/// The same routes give the same bytes.
std::string openapi_json(const std::vector<Route>& routes);

/// "/log/tile/{path}" of "/log/tile/{path...}": a route's path as OpenAPI writes it.
std::string openapi_path(std::string_view path);

}  // namespace tanshu::api
