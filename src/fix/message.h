// SPDX-License-Identifier: Apache-2.0
// A FIX message as fields in the order they came in, and how one is put together for sending.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fix/dictionary.h"

namespace tanshu::fix {

/// Why a message is rejected by the session: SessionRejectReason (373), numbered by the standard.
enum class RejectReason : std::uint8_t {
  invalid_tag_number = 0,
  required_tag_missing = 1,
  tag_not_defined_for_type = 2,
  tag_without_value = 4,
  value_is_incorrect = 5,
  incorrect_data_format = 6,
  comp_id_problem = 9,
  sending_time_accuracy = 10,
  invalid_message_type = 11,
  tag_appears_twice = 13,
  tag_out_of_order = 14,
  group_fields_out_of_order = 15,
  group_count_is_wrong = 16,
  unsupported_application_version = 18,
};
std::string_view english(RejectReason reason);
std::string_view chinese(RejectReason reason);

/// What the session layer finds wrong with a message.
struct Problem {
  RejectReason reason{};
  /// The field it is about; absent where it is about none.
  std::optional<int> tag = {};
  bool operator==(const Problem&) const = default;
};

struct Field {
  int tag = 0;
  std::string value;
  /// 0 in the message itself, 1 in an entry of a group, 2 in an entry of a group within.
  int depth = 0;
};

/// One entry of a repeating group, or a whole body.
using Fields = std::span<const Field>;
/// The value of a tag among the fields of the first field's depth; null when it is not there.
const std::string* find(Fields fields, int tag);
/// The entries that a counting tag among them counts.
std::vector<Fields> entries(Fields fields, int count_tag);

class Message {
 public:
  Message() = default;
  explicit Message(std::string type) : type_(std::move(type)) {}

  const std::string& type() const { return type_; }
  /// The header but BeginString, BodyLength and MsgType.
  Fields header() const { return header_; }
  Fields body() const { return body_; }
  const std::string* find(int tag) const;
  std::vector<Fields> entries(int count_tag) const { return fix::entries(body_, count_tag); }

  /// Appends to the header or to the body, as the tag demands. Empty values are left out. `depth`
  /// is that of Field.
  Message& add(int tag, std::string value, int depth = 0);
  Message& add(int tag, std::uint64_t value, int depth = 0);
  /// A length field and the data it counts.
  Message& add_data(int length_tag, std::string value, int depth = 0);
  /// What a person may read: English in Text, Chinese in EncodedText.
  Message& add_text(std::string english, std::string chinese);
  /// Replaces what the header says.
  void set_header(int tag, std::string value);
  void drop_header(int tag);

  /// The number that a header or body field holds; nothing when it is absent or no number.
  std::optional<std::uint64_t> number(int tag) const;
  /// Whether a boolean field says yes.
  bool flag(int tag) const;

 private:
  std::string type_;
  std::vector<Field> header_;
  std::vector<Field> body_;
};

}  // namespace tanshu::fix
