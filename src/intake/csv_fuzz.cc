// SPDX-License-Identifier: Apache-2.0
// Fuzz target: any bytes as a table, read by the plain reader and by a plot and a tree method, then
// reported.
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "intake/estimate_report.h"

using namespace tanshu;

namespace {

/// Run from the root of the source tree, or with TANSHU_RULES set.
const measure::MethodLibrary& library() {
  static const auto loaded = [] {
    const char* rules = std::getenv("TANSHU_RULES");
    auto found = measure::MethodLibrary::load(rules == nullptr ? "rules" : rules);
    CHECK(found.has_value());
    return std::move(*found);
  }();
  return loaded;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const char* method : {"stand-volume-v1", "stem-volume-v1", "mean-only"}) {
    std::istringstream in(text);
    intake::EstimateRequest request;
    request.method_id = method;
    request.period_years = "5";
    const auto file = intake::estimate_stream(in, "fuzz.csv", library(), request);
    if (!file) continue;
    CHECK(file->input_digest == sha256(text));
    (void)intake::estimate_json(*file);
    (void)intake::estimate_csv(*file);
    (void)intake::estimate_html(*file);
  }
  return 0;
}
