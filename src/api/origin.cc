// SPDX-License-Identifier: Apache-2.0
// The check of Origin and Sec-Fetch-Site.
#include "api/origin.h"

#include <algorithm>
#include <string>

namespace tanshu::api {
namespace {

/// "127.0.0.1" of "127.0.0.1:8080", "[::1]" of "[::1]:8080".
std::string_view host_name(std::string_view host) {
  const std::size_t bracket = host.find(']');
  const std::size_t colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
  return host.substr(0, colon);
}

bool is_address_or_localhost(std::string_view name) {
  if (name == "localhost" || name.starts_with('[')) return true;
  return !name.empty() && std::all_of(name.begin(), name.end(),
                                      [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

std::string_view origin_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  return url.substr(0, url.find('/', scheme + 3));
}

}  // namespace

bool origin_is_ours(std::string_view origin, std::string_view host, std::string_view public_url) {
  if (!public_url.empty() && origin == origin_of(public_url)) return true;
  if (!origin.starts_with("http://")) return false;
  origin.remove_prefix(std::string_view("http://").size());
  return origin == host && is_address_or_localhost(host_name(host));
}

std::string foreign_origin(const Request& request, std::string_view public_url) {
  const std::string_view origin = request.header("origin");
  if (!origin.empty())
    return origin_is_ours(origin, request.header("host"), public_url) ? std::string()
                                                                      : std::string(origin);
  const std::string_view site = request.header("sec-fetch-site");
  if (site == "cross-site" || site == "same-site") return std::string(site);
  return {};
}

}  // namespace tanshu::api
