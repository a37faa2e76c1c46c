// SPDX-License-Identifier: Apache-2.0
// Reads the tables into blocks at first use. A table that cannot be read is our fault and stops the
// program.
#include "fix/dictionary.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/check.h"
#include "base/fields.h"
#include "fix/timestamp.h"

namespace tanshu::fix {
namespace {

constexpr std::size_t integer_digits_max = 18;
constexpr std::size_t decimal_digits_max = 38;

constexpr std::array rules{
#define FIELD(number, name, type, values) FieldRule{number, #name, FieldType::type, values},
#include "fix/fields.def"
#undef FIELD
};

/// Indexed by tag.
std::vector<const FieldRule*> index_rules() {
  std::vector<const FieldRule*> index;
  for (const FieldRule& rule : rules) {
    const auto at = static_cast<std::size_t>(rule.tag);
    if (index.size() <= at) index.resize(at + 1);
    CHECK(index[at] == nullptr);
    index[at] = &rule;
  }
  return index;
}

/// Reads "11! 453[448! 447] 55!" from the front of `text` to its end or to the closing bracket.
Block read_block(std::string_view& text) {
  Block block;
  while (!text.empty() && text.front() != ']') {
    if (text.front() == ' ') {
      text.remove_prefix(1);
      continue;
    }
    Block::Member member;
    for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1))
      member.tag = member.tag * 10 + (text.front() - '0');
    const FieldRule* rule = field_rule(member.tag);
    CHECK(rule != nullptr);
    if (text.starts_with('!')) {
      member.required = true;
      text.remove_prefix(1);
    }
    CHECK((rule->type == FieldType::count) == text.starts_with('['));
    if (text.starts_with('[')) {
      text.remove_prefix(1);
      member.entry.push_back(read_block(text));
      CHECK(text.starts_with(']') && !member.entry.front().members.empty());
      text.remove_prefix(1);
    }
    block.members.push_back(std::move(member));
  }
  return block;
}

Block block_of(std::string_view text) {
  Block block = read_block(text);
  CHECK(text.empty());
  return block;
}

std::map<std::string_view, MessageRule> read_messages() {
  constexpr bool session = false;
  constexpr bool application = true;
  std::map<std::string_view, MessageRule> messages;
#define MESSAGE(type, name, level, body) \
  CHECK(messages.try_emplace(type, MessageRule{type, #name, level, block_of(body)}).second);
#include "fix/messages.def"
#undef MESSAGE
  return messages;
}

constexpr std::string_view header_fields =
    "8! 9! 35! 49! 56! 115 128 90 91 34! 50 142 57 143 116 144 129 145 43 97 52! 122 347 369";
constexpr std::string_view header_fields_fixt11 =
    "8! 9! 35! 1128 1129 49! 56! 115 128 90 91 34! 50 142 57 143 116 144 129 145 43 97 52! 122 "
    "347 369";

bool is_decimal(std::string_view value) {
  if (value.starts_with('-')) value.remove_prefix(1);
  std::size_t digits = 0;
  bool point = false;
  for (const char c : value) {
    if (c == '.' && !point)
      point = true;
    else if (c < '0' || c > '9' || ++digits > decimal_digits_max)
      return false;
  }
  return digits > 0;
}

bool is_integer(std::string_view value, bool may_be_negative) {
  if (may_be_negative && value.starts_with('-')) value.remove_prefix(1);
  return !value.empty() && value.size() <= integer_digits_max &&
         value.find_first_not_of("0123456789") == value.npos;
}

}  // namespace

std::string_view begin_string(Version version) {
  return version == Version::fix44 ? "FIX.4.4" : "FIXT.1.1";
}

const FieldRule* field_rule(int tag) {
  static const std::vector<const FieldRule*> index = index_rules();
  if (tag < 0 || static_cast<std::size_t>(tag) >= index.size()) return nullptr;
  return index[static_cast<std::size_t>(tag)];
}

int data_of_length(int tag) {
  // Of the whole standard, spoken here or not: bytes that are counted may look like fields.
  constexpr std::array pairs{
      std::pair{90, 91},     std::pair{93, 89},     std::pair{95, 96},     std::pair{212, 213},
      std::pair{348, 349},   std::pair{350, 351},   std::pair{352, 353},   std::pair{354, 355},
      std::pair{356, 357},   std::pair{358, 359},   std::pair{360, 361},   std::pair{362, 363},
      std::pair{364, 365},   std::pair{445, 446},   std::pair{618, 619},   std::pair{621, 622},
      std::pair{1184, 1185}, std::pair{1277, 1278}, std::pair{1280, 1281}, std::pair{1282, 1283},
      std::pair{1397, 1398}, std::pair{1401, 1402}, std::pair{1403, 1404}, std::pair{1468, 1469}};
  const auto found = std::ranges::find(pairs, tag, &std::pair<int, int>::first);
  return found == pairs.end() ? 0 : found->second;
}

const Block::Member* Block::find(int tag) const {
  const auto found = std::ranges::find(members, tag, &Member::tag);
  return found == members.end() ? nullptr : &*found;
}

const MessageRule* message_rule(std::string_view type) {
  static const std::map<std::string_view, MessageRule> messages = read_messages();
  const auto found = messages.find(type);
  return found == messages.end() ? nullptr : &found->second;
}

bool is_standard_type(std::string_view type) {
  // I, O and U name no message; the last of two letters that FIX 5.0 SP2 had at its issue is CK.
  if (type.size() == 1)
    return std::string_view("0123456789ABCDEFGHJKLMNPQRSTVWXYZabcdefghijklmnopqrstuvwxyz")
               .find(type) != std::string_view::npos;
  return type.size() == 2 && ((type[0] == 'A' && type[1] >= 'A' && type[1] <= 'Z') ||
                              (type[0] == 'B' && type[1] >= 'A' && type[1] <= 'Z') ||
                              (type[0] == 'C' && type[1] >= 'A' && type[1] <= 'K'));
}

bool is_session_type(std::string_view type) {
  return type.size() == 1 && std::string_view("012345A").find(type) != std::string_view::npos;
}

const Block& header_rule(Version version) {
  static const Block fix44 = block_of(header_fields);
  static const Block fixt11 = block_of(header_fields_fixt11);
  return version == Version::fix44 ? fix44 : fixt11;
}

bool is_header_tag(int tag) {
  return header_rule(Version::fixt11).find(tag) != nullptr;
}

bool is_trailer_tag(int tag) {
  return tag == tag::SignatureLength || tag == tag::Signature || tag == tag::CheckSum;
}

bool has_form(FieldType type, std::string_view value) {
  switch (type) {
    case FieldType::text:
      return text_is_clean(value);
    case FieldType::character:
      return value.size() == 1 && value[0] > ' ' && value[0] < 127;
    case FieldType::boolean:
      return value == "Y" || value == "N";
    case FieldType::integer:
      return is_integer(value, true);
    case FieldType::length:
    case FieldType::sequence:
    case FieldType::count:
      return is_integer(value, false);
    case FieldType::quantity:
    case FieldType::price:
      return is_decimal(value);
    case FieldType::timestamp:
      return read_timestamp(value).has_value();
    case FieldType::time:
      return read_timestamp("19700101-" + std::string(value)).has_value();
    case FieldType::date:
      return read_timestamp(std::string(value) + "-00:00:00").has_value();
    case FieldType::data:
      return true;
  }
  return false;
}

bool is_listed(const FieldRule& rule, std::string_view value) {
  if (rule.values.empty()) return true;
  for (std::size_t at = 0; at <= rule.values.size();) {
    const std::size_t end = std::min(rule.values.find(' ', at), rule.values.size());
    if (rule.values.substr(at, end - at) == value) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace tanshu::fix
