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

Result<Bytes> RecordStore::leaf(std::uint64_t log_index) const {
  std::optional<Bytes> found;
  TRY(journal_.read(block_of(log_index), [&](std::uint64_t, ByteView header, ByteView body) {
    const auto block = protocol::decode_block_leaf(header);
    const auto records = unpack_records(body);
    if (!block || !records || log_index < block->first_leaf) return false;
    const std::uint64_t within = log_index - block->first_leaf;
    if (within < records->size())
      found.emplace((*records)[within].begin(), (*records)[within].end());
    else if (within == records->size())
      found.emplace(header.begin(), header.end());
    return false;
  }));
  if (!found) return failure(fmt::format("the journal has no entry {}", log_index));
  return *std::move(found);
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
