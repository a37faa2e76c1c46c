// SPDX-License-Identifier: Apache-2.0
// Lines and frames out of pieces.
#include "api/batch_request.h"

#include <cstring>

#include "api/answer.h"
#include "api/command_request.h"
#include "node/node.h"

namespace tanshu::api {

using protocol::Refusal;
using protocol::RefusalCode;
using protocol::refuse;

namespace {

/// Where the actor stands in an envelope: after the number of the command.
constexpr std::size_t actor_at = sizeof(std::uint16_t);

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

Refusal malformed(const char* problem) {
  return refuse(RefusalCode::request_is_malformed, {{"problem", problem}}).error();
}

}  // namespace

BatchReader::BatchReader(BatchForm form, protocol::UserId actor) : form_(form) {
  Encoder(actor_).put(actor);
  envelope_.actor = std::move(actor);
}

bool BatchReader::read(std::string_view piece, bool last) {
  if (over_) return false;
  text_.resize(text_bytes_);
  text_ += piece;
  text_bytes_ = text_.size();
  text_.resize(text_bytes_ + JsonParser::padding_bytes);
  if (form_ == BatchForm::ndjson)
    read_lines(last);
  else
    read_frames(last);
  return !over_;
}

void BatchReader::read_lines(bool last) {
  std::string_view left(text_.data(), text_bytes_);
  while (!over_ && !left.empty()) {
    const std::size_t end = left.find('\n');
    const bool whole = end != std::string_view::npos;
    const std::string_view line = left.substr(0, end);
    if (!whole && !last && line.size() <= batch_line_bytes_max) break;
    if (!skipping_) {
      ++line_;
      if (line.size() > batch_line_bytes_max) {
        if (!full())
          refuse_item(refuse(RefusalCode::line_is_too_long,
                             {{"limit", std::to_string(batch_line_bytes_max)}})
                          .error());
      } else if (!is_blank(line) && !full()) {
        read_line(line);
      }
    }
    skipping_ = !whole;
    left.remove_prefix(whole ? end + 1 : left.size());
  }
  text_.erase(0, text_bytes_ - left.size());
  text_bytes_ = left.size();
}

void BatchReader::read_line(std::string_view line) {
  const auto root = parser_.parse(line);
  if (!root) return refuse_item(refusal_of(root.error()));
  auto command = read_keyed_command(*root);
  if (!command) return refuse_item(std::move(command.error()));
  envelope_.key = std::move(command->key);
  envelope_.command = std::move(command->command);
  BatchPart& to = part();
  to.items.push_back({line_, {}});
  node::append_submission(to.encoded, envelope_);
  ++to.sent;
}

void BatchReader::read_frames(bool last) {
  const ByteView bytes = view_of(std::string_view(text_.data(), text_bytes_));
  std::size_t at = 0;
  while (!over_ && at < bytes.size()) {
    std::uint32_t size = 0;
    const std::size_t left = bytes.size() - at - std::min(bytes.size() - at, sizeof(size));
    const bool has_size = bytes.size() - at >= sizeof(size);
    if (has_size) std::memcpy(&size, bytes.data() + at, sizeof(size));
    const bool too_large = size > batch_frame_bytes_max;
    const bool whole = has_size && size <= left;
    if (!whole && !too_large && !last) break;
    ++line_;
    if (full()) break;
    if (too_large || !whole) {
      // Where the next one begins is not known.
      refuse_item(malformed(too_large ? "a frame is too large" : "a frame was cut off"));
      over_ = true;
      break;
    }
    read_frame(bytes.subspan(at, sizeof(size) + size));
    at += sizeof(size) + size;
  }
  text_.erase(0, at);
  text_bytes_ -= at;
}

/// Everything but the actor is for the node to look at.
void BatchReader::read_frame(ByteView frame) {
  const ByteView envelope = frame.subspan(sizeof(std::uint32_t));
  if (envelope.size() < actor_at + actor_.size()) return refuse_item(malformed("not an envelope"));
  if (std::memcmp(envelope.data() + actor_at, actor_.data(), actor_.size()) != 0)
    return refuse_item(
        refuse(RefusalCode::actor_is_another, {{"user", envelope_.actor.text}}).error());
  BatchPart& to = part();
  to.items.push_back({line_, {}});
  to.encoded.append(frame);
  ++to.sent;
}

/// Counts a command; when it is one too many, says so of it and reads no more.
bool BatchReader::full() {
  if (++commands_ <= batch_request_commands_max) return false;
  refuse_item(refuse(RefusalCode::batch_is_too_long,
                     {{"limit", std::to_string(batch_request_commands_max)}})
                  .error());
  over_ = true;
  return true;
}

void BatchReader::refuse_item(Refusal refusal) {
  part().items.push_back({line_, std::make_shared<const Refusal>(std::move(refusal))});
}

BatchPart& BatchReader::part() {
  if (parts_.empty() || parts_.back().items.size() == node::batch_commands_max)
    parts_.emplace_back();
  return parts_.back();
}

}  // namespace tanshu::api
