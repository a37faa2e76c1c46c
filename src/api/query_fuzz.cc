// SPDX-License-Identifier: Apache-2.0
// Queries, paths and cookies of any bytes: clean text or nothing, and what is encoded again decodes
// the same.
#include <cstdint>
#include <string_view>

#include "api/query.h"
#include "base/check.h"
#include "base/fields.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tanshu;  // NOLINT: one function
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto query = api::parse_query(text))
    for (const auto& [name, value] : *query) {
      CHECK(!name.empty() && text_is_clean(name) && text_is_clean(value));
      CHECK(api::percent_decode(api::percent_encode(value), true) == value);
    }
  if (const auto segments = api::path_segments(text))
    for (const std::string& segment : *segments) CHECK(segment != ".." && segment != ".");
  const std::string_view cookie = api::cookie_value(text, "session");
  CHECK(cookie.find(';') == std::string_view::npos);
  return 0;
}
