// SPDX-License-Identifier: Apache-2.0
// Linking and packing of blocks; docs/journal-format.md is the specification.
#include "node/chain.h"

#include <fmt/format.h>

#include "base/hash.h"
#include "proof/merkle.h"

namespace tanshu::node {

protocol::BlockHeader Chain::seal(std::span<const Digest> record_hashes, const Digest& state_digest,
                                  Instant at) const {
  protocol::BlockHeader header;
  header.position = next_position_;
  header.first_leaf = next_leaf_;
  header.record_count = static_cast<std::uint32_t>(record_hashes.size());
  header.previous_hash = previous_hash_;
  header.entries_root = proof::root_over(record_hashes, hash_);
  header.state_digest = state_digest;
  header.at = at;
  return header;
}

Result<void> Chain::check(const protocol::BlockHeader& header,
                          std::span<const Digest> record_hashes) const {
  return check(header, record_hashes.size(), proof::root_over(record_hashes, hash_));
}

Result<void> Chain::check(const protocol::BlockHeader& header, std::size_t records,
                          const Digest& entries_root) const {
  const auto wrong = [this](std::string_view what) {
    return failure(fmt::format("block {}: {}", next_position_, what));
  };
  if (header.position != next_position_) return wrong("the header carries another position");
  if (header.first_leaf != next_leaf_) return wrong("the header starts at another log index");
  if (header.previous_hash != previous_hash_) return wrong("it does not link to the block before");
  if (header.record_count != records) return wrong("the header counts other records");
  if (header.at < last_at_) return wrong("it is older than the block before");
  if (header.entries_root != entries_root)
    return wrong("the entries root does not fit the records");
  return {};
}

void Chain::advance(const protocol::BlockHeader& header) {
  const Bytes leaf = protocol::encode_block_leaf(header);
  previous_hash_ = digest_of(hash_, leaf);
  previous_sha256_ = hash_ == HashKind::sha256 ? previous_hash_ : sha256(leaf);
  next_position_ = header.position + 1;
  next_leaf_ = header.first_leaf + header.record_count + 1;
  last_at_ = header.at;
}

Bytes pack_records(const std::vector<Bytes>& records) {
  Bytes body;
  Encoder encoder(body);
  for (const Bytes& record : records) encoder.put(record);
  return body;
}

Result<std::vector<ByteView>> unpack_records(ByteView body) {
  std::vector<ByteView> records;
  std::size_t at = 0;
  while (at < body.size()) {
    std::uint32_t size = 0;
    Decoder decoder(body.subspan(at));
    decoder.get(size);
    if (!decoder.ok() || size > body.size() - at - sizeof(size))
      return failure(fmt::format("the body breaks off at byte {}", at));
    records.push_back(body.subspan(at + sizeof(size), size));
    at += sizeof(size) + size;
  }
  return records;
}

}  // namespace tanshu::node
