// SPDX-License-Identifier: Apache-2.0
// Spells values for people; nothing here is read back.
#include "certificate/spelling.h"

namespace tanshu::certificate {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t day_s = 86'400;
constexpr std::int64_t shanghai_offset_s = 8 * 3600;

}  // namespace

std::string grouped(std::string_view number) {
  const std::size_t point = std::min(number.find('.'), number.size());
  const std::size_t sign = number.starts_with('-') ? 1 : 0;
  std::string text;
  for (std::size_t i = 0; i < point; ++i) {
    if (i > sign && (point - i) % 3 == 0) text.push_back(',');
    text.push_back(number[i]);
  }
  return text.append(number.substr(point));
}

Words spell(Carbon amount) {
  const std::string number = grouped(tonnes_text(amount));
  return {number + " 吨二氧化碳当量", number + " tCO2e"};
}

Words spell(Money amount) {
  const std::string number = grouped(yuan_text(amount));
  return {number + " 元", number + " CNY"};
}

Words spell(Area area) {
  const std::string text = to_text(area);
  const std::string number = grouped(std::string_view(text).substr(0, text.find(' ')));
  return {number + " 亩", number + " mu"};
}

Words spell(Day day) {
  return both(to_text(day));
}

Words spell(const protocol::Period& period) {
  const std::string first = to_text(period.first), last = to_text(period.last);
  return {first + " 至 " + last, first + " to " + last};
}

Words spell(Instant instant) {
  // In whole seconds there is room for eight hours more at both ends of the range.
  const std::int64_t utc_s = instant.ns / second_ns - (instant.ns % second_ns < 0 ? 1 : 0);
  const std::int64_t local_s = utc_s + shanghai_offset_s;
  const std::int64_t day = local_s / day_s - (local_s % day_s < 0 ? 1 : 0);
  const std::int64_t in_day = local_s - day * day_s;
  const std::string text =
      fmt::format("{} {:02}:{:02}:{:02}", to_text(Day{static_cast<std::int32_t>(day)}),
                  in_day / 3600, in_day / 60 % 60, in_day % 60);
  return {text + "（北京时间）", text + " (UTC+8)"};
}

Words value_words(std::string_view enumeration, std::string_view value) {
  for (const protocol::ValueLabel& label : protocol::value_labels())
    if (label.enumeration == enumeration && label.value == value)
      return {std::string(label.zh), std::string(label.en)};
  return both(std::string(value));
}

Words both(std::string text) {
  return {text, text};
}

Words named(const Words& name, std::string_view code) {
  return {fmt::format("{}（{}）", name.zh, code), fmt::format("{} ({})", name.en, code)};
}

}  // namespace tanshu::certificate
