// SPDX-License-Identifier: Apache-2.0
// Lines of a scenario cut into words: "name=value" with values in quotes, brackets or neither.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace tanshu::sim {

struct Line {
  std::string place;      ///< "market.scn:12"
  std::string text;       ///< without comment, continuation lines joined by blanks
  bool repeated = false;  ///< it stands in a repeat and is not its last round
};

/// Lines of a file with something on them: `repeat N` … `end` are unrolled, and `use other.scn`
/// puts that file's lines (but its digest) there.
Result<std::vector<Line>> scenario_lines(const std::filesystem::path& file);

/// Cuts at blanks outside quotes, brackets and parentheses.
std::vector<std::string> words_of(std::string_view text);

/// A word cut at its first '=': name and value. The name is empty when there is none.
std::pair<std::string, std::string> field_of(const std::string& word);

}  // namespace tanshu::sim
