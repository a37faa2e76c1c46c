// SPDX-License-Identifier: Apache-2.0
// The body of POST /v1/commands/batch, read piece by piece: lines of JSON, or the protocol's own
// envelopes, each with its length before it. What is wrong with one command is said of that one;
// the rest goes on.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/buffer.h"
#include "base/json_reader.h"
#include "protocol/command.h"
#include "protocol/refusal.h"

namespace tanshu::api {

/// Media types of the body, and of the answers to frames; lines are answered by lines.
inline constexpr std::string_view ndjson_type = "application/x-ndjson";
inline constexpr std::string_view frames_type = "application/vnd.tanshu.commands";
inline constexpr std::string_view answers_type = "application/vnd.tanshu.answers";

/// The most commands in one request.
inline constexpr std::uint64_t batch_request_commands_max = 100'000;
/// The longest line, without its end, and the longest envelope.
inline constexpr std::size_t batch_line_bytes_max = 256 * 1024;
inline constexpr std::size_t batch_frame_bytes_max = 64 * 1024;

enum class BatchForm { ndjson, frames };

/// One command of a batch: on its way to the node, or refused here.
struct BatchItem {
  std::uint64_t line = 0;  ///< of the body, counted from 1; for frames, which frame
  std::shared_ptr<const protocol::Refusal> refused;
};

/// A run of commands, as many as the node takes at once.
struct BatchPart {
  std::vector<BatchItem> items;
  /// Those that were not refused, as node::append_submission() has them.
  Buffer encoded;
  std::size_t sent = 0;  ///< how many those are
};

class BatchReader {
 public:
  /// All commands act as `actor`.
  BatchReader(BatchForm form, protocol::UserId actor);

  /// Takes the next bytes, of which the last may be part of a command unless `last` is set; false
  /// when nothing that follows will be looked at.
  bool read(std::string_view piece, bool last);
  /// What was read since.
  std::vector<BatchPart> take_parts() { return std::exchange(parts_, {}); }

 private:
  void read_lines(bool last);
  void read_line(std::string_view line);
  void read_frames(bool last);
  void read_frame(ByteView frame);
  bool full();
  void refuse_item(protocol::Refusal refusal);
  BatchPart& part();

  const BatchForm form_;
  protocol::Envelope envelope_;  ///< its actor never changes
  Bytes actor_;                  ///< as it stands in an envelope
  JsonParser parser_;
  /// What is left of the last piece, the piece, and padding.
  std::string text_;
  std::size_t text_bytes_ = 0;  ///< without the padding
  std::uint64_t line_ = 0;
  std::uint64_t commands_ = 0;
  bool skipping_ = false;  ///< the rest of a line that is too long
  bool over_ = false;
  std::vector<BatchPart> parts_;
};

}  // namespace tanshu::api
