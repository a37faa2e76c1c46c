// SPDX-License-Identifier: Apache-2.0
// First leaves by block, and a binary search.
#include "node/record_store.h"

#include <fmt/format.h>

#include <algorithm>

#include "node/chain.h"

namespace tanshu::node {

void RecordStore::note(std::uint64_t first_leaf, std::uint32_t record_count) {
  const std::lock_guard lock(mutex_);
  first_leaves_.push_back(first_leaf);
  next_leaf_ = first_leaf + record_count + 1;
}

std::uint64_t RecordStore::block_of(std::uint64_t log_index) const {
  const std::lock_guard lock(mutex_);
  if (log_index >= next_leaf_) return first_leaves_.size();
  const auto after = std::upper_bound(first_leaves_.begin(), first_leaves_.end(), log_index);
  return static_cast<std::uint64_t>(after - first_leaves_.begin()) - 1;
}

std::uint64_t RecordStore::blocks() const {
  const std::lock_guard lock(mutex_);
  return first_leaves_.size();
}

std::uint64_t RecordStore::first_leaf_of(std::uint64_t block) const {
  const std::lock_guard lock(mutex_);
  CHECK(block <= first_leaves_.size());
  return block == first_leaves_.size() ? next_leaf_ : first_leaves_[block];
}

std::uint64_t RecordStore::leaves() const {
  const std::lock_guard lock(mutex_);
  return next_leaf_;
}

Result<StoredBlock> RecordStore::block_with(std::uint64_t log_index) const {
  std::optional<StoredBlock> found;
  const std::uint64_t position = block_of(log_index);
  TRY(journal_.read(position, [&](std::uint64_t, ByteView header_bytes, ByteView body) {
    const auto header = protocol::decode_block_leaf(header_bytes);
    StoredBlock block{
        {}, {header_bytes.begin(), header_bytes.end()}, {body.begin(), body.end()}, {}};
    auto records = unpack_records(block.body);
    if (!header || !records) return false;
    block.header = *header;
    block.records = std::move(*records);
    found = std::move(block);
    return false;
  }));
  if (!found) return failure(fmt::format("the journal has no entry {}", log_index));
  return *std::move(found);
}

Result<Bytes> RecordStore::leaf(std::uint64_t log_index) const {
  TRY_SET(StoredBlock block, block_with(log_index));
  if (block.holds(log_index)) {
    const ByteView record = block.records[log_index - block.header.first_leaf];
    return Bytes(record.begin(), record.end());
  }
  if (log_index != block.header.first_leaf + block.records.size())
    return failure(fmt::format("the journal has no entry {}", log_index));
  return std::move(block.header_bytes);
}

Result<std::vector<Published>> RecordStore::records(std::uint64_t from_index,
                                                    std::size_t limit) const {
  std::vector<Published> published;
  std::uint64_t known = 0;
  {
    const std::lock_guard lock(mutex_);
    known = first_leaves_.size();
  }
  bool readable = true;
  TRY(journal_.read(block_of(from_index), [&](std::uint64_t block, ByteView head, ByteView body) {
    const auto header = protocol::decode_block_leaf(head);
    const auto records = unpack_records(body);
    readable = header && records;
    if (!readable || block >= known) return false;
    for (std::size_t i = 0; i < records->size() && published.size() < limit; ++i) {
      const std::uint64_t index = header->first_leaf + i;
      if (index < from_index) continue;
      auto record = protocol::decode_record((*records)[i]);
      readable = record.has_value();
      if (!readable) return false;
      published.push_back(
          {index, block, std::make_shared<const protocol::Record>(std::move(*record))});
    }
    return published.size() < limit;
  }));
  if (!readable) return failure("the journal holds a block that cannot be read");
  return published;
}

}  // namespace tanshu::node
