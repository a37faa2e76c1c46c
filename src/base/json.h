// SPDX-License-Identifier: Apache-2.0
// JSON out: a writer with one spelling for each value, and `put_json` for described structs.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/fields.h"
#include "base/quantity.h"
#include "base/time.h"

namespace tanshu {

/// Appends JSON to a string. Keys come in the order of the calls, there is no white space, and only
/// quote, backslash and control characters are escaped, so that equal values have equal bytes.
class JsonWriter {
 public:
  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);
  JsonWriter& text(std::string_view value);
  JsonWriter& number(std::int64_t value);
  JsonWriter& number(std::uint64_t value);
  /// A number already written in JSON's own grammar (the measure room formats its floats itself).
  JsonWriter& raw(std::string_view value);
  JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }
  JsonWriter& null() { return raw("null"); }

  JsonWriter& member(std::string_view name, std::string_view value) {
    return key(name).text(value);
  }
  JsonWriter& member(std::string_view name, const char* value) { return key(name).text(value); }
  JsonWriter& member(std::string_view name, std::uint64_t value) { return key(name).number(value); }
  JsonWriter& member(std::string_view name, bool value) { return key(name).boolean(value); }

  const std::string& text() const { return out_; }
  std::string take() { return std::move(out_); }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void separate();

  std::string out_;
  bool comma_ = false;
};

template <class T>
void put_json(JsonWriter& json, const T& value);

namespace detail {

inline void put_json_scalar(JsonWriter& json, bool value) {
  json.boolean(value);
}
inline void put_json_scalar(JsonWriter& json, std::uint8_t v) {
  json.number(std::uint64_t{v});
}
inline void put_json_scalar(JsonWriter& json, std::uint16_t v) {
  json.number(std::uint64_t{v});
}
inline void put_json_scalar(JsonWriter& json, std::uint32_t v) {
  json.number(std::uint64_t{v});
}
inline void put_json_scalar(JsonWriter& json, std::uint64_t v) {
  json.number(v);
}
inline void put_json_scalar(JsonWriter& json, std::int32_t v) {
  json.number(std::int64_t{v});
}
inline void put_json_scalar(JsonWriter& json, std::int64_t v) {
  json.number(v);
}
inline void put_json_scalar(JsonWriter& json, const std::string& value) {
  json.text(value);
}
inline void put_json_scalar(JsonWriter& json, const Bytes& value) {
  json.text(to_base64(value));
}
inline void put_json_scalar(JsonWriter& json, const Digest& value) {
  json.text(value.hex());
}
inline void put_json_scalar(JsonWriter& json, Carbon value) {
  json.text(to_text(value));
}
inline void put_json_scalar(JsonWriter& json, Money value) {
  json.text(to_text(value));
}
inline void put_json_scalar(JsonWriter& json, Area value) {
  json.text(to_text(value));
}
inline void put_json_scalar(JsonWriter& json, Degrees value) {
  json.text(to_text(value));
}
inline void put_json_scalar(JsonWriter& json, Instant value) {
  json.text(to_text(value));
}
inline void put_json_scalar(JsonWriter& json, Day value) {
  json.text(to_text(value));
}
inline void put_json_scalar(JsonWriter& json, Serial v) {
  json.text(std::to_string(v.position));
}

}  // namespace detail

template <class T>
void put_json(JsonWriter& json, const T& value) {
  if constexpr (Described<T>) {
    json.begin_object();
    T::fields(value, [&json](const char* name, const auto& field, const char*) {
      json.key(name);
      put_json(json, field);
    });
    json.end_object();
  } else if constexpr (std::is_same_v<T, Bytes>) {
    detail::put_json_scalar(json, value);
  } else if constexpr (IsVector<T>::value) {
    json.begin_array();
    for (const auto& element : value) put_json(json, element);
    json.end_array();
  } else if constexpr (IsOptional<T>::value) {
    if (value)
      put_json(json, *value);
    else
      json.null();
  } else if constexpr (IsId<T>::value) {
    json.text(value.text);
  } else if constexpr (NamedEnum<T>) {
    json.text(name_of(value));
  } else {
    detail::put_json_scalar(json, value);
  }
}

template <class T>
std::string to_json(const T& value) {
  JsonWriter json;
  put_json(json, value);
  return json.take();
}

}  // namespace tanshu
