// SPDX-License-Identifier: Apache-2.0
// The binary form of described structs: little endian, fixed-width integers, u32 lengths, fields in
// declared order. One value has one encoding: decoding refuses ids and texts that are not well
// formed, enum values out of range and booleans other than 0 and 1. The format is documented in
// docs/journal-format.md.
#pragma once

#include <bit>
#include <cstring>

#include "base/buffer.h"
#include "base/fields.h"
#include "base/quantity.h"
#include "base/time.h"

namespace tanshu {

inline void append_bytes(Bytes& out, const void* from, std::size_t count) {
  const auto* bytes = static_cast<const std::uint8_t*>(from);
  out.insert(out.end(), bytes, bytes + count);
}
template <class Value>
void append_value(Bytes& out, const Value& value) {
  append_bytes(out, &value, sizeof(value));
}
template <class Value>
void append_value(Buffer& out, const Value& value) {
  out.append_value(value);
}
inline void append_bytes(Buffer& out, const void* from, std::size_t count) {
  out.append(from, count);
}

/// `Out` is Bytes, or Buffer where speed counts.
template <class Out>
class BasicEncoder {
 public:
  explicit BasicEncoder(Out& out) : out_(out) {}

  template <class T>
  void put(const T& value) {
    if constexpr (Described<T>)
      T::fields(value, [this](const char*, const auto& field, const char*) { this->put(field); });
    else if constexpr (IsVector<T>::value)
      put_vector(value);
    else if constexpr (IsOptional<T>::value)
      put_optional(value);
    else if constexpr (IsId<T>::value)
      put_text(value.text);
    else if constexpr (NamedEnum<T>)
      put_integer(static_cast<std::uint8_t>(value));
    else
      put_scalar(value);
  }

 private:
  template <class T>
  void put_integer(T value) {
    static_assert(std::endian::native == std::endian::little);
    append_value(out_, value);
  }
  void put_text(std::string_view text) {
    put_integer(static_cast<std::uint32_t>(text.size()));
    append_bytes(out_, text.data(), text.size());
  }
  template <class T>
  void put_vector(const std::vector<T>& values) {
    put_integer(static_cast<std::uint32_t>(values.size()));
    if constexpr (std::is_same_v<T, std::uint8_t>)
      append_bytes(out_, values.data(), values.size());
    else
      for (const T& value : values) put(value);
  }
  template <class T>
  void put_optional(const std::optional<T>& value) {
    put_integer(static_cast<std::uint8_t>(value.has_value()));
    if (value) put(*value);
  }
  void put_scalar(bool value) { put_integer(static_cast<std::uint8_t>(value)); }
  void put_scalar(std::uint8_t value) { put_integer(value); }
  void put_scalar(std::uint16_t value) { put_integer(value); }
  void put_scalar(std::uint32_t value) { put_integer(value); }
  void put_scalar(std::uint64_t value) { put_integer(value); }
  void put_scalar(std::int32_t value) { put_integer(value); }
  void put_scalar(std::int64_t value) { put_integer(value); }
  void put_scalar(std::string_view value) { put_text(value); }
  template <class Unit>
  void put_scalar(Quantity<Unit> value) {
    put_integer(value.count);
  }
  void put_scalar(Instant value) { put_integer(value.ns); }
  void put_scalar(Day value) { put_integer(value.number); }
  void put_scalar(Serial value) { put_integer(value.position); }
  void put_scalar(const Digest& value) {
    append_bytes(out_, value.bytes.data(), value.bytes.size());
  }

  Out& out_;
};

using Encoder = BasicEncoder<Bytes>;
using FastEncoder = BasicEncoder<Buffer>;

template <class T>
Bytes encode(const T& value) {
  Bytes out;
  Encoder(out).put(value);
  return out;
}

/// Reads what Encoder wrote. After the first thing that does not fit, `ok()` is false and all
/// further values are left as they were; the caller asks once, at the end.
class Decoder {
 public:
  explicit Decoder(ByteView bytes) : bytes_(bytes) {}

  bool ok() const { return ok_; }
  bool at_end() const { return ok_ && at_ == bytes_.size(); }
  std::size_t position() const { return at_; }

  template <class T>
  void get(T& value) {
    if (!ok_) return;
    if constexpr (Described<T>)
      T::fields(value, [this](const char*, auto& field, const char*) { this->get(field); });
    else if constexpr (IsVector<T>::value)
      get_vector(value);
    else if constexpr (IsOptional<T>::value)
      get_optional(value);
    else if constexpr (IsId<T>::value)
      get_id(value.text);
    else if constexpr (NamedEnum<T>)
      get_enum(value);
    else
      get_scalar(value);
  }

  void refuse() { ok_ = false; }

 private:
  bool take(std::size_t count, const std::uint8_t*& from) {
    if (!ok_ || bytes_.size() - at_ < count) return ok_ = false;
    from = bytes_.data() + at_;
    at_ += count;
    return true;
  }
  template <class T>
  void get_integer(T& value) {
    const std::uint8_t* from = nullptr;
    if (!take(sizeof(T), from)) return;
    static_assert(std::endian::native == std::endian::little);
    std::memcpy(&value, from, sizeof(T));
  }
  std::string_view get_view() {
    std::uint32_t size = 0;
    get_integer(size);
    const std::uint8_t* from = nullptr;
    if (size > text_bytes_max || !take(size, from)) {
      ok_ = false;
      return {};
    }
    return {reinterpret_cast<const char*>(from), size};
  }
  void get_text(std::string& text) {
    const std::string_view view = get_view();
    ok_ = ok_ && text_is_clean(view);
    if (ok_) text.assign(view);
  }
  void get_id(Code& text) {
    const std::string_view view = get_view();
    ok_ = ok_ && (view.empty() || id_is_well_formed(view));
    if (ok_) text = Code(view);
  }
  template <class T>
  void get_vector(std::vector<T>& values) {
    std::uint32_t size = 0;
    get_integer(size);
    if (!ok_ || size > bytes_.size() - at_) {  // every element takes at least one byte
      ok_ = false;
      return;
    }
    values.clear();
    if constexpr (std::is_same_v<T, std::uint8_t>) {
      const std::uint8_t* from = nullptr;
      if (take(size, from)) values.assign(from, from + size);
    } else {
      for (std::uint32_t i = 0; i < size && ok_; ++i) get(values.emplace_back());
    }
  }
  template <class T>
  void get_optional(std::optional<T>& value) {
    bool present = false;
    get_scalar(present);
    if (ok_ && present) get(value.emplace());
  }
  template <class E>
  void get_enum(E& value) {
    std::uint8_t number = 0;
    get_integer(number);
    if (number >= EnumNames<E>::values.size()) ok_ = false;
    if (ok_) value = static_cast<E>(number);
  }
  void get_scalar(bool& value) {
    std::uint8_t byte = 0;
    get_integer(byte);
    if (byte > 1) ok_ = false;
    value = byte == 1;
  }
  void get_scalar(std::uint8_t& value) { get_integer(value); }
  void get_scalar(std::uint16_t& value) { get_integer(value); }
  void get_scalar(std::uint32_t& value) { get_integer(value); }
  void get_scalar(std::uint64_t& value) { get_integer(value); }
  void get_scalar(std::int32_t& value) { get_integer(value); }
  void get_scalar(std::int64_t& value) { get_integer(value); }
  void get_scalar(std::string& value) { get_text(value); }
  template <class Unit>
  void get_scalar(Quantity<Unit>& value) {
    get_integer(value.count);
  }
  void get_scalar(Instant& value) { get_integer(value.ns); }
  void get_scalar(Day& value) { get_integer(value.number); }
  void get_scalar(Serial& value) { get_integer(value.position); }
  void get_scalar(Digest& value) {
    const std::uint8_t* from = nullptr;
    if (take(value.bytes.size(), from)) std::memcpy(value.bytes.data(), from, value.bytes.size());
  }

  ByteView bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

/// The value that the whole of `bytes` encodes, or nothing.
template <class T>
std::optional<T> decode(ByteView bytes) {
  T value{};
  Decoder decoder(bytes);
  decoder.get(value);
  if (!decoder.at_end()) return std::nullopt;
  return value;
}

}  // namespace tanshu
