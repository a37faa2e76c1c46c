// SPDX-License-Identifier: Apache-2.0
// Large pages by advice: what the system does with it is its own affair.
#include "base/large_memory.h"

#include <sys/mman.h>

#include <cstdint>
#include <cstdlib>

#include "base/check.h"

namespace tanshu {
namespace {

constexpr std::size_t large_page = std::size_t{2} << 20;

/// From here on memory comes from the system page by page, cleared and aligned to large pages.
bool is_mapped(std::size_t bytes) {
  return bytes >= large_page;
}

std::size_t whole_pages(std::size_t bytes) {
  constexpr std::size_t page = 4096;
  return (bytes + page - 1) / page * page;
}

}  // namespace

void* allocate_large(std::size_t bytes) {
  const bool is_large = bytes >= 2 * large_page;
  void* memory = nullptr;
  CHECK(::posix_memalign(&memory, is_large ? large_page : cache_line, bytes) == 0);
  if (is_large) static_cast<void>(::madvise(memory, bytes, MADV_HUGEPAGE));
  return memory;
}

void* allocate_zeroed(std::size_t bytes) {
  if (bytes == 0) return nullptr;
  if (!is_mapped(bytes)) {
    void* memory = std::calloc(bytes, 1);
    CHECK(memory != nullptr);
    return memory;
  }
  bytes = whole_pages(bytes);
  const std::size_t whole = bytes + large_page;
  void* const memory =
      ::mmap(nullptr, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(memory != MAP_FAILED);
  auto* const begin = static_cast<char*>(memory);
  const std::size_t before =
      (large_page - reinterpret_cast<std::uintptr_t>(begin) % large_page) % large_page;
  if (before != 0) CHECK(::munmap(begin, before) == 0);
  CHECK(::munmap(begin + before + bytes, large_page - before) == 0);
  static_cast<void>(::madvise(begin + before, bytes, MADV_HUGEPAGE));
  return begin + before;
}

void free_zeroed(void* memory, std::size_t bytes) {
  if (is_mapped(bytes))
    CHECK(::munmap(memory, whole_pages(bytes)) == 0);
  else
    std::free(memory);
}

}  // namespace tanshu
