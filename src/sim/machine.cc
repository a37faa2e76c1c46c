// SPDX-License-Identifier: Apache-2.0
// Execute, append, answer; and start again.
#include "sim/machine.h"

#include <algorithm>

#include "proof/merkle.h"

namespace tanshu::sim {

Result<void> Machine::start(const node::Replayer::Sink& sink, std::uint64_t blocks_max) {
  Result<void> applied;
  TRY(journal_.read(0, [&](std::uint64_t position, ByteView header, ByteView body) {
    if (position >= blocks_max) return false;
    applied = replayer_.apply(position, header, body, sink);
    return applied.has_value();
  }));
  return applied;
}

void Machine::execute(std::span<const Delivery> batch, Instant clock) {
  answers_.clear();
  records_.clear();
  bytes_.clear();
  const Instant at = lift(clock);
  for (const Delivery& delivery : batch) take(delivery, at);
}

void Machine::take(const Delivery& delivery, Instant at) {
  const Sent& sent = *delivery.sent;
  if (const auto before = answered(sent)) {
    answers_.push_back({delivery.number, *before, true, true});
    return;
  }
  protocol::Envelope envelope{sent.actor, sent.key, at, sent.command};
  if (!engine::check_orderable(envelope)) {
    answers_.push_back({delivery.number, 0, false, false});
    return;
  }
  const std::uint64_t log_index = replayer_.chain().next_leaf() + records_.size();
  records_.push_back(decide(std::move(envelope), log_index));
  bytes_.push_back(protocol::encode_record(records_.back()));
  CHECK(bytes_.back().size() <= protocol::record_bytes_max);
  answers_.push_back({delivery.number, log_index, false, true});
}

journal::Appended Machine::append() {
  if (records_.empty()) return {};
  const Digest digest = settle();
  std::vector<Digest> hashes;
  for (const Bytes& record : bytes_) hashes.push_back(proof::leaf_hash(record));
  in_flight_.header = replayer_.chain().seal(hashes, digest, records_.back().envelope.at);
  in_flight_.header_bytes = protocol::encode_block_leaf(in_flight_.header);
  in_flight_.body = node::pack_records(bytes_);
  auto written = write(in_flight_);
  if (written) replayer_.chain().advance(in_flight_.header);
  return written;
}

/// Time never runs backwards in the journal.
Instant Machine::lift(Instant clock) {
  return std::max(clock, replayer_.chain().last_at());
}

std::optional<std::uint64_t> Machine::answered(const Sent& sent) {
  return engine().answered(sent.actor, sent.key, sent.command);
}

protocol::Record Machine::decide(protocol::Envelope envelope, std::uint64_t log_index) {
  protocol::Record record{std::move(envelope), {}};
  record.outcome = engine().execute(record.envelope, log_index);
  return record;
}

journal::Appended Machine::write(const InFlight& block) {
  return journal_.append(block.header.position, block.header_bytes, block.body);
}

}  // namespace tanshu::sim
