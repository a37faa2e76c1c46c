// SPDX-License-Identifier: Apache-2.0
// What people read instead of names: labels of fields and values, titles of commands and events, in
// both languages.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace tanshu::protocol {

struct FieldLabel {
  std::string_view field;
  std::string_view zh;
  std::string_view en;
};

/// `enumeration` is the enum's travelling name, or "may" for what a command may do to the books.
struct ValueLabel {
  std::string_view enumeration;
  std::string_view value;
  std::string_view zh;
  std::string_view en;
};

struct Title {
  std::uint16_t number;
  std::string_view zh;
  std::string_view en;
  std::string_view sentence_zh;
  std::string_view sentence_en;
};

/// Sorted by field; one for every field name of every type that travels.
const std::vector<FieldLabel>& field_labels();
/// Sorted by enumeration and value.
const std::vector<ValueLabel>& value_labels();

/// The title of a command or an event; its number must exist.
const Title& command_title(std::uint16_t number);
const Title& event_title(std::uint16_t number);
const std::vector<Title>& command_titles();
const std::vector<Title>& event_titles();

}  // namespace tanshu::protocol
