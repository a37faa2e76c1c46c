// SPDX-License-Identifier: Apache-2.0
// Any bytes as a stream of messages: framing always gets on, and what is sound is read back as it
// was once it is written.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "fix/codec.h"

namespace {

using namespace tanshu::fix;  // NOLINT: one file

constexpr std::size_t bytes_max = 1024;

void walk_groups(Fields fields) {
  for (const Field& field : fields)
    if (const auto* rule = field_rule(field.tag); rule->type == FieldType::count)
      for (const Fields entry : entries(fields, field.tag)) CHECK(!entry.empty());
}

void write_again(const ReadMessage& read) {
  const bool fixt = read.begin_string == begin_string(Version::fixt11);
  if (read.problem || message_rule(read.message.type()) == nullptr) return;
  if (!fixt && read.begin_string != begin_string(Version::fix44)) return;
  const Version version = fixt ? Version::fixt11 : Version::fix44;
  const std::string text = write_message(version, read.message);
  CHECK(next_frame(text, 2 * bytes_max).text == text);
  const auto again = read_message(text);
  CHECK(again && !again->problem && write_message(version, again->message) == text);
}

void read_one(std::string_view frame) {
  const auto read = read_message(frame);
  if (!read) return;
  walk_groups(read->message.header());
  walk_groups(read->message.body());
  write_again(*read);
}

/// As a message whose length and sum are right, which chance does not hit.
void read_framed(std::string_view rest) {
  for (const Version version : {Version::fix44, Version::fixt11}) {
    std::string with_end(rest);
    with_end += field_end;
    const std::string text = write_frame(version, with_end);
    CHECK(next_frame(text, rest.size() + 1).text == text);
    read_one(text);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view stream(reinterpret_cast<const char*>(data), size);
  read_framed(stream);
  while (true) {
    const Frame frame = next_frame(stream, bytes_max);
    if (frame.state == Frame::State::incomplete || frame.state == Frame::State::too_large) return 0;
    CHECK(frame.skip > 0 && frame.skip <= stream.size());
    stream.remove_prefix(frame.skip);
    if (frame.state == Frame::State::whole) read_one(frame.text);
  }
}
