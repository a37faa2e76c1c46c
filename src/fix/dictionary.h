// SPDX-License-Identifier: Apache-2.0
// What FIX messages look like, as data: fields.def and messages.def, read once. Names and numbers
// are those of FIX 4.4 and, over FIXT 1.1, FIX 5.0 SP2.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tanshu::fix {

/// The session protocol. fixt11 carries FIX 5.0 SP2 and nothing else (ApplVerID 9).
enum class Version : std::uint8_t { fix44, fixt11 };

/// "FIX.4.4" or "FIXT.1.1".
std::string_view begin_string(Version version);
/// What DefaultApplVerID says over FIXT.1.1.
inline constexpr std::string_view fix50sp2 = "9";

namespace tag {
enum : int {
#define FIELD(number, name, type, values) name = number,
#include "fix/fields.def"
#undef FIELD
};
}  // namespace tag

enum class FieldType : std::uint8_t {
  text,       ///< UTF-8 without control characters
  character,  ///< one printable byte
  boolean,    ///< Y or N
  integer,    ///< at most 18 digits, perhaps with a minus
  length,     ///< of the data field that follows
  sequence,   ///< of a message
  count,      ///< of the entries of a repeating group
  quantity,   ///< decimal, at most 38 digits
  price,      ///< decimal, at most 38 digits
  timestamp,  ///< UTC, "20240501-08:30:00" and perhaps a fraction
  time,       ///< UTC, "08:30:00" and perhaps a fraction
  date,       ///< "20240501"
  data,       ///< any bytes, counted by the length field before
};

struct FieldRule {
  int tag;
  std::string_view name;
  FieldType type;
  /// What it may be, between spaces; empty for anything of its type.
  std::string_view values;
};

/// Null for a tag that we do not speak.
const FieldRule* field_rule(int tag);
/// The data field that a length field counts; 0 for other fields.
int data_of_length(int tag);

/// The fields of a message, or of one entry of a group.
struct Block {
  struct Member {
    int tag = 0;
    bool required = false;
    std::vector<Block> entry;  ///< what one entry holds, when the tag counts entries; else empty
  };
  /// The first member of an entry opens it.
  std::vector<Member> members;
  const Member* find(int tag) const;
};

struct MessageRule {
  std::string_view type;
  std::string_view name;
  bool application;
  Block body;
};

/// Null for a type that we do not speak.
const MessageRule* message_rule(std::string_view type);
/// Whether FIX has a message of this type, ours or not.
bool is_standard_type(std::string_view type);
/// The types of the session layer: Logon, Heartbeat and so on.
bool is_session_type(std::string_view type);

const Block& header_rule(Version version);
bool is_header_tag(int tag);
bool is_trailer_tag(int tag);

/// Whether the value has the form of its type.
bool has_form(FieldType type, std::string_view value);
/// Whether the value is one of those that its rule lists, or the rule lists none.
bool is_listed(const FieldRule& rule, std::string_view value);

}  // namespace tanshu::fix
