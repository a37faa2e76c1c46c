// SPDX-License-Identifier: Apache-2.0
// Turns FIX's text into the text form of base/time.h and back, so that the calendar is counted in
// one place.
#include "fix/timestamp.h"

#include <fmt/format.h>

namespace tanshu::fix {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

bool has_shape(std::string_view text, std::string_view shape) {
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (shape[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i]) return false;
  return true;
}

}  // namespace

std::string timestamp_text(Instant instant) {
  const std::string text = to_text(instant);  // 2024-05-01T08:30:00.123456789Z
  std::string date = text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2);
  const std::string fraction = text.size() > 20 ? text.substr(19, 4) : std::string();
  return fmt::format("{}-{}{}", date, text.substr(11, 8), fraction);
}

std::optional<Instant> read_timestamp(std::string_view text) {
  constexpr std::size_t whole = 17;
  if (!has_shape(text.substr(0, whole), "00000000-00:00:00")) return std::nullopt;
  std::string fraction(text.substr(whole));
  if (!fraction.empty() && !has_shape(fraction, ".000") && !has_shape(fraction, ".000000") &&
      !has_shape(fraction, ".000000000"))
    return std::nullopt;
  if (!fraction.empty()) fraction.resize(10, '0');
  const bool is_leap = text.substr(15, 2) == "60";
  if (fraction == ".000000000") fraction.clear();
  const auto at = instant_from_text(
      fmt::format("{}-{}-{}T{}{}{}Z", text.substr(0, 4), text.substr(4, 2), text.substr(6, 2),
                  text.substr(9, 6), is_leap ? "59" : text.substr(15, 2), fraction));
  if (!at || !is_leap) return at;
  std::int64_t after = 0;
  if (__builtin_add_overflow(at->ns, second_ns, &after)) return std::nullopt;
  return Instant{after};
}

}  // namespace tanshu::fix
