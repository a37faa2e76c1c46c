// SPDX-License-Identifier: Apache-2.0
// The packing is that of pack_records(): u32 length and bytes.
#include "node/block.h"

#include "proof/merkle.h"

namespace tanshu::node {
namespace {

constexpr std::size_t length_bytes = sizeof(std::uint32_t);

}  // namespace

void Block::note_records(std::span<const engine::Engine::Executed> executed) {
  for (const auto& one : executed)
    if (one.adds_a_record()) ends_.push_back(one.end);
  CHECK((ends_.empty() ? 0 : ends_.back()) == body_.size());
}

ByteView Block::record(std::size_t number) const {
  const std::size_t start = (number == 0 ? 0 : ends_[number - 1]) + length_bytes;
  return body_.view(start, ends_[number] - start);
}

void Block::seal(const Chain& chain, engine::Digester& digester) {
  std::vector<ByteView> records(ends_.size());
  for (std::size_t i = 0; i < records.size(); ++i) records[i] = record(i);
  leaf_hashes_.resize(records.size());
  proof::leaf_hashes(records, leaf_hashes_, chain.hash());
  header_ = chain.seal(leaf_hashes_, digester.apply(changes_.rows, changes_.answers), at_);
  changes_ = {};
  CHECK(header_.position == position_ && header_.first_leaf == first_leaf_);
  header_bytes_ = protocol::encode_block_leaf(header_);
  leaf_hashes_.push_back(proof::leaf_hash(header_bytes_, chain.hash()));
}

}  // namespace tanshu::node
