// SPDX-License-Identifier: Apache-2.0
// Memory for numbered rows that never move: each chunk is twice the one before, so that few are
// needed, none is copied when the next is added, and a row costs what it touches.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

#include "base/check.h"
#include "base/large_memory.h"

namespace tanshu {

template <class Row>
class RowChunks {
 public:
  RowChunks() = default;
  RowChunks(const RowChunks& other) {
    for (std::uint32_t i = 0; i < other.size_; ++i) new (grow()) Row(other[i]);
  }
  RowChunks& operator=(const RowChunks& other) {
    RowChunks copy(other);
    swap(copy);
    return *this;
  }
  RowChunks(RowChunks&& other) noexcept { swap(other); }
  RowChunks& operator=(RowChunks&& other) noexcept {
    swap(other);
    return *this;
  }
  ~RowChunks() {
    for (std::uint32_t i = 0; i < size_; ++i) (*this)[i].~Row();
  }

  std::uint32_t size() const { return size_; }
  Row& operator[](std::uint32_t number) { return *place(number); }
  const Row& operator[](std::uint32_t number) const { return *place(number); }
  /// A new row at the end.
  Row& add() { return *new (grow()) Row(); }
  std::size_t memory_bytes() const {
    std::size_t rows = 0;
    for (std::uint32_t c = 0; c < chunks_.size(); ++c)
      if (chunks_[c] != nullptr) rows += std::size_t{first_rows} << c;
    return rows * sizeof(Row);
  }

 private:
  static constexpr std::uint32_t first_bits = 6;
  static constexpr std::uint32_t first_rows = 1u << first_bits;
  struct Free {
    void operator()(Row* memory) const { std::free(memory); }
  };

  /// Chunk c begins at row first_rows * (2^c - 1).
  static std::uint32_t chunk_of(std::uint32_t number) {
    return static_cast<std::uint32_t>(std::bit_width((number >> first_bits) + 1)) - 1;
  }
  Row* place(std::uint32_t number) const {
    const std::uint32_t chunk = chunk_of(number);
    return chunks_[chunk].get() + (number - (((1u << chunk) - 1) << first_bits));
  }
  Row* grow() {
    CHECK(size_ < UINT32_MAX - first_rows);
    const std::uint32_t chunk = chunk_of(size_);
    if (chunks_[chunk] == nullptr)
      chunks_[chunk].reset(
          static_cast<Row*>(allocate_large((std::size_t{first_rows} << chunk) * sizeof(Row))));
    return place(size_++);
  }
  void swap(RowChunks& other) noexcept {
    std::swap(chunks_, other.chunks_);
    std::swap(size_, other.size_);
  }

  std::array<std::unique_ptr<Row, Free>, 33 - first_bits> chunks_;
  std::uint32_t size_ = 0;
};

}  // namespace tanshu
