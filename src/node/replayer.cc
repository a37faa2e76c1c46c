// SPDX-License-Identifier: Apache-2.0
// Block by block, record by record.
#include "node/replayer.h"

#include <fmt/format.h>

#include <algorithm>

#include "node/settling.h"

namespace tanshu::node {
namespace {

constexpr std::string_view unreadable = "it cannot be read";
constexpr std::string_view other_outcome = "re-execution comes to another outcome";

std::unexpected<Failure> wrong(std::uint64_t position, std::string_view what) {
  return failure(fmt::format("block {}: {}", position, what));
}

std::unexpected<Failure> wrong_record(const PreparedBlock& block, std::size_t number,
                                      std::string_view what) {
  return wrong(block.position, fmt::format("record {} (log index {}): {}", number,
                                           block.header.first_leaf + number, what));
}

/// How many records the two bodies have in common from the front on.
std::size_t records_in_common(const PreparedBlock& block, ByteView produced) {
  if (std::ranges::equal(block.body, produced)) return block.records.size();
  std::size_t common = 0;
  std::size_t at = 0;
  for (ByteView record : block.records) {
    const std::size_t end = at + sizeof(std::uint32_t) + record.size();
    if (end > produced.size() || !std::ranges::equal(ByteView(block.body).subspan(at, end - at),
                                                     produced.subspan(at, end - at)))
      break;
    at = end;
    ++common;
  }
  return common;
}

}  // namespace

Replayer::Replayer(engine::Engine engine, const protocol::BlockHeader& last, proof::Frontier log)
    : engine_(std::move(engine)),
      chain_(engine_.digests()),
      log_(std::move(log)),
      state_digest_(last.state_digest) {
  chain_.advance(last);
}

Result<void> Replayer::apply(const PreparedBlock& block, const Sink& sink) {
  TRY(execute(block, sink));
  if (engine_.settle() != block.header.state_digest) return other_digest(block.position);
  take_in(block, sink);
  return {};
}

Result<void> Replayer::apply(const PreparedBlock& block, const Sink& sink,
                             engine::Engine::Changes& changes) {
  TRY(execute(block, sink));
  engine_.collect(changes);
  take_in(block, sink);
  return {};
}

/// The journal keeps records as the engine writes them, so a block that comes out right is the
/// same bytes.
Result<void> Replayer::execute(const PreparedBlock& block, const Sink& sink) {
  if (!block.problem.empty()) return wrong(block.position, block.problem);
  TRY(chain_.check(block.header, block.records.size(), block.entries_root));
  if (witness_) return execute_watched(block, sink);
  const std::size_t readable = block.commands.envelopes.size();
  produced_.clear();
  engine_.execute_batch(block.commands, block.header.first_leaf, produced_, executed_);
  const std::size_t same = records_in_common(block, produced_.view());
  for (std::size_t i = 0; i < same; ++i)
    sink({block.header.first_leaf + i, block.position, block.records[i], false});
  if (same == block.records.size()) return {};
  return wrong_record(block, same, same == readable ? unreadable : other_outcome);
}

/// One by one, with a look at the books before and after each refusal.
Result<void> Replayer::execute_watched(const PreparedBlock& block, const Sink& sink) {
  for (std::size_t i = 0; i < block.records.size(); ++i) {
    const std::uint64_t log_index = block.header.first_leaf + i;
    const auto recorded = protocol::decode_record(block.records[i]);
    if (!recorded) return wrong_record(block, i, unreadable);
    const bool watched = !recorded->outcome.has_value();
    const Digest before = watched ? engine_.books_digest() : Digest{};
    produced_.clear();
    engine_.execute(recorded->envelope, log_index, produced_);
    if (!std::ranges::equal(produced_.view(), block.records[i]))
      return wrong_record(block, i, other_outcome);
    if (watched) witness_(log_index, before, engine_.books_digest());
    sink({log_index, block.position, block.records[i], false});
  }
  return {};
}

void Replayer::take_in(const PreparedBlock& block, const Sink& sink) {
  state_digest_ = block.header.state_digest;
  chain_.advance(block.header);
  log_.append(block.hashes);
  sink({block.header.first_leaf + block.records.size(), block.position, block.header_bytes, true});
}

protocol::Record ReplayedLeaf::record() const {
  auto decoded = protocol::decode_record(bytes);
  CHECK(!closes_block && decoded.has_value());
  return std::move(*decoded);
}

namespace {

Result<void> replay_ahead_of(Settling& settling, journal::Journal& journal, Replayer& replayer,
                             const Replayer::Sink& sink, const ReplayLimit& limit) {
  BlocksAhead ahead(journal, replayer.chain().hash(), replayer.chain().next_position(), limit.end);
  while (!settling.failed()) {
    TRY_SET(const std::vector<PreparedBlock> blocks, ahead.next());
    if (blocks.empty()) return {};
    if (!limit.go_on()) return failure("it was given up");
    for (const PreparedBlock& block : blocks) {
      engine::Engine::Changes changes;
      TRY(replayer.apply(block, sink, changes));
      settling.add(block.position, block.header.state_digest, std::move(changes));
    }
  }
  return {};
}

}  // namespace

Result<void> replay_journal(journal::Journal& journal, Replayer& replayer,
                            const Replayer::Sink& sink, const ReplayLimit& limit) {
  Settling settling(replayer.engine().digester());
  auto replayed = replay_ahead_of(settling, journal, replayer, sink, limit);
  TRY(settling.finish());  // what it found wrong lies before what stopped the rest
  return replayed;
}

}  // namespace tanshu::node
