// SPDX-License-Identifier: Apache-2.0
// Paths and queries as they arrive: percent-decoding, segments and parameters, all strict.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tanshu::api {

/// Decodes %XX (and '+' as a space when `form`). Nothing when an escape is broken, or when the
/// result is not clean UTF-8 text (text_is_clean).
std::optional<std::string> percent_decode(std::string_view text, bool form = false);
/// Encodes everything but the unreserved characters of RFC 3986.
std::string percent_encode(std::string_view text);

/// The decoded segments of a path that begins with '/'. Nothing when it does not, when an escape is
/// broken, or when a segment is "." or "..": nobody who means well sends those.
std::optional<std::vector<std::string>> path_segments(std::string_view path);

using QueryParameters = std::vector<std::pair<std::string, std::string>>;

/// "a=1&b=2" in order; nothing when an escape is broken, a name is empty, or there are more
/// than 32.
std::optional<QueryParameters> parse_query(std::string_view query);
/// The first name that stands twice, or empty.
std::string repeated_name(const QueryParameters& parameters);

/// The value of a cookie in a Cookie header, or empty.
std::string_view cookie_value(std::string_view header, std::string_view name);

}  // namespace tanshu::api
