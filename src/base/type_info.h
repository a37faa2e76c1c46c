// SPDX-License-Identifier: Apache-2.0
// What a described struct looks like from outside, at run time: the source of schemas, SQL columns
// and web types.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/fields.h"
#include "base/quantity.h"
#include "base/time.h"

namespace tanshu {

enum class Shape {
  boolean,
  u8,
  u16,
  u32,
  u64,
  i32,
  i64,
  text,
  bytes,
  digest,
  carbon,
  money,
  area,
  degrees,
  instant,
  day,
  serial,
  id,
  enumeration,
  list,
  optional,
  record
};

struct TypeInfo;
struct FieldInfo {
  std::string name;
  std::string doc;
  const TypeInfo* type = nullptr;
};
struct TypeInfo {
  Shape shape = Shape::text;
  std::string name;  ///< of a record, an enumeration, or the kind of thing an id names
  std::vector<std::string> values;    ///< of an enumeration, in order
  std::vector<FieldInfo> fields;      ///< of a record
  const TypeInfo* element = nullptr;  ///< of a list or an optional
};

/// The name of a shape in machine-readable descriptions.
std::string_view shape_name(Shape shape);

template <class T>
const TypeInfo& type_of();

namespace detail {

template <class T>
constexpr Shape scalar_shape() {
  if constexpr (std::is_same_v<T, bool>)
    return Shape::boolean;
  else if constexpr (std::is_same_v<T, std::uint8_t>)
    return Shape::u8;
  else if constexpr (std::is_same_v<T, std::uint16_t>)
    return Shape::u16;
  else if constexpr (std::is_same_v<T, std::uint32_t>)
    return Shape::u32;
  else if constexpr (std::is_same_v<T, std::uint64_t>)
    return Shape::u64;
  else if constexpr (std::is_same_v<T, std::int32_t>)
    return Shape::i32;
  else if constexpr (std::is_same_v<T, std::int64_t>)
    return Shape::i64;
  else if constexpr (std::is_same_v<T, std::string>)
    return Shape::text;
  else if constexpr (std::is_same_v<T, Bytes>)
    return Shape::bytes;
  else if constexpr (std::is_same_v<T, Digest>)
    return Shape::digest;
  else if constexpr (std::is_same_v<T, Carbon>)
    return Shape::carbon;
  else if constexpr (std::is_same_v<T, Money>)
    return Shape::money;
  else if constexpr (std::is_same_v<T, Area>)
    return Shape::area;
  else if constexpr (std::is_same_v<T, Degrees>)
    return Shape::degrees;
  else if constexpr (std::is_same_v<T, Instant>)
    return Shape::instant;
  else if constexpr (std::is_same_v<T, Day>)
    return Shape::day;
  else {
    static_assert(std::is_same_v<T, Serial>, "a field type without a shape");
    return Shape::serial;
  }
}

template <class T>
TypeInfo make_type() {
  TypeInfo info;
  if constexpr (Described<T>) {
    info.shape = Shape::record;
    info.name = T::type_name;
    T sample{};
    T::fields(sample, [&info]<class Field>(const char* name, Field&, const char* doc) {
      info.fields.push_back({name, doc, &type_of<Field>()});
    });
  } else if constexpr (std::is_same_v<T, Bytes>) {
    info.shape = Shape::bytes;
  } else if constexpr (IsVector<T>::value) {
    info.shape = Shape::list;
    info.element = &type_of<typename IsVector<T>::Element>();
  } else if constexpr (IsOptional<T>::value) {
    info.shape = Shape::optional;
    info.element = &type_of<typename IsOptional<T>::Element>();
  } else if constexpr (IsId<T>::value) {
    info.shape = Shape::id;
    info.name = IsId<T>::tag;
  } else if constexpr (NamedEnum<T>) {
    info.shape = Shape::enumeration;
    info.name = EnumNames<T>::name;
    for (std::string_view value : EnumNames<T>::values) info.values.emplace_back(value);
  } else {
    info.shape = scalar_shape<T>();
  }
  return info;
}

}  // namespace detail

template <class T>
const TypeInfo& type_of() {
  static const TypeInfo info = detail::make_type<T>();
  return info;
}

}  // namespace tanshu
