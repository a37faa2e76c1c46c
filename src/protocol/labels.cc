// SPDX-License-Identifier: Apache-2.0
// The tables of labels.def and the two title files.
#include "protocol/labels.h"

#include <algorithm>

#include "base/check.h"

namespace tanshu::protocol {
namespace {

const Title& find_title(const std::vector<Title>& titles, std::uint16_t number) {
  const auto found = std::find_if(titles.begin(), titles.end(),
                                  [number](const Title& title) { return title.number == number; });
  CHECK(found != titles.end());
  return *found;
}

}  // namespace

const std::vector<FieldLabel>& field_labels() {
  static const std::vector<FieldLabel> labels = {
#define FIELD(field, zh, en) {#field, zh, en},
#define VALUE(enumeration, value, zh, en)
#include "protocol/labels.def"
#undef FIELD
#undef VALUE
  };
  return labels;
}

const std::vector<ValueLabel>& value_labels() {
  static const std::vector<ValueLabel> labels = {
#define FIELD(field, zh, en)
#define VALUE(enumeration, value, zh, en) {#enumeration, #value, zh, en},
#include "protocol/labels.def"
#undef FIELD
#undef VALUE
  };
  return labels;
}

const std::vector<Title>& command_titles() {
  static const std::vector<Title> titles = {
#define TITLE(number, zh, en, sentence_zh, sentence_en) {number, zh, en, sentence_zh, sentence_en},
#include "protocol/command_titles.def"
#undef TITLE
  };
  return titles;
}

const std::vector<Title>& event_titles() {
  static const std::vector<Title> titles = {
#define TITLE(number, zh, en, sentence_zh, sentence_en) {number, zh, en, sentence_zh, sentence_en},
#include "protocol/event_titles.def"
#undef TITLE
  };
  return titles;
}

const Title& command_title(std::uint16_t number) {
  return find_title(command_titles(), number);
}
const Title& event_title(std::uint16_t number) {
  return find_title(event_titles(), number);
}

}  // namespace tanshu::protocol
