// SPDX-License-Identifier: Apache-2.0
// Names and words of confidence and severity, and the one spelling of a float.
#include "measure/figure.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace tanshu::measure {

namespace {
constexpr std::array<std::string_view, 4> confidence_names = {"official", "published", "own",
                                                              "unverified"};
constexpr std::array<std::string_view, 3> severity_names = {"note", "warning", "blocks_issuance"};
}  // namespace

std::string_view name_of(Confidence confidence) {
  return confidence_names[static_cast<std::size_t>(confidence)];
}

std::optional<Confidence> confidence_from_name(std::string_view name) {
  for (std::size_t i = 0; i < confidence_names.size(); ++i)
    if (confidence_names[i] == name) return static_cast<Confidence>(i);
  return std::nullopt;
}

Text title_of(Confidence confidence) {
  switch (confidence) {
    case Confidence::official:
      return {"官方文本", "official text"};
    case Confidence::published:
      return {"公开发表", "published"};
    case Confidence::own:
      return {"自定义", "own definition"};
    case Confidence::unverified:
      return {"未核实", "unverified"};
  }
  return {};
}

std::string_view name_of(Severity severity) {
  return severity_names[static_cast<std::size_t>(severity)];
}

std::string number_text(std::optional<double> value) {
  if (!value || !std::isfinite(*value)) return "n/a";
  return *value == 0 ? "0" : fmt::format("{}", *value);
}

}  // namespace tanshu::measure
