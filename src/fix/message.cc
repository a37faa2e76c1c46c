// SPDX-License-Identifier: Apache-2.0
// Fields are few, so they are searched one after the other.
#include "fix/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/check.h"

namespace tanshu::fix {

std::string_view english(RejectReason reason) {
  switch (reason) {
    case RejectReason::invalid_tag_number:
      return "Invalid tag number";
    case RejectReason::required_tag_missing:
      return "Required tag missing";
    case RejectReason::tag_not_defined_for_type:
      return "Tag not defined for this message type";
    case RejectReason::tag_without_value:
      return "Tag specified without a value";
    case RejectReason::value_is_incorrect:
      return "Value is incorrect (out of range) for this tag";
    case RejectReason::incorrect_data_format:
      return "Incorrect data format for value";
    case RejectReason::comp_id_problem:
      return "CompID problem";
    case RejectReason::sending_time_accuracy:
      return "SendingTime accuracy problem";
    case RejectReason::invalid_message_type:
      return "Invalid MsgType";
    case RejectReason::tag_appears_twice:
      return "Tag appears more than once";
    case RejectReason::tag_out_of_order:
      return "Tag specified out of required order";
    case RejectReason::group_fields_out_of_order:
      return "Repeating group fields out of order";
    case RejectReason::group_count_is_wrong:
      return "Incorrect NumInGroup count for repeating group";
    case RejectReason::unsupported_application_version:
      return "Unsupported application version";
  }
  return {};
}

std::string_view chinese(RejectReason reason) {
  switch (reason) {
    case RejectReason::invalid_tag_number:
      return "标签号无效";
    case RejectReason::required_tag_missing:
      return "缺少必填标签";
    case RejectReason::tag_not_defined_for_type:
      return "此类消息不使用该标签";
    case RejectReason::tag_without_value:
      return "标签没有值";
    case RejectReason::value_is_incorrect:
      return "标签的值不正确（超出范围）";
    case RejectReason::incorrect_data_format:
      return "值的格式不正确";
    case RejectReason::comp_id_problem:
      return "CompID 不符";
    case RejectReason::sending_time_accuracy:
      return "SendingTime 偏差过大";
    case RejectReason::invalid_message_type:
      return "消息类型无效";
    case RejectReason::tag_appears_twice:
      return "标签重复出现";
    case RejectReason::tag_out_of_order:
      return "标签顺序不符合规定";
    case RejectReason::group_fields_out_of_order:
      return "重复组内字段顺序不正确";
    case RejectReason::group_count_is_wrong:
      return "重复组的计数不正确";
    case RejectReason::unsupported_application_version:
      return "不支持的应用层版本";
  }
  return {};
}

const std::string* find(Fields fields, int tag) {
  if (fields.empty()) return nullptr;
  const int depth = fields.front().depth;
  const auto found = std::ranges::find_if(
      fields, [&](const Field& field) { return field.tag == tag && field.depth == depth; });
  return found == fields.end() ? nullptr : &found->value;
}

std::vector<Fields> entries(Fields fields, int count_tag) {
  std::vector<Fields> found;
  if (fields.empty()) return found;
  const int depth = fields.front().depth;
  std::size_t at = 0;
  while (at < fields.size() && (fields[at].tag != count_tag || fields[at].depth != depth)) ++at;
  ++at;
  while (at < fields.size() && fields[at].depth > depth) {
    const std::size_t begin = at++;
    // The field that opens the first entry opens each.
    while (at < fields.size() && fields[at].depth > depth &&
           (fields[at].tag != fields[begin].tag || fields[at].depth != depth + 1))
      ++at;
    found.push_back(fields.subspan(begin, at - begin));
  }
  return found;
}

const std::string* Message::find(int tag) const {
  const std::string* in_header = fix::find(header_, tag);
  return in_header != nullptr ? in_header : fix::find(body_, tag);
}

Message& Message::add(int tag, std::string value, int depth) {
  if (value.empty()) return *this;
  const FieldRule* rule = field_rule(tag);
  CHECK(rule != nullptr &&
        (rule->type == FieldType::data || value.find('\x01') == std::string::npos));
  auto& part = is_header_tag(tag) ? header_ : body_;
  part.push_back({tag, std::move(value), depth});
  return *this;
}

Message& Message::add(int tag, std::uint64_t value, int depth) {
  return add(tag, std::to_string(value), depth);
}

Message& Message::add_data(int length_tag, std::string value, int depth) {
  CHECK(data_of_length(length_tag) != 0);
  if (value.empty()) return *this;
  add(length_tag, value.size(), depth);
  return add(data_of_length(length_tag), std::move(value), depth);
}

Message& Message::add_text(std::string english, std::string chinese) {
  add(tag::Text, std::move(english));
  if (!chinese.empty()) set_header(tag::MessageEncoding, "UTF-8");
  return add_data(tag::EncodedTextLen, std::move(chinese));
}

void Message::set_header(int tag, std::string value) {
  CHECK(is_header_tag(tag));
  drop_header(tag);
  header_.push_back({tag, std::move(value)});
}

void Message::drop_header(int tag) {
  std::erase_if(header_, [tag](const Field& field) { return field.tag == tag; });
}

std::optional<std::uint64_t> Message::number(int tag) const {
  const std::string* text = find(tag);
  if (text == nullptr || !has_form(FieldType::sequence, *text)) return std::nullopt;
  std::uint64_t value = 0;
  std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

bool Message::flag(int tag) const {
  const std::string* text = find(tag);
  return text != nullptr && *text == "Y";
}

}  // namespace tanshu::fix
