// SPDX-License-Identifier: Apache-2.0
// The packing is that of pack_records(): u32 length and bytes.
#include "node/block.h"

#include <algorithm>

#include "proof/merkle.h"

namespace tanshu::node {
namespace {

constexpr std::size_t length_bytes = sizeof(std::uint32_t);

template <class T>
void write_integer(Bytes& bytes, std::size_t at, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i)
    bytes[at + i] = static_cast<std::uint8_t>(static_cast<std::make_unsigned_t<T>>(value) >> 8 * i);
}

/// Where the time stands in an encoded envelope: after the number, the actor and the key.
std::size_t time_offset(const protocol::Envelope& envelope) {
  return sizeof(std::uint16_t) + length_bytes + envelope.actor.text.size() + length_bytes +
         envelope.key.size();
}

}  // namespace

std::size_t Block::open_record() {
  const std::size_t start = body_.size();
  body_.resize(start + length_bytes);
  body_.push_back(static_cast<std::uint8_t>(protocol::Leaf::record));
  return start;
}

void Block::close_record(std::size_t start, const protocol::Outcome& outcome) {
  Encoder encoder(body_);
  protocol::put_outcome(encoder, outcome);
  const std::size_t size = body_.size() - start - length_bytes;
  CHECK(size <= protocol::record_bytes_max);
  write_integer(body_, start, static_cast<std::uint32_t>(size));
  ends_.push_back(body_.size());
}

void Block::add(const protocol::Envelope& envelope, const protocol::Outcome& outcome) {
  CHECK(envelope.at == at_);
  const std::size_t start = open_record();
  Encoder encoder(body_);
  protocol::put_envelope(encoder, envelope);
  close_record(start, outcome);
}

void Block::add(const protocol::Envelope& envelope, ByteView encoded,
                const protocol::Outcome& outcome) {
  const std::size_t start = open_record();
  const std::size_t begin = body_.size();
  body_.insert(body_.end(), encoded.begin(), encoded.end());
  write_integer(body_, begin + time_offset(envelope), at_.ns);
  close_record(start, outcome);
}

ByteView Block::record(std::size_t number) const {
  const std::size_t start = (number == 0 ? 0 : ends_[number - 1]) + length_bytes;
  return ByteView(body_).subspan(start, ends_[number] - start);
}

void Block::seal(const Chain& chain) {
  leaf_hashes_.reserve(ends_.size() + 1);
  for (std::size_t i = 0; i < ends_.size(); ++i)
    leaf_hashes_.push_back(proof::leaf_hash(record(i)));
  header_ = chain.seal(leaf_hashes_, state_digest_, at_);
  CHECK(header_.position == position_ && header_.first_leaf == first_leaf_);
  header_bytes_ = protocol::encode_block_leaf(header_);
  leaf_hashes_.push_back(proof::leaf_hash(header_bytes_));
}

}  // namespace tanshu::node
