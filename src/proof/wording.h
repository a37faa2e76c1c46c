// SPDX-License-Identifier: Apache-2.0
// Findings of this room are read by strangers to the project, so each one is said in Chinese and in
// English.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tanshu::proof {

/// "中文 | English": the one form of every text in this room that a person may read.
inline std::string said(std::string_view chinese, std::string_view english) {
  return fmt::format("{} | {}", chinese, english);
}

inline std::unexpected<Failure> refuted(std::string_view chinese, std::string_view english) {
  return failure(said(chinese, english));
}

/// The same with the line, counted from 1, where the text stops being right.
inline std::unexpected<Failure> refuted_at(std::size_t line, std::string_view chinese,
                                           std::string_view english) {
  return failure(fmt::format("第 {0} 行：{1} | line {0}: {2}", line, chinese, english));
}

}  // namespace tanshu::proof
