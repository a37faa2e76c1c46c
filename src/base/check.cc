// SPDX-License-Identifier: Apache-2.0
// Prints the broken condition and aborts, so that no half-true state is ever written.
#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace tanshu {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "fault: CHECK(%s) failed at %s:%d\n", condition, file, line);
  std::abort();
}

}  // namespace tanshu
