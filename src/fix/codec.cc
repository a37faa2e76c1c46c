// SPDX-License-Identifier: Apache-2.0
// Reading walks the fields once, beside the tables, and keeps the first thing that is wrong.
#include "fix/codec.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/check.h"

namespace tanshu::fix {
namespace {

/// A field as it lies in the frame.
struct RawField {
  int tag = 0;
  std::string_view value;
  /// The length field before does not count these bytes.
  bool miscounted = false;
};

/// The tag before '='. A minus and a zero are numbers, though no tags; letters are none.
std::optional<int> read_tag(std::string_view text) {
  int tag = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), tag);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  return tag;
}

std::optional<std::vector<RawField>> cut(std::string_view frame) {
  std::vector<RawField> fields;
  std::size_t counted = 0;  // by the length field before
  int data_tag = 0;
  while (!frame.empty()) {
    const std::size_t equals = frame.find('=');
    if (equals == frame.npos) return std::nullopt;
    const auto tag = read_tag(frame.substr(0, equals));
    if (!tag) return std::nullopt;
    frame.remove_prefix(equals + 1);
    RawField field;
    field.tag = *tag;
    std::size_t end = frame.find(field_end);
    if (data_tag != 0 && *tag == data_tag) {
      if (counted < frame.size() && frame[counted] == field_end)
        end = counted;
      else
        field.miscounted = true;
    }
    if (end == frame.npos) return std::nullopt;
    field.value = frame.substr(0, end);
    frame.remove_prefix(end + 1);
    data_tag = data_of_length(*tag);
    counted = 0;
    if (data_tag != 0 && has_form(FieldType::length, field.value))
      std::from_chars(field.value.data(), field.value.data() + field.value.size(), counted);
    fields.push_back(field);
  }
  return fields;
}

std::optional<Version> version_of(std::string_view text) {
  for (const Version version : {Version::fix44, Version::fixt11})
    if (text == begin_string(version)) return version;
  return std::nullopt;
}

/// Walks the fields of one message beside its blocks.
class Reading {
 public:
  Reading(const std::vector<RawField>& fields, Message& message)
      : fields_(fields), message_(message) {}

  std::optional<Problem> run(Version version, const MessageRule* rule) {
    const Block& header = header_rule(version);
    read_header(header);
    if (!problem_ && rule == nullptr) {
      const bool standard = is_standard_type(message_.type());
      if (!standard) note(RejectReason::invalid_message_type);
    } else if (!problem_) {
      read_block(rule->body, 0);
      if (!problem_ && at_ < fields_.size()) note_stranger();
    }
    take_rest();
    note_missing(header, 0, fields_.size());
    if (rule != nullptr) note_missing(rule->body, body_begin_, fields_.size());
    return problem_;
  }

 private:
  void note(RejectReason reason, std::optional<int> tag = std::nullopt) {
    if (!problem_) problem_ = Problem{reason, tag};
  }

  bool is_trailer_at(std::size_t at) const { return is_trailer_tag(fields_[at].tag); }

  /// What can be said of a field without its place.
  bool is_sound(const RawField& field) {
    const FieldRule* rule = field_rule(field.tag);
    if (rule == nullptr)
      note(RejectReason::invalid_tag_number, field.tag);
    else if (field.value.empty())
      note(RejectReason::tag_without_value, field.tag);
    else if (field.miscounted || !has_form(rule->type, field.value))
      note(RejectReason::incorrect_data_format, field.tag);
    else if (!is_listed(*rule, field.value))
      note(field.tag == tag::ApplVerID ? RejectReason::unsupported_application_version
                                       : RejectReason::value_is_incorrect,
           field.tag);
    return !problem_;
  }

  bool appeared(std::size_t from, int tag, int depth) const {
    for (std::size_t i = from; i < at_; ++i)
      if (fields_[i].tag == tag && depths_[i] == depth) return true;
    return false;
  }

  void take(int depth) {
    const RawField& field = fields_[at_];
    depths_.push_back(depth);
    if (!is_framing(field.tag)) message_.add(field.tag, std::string(field.value), depth);
    ++at_;
  }

  static bool is_framing(int tag) {
    return tag == tag::BeginString || tag == tag::BodyLength || tag == tag::MsgType ||
           is_trailer_tag(tag);
  }

  void read_header(const Block& header) {
    while (at_ < fields_.size() && is_header_tag(fields_[at_].tag)) {
      const RawField& field = fields_[at_];
      if (!is_sound(field)) return;
      if (header.find(field.tag) == nullptr)
        return note(RejectReason::tag_not_defined_for_type, field.tag);
      if (appeared(0, field.tag, 0)) return note(RejectReason::tag_appears_twice, field.tag);
      take(0);
    }
    body_begin_ = at_;
  }

  /// Takes the fields that belong to the block, from where we are.
  void read_block(const Block& block, int depth) {
    const std::size_t begin = at_;
    while (!problem_ && at_ < fields_.size() && !is_trailer_at(at_)) {
      const RawField& field = fields_[at_];
      const Block::Member* member = block.find(field.tag);
      // The field that opens an entry ends the one before.
      if (member == nullptr || (depth > 0 && at_ > begin && member == block.members.data())) break;
      if (!is_sound(field)) return;
      if (appeared(begin, field.tag, depth))
        return note(RejectReason::tag_appears_twice, field.tag);
      take(depth);
      if (!member->entry.empty()) read_group(*member, depth + 1);
    }
    if (depth > 0) note_missing(block, begin, at_);
  }

  /// The counting field has been taken.
  void read_group(const Block::Member& group, int depth) {
    const Block& entry = group.entry.front();
    std::uint64_t count = 0;
    const std::string_view text = fields_[at_ - 1].value;
    std::from_chars(text.data(), text.data() + text.size(), count);
    for (std::uint64_t i = 0; i < count && !problem_; ++i) {
      const int tag = fields_[at_].tag;  // there is one: CheckSum comes last
      if (tag == entry.members.front().tag)
        read_block(entry, depth);
      else if (i == 0 && entry.find(tag) != nullptr)
        note(RejectReason::group_fields_out_of_order, tag);
      else
        note(RejectReason::group_count_is_wrong, group.tag);
    }
    if (!problem_ && fields_[at_].tag == entry.members.front().tag)
      note(RejectReason::group_count_is_wrong, group.tag);
  }

  /// A field that belongs neither to the header nor to the body stands where we are.
  void note_stranger() {
    bool in_trailer = false;
    for (std::size_t i = at_; i < fields_.size() && !problem_; ++i) {
      const RawField& field = fields_[i];
      if (!is_sound(field)) return;
      const bool last = i + 1 == fields_.size();
      if (is_trailer_at(i) && (field.tag == tag::CheckSum) == last) {
        in_trailer = true;
        continue;
      }
      if (is_header_tag(field.tag) || is_trailer_at(i) || in_trailer)
        note(RejectReason::tag_out_of_order, field.tag);
      else
        note(RejectReason::tag_not_defined_for_type, field.tag);
    }
  }

  /// After a problem: the header fields that stand further on are still of use, as MsgSeqNum is.
  void take_rest() {
    for (; at_ < fields_.size(); ++at_) {
      const RawField& field = fields_[at_];
      depths_.push_back(0);
      if (!is_framing(field.tag) && field_rule(field.tag) != nullptr &&
          message_.find(field.tag) == nullptr)
        message_.add(field.tag, std::string(field.value));
    }
  }

  void note_missing(const Block& block, std::size_t begin, std::size_t end) {
    const int depth = begin < depths_.size() ? depths_[begin] : 0;
    for (const Block::Member& member : block.members) {
      if (problem_ || !member.required) continue;
      bool there = false;
      for (std::size_t i = begin; i < end; ++i)
        there = there || (fields_[i].tag == member.tag && depths_[i] == depth);
      if (!there) note(RejectReason::required_tag_missing, member.tag);
    }
  }

  const std::vector<RawField>& fields_;
  Message& message_;
  std::vector<int> depths_;
  std::size_t at_ = 0;
  std::size_t body_begin_ = 0;
  std::optional<Problem> problem_;
};

void write_field(std::string& text, int tag, std::string_view value) {
  fmt::format_to(std::back_inserter(text), "{}=", tag);
  text += value;
  text += field_end;
}

}  // namespace

std::optional<ReadMessage> read_message(std::string_view frame) {
  const auto fields = cut(frame);
  if (!fields || fields->size() < 4 || (*fields)[2].tag != tag::MsgType ||
      (*fields)[2].value.empty() || fields->back().tag != tag::CheckSum)
    return std::nullopt;
  ReadMessage read;
  read.begin_string = (*fields)[0].value;
  const std::string_view type = (*fields)[2].value;
  read.message = Message(std::string(type));
  const auto version = version_of(read.begin_string);
  read.problem =
      Reading(*fields, read.message).run(version.value_or(Version::fix44), message_rule(type));
  return read;
}

std::string write_frame(Version version, std::string_view rest) {
  std::string text;
  text.reserve(rest.size() + 32);
  write_field(text, tag::BeginString, begin_string(version));
  write_field(text, tag::BodyLength, std::to_string(rest.size()));
  text += rest;
  unsigned sum = 0;
  for (const char c : text) sum += static_cast<unsigned char>(c);
  write_field(text, tag::CheckSum, fmt::format("{:03}", sum % 256));
  return text;
}

std::string write_message(Version version, const Message& message) {
  std::string rest;
  write_field(rest, tag::MsgType, message.type());
  for (const Block::Member& member : header_rule(version).members)
    if (const std::string* value = find(message.header(), member.tag))
      write_field(rest, member.tag, *value);
  for (const Field& field : message.body()) write_field(rest, field.tag, field.value);
  return write_frame(version, rest);
}

}  // namespace tanshu::fix
