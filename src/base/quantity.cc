// SPDX-License-Identifier: Apache-2.0
// Text forms of quantities and the one multiplication of tonnes by a price.
#include "base/quantity.h"

#include "base/decimal.h"

namespace tanshu {
namespace {

constexpr std::string_view tonne_unit = " tCO2e";
constexpr std::string_view yuan_unit = " CNY";
constexpr std::string_view mu_unit = " mu";

struct CarbonUnit {
  std::string_view name;
  int scale;
};
constexpr CarbonUnit carbon_units[] = {
    {" tCO2e", 9}, {" kgCO2e", 6}, {" gCO2e", 3}, {" mgCO2e", 0}};

}  // namespace

std::string tonnes_text(Carbon amount) {
  return decimal_text(amount.count, 9);
}
std::string yuan_text(Money amount) {
  return decimal_text(amount.count, 2, 2);
}
std::string to_text(Carbon amount) {
  return tonnes_text(amount) + std::string(tonne_unit);
}
std::string to_text(Money amount) {
  return yuan_text(amount) + std::string(yuan_unit);
}

std::optional<Carbon> carbon_from_text(std::string_view text) {
  for (const CarbonUnit& unit : carbon_units) {
    if (!text.ends_with(unit.name)) continue;
    const auto count =
        decimal_from_text(text.substr(0, text.size() - unit.name.size()), unit.scale);
    if (!count) return std::nullopt;
    return Carbon{*count};
  }
  return std::nullopt;
}

std::optional<Money> money_from_text(std::string_view text) {
  if (!text.ends_with(yuan_unit)) return std::nullopt;
  const auto count = decimal_from_text(text.substr(0, text.size() - yuan_unit.size()), 2);
  if (!count) return std::nullopt;
  return Money{*count};
}

std::string to_text(Area area) {
  return decimal_text(area.count, 2) + std::string(mu_unit);
}
std::string to_text(Degrees degrees) {
  return decimal_text(degrees.count, 7);
}

std::optional<Area> area_from_text(std::string_view text) {
  if (!text.ends_with(mu_unit)) return std::nullopt;
  const auto count = decimal_from_text(text.substr(0, text.size() - mu_unit.size()), 2);
  if (!count) return std::nullopt;
  return Area{*count};
}

std::optional<Degrees> degrees_from_text(std::string_view text) {
  const auto count = decimal_from_text(text, 7);
  if (!count) return std::nullopt;
  return Degrees{*count};
}

std::optional<Money> price_of(Carbon amount, Money price_per_tonne) {
  CHECK(amount.count >= 0 && price_per_tonne.count >= 0);
  const Int128 product = static_cast<Int128>(amount.count) * price_per_tonne.count;
  const Int128 rounded = (product + mg_per_tonne / 2) / mg_per_tonne;
  if (rounded > INT64_MAX) return std::nullopt;
  return Money{static_cast<std::int64_t>(rounded)};
}

}  // namespace tanshu
