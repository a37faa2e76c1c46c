// SPDX-License-Identifier: Apache-2.0
// A number that can answer for itself: what it is, its unit, its formula, where the formula comes
// from, how sure that is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tanshu::measure {

/// One sentence or title in both languages.
struct Text {
  std::string zh;
  std::string en;
  bool operator==(const Text&) const = default;
};

/// How far a formula or a parameter can be trusted, best first. What is unverified says so wherever
/// it is used.
enum class Confidence : std::uint8_t { official, published, own, unverified };

std::string_view name_of(Confidence confidence);
std::optional<Confidence> confidence_from_name(std::string_view name);
/// The words a page shows.
Text title_of(Confidence confidence);

struct Source {
  std::string document;  ///< title and version, or DOI
  std::string clause;    ///< equation, table or section in it
  Confidence confidence = Confidence::own;
  bool operator==(const Source&) const = default;
};

/// A figure of an estimate. No value means "not estimable", which is never the same as 0.
struct Figure {
  std::string name;  ///< stable key, e.g. "standard_error"
  Text title;
  std::optional<double> value;
  std::string unit;  ///< empty for a pure number
  std::string formula;
  Source source;
  std::string words = {};  ///< what stands in place of a value, e.g. the limits of a class
};

/// The shortest decimal that reads back as the same double; "n/a" when there is none.
std::string number_text(std::optional<double> value);

enum class Severity : std::uint8_t { note, warning, blocks_issuance };

std::string_view name_of(Severity severity);

/// Something a reader must know about an estimate.
struct Flag {
  std::string code;  ///< stable key, e.g. "single_plot"
  Severity severity = Severity::note;
  Text text;
};

}  // namespace tanshu::measure
