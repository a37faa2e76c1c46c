// SPDX-License-Identifier: Apache-2.0
// Large pages by advice: what the system does with it is its own affair.
#include "base/row_chunks.h"

#include <sys/mman.h>

namespace tanshu {

void* allocate_large(std::size_t bytes) {
  constexpr std::size_t huge_page = std::size_t{2} << 20;
  if (bytes < 2 * huge_page) {
    void* memory = std::malloc(bytes);
    CHECK(memory != nullptr);
    return memory;
  }
  void* memory = nullptr;
  CHECK(::posix_memalign(&memory, huge_page, bytes) == 0);
  static_cast<void>(::madvise(memory, bytes, MADV_HUGEPAGE));
  return memory;
}

}  // namespace tanshu
