// SPDX-License-Identifier: Apache-2.0
// Finds the route of a request. Literal segments win over {names}; HEAD goes where GET goes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/route.h"

namespace tanshu::api {

class Router {
 public:
  struct Match {
    const Route* route = nullptr;
    QueryParameters path;
    /// When the path is known but not with this method: those it has, "GET, HEAD, OPTIONS".
    std::string allowed;
  };

  /// A second route of the same method and path is a fault.
  void add(Route route);
  Match find(std::string_view method, std::string_view path) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  struct Segment {
    std::string prefix;
    std::string name;  ///< empty for a literal, which is then `prefix`
    std::string suffix;
    bool rest = false;
  };
  using Pattern = std::vector<Segment>;

  static Pattern parse(std::string_view path);
  static bool match(const Pattern& pattern, const std::vector<std::string>& segments,
                    QueryParameters& values);
  /// Literals before names, position by position: a fixed order whatever the order of add().
  static bool more_special(const Pattern& a, const Pattern& b);

  std::vector<Route> routes_;
  std::vector<Pattern> patterns_;
};

}  // namespace tanshu::api
