// SPDX-License-Identifier: Apache-2.0
// What an operator reads when storage fails, in Chinese and in English.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "base/result.h"

namespace tanshu::journal {

/// "中文 | English".
inline std::string said(std::string_view chinese, std::string_view english) {
  return fmt::format("{} | {}", chinese, english);
}

inline std::unexpected<Failure> failed(std::string_view chinese, std::string_view english) {
  return failure(said(chinese, english));
}

}  // namespace tanshu::journal
