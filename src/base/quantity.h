// SPDX-License-Identifier: Apache-2.0
// Integers that know their unit: carbon in milligrams CO2e, money in fen. Overflow is refused,
// never wrapped.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/check.h"

namespace tanshu {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 Uint128;

/// A count of one unit. Arithmetic between units does not compile; arithmetic that overflows is a
/// fault, so callers who face user input ask `plus` or `minus` first.
template <class Unit>
struct Quantity {
  std::int64_t count = 0;

  auto operator<=>(const Quantity&) const = default;

  /// The sum, or nothing when it does not fit.
  std::optional<Quantity> plus(Quantity other) const {
    Quantity sum;
    if (__builtin_add_overflow(count, other.count, &sum.count)) return std::nullopt;
    return sum;
  }
  std::optional<Quantity> minus(Quantity other) const {
    Quantity difference;
    if (__builtin_sub_overflow(count, other.count, &difference.count)) return std::nullopt;
    return difference;
  }
  Quantity operator+(Quantity other) const {
    const auto sum = plus(other);
    CHECK(sum.has_value());
    return *sum;
  }
  Quantity operator-(Quantity other) const {
    const auto difference = minus(other);
    CHECK(difference.has_value());
    return *difference;
  }
  Quantity operator-() const { return Quantity{} - *this; }
  Quantity& operator+=(Quantity other) { return *this = *this + other; }
  Quantity& operator-=(Quantity other) { return *this = *this - other; }
  bool positive() const { return count > 0; }
};

struct MilligramCo2e;
struct Fen;
struct CentiMu;
struct DegreeE7;
/// Milligrams of CO2 equivalent; a tonne is 10^9.
using Carbon = Quantity<MilligramCo2e>;
/// Fen, a hundredth of a yuan.
using Money = Quantity<Fen>;
/// Hundredths of a mu; 15 mu are a hectare.
using Area = Quantity<CentiMu>;
/// 10^-7 degrees of longitude or latitude, CGCS2000 (about a centimetre).
using Degrees = Quantity<DegreeE7>;

inline constexpr std::int64_t mg_per_tonne = 1'000'000'000;

inline constexpr Carbon tonnes(std::int64_t count) {
  return Carbon{count * mg_per_tonne};
}
inline constexpr Money yuan(std::int64_t count) {
  return Money{count * 100};
}

/// "32000.5 tCO2e": tonnes with as many decimals as are needed.
std::string to_text(Carbon amount);
/// "45200.00 CNY": yuan with two decimals.
std::string to_text(Money amount);
/// "22000 mu".
std::string to_text(Area area);
/// "110.0623451".
std::string to_text(Degrees degrees);
/// The number alone, without its unit.
std::string tonnes_text(Carbon amount);
std::string yuan_text(Money amount);

/// Reads "12.5 tCO2e", "12.5 kgCO2e", "3 gCO2e", "7 mgCO2e"; exact or nothing.
std::optional<Carbon> carbon_from_text(std::string_view text);
/// Reads "45200.00 CNY" with at most two decimals; exact or nothing.
std::optional<Money> money_from_text(std::string_view text);

std::optional<Area> area_from_text(std::string_view text);
std::optional<Degrees> degrees_from_text(std::string_view text);

/// The price of an amount: price per tonne times tonnes, rounded half up to the fen (the buyer and
/// the seller see the same figure, so no remainder is left between them). Nothing when it does not
/// fit.
std::optional<Money> price_of(Carbon amount, Money price_per_tonne);

}  // namespace tanshu
