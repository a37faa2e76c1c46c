// SPDX-License-Identifier: Apache-2.0
// Decimal text by integer arithmetic only.
#include "base/decimal.h"

#include "base/check.h"

namespace tanshu {

std::string decimal_text(std::int64_t value, int scale, int decimals_min) {
  CHECK(scale >= 0 && scale <= 18 && decimals_min <= scale);
  const bool negative = value < 0;
  std::uint64_t magnitude =
      negative ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
  std::string digits = std::to_string(magnitude);
  const auto width = static_cast<std::size_t>(scale) + 1;
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  std::string whole = digits.substr(0, digits.size() - static_cast<std::size_t>(scale));
  std::string fraction = digits.substr(digits.size() - static_cast<std::size_t>(scale));
  while (fraction.size() > static_cast<std::size_t>(decimals_min) && fraction.back() == '0')
    fraction.pop_back();
  if (!fraction.empty()) whole += '.' + fraction;
  return negative ? '-' + whole : whole;
}

std::optional<std::int64_t> decimal_from_text(std::string_view text, int scale) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction =
      point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  if (whole.empty() || (whole.size() > 1 && whole.front() == '0')) return std::nullopt;
  if (point != std::string_view::npos && fraction.empty()) return std::nullopt;
  if (fraction.size() > static_cast<std::size_t>(scale)) return std::nullopt;
  std::int64_t value = 0;
  const auto push = [&value](char c) {
    if (c < '0' || c > '9') return false;
    return !__builtin_mul_overflow(value, 10, &value) &&
           !__builtin_add_overflow(value, c - '0', &value);
  };
  for (char c : whole)
    if (!push(c)) return std::nullopt;
  for (char c : fraction)
    if (!push(c)) return std::nullopt;
  for (std::size_t i = fraction.size(); i < static_cast<std::size_t>(scale); ++i)
    if (!push('0')) return std::nullopt;
  if (negative && value == 0) return std::nullopt;
  return negative ? -value : value;
}

}  // namespace tanshu
