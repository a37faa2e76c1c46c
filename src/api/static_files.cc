// SPDX-License-Identifier: Apache-2.0
// Static files.
#include "api/static_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tanshu::api {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 18> types = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".geojson", "application/geo+json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".pdf", "application/pdf"},
    {".txt", "text/plain; charset=utf-8"},
    {".csv", "text/csv; charset=utf-8"},
    {".wasm", "application/wasm"},
}};

bool is_below(const fs::path& path, const fs::path& root) {
  const auto [end, rest] = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
  return end == root.end();
}

}  // namespace

std::string_view content_type_of(const fs::path& file) {
  const std::string extension = file.extension().string();
  for (const auto& [suffix, type] : types)
    if (suffix == extension) return type;
  return "application/octet-stream";
}

std::optional<fs::path> file_below(const fs::path& root, const std::vector<std::string>& segments) {
  std::error_code error;
  const fs::path base = fs::canonical(root, error);
  if (error) return std::nullopt;
  fs::path path = base;
  for (const std::string& segment : segments) {
    if (segment.empty() || segment == "." || segment == ".." || segment.starts_with('.') ||
        segment.find('/') != std::string::npos)
      return std::nullopt;
    path /= segment;
  }
  path = fs::canonical(path, error);
  if (error || !is_below(path, base) || !fs::is_regular_file(path, error)) return std::nullopt;
  return path;
}

bool is_page_address(const Request& request, const std::vector<std::string>& segments) {
  if (segments.empty() || segments.front() == "assets") return false;
  const bool has_dot = segments.back().find('.') != std::string::npos;
  return !has_dot || request.header("accept").find("text/html") != std::string_view::npos;
}

bool has_tag(const Request& request, std::string_view tag) {
  std::string_view list = request.header("if-none-match");
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view each = list.substr(0, comma);
    list.remove_prefix(std::min(comma + 1, list.size()));
    while (each.starts_with(' ')) each.remove_prefix(1);
    while (each.ends_with(' ')) each.remove_suffix(1);
    if (each.starts_with("W/")) each.remove_prefix(2);
    if (each == tag || each == "*") return true;
  }
  return false;
}

Response file_response(const Request& request, const fs::path& file, Freshness freshness) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  const auto written = fs::last_write_time(file, error).time_since_epoch().count();
  const std::string tag = fmt::format("\"{:x}-{:x}\"", error ? 0 : size, error ? 0 : written);
  Response response;
  response.header("Content-Type", std::string(content_type_of(file)));
  response.header("ETag", tag);
  response.header("Cache-Control", freshness == Freshness::immutable
                                       ? "public, max-age=31536000, immutable"
                                       : "no-cache");
  if (has_tag(request, tag))
    response.status = 304;
  else
    response.file = file;
  return response;
}

}  // namespace tanshu::api
