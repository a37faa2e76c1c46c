// SPDX-License-Identifier: Apache-2.0
// One cell of a table to a number or a name, or a refusal that says line, column and what stands
// there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "intake/columns.h"

namespace tanshu::intake {

enum class Bound : std::uint8_t { not_negative, positive, any };

inline constexpr std::size_t name_bytes_max = 200;

/// The number in the method's unit.
Verdict<double> number_in(std::string_view cell, const BoundColumn& column, Bound bound,
                          std::uint64_t line);

/// A name of 1 to 200 bytes.
Verdict<std::string> name_in(std::string_view cell, const BoundColumn& column, std::uint64_t line);

/// At most `bytes_max` bytes of the text, cut at a character's edge.
std::string cut_text(std::string_view text, std::size_t bytes_max);

/// The text in quotation marks, cut to 40 bytes, for messages.
std::string shown(std::string_view text);

/// A plain decimal number of a request, e.g. a period in years; nothing when it is none.
std::optional<double> plain_number(std::string_view text);

}  // namespace tanshu::intake
