// SPDX-License-Identifier: Apache-2.0
// The log is the journal in another wrapping: records, then the header of their block.
#include "link/reexecution.h"

#include <fmt/format.h>

#include "proof/merkle.h"

namespace tanshu::link {
namespace {

/// No honest block comes near; without an end it would fill the memory.
constexpr std::size_t block_bytes_max = 512u << 20;

}  // namespace

Finding Reexecution::found(std::uint64_t log_index, Differs differs, std::string zh,
                           std::string en) const {
  return {log_index, next_block(), differs, std::move(zh), std::move(en)};
}

std::optional<Finding> Reexecution::add(ByteView entry) {
  const auto leaf = entry.empty() ? protocol::Leaf{} : static_cast<protocol::Leaf>(entry[0]);
  if (leaf == protocol::Leaf::block) return close_block(entry);
  if (leaf != protocol::Leaf::record)
    return found(size_, Differs::form, "既不是记录，也不是区块头",
                 "neither a record nor a block header");
  record_bytes_ += entry.size();
  if (record_bytes_ > block_bytes_max)
    return found(size_, Differs::form, "区块没有结尾", "the block has no end");
  records_.emplace_back(entry.begin(), entry.end());
  ++size_;
  return std::nullopt;
}

std::optional<Finding> Reexecution::close_block(ByteView header_bytes) {
  const auto header = protocol::decode_block_leaf(header_bytes);
  if (!header)
    return found(size_, Differs::form, "区块头无法解读", "the block header cannot be read");
  const std::uint64_t first = size_ - records_.size();
  std::uint64_t executed = 0;
  const auto applied =
      replayer_->apply(header->position, header_bytes, node::pack_records(records_),
                       [&executed](const node::ReplayedLeaf&) { ++executed; });
  if (!applied) return judge(*header, first, executed, applied.error().what);
  records_.clear();
  record_bytes_ = 0;
  ++size_;
  return std::nullopt;
}

/// The replayer stops before its chain moves on, so that the header can be looked at once more:
/// where it is right, the first record that was not told is the one.
Finding Reexecution::judge(const protocol::BlockHeader& header, std::uint64_t first,
                           std::uint64_t executed, const std::string& what) const {
  std::vector<Digest> hashes;
  for (const Bytes& record : records_)
    hashes.push_back(proof::leaf_hash(record, replayer_->chain().hash()));
  if (const auto linked = replayer_->chain().check(header, hashes); !linked)
    return found(size_, Differs::chain, "区块头与区块链不符：" + linked.error().what,
                 linked.error().what);
  if (executed < records_.size())
    return found(first + executed, Differs::outcome, "重新执行的结果与所载不同：" + what, what);
  return found(size_, Differs::state_digest, "重新执行的状态摘要与所载不同：" + what, what);
}

}  // namespace tanshu::link
