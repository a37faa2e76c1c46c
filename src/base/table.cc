// SPDX-License-Identifier: Apache-2.0
// 256-bit sums of row digests.
#include "base/table.h"

#include <bit>
#include <cstring>

#include "base/hash_many.h"

namespace tanshu {
namespace {

using Words = std::array<std::uint64_t, 4>;
static_assert(std::endian::native == std::endian::little);

void add_words(Words& sum, const Words& other) {
  Uint128 carry = 0;
  for (std::size_t i = 0; i < sum.size(); ++i) {
    carry += sum[i];
    carry += other[i];
    sum[i] = static_cast<std::uint64_t>(carry);
    carry >>= 64;
  }
}

void remove_words(Words& sum, const Words& other) {
  std::uint64_t borrow = 0;
  for (std::size_t i = 0; i < sum.size(); ++i) {
    const Uint128 less = static_cast<Uint128>(other[i]) + borrow;
    borrow = sum[i] < less ? 1 : 0;
    sum[i] -= static_cast<std::uint64_t>(less);
  }
}

}  // namespace

void StateDigest::add(const Digest& row) {
  add_words(sum_, std::bit_cast<Words>(row.bytes));
}

void StateDigest::remove(const Digest& row) {
  remove_words(sum_, std::bit_cast<Words>(row.bytes));
}

void StateDigest::add(const StateDigest& other) {
  add_words(sum_, other.sum_);
}

void StateDigest::remove(const StateDigest& other) {
  remove_words(sum_, other.sum_);
}

Digest StateDigest::value() const {
  return {std::bit_cast<std::array<std::uint8_t, 32>>(sum_)};
}

void RowImages::clear() {
  bytes_.clear();
  ends_.clear();
}

void RowImages::append(const RowImages& other) {
  const std::size_t base = bytes_.size();
  bytes_.append(other.bytes_.view());
  for (const std::size_t end : other.ends_) ends_.push_back(base + end);
}

template <class Spend>
void RowImages::each_digest(HashKind kind, Spend&& spend) const {
  constexpr std::size_t at_once = 64;
  std::array<ByteView, at_once> images;
  std::array<Digest, at_once> digests;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < ends_.size();) {
    std::size_t count = 0;
    for (; count < at_once && i < ends_.size(); ++count, ++i) {
      images[count] = bytes_.view(begin, ends_[i] - begin);
      begin = ends_[i];
    }
    hash_each(kind, std::span(images).first(count), std::span(digests).first(count));
    for (std::size_t d = 0; d < count; ++d) spend(digests[d]);
  }
}

void RowImages::add_to(StateDigest& digest) const {
  each_digest(digest.kind(), [&digest](const Digest& row) { digest.add(row); });
}

void RowImages::remove_from(StateDigest& digest) const {
  each_digest(digest.kind(), [&digest](const Digest& row) { digest.remove(row); });
}

}  // namespace tanshu
