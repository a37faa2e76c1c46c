// SPDX-License-Identifier: Apache-2.0
// Bytes that grow at the end by a bumped pointer: where records and row images are written at full
// speed. A vector of bytes would clear what is about to be written.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

#include "base/bytes.h"

namespace tanshu {

class Buffer {
 public:
  Buffer() = default;
  Buffer(Buffer&& other) noexcept { swap(other); }
  Buffer& operator=(Buffer&& other) noexcept {
    swap(other);
    return *this;
  }
  Buffer(const Buffer& other) { append(other.view()); }
  Buffer& operator=(const Buffer& other) {
    if (this == &other) return *this;
    clear();
    append(other.view());
    return *this;
  }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const std::uint8_t* data() const { return bytes_.get(); }
  ByteView view() const { return {bytes_.get(), size_}; }
  ByteView view(std::size_t from, std::size_t count) const { return {bytes_.get() + from, count}; }
  /// Forgets the content and keeps the memory.
  void clear() { size_ = 0; }
  /// Forgets what follows the first `size` bytes.
  void cut(std::size_t size) { size_ = size; }

  /// Room for `count` more bytes that will be appended, so that growing does not copy.
  void reserve(std::size_t count) {
    if (capacity_ - size_ < count) grow(count);
  }
  /// Room for `count` more bytes, which the caller writes.
  std::uint8_t* extend(std::size_t count) {
    if (capacity_ - size_ < count) [[unlikely]]
      grow(count);
    std::uint8_t* const at = bytes_.get() + size_;
    size_ += count;
    return at;
  }
  /// Most of what is appended is a short text: copied in place, without a call.
  void append(const void* from, std::size_t count) {
    const auto* source = static_cast<const std::uint8_t*>(from);
    std::uint8_t* const to = extend(count);
    if (count > 16)
      std::memcpy(to, source, count);
    else if (count >= 8)
      copy_ends<8>(to, source, count);
    else if (count >= 4)
      copy_ends<4>(to, source, count);
    else
      for (std::size_t i = 0; i < count; ++i) to[i] = source[i];
  }
  template <class Value>
  void append_value(const Value& value) {
    std::memcpy(extend(sizeof(value)), &value, sizeof(value));
  }
  void append(ByteView bytes) { append(bytes.data(), bytes.size()); }
  /// Writes over bytes that are there.
  void overwrite(std::size_t at, const void* from, std::size_t count) {
    std::memcpy(bytes_.get() + at, from, count);
  }

 private:
  /// `count` is from `width` to twice that: the two ends cover it.
  template <std::size_t width>
  static void copy_ends(std::uint8_t* to, const std::uint8_t* from, std::size_t count) {
    std::uint8_t last[width];
    std::memcpy(last, from + count - width, width);
    std::memcpy(to, from, width);
    std::memcpy(to + count - width, last, width);
  }
  void swap(Buffer& other) noexcept {
    std::swap(bytes_, other.bytes_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }
  [[gnu::noinline]] void grow(std::size_t count) {
    const std::size_t capacity = std::max(capacity_ * 2, size_ + count + 256);
    std::unique_ptr<std::uint8_t[]> larger(new std::uint8_t[capacity]);
    if (size_ != 0) std::memcpy(larger.get(), bytes_.get(), size_);
    bytes_ = std::move(larger);
    capacity_ = capacity;
  }

  std::unique_ptr<std::uint8_t[]> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace tanshu
