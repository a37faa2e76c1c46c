// SPDX-License-Identifier: Apache-2.0
// Writing: execute a batch, make it durable with one sync, publish it, and only then answer.
#include <fmt/format.h>

#include <algorithm>

#include "node/live_node.h"

namespace tanshu::node {
namespace {

constexpr std::size_t batch_records_max = 8192;

}  // namespace

void LiveNode::write_loop() {
  while (true) {
    std::vector<Waiting> waiting = queue_.take(batch_records_max);
    if (waiting.empty()) return;
    write_batch(std::move(waiting));
  }
}

void LiveNode::write_batch(std::vector<Waiting> waiting) {
  const std::string stopped = write_stop();
  Batch batch;
  batch.at = std::max(options_.clock(), replayer_.chain().last_at());
  batch.drafts.reserve(waiting.size());
  for (Waiting& one : waiting) {
    Draft& draft = batch.drafts.emplace_back();
    draft.waiting = std::move(one);
    if (stopped.empty()) decide(draft, batch);
  }
  Result<void> durable = stopped.empty() ? make_durable(batch) : failure(stopped);
  // Before the answers, so that who has an answer knows that its events are out.
  if (durable) notify(batch);
  for (Draft& draft : batch.drafts) {
    if (!durable)
      draft.waiting.done(std::unexpected(durable.error()));
    else
      draft.waiting.done(std::move(draft.receipt));
  }
  if (durable && !batch.records.empty()) {
    const auto tidied = journal_->tidy();
    if (!tidied) stop_writing(tidied.error().what);
  }
}

void LiveNode::decide(Draft& draft, Batch& batch) {
  const Submission& submission = draft.waiting.submission;
  engine::Engine& engine = replayer_.engine();
  if (const auto before = engine.answered(submission.actor, submission.key, submission.command)) {
    const auto repeated = repeat_answer(draft, batch, *before);
    if (!repeated) stop_writing(repeated.error().what);
    return;
  }
  auto record = std::make_shared<protocol::Record>();
  record->envelope = {submission.actor, submission.key, batch.at, submission.command};
  if (auto orderable = engine::check_orderable(record->envelope); !orderable) {
    draft.receipt.outcome = std::unexpected(std::move(orderable.error()));
    draft.receipt.recorded = false;
    return;
  }
  const std::uint64_t log_index = replayer_.chain().next_leaf() + batch.records.size();
  record->outcome = engine.execute(record->envelope, log_index);
  batch.records.push_back(protocol::encode_record(*record));
  CHECK(batch.records.back().size() <= protocol::record_bytes_max);
  draft.receipt = {log_index, replayer_.chain().next_position(), batch.at, record->outcome};
  draft.record = std::move(record);
}

/// The first answer may be in this very batch, or in the journal.
Result<void> LiveNode::repeat_answer(Draft& draft, const Batch& batch, std::uint64_t log_index) {
  for (const Draft& earlier : batch.drafts)
    if (earlier.record != nullptr && earlier.receipt.log_index == log_index) {
      draft.receipt = earlier.receipt;
      draft.receipt.repeated = true;
      return {};
    }
  TRY_SET(const std::vector<Published> found, store_->records(log_index, 1));
  if (found.empty() || found.front().log_index != log_index)
    return failure(fmt::format("the journal has no record {}", log_index));
  const Published& first = found.front();
  draft.receipt = {log_index, first.block, first.record->envelope.at, first.record->outcome};
  draft.receipt.repeated = true;
  return {};
}

/// After a failed append the engine is ahead of the journal; nothing is executed on it any more,
/// and opening the directory again re-executes what is really there.
Result<void> LiveNode::make_durable(const Batch& batch) {
  if (const std::string why = write_stop(); !why.empty()) return failure(why);
  if (batch.records.empty()) return {};
  const Digest state_digest = replayer_.engine().settle();
  const auto header = replayer_.chain().seal(batch.records, state_digest, batch.at);
  const auto appended = journal_->append(header.position, protocol::encode_block_leaf(header),
                                         pack_records(batch.records));
  if (!appended) {
    stop_writing(appended.error().what);
    return failure(appended.error().what);
  }
  replayer_.chain().advance(header);
  store_->note(header.first_leaf, header.record_count);
  // The block is durable: what fails from here on is derived and will be made again, so the answer
  // stands.
  if (const auto published = publish(batch, header); !published)
    stop_writing(published.error().what);
  return {};
}

Result<void> LiveNode::publish(const Batch& batch, const protocol::BlockHeader& header) {
  for (const Bytes& record : batch.records) TRY(log_->add(record));
  TRY(log_->add(protocol::encode_block_leaf(header)));
  TRY(log_->publish());
  std::vector<std::shared_ptr<const protocol::Record>> records;
  for (const Draft& draft : batch.drafts)
    if (draft.record) records.push_back(draft.record);
  return catch_up_views(header, records);
}

void LiveNode::notify(const Batch& batch) {
  const std::lock_guard lock(subscribers_mutex_);
  for (const Draft& draft : batch.drafts) {
    if (!draft.record) continue;
    for (const auto& [id, on_record] : subscribers_)
      on_record({draft.receipt.log_index, draft.receipt.block, draft.record});
  }
}

void LiveNode::stop_writing(std::string why) {
  const std::lock_guard lock(stop_mutex_);
  if (stop_.empty()) stop_ = std::move(why);
}

}  // namespace tanshu::node
