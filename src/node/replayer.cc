// SPDX-License-Identifier: Apache-2.0
// Block by block, record by record.
#include "node/replayer.h"

#include <fmt/format.h>

#include <algorithm>

#include "proof/merkle.h"

namespace tanshu::node {

Replayer::Replayer(engine::Engine engine, const protocol::BlockHeader& last, proof::Frontier log)
    : engine_(std::move(engine)), log_(std::move(log)), state_digest_(last.state_digest) {
  chain_.advance(last);
}

Result<void> Replayer::apply(std::uint64_t position, ByteView header_bytes, ByteView body,
                             const Sink& sink) {
  const auto wrong = [position](std::string_view what) {
    return failure(fmt::format("block {}: {}", position, what));
  };
  const auto header = protocol::decode_block_leaf(header_bytes);
  if (!header) return wrong("the header cannot be read");
  const auto records = unpack_records(body);
  if (!records) return wrong(records.error().what);
  std::vector<Digest> hashes;
  hashes.reserve(records->size());
  for (ByteView bytes : *records) hashes.push_back(proof::leaf_hash(bytes));
  TRY(chain_.check(*header, hashes));
  std::uint64_t log_index = header->first_leaf;
  for (ByteView bytes : *records) {
    auto record = execute(log_index, bytes);
    if (!record)
      return wrong(fmt::format("record {} (log index {}): {}", log_index - header->first_leaf,
                               log_index, record.error().what));
    sink({log_index, position, bytes, &*record});
    ++log_index;
  }
  state_digest_ = engine_.settle();
  if (state_digest_ != header->state_digest)
    return wrong("re-execution comes to another state digest");
  chain_.advance(*header);
  for (const Digest& hash : hashes) log_.append(hash);
  log_.append(proof::leaf_hash(header_bytes));
  sink({log_index, position, header_bytes, nullptr});
  return {};
}

Result<protocol::Record> Replayer::execute(std::uint64_t log_index, ByteView bytes) {
  auto recorded = protocol::decode_record(bytes);
  if (!recorded) return failure("it cannot be read");
  const bool watched = witness_ && !recorded->outcome.has_value();
  const Digest before = watched ? engine_.books_digest() : Digest{};
  recorded->outcome = engine_.execute(recorded->envelope, log_index);
  if (watched) witness_(log_index, before, engine_.books_digest());
  if (!std::ranges::equal(protocol::encode_record(*recorded), bytes))
    return failure("re-execution comes to another outcome");
  return std::move(*recorded);
}

Result<void> replay_journal(journal::Journal& journal, Replayer& replayer,
                            const Replayer::Sink& sink, std::uint64_t end) {
  Result<void> outcome;
  TRY(journal.read(replayer.chain().next_position(),
                   [&](std::uint64_t position, ByteView header, ByteView body) {
                     if (position >= end) return false;
                     outcome = replayer.apply(position, header, body, sink);
                     return outcome.has_value();
                   }));
  return outcome;
}

}  // namespace tanshu::node
