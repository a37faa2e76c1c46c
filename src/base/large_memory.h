// SPDX-License-Identifier: Apache-2.0
// Memory for tables of millions of rows, in large pages where the system has them: most of the
// waiting is for the address of memory, not for memory.
#pragma once

#include <cstddef>
#include <cstring>
#include <type_traits>
#include <utility>

namespace tanshu {

inline constexpr std::size_t cache_line = 64;

/// Memory of that many bytes from the start of a cache line on, not cleared. Freed with std::free.
void* allocate_large(std::size_t bytes);
/// Memory of that many bytes, all zero; given back with the same count.
void* allocate_zeroed(std::size_t bytes);
void free_zeroed(void* memory, std::size_t bytes);

/// A fixed number of plain values that begin as zero bytes.
template <class Value>
class ZeroedArray {
  static_assert(std::is_trivially_copyable_v<Value>);

 public:
  ZeroedArray() = default;
  explicit ZeroedArray(std::size_t size)
      : values_(static_cast<Value*>(allocate_zeroed(size * sizeof(Value)))), size_(size) {}
  ZeroedArray(const ZeroedArray& other) : ZeroedArray(other.size_) {
    if (size_ != 0) std::memcpy(static_cast<void*>(values_), other.values_, size_ * sizeof(Value));
  }
  ZeroedArray(ZeroedArray&& other) noexcept { swap(other); }
  ZeroedArray& operator=(ZeroedArray other) noexcept {
    swap(other);
    return *this;
  }
  ~ZeroedArray() { free_zeroed(values_, size_ * sizeof(Value)); }

  std::size_t size() const { return size_; }
  Value* data() { return values_; }
  Value& operator[](std::size_t i) { return values_[i]; }
  const Value& operator[](std::size_t i) const { return values_[i]; }

 private:
  void swap(ZeroedArray& other) noexcept {
    std::swap(values_, other.values_);
    std::swap(size_, other.size_);
  }

  Value* values_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace tanshu
