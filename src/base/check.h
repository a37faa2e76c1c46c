// SPDX-License-Identifier: Apache-2.0
// CHECK: the one assertion. A broken CHECK is our fault, never the user's, and stops the program in
// every build.
#pragma once

namespace tanshu {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace tanshu

#define CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::tanshu::check_failed(#condition, __FILE__, __LINE__))
