// SPDX-License-Identifier: Apache-2.0
// Many commands as bytes: written by who gives them, read before they are queued, on the thread of
// who gives them, because whoever executes has no time to spare.
#include "node/encoded_batch.h"

namespace tanshu::node {
namespace {

constexpr std::size_t key_bytes_max = 64;

}  // namespace

void append_submission(Bytes& batch, const Submission& submission) {
  Buffer encoded;
  append_submission(encoded, {submission.actor, submission.key, {}, submission.command});
  append_bytes(batch, encoded.data(), encoded.size());
}

void append_submission(Buffer& batch, const protocol::Envelope& envelope) {
  const std::size_t length_at = batch.size();
  batch.extend(sizeof(std::uint32_t));
  FastEncoder encoder(batch);
  protocol::put_envelope(encoder, envelope);
  const auto length = static_cast<std::uint32_t>(batch.size() - length_at - sizeof(std::uint32_t));
  batch.overwrite(length_at, &length, sizeof(length));
}

std::shared_ptr<const protocol::Refusal> reason_of(protocol::Refusal refusal) {
  return std::make_shared<const protocol::Refusal>(std::move(refusal));
}

WaitingMany read_batch(std::span<const ByteView> frames) {
  static const auto no_envelope =
      reason_of(protocol::refuse(protocol::RefusalCode::request_is_malformed,
                                 {{"problem", "not an envelope"}})
                    .error());
  WaitingMany waiting;
  auto& envelopes = waiting.commands.envelopes;
  waiting.answers.resize(frames.size());
  envelopes.reserve(frames.size());
  for (std::size_t i = 0; i < frames.size(); ++i) {
    protocol::Envelope& envelope = envelopes.emplace_back();
    Decoder decoder(frames[i]);
    protocol::get_envelope(decoder, envelope);
    if (decoder.at_end() && !envelope.key.empty() && envelope.key.size() <= key_bytes_max) continue;
    waiting.answers[i] = {0, no_envelope->number, false, false, no_envelope};
    envelopes.pop_back();
  }
  waiting.commands.note_keys();
  return waiting;
}

}  // namespace tanshu::node
