// SPDX-License-Identifier: Apache-2.0
// Repeats are answered from the record that stands; everything else goes through the engine.
#include "node/executor.h"

#include <fmt/format.h>

#include <algorithm>

#include "node/encoded_batch.h"

namespace tanshu::node {
namespace {

bool same_command(const protocol::Envelope& a, const protocol::Envelope& b) {
  const auto bytes_of = [](const protocol::Command& command) {
    Bytes bytes;
    Encoder encoder(bytes);
    protocol::put_envelope(encoder, {{}, {}, {}, command});
    return bytes;
  };
  return a.actor == b.actor && a.key == b.key && bytes_of(a.command) == bytes_of(b.command);
}

}  // namespace

Executor::Executor(engine::Engine engine, const Chain& chain, const RecordStore& store)
    : engine_(std::move(engine)),
      store_(store),
      next_position_(chain.next_position()),
      next_leaf_(chain.next_leaf()),
      last_at_(chain.last_at()) {}

Batch Executor::execute(std::vector<Waiting> taken, Instant clock) {
  Batch batch;
  batch.block = std::make_shared<Block>(next_position_, next_leaf_, std::max(clock, last_at_));
  batch.block->records().reserve(last_body_bytes_ + last_body_bytes_ / 8);
  batch.answers.reserve(taken.size());
  for (Waiting& waiting : taken)
    std::visit([&](auto& one) { batch.answers.emplace_back(decide(one, *batch.block)); }, waiting);
  if (batch.block->empty()) return batch;
  last_body_bytes_ = batch.block->body().size();
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
  const auto& envelopes = waiting.commands.envelopes;
  for (protocol::Envelope& envelope : waiting.commands.envelopes) envelope.at = block.at();
  engine_.execute_batch(waiting.commands, block.next_leaf(), block.records(), executed_);
  block.note_records(executed_);
  std::vector<Answered>& answers = waiting.answers;
  std::size_t next = 0;
  for (Answered& answer : answers) {
    if (answer.refusal != 0) continue;  // no envelope
    const auto& one = executed_[next++];
    answer = {one.log_index, one.refusal, one.repeated,
              one.log_index != engine::Engine::not_ordered};
    if (!answer.recorded)
      answer.reason = reason_of(engine::check_orderable(envelopes[next - 1]).error());
    if (!answer.recorded || (one.refusal == 0 && !one.repeated)) continue;
    auto record = record_at(one.log_index, block);
    if (!record) return {failure(record.error().what), std::move(waiting.done)};
    if (record->record.outcome) continue;
    answer.reason = reason_of(std::move(record->record.outcome.error()));
    answer.refusal = answer.reason->number;
  }
  return {std::move(answers), std::move(waiting.done)};
}

Result<Receipt> Executor::decide_one(Submission& submission, Block& block) {
  single_.envelopes.resize(1);
  protocol::Envelope& envelope = single_.envelopes.front();
  envelope = {std::move(submission.actor), std::move(submission.key), block.at(),
              std::move(submission.command)};
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
  single_.note_keys();
  engine_.execute_batch(single_, log_index, block.records(), executed_);
  block.note_records(executed_);
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
