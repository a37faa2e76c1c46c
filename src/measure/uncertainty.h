// SPDX-License-Identifier: Apache-2.0
// How an uncertain mean is made conservative: rules as data, from rules/uncertainty/*.toml.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "measure/figure.h"

namespace tanshu::measure {

/// What the discount of a class is a share of.
enum class DiscountOf : std::uint8_t {
  half_width,  ///< mean -/+ d * half-width (AR-TOOL14)
  mean,        ///< mean * (1 -/+ d) (AR-CM-001/003)
  excess,      ///< mean * (1 -/+ (U - the class's lower limit)) (GS 403)
};

/// One class of U, from the previous class's limit (excluded) to its own (included), in percent.
struct UncertaintyClass {
  std::optional<double> to_percent;  ///< none: without limit
  double discount = 0;               ///< share; unused with `excess`, where it is computed
  bool rejected = false;             ///< more plots are needed; nothing may be issued
};

struct UncertaintyRule {
  std::string id;
  std::string version;
  Text title;
  Source source;
  double confidence = 0.90;  ///< of the two-sided interval the limits are made for
  DiscountOf discount_of = DiscountOf::half_width;
  std::vector<UncertaintyClass> classes;
};

/// A project's carbon is understated, a baseline's is overstated.
enum class Role : std::uint8_t { project, baseline };

struct Discount {
  std::size_t class_index = 0;
  double from_percent = 0;
  std::optional<double> to_percent;
  double discount = 0;  ///< the share that applied
  double conservative_mean = 0;
  bool rejected = false;
};

/// Classes are found with U at full precision: rounding U first would move estimates across limits.
Discount discount_of(const UncertaintyRule& rule, double mean, double half_width, Role role);

/// "(10 %, 15 %]"
std::string class_text(const Discount& discount);
/// The rule's formula as people read it.
std::string formula_of(DiscountOf discount_of, Role role);

}  // namespace tanshu::measure
