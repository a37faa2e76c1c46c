// SPDX-License-Identifier: Apache-2.0
// What is wrong with a document, said in Chinese and English, with the field and the byte where it
// shows.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <utility>

#include "base/result.h"

namespace tanshu::certificate {

/// One text in the two languages of every document.
struct Words {
  std::string zh;
  std::string en;
  bool operator==(const Words&) const = default;
};

struct Problem {
  Words what;
  /// "evidence[2]", "number"; empty when it concerns the file as a whole.
  std::string field;
  /// Counted from 0 in the file that was given, when it is known.
  std::optional<std::size_t> offset;
};

template <class T>
using Checked = std::expected<T, Problem>;

inline std::unexpected<Problem> problem(std::string zh, std::string en, std::string field = {},
                                        std::optional<std::size_t> offset = {}) {
  return std::unexpected(Problem{{std::move(zh), std::move(en)}, std::move(field), offset});
}

/// "number"、第 120 字节：编号不符 and its English twin.
inline Words located(const Problem& p) {
  Words text = p.what;
  if (p.offset) {
    text.zh = fmt::format("第 {} 字节：{}", *p.offset, text.zh);
    text.en = fmt::format("byte {}: {}", *p.offset, text.en);
  }
  if (p.field.empty()) return text;
  const char* between_zh = p.offset ? "，" : "：";
  const char* between_en = p.offset ? ", " : ": ";
  return {fmt::format("{}{}{}", p.field, between_zh, text.zh),
          fmt::format("{}{}{}", p.field, between_en, text.en)};
}

/// The proof room says "中文 | English"; this parts the two.
inline Words words_of(const Failure& said) {
  const auto bar = said.what.find(" | ");
  if (bar == std::string::npos) return {said.what, said.what};
  return {said.what.substr(0, bar), said.what.substr(bar + 3)};
}

inline Failure failure_of(const Problem& p) {
  const Words text = located(p);
  return {text.zh + " | " + text.en};
}

}  // namespace tanshu::certificate
