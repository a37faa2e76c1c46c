// SPDX-License-Identifier: Apache-2.0
// The table of units and conversions.
#include "measure/units.h"

#include <array>
#include <utility>

namespace tanshu::measure {

namespace {

struct Spelling {
  std::string_view text;
  std::string_view unit;
};

constexpr std::array<Spelling, 45> spellings = {{
    {"ha", "ha"},
    {"hm2", "ha"},
    {"公顷", "ha"},
    {"mu", "mu"},
    {"亩", "mu"},
    {"m2", "m2"},
    {"m²", "m2"},
    {"平方米", "m2"},
    {"km2", "km2"},
    {"m3", "m3"},
    {"m³", "m3"},
    {"立方米", "m3"},
    {"dm3", "dm3"},
    {"m3ha", "m3/ha"},
    {"m3/ha", "m3/ha"},
    {"m³/ha", "m3/ha"},
    {"m3_ha", "m3/ha"},
    {"m3perha", "m3/ha"},
    {"m3mu", "m3/mu"},
    {"m3/mu", "m3/mu"},
    {"立方米/亩", "m3/mu"},
    {"立方米/公顷", "m3/ha"},
    {"mm", "mm"},
    {"cm", "cm"},
    {"厘米", "cm"},
    {"dm", "dm"},
    {"m", "m"},
    {"米", "m"},
    {"kg", "kg"},
    {"t", "t"},
    {"a", "a"},
    {"年", "a"},
    {"t/ha", "t/ha"},
    {"acre", "acre"},
    {"acres", "acre"},
    {"ac", "acre"},
    {"ft", "ft"},
    {"ft2", "ft2"},
    {"ft3", "ft3"},
    {"cuft", "ft3"},
    {"in", "in"},
    {"inch", "in"},
    {"bf", "board foot"},
    {"lb", "lb"},
    {"ft3ac", "ft3/acre"},
}};

struct Scale {
  std::string_view unit;
  std::string_view base;
  Conversion to_base;
};

constexpr std::array<Scale, 12> scales = {{
    {"m2", "m2", {1, 1}},
    {"ha", "m2", {10000, 1}},
    {"mu", "m2", {10000, 15}},
    {"km2", "m2", {1000000, 1}},
    {"m3", "m3", {1, 1}},
    {"dm3", "m3", {1, 1000}},
    {"m3/ha", "m3/ha", {1, 1}},
    {"m3/mu", "m3/ha", {15, 1}},
    {"m", "m", {1, 1}},
    {"dm", "m", {1, 10}},
    {"cm", "m", {1, 100}},
    {"mm", "m", {1, 1000}},
}};

const Scale* scale_of(std::string_view unit) {
  for (const Scale& scale : scales)
    if (scale.unit == unit) return &scale;
  return nullptr;
}

}  // namespace

std::optional<std::string> unit_named(std::string_view text) {
  for (const Spelling& spelling : spellings)
    if (spelling.text == text) return std::string(spelling.unit);
  return std::nullopt;
}

std::optional<Conversion> conversion_between(std::string_view from, std::string_view to) {
  if (from == to) return Conversion{};
  const Scale* source = scale_of(from);
  const Scale* target = scale_of(to);
  if (source == nullptr || target == nullptr || source->base != target->base) return std::nullopt;
  return Conversion{source->to_base.multiply * target->to_base.divide,
                    source->to_base.divide * target->to_base.multiply};
}

}  // namespace tanshu::measure
