// SPDX-License-Identifier: Apache-2.0
// Files below one directory as responses: types, ETags, and no way out of the directory.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "api/http_message.h"

namespace tanshu::api {

/// How long a file stays what it is.
enum class Freshness { immutable, revalidate };

/// The file at root/segments, or nothing: not there, not a regular file, or outside the root once
/// links are followed.
std::optional<std::filesystem::path> file_below(const std::filesystem::path& root,
                                                const std::vector<std::string>& segments);

/// The file with its type, ETag and Cache-Control; 304 when the request has it already.
Response file_response(const Request& request, const std::filesystem::path& file,
                       Freshness freshness);

/// "text/html; charset=utf-8" for "index.html"; bytes for what is not known.
std::string_view content_type_of(const std::filesystem::path& file);

/// Whether a path below no file is a page's own address, which the pages resolve themselves. A name
/// with a dot may be a code ("/batches/bt.2023") or a file that is missing: who opens a page says
/// that it wants HTML, who loads a picture or a script does not.
bool is_page_address(const Request& request, const std::vector<std::string>& segments);

/// True when the If-None-Match header names the tag (or is "*").
bool has_tag(const Request& request, std::string_view tag);

}  // namespace tanshu::api
