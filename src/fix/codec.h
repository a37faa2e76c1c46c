// SPDX-License-Identifier: Apache-2.0
// FIX tag=value: finds messages in a stream of bytes, reads one against the tables, writes one.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "fix/message.h"

namespace tanshu::fix {

inline constexpr char field_end = '\x01';

/// The first message in a stream.
struct Frame {
  enum class State : std::uint8_t {
    incomplete,  ///< more bytes are needed
    whole,       ///< `text` is a message whose BodyLength and CheckSum are right
    garbled,     ///< `skip` bytes are no message: to be passed over, as the standard says
    too_large,   ///< what is announced is larger than the limit, so its end cannot be waited for
  };
  State state = State::incomplete;
  /// Bytes to take from the front of the stream.
  std::size_t skip = 0;
  std::string_view text = {};
};

/// `bytes_max` bounds BodyLength.
Frame next_frame(std::string_view stream, std::size_t bytes_max);

struct ReadMessage {
  std::string begin_string;
  Message message;
  /// The first thing that is wrong, in the order of the fields; last, what is missing.
  std::optional<Problem> problem = {};
};

/// Reads a whole frame. Nothing when it cannot be cut into fields or MsgType is not the third of
/// them: then it counts as garbled. A message of a type or a begin string that we do not speak is
/// read without looking at its body.
std::optional<ReadMessage> read_message(std::string_view frame);

/// BeginString and BodyLength before `rest`, CheckSum behind it.
std::string write_frame(Version version, std::string_view rest);
/// The message from BeginString to CheckSum. Header fields come in the order of the standard.
std::string write_message(Version version, const Message& message);

}  // namespace tanshu::fix
