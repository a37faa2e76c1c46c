// SPDX-License-Identifier: Apache-2.0
// Well-formed values of every described struct, for tests: each call of `next` gives another one.
#pragma once

#include "base/codec.h"
#include "protocol/record.h"

namespace tanshu::protocol {

/// Fills any described struct field by field from a counter. Lists get two elements, optionals are
/// there and not there in turn, enumerations walk through their values, numbers touch both ends of
/// their range.
class Sampler {
 public:
  template <class T>
  T next() {
    T value{};
    fill(value);
    return value;
  }

 private:
  template <class T>
  void fill(T& value) {
    ++count_;
    if constexpr (Described<T>)
      T::fields(value, [this](const char*, auto& field, const char*) { this->fill(field); });
    else if constexpr (std::is_same_v<T, Bytes>)
      value = {0, 255, static_cast<std::uint8_t>(count_)};
    else if constexpr (IsVector<T>::value)
      for (int i = 0; i < 2; ++i) fill(value.emplace_back());
    else if constexpr (IsOptional<T>::value)
      fill_optional(value);
    else if constexpr (IsId<T>::value)
      value.text = std::string(IsId<T>::tag) + "-" + std::to_string(count_);
    else if constexpr (NamedEnum<T>)
      value = static_cast<T>(count_ % EnumNames<T>::values.size());
    else
      fill_scalar(value);
  }
  template <class T>
  void fill_optional(std::optional<T>& value) {
    if (count_ % 2 == 0) fill(value.emplace());
  }
  void fill_scalar(bool& value) { value = count_ % 2 == 0; }
  void fill_scalar(std::string& value) { value = "\"碳票\"\\ \n\t😀 " + std::to_string(count_); }
  void fill_scalar(Day& value) { value.number = static_cast<std::int32_t>(19'000 + count_); }
  void fill_scalar(Instant& value) { value.ns = 1'700'000'000'000'000'000 + count_ % 3; }
  void fill_scalar(Serial& value) {
    value.position = static_cast<std::uint64_t>(INT64_MAX) - count_;
  }
  void fill_scalar(Digest& value) { value = sha_like(count_); }
  template <class Unit>
  void fill_scalar(Quantity<Unit>& value) {
    const auto step = static_cast<std::int64_t>(count_);
    value.count = count_ % 3 == 0 ? INT64_MAX - step : count_ % 3 == 1 ? -step : step;
  }
  template <class Integer>
  requires std::is_integral_v<Integer>
  void fill_scalar(Integer& value) {
    value =
        static_cast<Integer>(std::numeric_limits<Integer>::max() - static_cast<Integer>(count_));
  }
  static Digest sha_like(std::uint64_t count) {
    Digest digest;
    for (std::size_t i = 0; i < digest.bytes.size(); ++i)
      digest.bytes[i] = static_cast<std::uint8_t>(count * 31 + i * 7);
    return digest;
  }

  std::uint64_t count_ = 0;
};

/// One sample of every command, in the order of commands.def.
inline std::vector<Command> sample_commands(Sampler& sampler) {
  return {
#define COMMAND(number, name, Struct, may, roles) sampler.next<Struct>(),
#include "protocol/commands.def"
#undef COMMAND
  };
}

/// One sample of every event, in the order of events.def.
inline Events sample_events(Sampler& sampler) {
  return {
#define EVENT(number, name, Struct) sampler.next<Struct>(),
#include "protocol/events.def"
#undef EVENT
  };
}

}  // namespace tanshu::protocol
