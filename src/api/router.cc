// SPDX-License-Identifier: Apache-2.0
// Routes by segments. A few dozen routes: trying them all costs less than a microsecond.
#include "api/router.h"

#include <algorithm>

#include "base/check.h"

namespace tanshu::api {

Router::Pattern Router::parse(std::string_view path) {
  const auto segments = path_segments(path);
  CHECK(segments.has_value());
  Pattern pattern;
  for (const std::string& text : *segments) {
    Segment segment;
    const std::size_t open = text.find('{');
    if (open == std::string::npos) {
      segment.prefix = text;
    } else {
      const std::size_t close = text.find('}', open);
      CHECK(close != std::string::npos);
      segment.prefix = text.substr(0, open);
      segment.name = text.substr(open + 1, close - open - 1);
      segment.suffix = text.substr(close + 1);
      segment.rest = segment.name.ends_with("...");
      if (segment.rest) segment.name.resize(segment.name.size() - 3);
    }
    CHECK(pattern.empty() || !pattern.back().rest);
    pattern.push_back(std::move(segment));
  }
  return pattern;
}

bool Router::more_special(const Pattern& a, const Pattern& b) {
  const std::size_t both = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < both; ++i) {
    if (a[i].rest != b[i].rest) return b[i].rest;
    if (a[i].name.empty() != b[i].name.empty()) return a[i].name.empty();
    if (a[i].suffix.size() != b[i].suffix.size()) return a[i].suffix.size() > b[i].suffix.size();
  }
  return false;
}

void Router::add(Route route) {
  for (const Route& other : routes_)
    CHECK(other.method != route.method || other.path != route.path);
  Pattern pattern = parse(route.path);
  std::size_t at = 0;
  while (at < patterns_.size() && !more_special(pattern, patterns_[at])) ++at;
  patterns_.insert(patterns_.begin() + static_cast<std::ptrdiff_t>(at), std::move(pattern));
  routes_.insert(routes_.begin() + static_cast<std::ptrdiff_t>(at), std::move(route));
}

bool Router::match(const Pattern& pattern, const std::vector<std::string>& segments,
                   QueryParameters& values) {
  const bool open_ended = !pattern.empty() && pattern.back().rest;
  if (open_ended ? segments.size() < pattern.size() : segments.size() != pattern.size())
    return false;
  values.clear();
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const Segment& segment = pattern[i];
    if (segment.rest) {
      std::string rest = segments[i];
      for (std::size_t j = i + 1; j < segments.size(); ++j) rest += '/' + segments[j];
      values.emplace_back(segment.name, std::move(rest));
      return true;
    }
    const std::string& text = segments[i];
    if (segment.name.empty()) {
      if (text != segment.prefix) return false;
      continue;
    }
    if (text.size() <= segment.prefix.size() + segment.suffix.size() ||
        !text.starts_with(segment.prefix) || !text.ends_with(segment.suffix))
      return false;
    values.emplace_back(segment.name,
                        text.substr(segment.prefix.size(),
                                    text.size() - segment.prefix.size() - segment.suffix.size()));
  }
  return true;
}

Router::Match Router::find(std::string_view method, std::string_view path) const {
  Match found;
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  // Most requests name a route as it stands, and then it is the most special there is.
  for (const Route& route : routes_)
    if (route.path == path && route.method == wanted && !path.contains('{')) {
      found.route = &route;
      return found;
    }
  const auto segments = path_segments(path);
  if (!segments) return found;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    QueryParameters values;
    if (!match(patterns_[i], *segments, values)) continue;
    if (routes_[i].method == wanted) {
      found.route = &routes_[i];
      found.path = std::move(values);
      return found;
    }
    const std::string own = routes_[i].method == "GET" ? "GET, HEAD" : routes_[i].method;
    if (found.allowed.find(own) == std::string::npos) found.allowed += own + ", ";
  }
  if (!found.allowed.empty()) found.allowed += "OPTIONS";
  return found;
}

}  // namespace tanshu::api
