// SPDX-License-Identifier: Apache-2.0
// Described structs: a struct names its fields once, and codec, JSON, schema, SQL and state digest
// follow from it.
//
//   struct Lot {
//     BatchId batch;
//     Carbon amount;
//     auto operator<=>(const Lot&) const = default;
//     template <class Self, class Visit>
//     static void fields(Self& self, Visit&& visit) {
//       visit("batch", self.batch, "Batch the units belong to.");
//       visit("amount", self.amount, "How much of it.");
//     }
//   };
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/code.h"

namespace tanshu {

namespace detail {
struct AnyVisit {
  template <class Field>
  void operator()(const char*, Field&, const char*) const {}
};
}  // namespace detail

template <class T>
concept Described = requires(T& value) {
  T::fields(value, detail::AnyVisit{});
};

/// Specialised for every enum that travels: `name` of the type and `values`, the names in order
/// from 0.
template <class E>
struct EnumNames;

template <class E>
concept NamedEnum = std::is_enum_v<E> && requires {
  EnumNames<E>::values;
};

template <NamedEnum E>
constexpr std::string_view name_of(E value) {
  return EnumNames<E>::values[static_cast<std::size_t>(value)];
}

template <NamedEnum E>
constexpr std::optional<E> enum_from_name(std::string_view name) {
  const auto& values = EnumNames<E>::values;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i] == name) return static_cast<E>(i);
  return std::nullopt;
}

/// A short code that people choose or read: 1 to 64 of a-z 0-9 . _ / - with a letter or digit
/// first. The tag keeps an account from standing where a batch belongs.
template <class Tag>
struct Id {
  Code text;
  auto operator<=>(const Id&) const = default;
  bool empty() const { return text.empty(); }
};

inline constexpr std::size_t id_bytes_max = 64;
bool id_is_well_formed(std::string_view text);

template <class T>
struct IsId : std::false_type {};
template <class Tag>
struct IsId<Id<Tag>> : std::true_type {
  static constexpr std::string_view tag = Tag::name;
};

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {
  using Element = T;
};

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {
  using Element = T;
};

/// The position of a milligram in its batch, counted from 0. Text in JSON, because JavaScript
/// rounds past 2^53.
struct Serial {
  std::uint64_t position = 0;
  auto operator<=>(const Serial&) const = default;
};

/// True for well-formed UTF-8 without control characters other than line feed and tab, without line
/// and paragraph separators, and without marks that turn the reading direction.
bool text_is_clean(std::string_view text);
inline constexpr std::size_t text_bytes_max = 4000;

}  // namespace tanshu
