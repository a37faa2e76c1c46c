// SPDX-License-Identifier: Apache-2.0
// Blocks pass from thread to thread in portions, because many are small.
#include "node/prepared_block.h"

#include "node/chain.h"
#include "proof/merkle.h"

namespace tanshu::node {
namespace {

constexpr std::size_t portion_bytes = 1 << 20;
constexpr std::size_t portion_blocks = 256;
constexpr std::size_t portions_ahead = 3;

/// What was asked, without what came of it.
engine::CommandBatch commands_in(std::span<const ByteView> records) {
  engine::CommandBatch commands;
  commands.envelopes.reserve(records.size());
  for (ByteView record : records) {
    Decoder decoder(record);
    protocol::get_record_head(decoder, commands.envelopes.emplace_back());
    if (decoder.ok()) continue;
    commands.envelopes.pop_back();
    break;
  }
  commands.note_keys();
  return commands;
}

}  // namespace

PreparedBlock prepare_block(std::uint64_t position, ByteView header, ByteView body, HashKind hash) {
  PreparedBlock block;
  block.position = position;
  block.header_bytes.assign(header.begin(), header.end());
  block.body.assign(body.begin(), body.end());
  const auto decoded = protocol::decode_block_leaf(block.header_bytes);
  if (!decoded) {
    block.problem = "the header cannot be read";
    return block;
  }
  block.header = *decoded;
  auto records = unpack_records(block.body);
  if (!records) {
    block.problem = std::move(records.error().what);
    return block;
  }
  block.records = std::move(*records);
  block.commands = commands_in(block.records);
  block.hashes.resize(block.records.size());
  proof::leaf_hashes(block.records, block.hashes, hash);
  block.entries_root = proof::root_over(block.hashes, hash);
  block.hashes.push_back(proof::leaf_hash(block.header_bytes, hash));
  return block;
}

BlocksAhead::BlocksAhead(journal::Journal& journal, HashKind hash, std::uint64_t from,
                         std::uint64_t end)
    : journal_(journal), hash_(hash) {
  thread_ = std::thread([this, from, end] { read(from, end); });
}

BlocksAhead::~BlocksAhead() {
  {
    const std::lock_guard lock(mutex_);
    unwanted_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

Result<std::vector<PreparedBlock>> BlocksAhead::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return ended_ || !ready_.empty(); });
  if (ready_.empty()) {
    TRY(outcome_);
    return std::vector<PreparedBlock>();
  }
  std::vector<PreparedBlock> blocks = std::move(ready_.front());
  ready_.pop_front();
  lock.unlock();
  changed_.notify_all();
  return blocks;
}

bool BlocksAhead::push(std::vector<PreparedBlock>& blocks) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return unwanted_ || ready_.size() < portions_ahead; });
  if (unwanted_) return false;
  if (!blocks.empty()) ready_.push_back(std::exchange(blocks, {}));
  lock.unlock();
  changed_.notify_all();
  return true;
}

void BlocksAhead::read(std::uint64_t from, std::uint64_t end) {
  std::vector<PreparedBlock> portion;
  std::size_t bytes = 0;
  auto outcome = journal_.read(from, [&](std::uint64_t position, ByteView header, ByteView body) {
    if (position >= end) return false;
    portion.push_back(prepare_block(position, header, body, hash_));
    bytes += body.size();
    if (bytes < portion_bytes && portion.size() < portion_blocks) return true;
    bytes = 0;
    return push(portion);
  });
  push(portion);
  {
    const std::lock_guard lock(mutex_);
    outcome_ = std::move(outcome);
    ended_ = true;
  }
  changed_.notify_all();
}

}  // namespace tanshu::node
