// SPDX-License-Identifier: Apache-2.0
// A refusal: the books' numbered "no", with its parameters, in English and Chinese. Deterministic
// and journaled.
#pragma once

#include <expected>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.h"

namespace tanshu::protocol {

enum class RefusalCode : std::uint16_t {
#define REFUSAL(number, name, status, en, zh) name = number,
#include "protocol/refusals.def"
#include "protocol/refusals_measure.def"
#include "protocol/refusals_profile.def"
#include "protocol/refusals_bank.def"
#undef REFUSAL
};

struct RefusalParameter {
  static constexpr std::string_view type_name = "RefusalParameter";
  std::string name;
  std::string value;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("name", self.name, "Name of the parameter in the message.");
    visit("value", self.value, "Its value.");
  }
};

struct Refusal {
  static constexpr std::string_view type_name = "Refusal";
  std::uint16_t number = 0;
  std::vector<RefusalParameter> parameters;

  RefusalCode code() const { return static_cast<RefusalCode>(number); }

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("number", self.number, "Number of the refusal, for ever the same.");
    visit("parameters", self.parameters, "Values for its message.");
  }
};

template <class T>
using Verdict = std::expected<T, Refusal>;

using RefusalParameters = std::initializer_list<std::pair<std::string_view, std::string>>;

std::unexpected<Refusal> refuse(RefusalCode code, RefusalParameters parameters = {});

struct RefusalText {
  RefusalCode code;
  std::string_view name;
  int http_status;
  std::string_view english;
  std::string_view chinese;
};

/// Every refusal, by number. `nullptr` for a number that was never given out.
const RefusalText* refusal_text(std::uint16_t number);
const std::vector<RefusalText>& all_refusals();

std::string english_of(const Refusal& refusal);
std::string chinese_of(const Refusal& refusal);

}  // namespace tanshu::protocol
