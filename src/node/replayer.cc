// SPDX-License-Identifier: Apache-2.0
// Block by block, record by record.
#include "node/replayer.h"

#include <fmt/format.h>

#include <algorithm>

namespace tanshu::node {

Replayer::Replayer(engine::Engine engine, const protocol::BlockHeader& last, proof::Frontier log)
    : engine_(std::move(engine)), log_(std::move(log)), state_digest_(last.state_digest) {
  chain_.advance(last);
}

Result<void> Replayer::apply(const PreparedBlock& block, const Sink& sink) {
  const auto wrong = [&block](std::string_view what) {
    return failure(fmt::format("block {}: {}", block.position, what));
  };
  if (!block.problem.empty()) return wrong(block.problem);
  TRY(chain_.check(block.header, block.records.size(), block.entries_root));
  std::uint64_t log_index = block.header.first_leaf;
  for (ByteView bytes : block.records) {
    const auto record = execute(log_index, bytes);
    if (!record)
      return wrong(fmt::format("record {} (log index {}): {}", log_index - block.header.first_leaf,
                               log_index, record.error().what));
    sink({log_index, block.position, bytes, &*record});
    ++log_index;
  }
  state_digest_ = engine_.settle();
  if (state_digest_ != block.header.state_digest)
    return wrong("re-execution comes to another state digest");
  chain_.advance(block.header);
  for (const Digest& hash : block.hashes) log_.append(hash);
  sink({log_index, block.position, block.header_bytes, nullptr});
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
                            const Replayer::Sink& sink, const ReplayLimit& limit) {
  BlocksAhead ahead(journal, replayer.chain().next_position(), limit.end);
  while (true) {
    TRY_SET(const std::vector<PreparedBlock> blocks, ahead.next());
    if (blocks.empty()) return {};
    if (!limit.go_on()) return failure("it was given up");
    for (const PreparedBlock& block : blocks) {
      const auto applied = replayer.apply(block, sink);
      if (!applied) return applied;
    }
  }
}

}  // namespace tanshu::node
