// SPDX-License-Identifier: Apache-2.0
// Applies an uncertainty rule to a mean and its half-width.
#include "measure/uncertainty.h"

#include <fmt/format.h>

#include <cmath>

#include "base/check.h"

namespace tanshu::measure {

Discount discount_of(const UncertaintyRule& rule, double mean, double half_width, Role role) {
  CHECK(!rule.classes.empty() && mean != 0);
  const double u_percent = 100 * half_width / std::abs(mean);
  Discount result;
  while (result.class_index + 1 < rule.classes.size()) {
    const auto& limit = rule.classes[result.class_index].to_percent;
    if (!limit || u_percent <= *limit) break;
    result.from_percent = *limit;
    ++result.class_index;
  }
  const UncertaintyClass& chosen = rule.classes[result.class_index];
  result.to_percent = chosen.to_percent;
  result.rejected = chosen.rejected;
  result.discount = chosen.discount;
  if (rule.discount_of == DiscountOf::excess)
    result.discount = result.class_index == 0 ? 0 : (u_percent - result.from_percent) / 100;

  const double base = rule.discount_of == DiscountOf::half_width ? half_width : std::abs(mean);
  const double step = result.discount * base;
  result.conservative_mean = role == Role::project ? mean - step : mean + step;
  return result;
}

std::string class_text(const Discount& discount) {
  if (!discount.to_percent) return fmt::format("> {} %", discount.from_percent);
  if (discount.from_percent == 0) return fmt::format("<= {} %", *discount.to_percent);
  return fmt::format("({} %, {} %]", discount.from_percent, *discount.to_percent);
}

std::string formula_of(DiscountOf discount_of, Role role) {
  const char sign = role == Role::project ? '-' : '+';
  switch (discount_of) {
    case DiscountOf::half_width:
      return fmt::format("mean {} d * t * SE", sign);
    case DiscountOf::mean:
      return fmt::format("mean * (1 {} d)", sign);
    case DiscountOf::excess:
      return fmt::format("mean * (1 {} (U - limit))", sign);
  }
  return "";
}

}  // namespace tanshu::measure
