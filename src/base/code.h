// SPDX-License-Identifier: Apache-2.0
// A short immutable text of sixteen bytes: what the codes of accounts, batches and users are made
// of. Rows and events hold many codes; at this size four fit into a cache line, and copying one of
// up to 15 bytes is two moves.
#pragma once

#include <fmt/core.h>

#include <bit>
#include <compare>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace tanshu {

/// Up to 15 bytes stand in place, the rest of the 16 zero and the length in the last one. A longer
/// text (at most bytes_max) stands in a block that all copies share.
class Code {
 public:
  static constexpr std::size_t bytes_max = 0xffff;

  Code() = default;
  // Implicit on purpose, as those of std::string and std::string_view.
  Code(std::string_view text) {  // NOLINT(google-explicit-constructor)
    if (text.size() > in_place_max) [[unlikely]] {
      share(text);
      return;
    }
    if (!text.empty()) std::memcpy(bytes_, text.data(), text.size());
    bytes_[length_at] = static_cast<char>(text.size());
  }
  Code(const std::string& text) : Code(std::string_view(text)) {}  // NOLINT
  Code(const char* text) : Code(std::string_view(text)) {}         // NOLINT
  Code(const Code& other) {
    take(other);
    if (is_shared()) [[unlikely]]
      retain();
  }
  Code(Code&& other) noexcept {
    take(other);
    other.forget();
  }
  Code& operator=(const Code& other) {
    if (this != &other) *this = Code(other);
    return *this;
  }
  Code& operator=(Code&& other) noexcept {
    if (is_shared()) [[unlikely]]
      if (this != &other) release();
    if (this != &other) {
      take(other);
      other.forget();
    }
    return *this;
  }
  ~Code() {
    if (is_shared()) [[unlikely]]
      release();
  }

  std::size_t size() const {
    return is_shared() ? shared_size() : static_cast<unsigned char>(bytes_[length_at]);
  }
  bool empty() const { return bytes_[length_at] == 0; }
  std::string_view view() const {
    if (is_shared()) [[unlikely]]
      return shared_text();
    return {bytes_, static_cast<unsigned char>(bytes_[length_at])};
  }
  operator std::string_view() const { return view(); }          // NOLINT
  operator std::string() const { return std::string(view()); }  // NOLINT

  bool operator==(const Code& other) const {
    if (word(0) == other.word(0) && word(8) == other.word(8)) return true;
    return is_shared() && other.is_shared() && view() == other.view();
  }
  /// By bytes, as text is ordered.
  std::strong_ordering operator<=>(const Code& other) const {
    if (is_shared() || other.is_shared()) [[unlikely]]
      return view() <=> other.view();
    const auto front = big_endian(word(0)) <=> big_endian(other.word(0));
    return front != 0 ? front : big_endian(word(8)) <=> big_endian(other.word(8));
  }
  template <class Text>
  requires(std::convertible_to<const Text&, std::string_view> && !std::same_as<Text, Code>) bool
  operator==(const Text& other) const {
    return view() == std::string_view(other);
  }

  /// Hands the text to a hash in words.
  template <class Put>
  [[gnu::always_inline]] void put_words(Put&& put) const {
    if (!is_shared()) [[likely]] {
      put(word(0));
      put(word(8));
      return;
    }
    std::string_view rest = view();
    for (; rest.size() > 8; rest.remove_prefix(8)) put(word_of(rest.substr(0, 8)));
    put(word_of(rest));
  }

  friend std::string operator+(std::string_view front, const Code& back) {
    return std::string(front).append(back.view());
  }
  friend std::string operator+(const Code& front, std::string_view back) {
    return std::string(front.view()).append(back);
  }
  friend std::string operator+(const Code& front, char back) {
    return std::string(front.view()).append(1, back);
  }
  friend std::ostream& operator<<(std::ostream& out, const Code& code) {
    return out << code.view();
  }

 private:
  static constexpr std::size_t in_place_max = 15;
  static constexpr std::size_t length_at = 15;
  static constexpr char shared_mark = static_cast<char>(0xff);
  struct Block;

  bool is_shared() const { return bytes_[length_at] == shared_mark; }
  static std::uint64_t big_endian(std::uint64_t word) {
    static_assert(std::endian::native == std::endian::little);
    return __builtin_bswap64(word);
  }
  std::uint64_t word(std::size_t at) const {
    std::uint64_t value;
    std::memcpy(&value, bytes_ + at, sizeof(value));
    return value;
  }
  void take(const Code& other) { std::memcpy(bytes_, other.bytes_, sizeof(bytes_)); }
  void forget() { std::memset(bytes_, 0, sizeof(bytes_)); }
  static std::uint64_t word_of(std::string_view part) {
    std::uint64_t value = 0;
    std::memcpy(&value, part.data(), part.size());
    return value;
  }
  Block* block() const;
  void share(std::string_view text);
  void retain();
  void release();
  std::size_t shared_size() const;
  std::string_view shared_text() const;

  alignas(8) char bytes_[16] = {};
};
static_assert(sizeof(Code) == 16);

}  // namespace tanshu

template <>
struct fmt::formatter<tanshu::Code> : fmt::formatter<fmt::string_view> {
  template <class Context>
  auto format(const tanshu::Code& code, Context& context) const {
    const std::string_view text = code.view();
    return fmt::formatter<fmt::string_view>::format({text.data(), text.size()}, context);
  }
};

template <>
struct std::hash<tanshu::Code> {
  std::size_t operator()(const tanshu::Code& code) const {
    return std::hash<std::string_view>()(code.view());
  }
};
