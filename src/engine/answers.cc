// SPDX-License-Identifier: Apache-2.0
// Open addressing in 256 segments, each of which grows alone.
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

std::uint64_t fold(std::uint64_t state, std::uint64_t word) {
  const Uint128 product = static_cast<Uint128>(state ^ word) * 0x9e3779b97f4a7c15u;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

}  // namespace

Answers::KeyMark Answers::mark_of(std::string_view actor, std::string_view key) {
  thread_local Buffer bytes;
  bytes.clear();
  FastEncoder encoder(bytes);
  encoder.put(actor);
  encoder.put(key);
  const ByteView message = bytes.view();
  Digest digest;
  sha256_each({&message, 1}, {&digest, 1});
  KeyMark mark;
  std::memcpy(&mark.high, digest.bytes.data(), 8);
  std::memcpy(&mark.low, digest.bytes.data() + 8, 3);
  return mark;
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

const Answers::Row* Answers::Segment::find(const KeyMark& key) const {
  if (rows.empty()) return nullptr;
  const std::size_t mask = rows.size() - 1;
  for (std::size_t i = key.high & mask;; i = (i + 1) & mask) {
    const Row& row = rows[i];
    if (!row.used()) return nullptr;
    if (row.key_high == key.high && row.key_low_and_index >> index_bits == key.low) return &row;
  }
}

void Answers::Segment::insert(const Row& row) {
  if ((used + 1) * 4 > rows.size() * 3) {
    std::vector<Row> old(rows.empty() ? 8 : rows.size() * 2);
    old.swap(rows);
    for (const Row& before : old)
      if (before.used()) place(before);
  }
  place(row);
  ++used;
}

void Answers::Segment::place(const Row& row) {
  const std::size_t mask = rows.size() - 1;
  std::size_t i = row.key_high & mask;
  while (rows[i].used()) i = (i + 1) & mask;
  rows[i] = row;
}

void Answers::Generation::insert(const Row& row) {
  segments[row.key_high >> 56].insert(row);
  ++size;
}

std::optional<Answers::Answer> Answers::find(const KeyMark& key) const {
  for (const Generation& generation : generations_)
    if (const Row* row = generation.of(key).find(key))
      return Answer{(row->key_low_and_index & index_mask) - 1, row->command_mark};
  return std::nullopt;
}

void Answers::prefetch(const KeyMark& key) const {
  for (const Generation& generation : generations_) {
    const auto& rows = generation.of(key).rows;
    if (!rows.empty()) __builtin_prefetch(&rows[key.high & (rows.size() - 1)]);
  }
}

void Answers::add(const KeyMark& key, const Answer& answer) {
  if (generations_[0].size == generation_max_) {
    StateDigest& full = generations_[0].digest;
    added_.add_to(full);
    added_.clear();
    generations_[1] = std::move(generations_[0]);
    generations_[0] = {};
  }
  const Row row = row_of(key, answer);
  generations_[0].insert(row);
  image(added_, row);
}

std::size_t Answers::memory_bytes() const {
  std::size_t rows = 0;
  for (const Generation& generation : generations_)
    for (const Segment& segment : generation.segments) rows += segment.rows.capacity();
  return rows * sizeof(Row);
}

void Answers::restore(bool older, const Row& row) {
  Generation& generation = generations_[older ? 1 : 0];
  generation.insert(row);
  RowImages images;
  image(images, row);
  images.add_to(generation.digest);
}

void Answers::settle(StateDigest& digest) {
  digest.remove(settled_);
  added_.add_to(generations_[0].digest);
  added_.clear();
  settled_ = generations_[0].digest;
  settled_.add(generations_[1].digest);
  digest.add(settled_);
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
