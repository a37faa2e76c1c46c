// SPDX-License-Identifier: Apache-2.0
// Fingerprints, and two tables of them.
#include "engine/answers.h"

#include <cstring>

#include "base/hash_many.h"

namespace tanshu::engine {
namespace {

constexpr unsigned index_bits = 40;
constexpr std::uint64_t index_mask = (std::uint64_t{1} << index_bits) - 1;
constexpr std::string_view table_name = "engine.answers";

Answers::Row row_of(const Answers::KeyMark& key, const Answers::Answer& answer) {
  CHECK(answer.log_index < index_mask);
  return {key.high, std::uint64_t{key.low} << index_bits | (answer.log_index + 1),
          answer.command_mark};
}

void image(RowImages& images, const Answers::Row& row) {
  images.add(table_name, row, std::uint8_t{0});
}

void put_key(Buffer& bytes, std::string_view actor, std::string_view key) {
  FastEncoder encoder(bytes);
  encoder.put(actor);
  encoder.put(key);
}

Answers::KeyMark mark_in(const Digest& digest) {
  Answers::KeyMark mark;
  std::memcpy(&mark.high, digest.bytes.data(), 8);
  std::memcpy(&mark.low, digest.bytes.data() + 8, 3);
  return mark;
}

std::uint64_t fold(std::uint64_t state, std::uint64_t word) {
  const Uint128 product = static_cast<Uint128>(state ^ word) * 0x9e3779b97f4a7c15u;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

}  // namespace

Answers::KeyMark Answers::mark_of(std::string_view actor, std::string_view key) {
  thread_local Buffer bytes;
  bytes.clear();
  put_key(bytes, actor, key);
  const ByteView message = bytes.view();
  Digest digest;
  hash_each(HashKind::sha256, {&message, 1}, {&digest, 1});
  return mark_in(digest);
}

std::vector<Answers::KeyMark> Answers::marks_of(std::span<const protocol::Envelope> envelopes) {
  thread_local Buffer bytes;
  bytes.clear();
  std::vector<std::size_t> ends;
  ends.reserve(envelopes.size());
  for (const protocol::Envelope& envelope : envelopes) {
    put_key(bytes, envelope.actor.text, envelope.key);
    ends.push_back(bytes.size());
  }
  std::vector<ByteView> messages;
  messages.reserve(envelopes.size());
  std::size_t begin = 0;
  for (const std::size_t end : ends) {
    messages.push_back(bytes.view(begin, end - begin));
    begin = end;
  }
  std::vector<Digest> digests(messages.size());
  hash_each(HashKind::sha256, messages, digests);
  std::vector<KeyMark> marks;
  marks.reserve(digests.size());
  for (const Digest& digest : digests) marks.push_back(mark_in(digest));
  return marks;
}

std::uint64_t Answers::command_mark(ByteView command) {
  std::uint64_t state = 0x6c62272e07bb0142u ^ command.size();
  std::size_t at = 0;
  for (; at + 8 <= command.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, command.data() + at, 8);
    state = fold(state, word);
  }
  std::uint64_t rest = 0;
  if (at < command.size()) std::memcpy(&rest, command.data() + at, command.size() - at);
  return fold(fold(state, rest), 0x27d4eb2f165667c5u);
}

std::optional<Answers::Answer> Answers::find(const KeyMark& key) const {
  for (const Generation& generation : generations_) {
    const Row* row = generation.find(key.high, [&key](const Row& one) {
      return one.key_high == key.high && one.key_low_and_index >> index_bits == key.low;
    });
    if (row != nullptr) return Answer{(row->key_low_and_index & index_mask) - 1, row->command_mark};
  }
  return std::nullopt;
}

void Answers::prefetch(const KeyMark& key) const {
  for (const Generation& generation : generations_) generation.prefetch(key.high);
}

void Answers::add(const KeyMark& key, const Answer& answer) {
  if (generations_[0].size() == generation_max_) {
    generations_[1] = std::move(generations_[0]);
    generations_[0] = {};
    added_.emplace_back();
  }
  const Row row = row_of(key, answer);
  generations_[0].insert(row);
  image(added_.back(), row);
}

std::size_t Answers::memory_bytes() const {
  return generations_[0].memory_bytes() + generations_[1].memory_bytes();
}

void Answers::restore(bool older, const Row& row) {
  if (!older && generations_[1].size() != 0 && added_.size() == 1) added_.emplace_back();
  generations_[older ? 1 : 0].insert(row);
  image(added_.back(), row);
}

void Answers::collect(Added& added) {
  added = std::move(added_);
  added_ = Added(1);
}

Digest Digester::apply(const RowChanges& changes, const Answers::Added& added) {
  changes.apply(digest_);
  for (std::size_t i = 0; i < added.size(); ++i) {
    if (i > 0) {
      digest_.remove(older_answers_);
      older_answers_ = younger_answers_;
      younger_answers_ = StateDigest(kind());
    }
    StateDigest sum(kind());
    added[i].add_to(sum);
    younger_answers_.add(sum);
    digest_.add(sum);
  }
  return digest_.value();
}

void Answers::add_all(StateDigest& digest) const {
  RowImages images;
  each_row([&](bool, const Row& row) {
    image(images, row);
    if (images.size() < 4096) return;
    images.add_to(digest);
    images.clear();
  });
  images.add_to(digest);
}

}  // namespace tanshu::engine
