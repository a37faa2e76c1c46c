// SPDX-License-Identifier: Apache-2.0
// How quantities, days and names are written on documents, in Chinese and in English.
#pragma once

#include <string_view>

#include "base/quantity.h"
#include "base/time.h"
#include "certificate/problem.h"
#include "protocol/labels.h"
#include "protocol/project.h"

namespace tanshu::certificate {

/// "32,000.5" from "32000.5".
std::string grouped(std::string_view number);

Words spell(Carbon amount);
Words spell(Money amount);
Words spell(Area area);
Words spell(Day day);
Words spell(const protocol::Period& period);
/// To the second, in China's time.
Words spell(Instant instant);

Words value_words(std::string_view enumeration, std::string_view value);
template <NamedEnum E>
Words spell(E value) {
  return value_words(EnumNames<E>::name, name_of(value));
}

/// The same in both languages.
Words both(std::string text);
/// The name with its code in brackets.
Words named(const Words& name, std::string_view code);

}  // namespace tanshu::certificate
