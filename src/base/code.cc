// SPDX-License-Identifier: Apache-2.0
// The codes that do not fit in place.
#include "base/code.h"

#include <atomic>
#include <new>

#include "base/check.h"

namespace tanshu {

/// The text follows the block in the same memory. Counted, because a code is copied from thread to
/// thread and never changed.
struct Code::Block {
  std::atomic<std::uint32_t> owners{1};
  std::uint32_t size = 0;
  char* text() { return reinterpret_cast<char*>(this + 1); }
};

Code::Block* Code::block() const {
  Block* at;
  std::memcpy(&at, bytes_, sizeof(at));
  return at;
}

void Code::share(std::string_view text) {
  CHECK(text.size() <= bytes_max);
  void* const memory = ::operator new(sizeof(Block) + text.size());
  auto* const made = new (memory) Block;
  made->size = static_cast<std::uint32_t>(text.size());
  std::memcpy(made->text(), text.data(), text.size());
  std::memcpy(bytes_, &made, sizeof(made));
  bytes_[length_at] = shared_mark;
}

void Code::retain() {
  block()->owners.fetch_add(1, std::memory_order_relaxed);
}

void Code::release() {
  Block* const at = block();
  if (at->owners.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  at->~Block();
  ::operator delete(at);
}

std::size_t Code::shared_size() const {
  return block()->size;
}

std::string_view Code::shared_text() const {
  return {block()->text(), block()->size};
}

}  // namespace tanshu
