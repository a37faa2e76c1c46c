// SPDX-License-Identifier: Apache-2.0
// The catalogue of refusals and the filling of their messages.
#include "protocol/refusal.h"

#include <algorithm>

namespace tanshu::protocol {
namespace {

struct Phrase {
  std::string_view english;
  std::string_view chinese;
};

constexpr Phrase phrases[] = {
#define PHRASE(en, zh) {en, zh},
#include "protocol/phrases.def"
#undef PHRASE
};

using Spelling = std::string (*)(const RefusalParameter&);

/// What the proof room says of a file comes as "中文 | English".
constexpr std::string_view between = " | ";

std::string in_english(const RefusalParameter& parameter) {
  const auto bar = parameter.name == "problem" ? parameter.value.find(between) : std::string::npos;
  return bar == std::string::npos ? parameter.value : parameter.value.substr(bar + between.size());
}

/// Only what the program itself says of a request is put into Chinese, never a name or a code.
std::string in_chinese(const RefusalParameter& parameter) {
  if (parameter.name != "expected" && parameter.name != "problem") return parameter.value;
  if (const auto bar = parameter.value.find(between); bar != std::string::npos)
    return parameter.value.substr(0, bar);
  for (const auto& [english, chinese] : phrases) {
    if (parameter.value == english) return std::string(chinese);
    if (!english.ends_with('*')) continue;
    const std::string_view before = english.substr(0, english.size() - 1);
    if (!parameter.value.starts_with(before)) continue;
    std::string text(chinese);
    return text.replace(text.find('*'), 1, parameter.value.substr(before.size()));
  }
  return parameter.value;
}

std::string fill(std::string_view pattern, const std::vector<RefusalParameter>& parameters,
                 Spelling spelling) {
  std::string text;
  while (!pattern.empty()) {
    const std::size_t open = pattern.find('{');
    text += pattern.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = pattern.find('}', open);
    const std::string_view name = pattern.substr(open + 1, close - open - 1);
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const auto& p) { return p.name == name; });
    text += found == parameters.end() ? std::string("?") : spelling(*found);
    pattern.remove_prefix(close + 1);
  }
  return text;
}

}  // namespace

std::unexpected<Refusal> refuse(RefusalCode code, RefusalParameters parameters) {
  Refusal refusal;
  refusal.number = static_cast<std::uint16_t>(code);
  for (const auto& [name, value] : parameters)
    refusal.parameters.push_back({std::string(name), value});
  return std::unexpected(std::move(refusal));
}

const std::vector<RefusalText>& all_refusals() {
  static const std::vector<RefusalText> texts = {
#define REFUSAL(number, name, status, en, zh) {RefusalCode::name, #name, status, en, zh},
#include "protocol/refusals.def"
#include "protocol/refusals_measure.def"
#include "protocol/refusals_profile.def"
#include "protocol/refusals_bank.def"
#undef REFUSAL
  };
  return texts;
}

const RefusalText* refusal_text(std::uint16_t number) {
  for (const RefusalText& text : all_refusals())
    if (static_cast<std::uint16_t>(text.code) == number) return &text;
  return nullptr;
}

std::string english_of(const Refusal& refusal) {
  const RefusalText* text = refusal_text(refusal.number);
  return text == nullptr ? "Refused." : fill(text->english, refusal.parameters, &in_english);
}

std::string chinese_of(const Refusal& refusal) {
  const RefusalText* text = refusal_text(refusal.number);
  return text == nullptr ? "已拒绝。" : fill(text->chinese, refusal.parameters, &in_chinese);
}

}  // namespace tanshu::protocol
