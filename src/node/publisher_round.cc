// SPDX-License-Identifier: Apache-2.0
// One round: some blocks into the log, one checkpoint; fewer into the views, one transaction.
#include <fmt/format.h>

#include "node/publisher.h"
#include "protocol/record.h"

namespace tanshu::node {
namespace {

/// A round takes at most so much, so that readers of the log need not wait for long work on the
/// views, nor closing for either.
constexpr std::uint64_t log_leaves_a_round = 65'536;
constexpr std::uint64_t view_leaves_a_round = 4'096;

std::unexpected<Failure> unreadable(std::uint64_t block) {
  return failure(fmt::format("block {} of the journal cannot be read", block));
}

}  // namespace

Result<void> Publisher::publish_some(std::uint64_t durable) {
  if (log_next_ < durable) TRY(extend_log(durable));
  if (views_next_ < durable) TRY(extend_views(durable));
  return {};
}

Result<void> Publisher::take_up() {
  const std::uint64_t size = parts_.log.size();
  log_next_ = parts_.store.block_of(size);
  if (parts_.store.first_leaf_of(log_next_) != size)
    return failure(fmt::format("the published log ends inside block {}", log_next_));
  if (!parts_.with_views) {
    views_next_ = UINT64_MAX;
    return {};
  }
  TRY_SET(views_, views::Views::open(parts_.views, parts_.cell, views::Mode::read_write));
  TRY_SET(views_next_, views_->next_block());
  if (views_next_ <= parts_.store.blocks()) return {};
  // Made from a journal that went on otherwise.
  TRY(views_->clear());
  views_next_ = 0;
  return {};
}

/// After a failure nothing that was open is trusted.
Result<void> Publisher::take_up_again() {
  views_.reset();
  TRY(parts_.log.restart());
  return take_up();
}

Result<void> Publisher::extend_log(std::uint64_t durable) {
  const auto add = [this](const Source& block) -> Result<void> {
    for (std::size_t i = 0; i < block.records.size(); ++i)
      TRY(block.hashes.empty() ? parts_.log.add(block.records[i])
                               : parts_.log.add(block.records[i], block.hashes[i]));
    TRY(parts_.log.add(block.header_bytes));
    ++log_next_;
    return {};
  };
  TRY(visit(log_next_, durable, log_leaves_a_round, add));
  return parts_.log.publish();
}

Result<void> Publisher::extend_views(std::uint64_t durable) {
  struct Decoded {
    protocol::BlockHeader header;
    std::vector<std::shared_ptr<const protocol::Record>> records;
  };
  std::vector<Decoded> decoded;
  TRY(visit(views_next_, durable, view_leaves_a_round, [&](const Source& block) -> Result<void> {
    Decoded& now = decoded.emplace_back(block.header);
    for (ByteView bytes : block.records) {
      auto record = protocol::decode_record(bytes);
      if (!record) return unreadable(block.header.position);
      now.records.push_back(std::make_shared<const protocol::Record>(std::move(*record)));
    }
    return {};
  }));
  std::vector<views::Block> blocks;
  for (const Decoded& block : decoded) {
    views::Block& now = blocks.emplace_back(block.header);
    for (const auto& record : block.records) now.records.push_back(record.get());
  }
  TRY(views_->apply(blocks));
  views_next_ += blocks.size();
  for (const Decoded& block : decoded)
    for (std::size_t i = 0; i < block.records.size(); ++i)
      tell(block.header.position, block.header.first_leaf + i, block.records[i]);
  return {};
}

void Publisher::tell(std::uint64_t block, std::uint64_t log_index,
                     const std::shared_ptr<const protocol::Record>& record) {
  if (block < tell_from_) return;
  const std::lock_guard lock(subscribers_mutex_);
  for (const auto& [id, subscriber] : subscribers_)
    if (log_index >= subscriber.from) subscriber.on_record({log_index, block, record});
}

std::vector<std::shared_ptr<const Block>> Publisher::in_memory(std::uint64_t from,
                                                               std::uint64_t end,
                                                               std::uint64_t leaves) {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<const Block>> blocks;
  if (recent_.empty() || from < recent_.front()->position()) return blocks;
  const std::uint64_t skipped = from - recent_.front()->position();
  std::uint64_t held = 0;
  for (std::uint64_t i = skipped; i < recent_.size() && held < leaves; ++i) {
    if (recent_[i]->position() >= end) break;
    held += recent_[i]->size() + 1;
    blocks.push_back(recent_[i]);
  }
  return blocks;
}

Result<void> Publisher::visit(std::uint64_t from, std::uint64_t end, std::uint64_t leaves,
                              const Visit& visit) {
  std::vector<ByteView> records;
  const auto blocks = in_memory(from, end, leaves);
  for (const auto& block : blocks) {
    records.clear();
    for (std::size_t i = 0; i < block->size(); ++i) records.push_back(block->record(i));
    TRY(visit({block->header(), block->header_bytes(), records, block->leaf_hashes()}));
  }
  if (!blocks.empty()) return {};
  std::uint64_t held = 0;
  Result<void> outcome;
  TRY(parts_.journal.read(from, [&](std::uint64_t position, ByteView header_bytes, ByteView body) {
    if (position >= end || held >= leaves) return false;
    const auto header = protocol::decode_block_leaf(header_bytes);
    auto unpacked = unpack_records(body);
    if (!header || !unpacked) {
      outcome = unreadable(position);
      return false;
    }
    records = std::move(*unpacked);
    held += records.size() + 1;
    outcome = visit({*header, header_bytes, records, {}});
    return outcome.has_value();
  }));
  TRY(outcome);
  if (held == 0) return failure(fmt::format("the journal has no block {}", from));
  return {};
}

}  // namespace tanshu::node
