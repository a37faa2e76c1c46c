// SPDX-License-Identifier: Apache-2.0
// Repeats are answered from the record that stands; everything else goes through the engine.
#include "node/executor.h"

#include <fmt/format.h>

#include <algorithm>

namespace tanshu::node {
namespace {

constexpr std::size_t key_bytes_max = 64;

bool same_command(const protocol::Envelope& a, const protocol::Envelope& b) {
  const auto bytes_of = [](const protocol::Command& command) {
    Bytes bytes;
    Encoder encoder(bytes);
    protocol::put_envelope(encoder, {{}, {}, {}, command});
    return bytes;
  };
  return a.actor == b.actor && a.key == b.key && bytes_of(a.command) == bytes_of(b.command);
}

std::shared_ptr<const protocol::Refusal> reason_of(protocol::Refusal refusal) {
  return std::make_shared<const protocol::Refusal>(std::move(refusal));
}

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

Executor::Executor(engine::Engine engine, const Chain& chain, const RecordStore& store)
    : engine_(std::move(engine)),
      store_(store),
      next_position_(chain.next_position()),
      next_leaf_(chain.next_leaf()),
      last_at_(chain.last_at()) {}

Batch Executor::execute(std::vector<Waiting> taken, Instant clock) {
  Batch batch;
  batch.block = std::make_shared<Block>(next_position_, next_leaf_, std::max(clock, last_at_));
  batch.answers.reserve(taken.size());
  for (Waiting& waiting : taken)
    std::visit([&](auto& one) { batch.answers.emplace_back(decide(one, *batch.block)); }, waiting);
  if (batch.block->empty()) return batch;
  engine_.collect(batch.block->changes());
  ++next_position_;
  next_leaf_ = batch.block->next_leaf() + 1;
  last_at_ = batch.block->at();
  recent_.push_back(batch.block);
  if (recent_.size() > blocks_under_way_max + 1) recent_.pop_front();
  return batch;
}

Due<Receipt> Executor::decide(WaitingOne& waiting, Block& block) {
  return {decide_one(waiting.submission, block), std::move(waiting.done)};
}

Due<std::vector<Answered>> Executor::decide(WaitingMany& waiting, Block& block) {
  const auto frames = unpack_records(waiting.encoded);
  CHECK(frames.has_value());  // looked at before it was queued
  std::vector<Answered> answers = take_in(*frames, block.at());
  engine_.execute_batch(envelopes_, block.next_leaf(), block.records(), executed_);
  block.note_records();
  std::size_t next = 0;
  for (Answered& answer : answers) {
    if (answer.refusal != 0) continue;  // no envelope
    const auto& one = executed_[next++];
    answer = {one.log_index, one.refusal, one.repeated,
              one.log_index != engine::Engine::not_ordered};
    if (!answer.recorded)
      answer.reason = reason_of(engine::check_orderable(envelopes_[next - 1]).error());
    if (!answer.recorded || (one.refusal == 0 && !one.repeated)) continue;
    auto record = record_at(one.log_index, block);
    if (!record) return {failure(record.error().what), std::move(waiting.done)};
    if (record->record.outcome) continue;
    answer.reason = reason_of(std::move(record->record.outcome.error()));
    answer.refusal = answer.reason->number;
  }
  return {std::move(answers), std::move(waiting.done)};
}

std::vector<Answered> Executor::take_in(const std::vector<ByteView>& frames, Instant at) {
  static const auto no_envelope =
      reason_of(protocol::refuse(protocol::RefusalCode::request_is_malformed,
                                 {{"problem", "not an envelope"}})
                    .error());
  std::vector<Answered> answers(frames.size());
  envelopes_.resize(frames.size());
  std::size_t taken = 0;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    protocol::Envelope& envelope = envelopes_[taken];
    Decoder decoder(frames[i]);
    protocol::get_envelope(decoder, envelope);
    const bool good =
        decoder.at_end() && !envelope.key.empty() && envelope.key.size() <= key_bytes_max;
    envelope.at = at;
    if (good)
      ++taken;
    else
      answers[i] = {0, no_envelope->number, false, false, no_envelope};
  }
  envelopes_.resize(taken);
  return answers;
}

Result<Receipt> Executor::decide_one(Submission& submission, Block& block) {
  const protocol::Envelope envelope{std::move(submission.actor), std::move(submission.key),
                                    block.at(), std::move(submission.command)};
  TRY_SET(auto earlier, earlier_answer(envelope, block));
  if (earlier)
    return Receipt{earlier->log_index, earlier->block, earlier->record.envelope.at,
                   std::move(earlier->record.outcome), true};
  if (auto orderable = engine::check_orderable(envelope); !orderable) {
    Receipt receipt;
    receipt.outcome = std::unexpected(std::move(orderable.error()));
    receipt.recorded = false;
    return receipt;
  }
  const std::uint64_t log_index = block.next_leaf();
  engine_.execute_batch({&envelope, 1}, log_index, block.records(), executed_);
  block.note_records();
  return Receipt{log_index, block.position(), block.at(), engine_.last_outcome()};
}

/// The record that answered this actor's key, if it was for the same command. Another command under
/// a used key is the engine's to refuse.
Result<std::optional<Executor::Earlier>> Executor::earlier_answer(
    const protocol::Envelope& envelope, const Block& current) {
  const auto log_index = engine_.answered(envelope.actor, envelope.key, envelope.command);
  if (!log_index) return std::nullopt;
  TRY_SET(Earlier earlier, record_at(*log_index, current));
  if (!same_command(earlier.record.envelope, envelope)) return std::nullopt;
  return earlier;
}

/// In the block at hand, in one that is on its way, or in the journal.
Result<Executor::Earlier> Executor::record_at(std::uint64_t log_index, const Block& current) {
  ByteView bytes;
  std::uint64_t position = current.position();
  const auto look_in = [&](const Block& block) {
    if (log_index < block.first_leaf() || log_index >= block.next_leaf()) return;
    bytes = block.record(log_index - block.first_leaf());
    position = block.position();
  };
  look_in(current);
  for (const auto& block : recent_) look_in(*block);
  if (bytes.empty()) {
    if (!read_back_ || !read_back_->holds(log_index)) {
      TRY_SET(read_back_, store_.block_with(log_index));
    }
    if (!read_back_->holds(log_index))
      return failure(fmt::format("the journal has no record {}", log_index));
    bytes = read_back_->records[log_index - read_back_->header.first_leaf];
    position = read_back_->header.position;
  }
  auto record = protocol::decode_record(bytes);
  if (!record) return failure(fmt::format("record {} of the journal cannot be read", log_index));
  return Earlier{log_index, position, std::move(*record)};
}

}  // namespace tanshu::node
