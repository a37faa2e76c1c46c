// SPDX-License-Identifier: Apache-2.0
// Which commands were answered, and where in the log: what makes a repeated command harmless.
//
// One command costs 24 bytes here, for as long as it is remembered: a fingerprint of its actor and
// idempotency key, its log index, and a fingerprint of what it asked. Two generations are kept;
// when the younger is full the older is dropped, so at least the last `generation_max` commands are
// known.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "base/table.h"
#include "protocol/command.h"

namespace tanshu::engine {

class Answers {
 public:
  static constexpr std::size_t generation_max_default = std::size_t{1} << 25;
  explicit Answers(std::size_t generation_max = generation_max_default)
      : generation_max_(generation_max) {}

  /// Fingerprint of an actor's idempotency key: 88 bits of SHA-256.
  struct KeyMark {
    std::uint64_t high = 0;
    std::uint32_t low = 0;  ///< 24 bits
    bool operator==(const KeyMark&) const = default;
  };
  static KeyMark mark_of(std::string_view actor, std::string_view key);
  static std::vector<KeyMark> marks_of(std::span<const protocol::Envelope> envelopes);
  /// Tells one command from another; not made to withstand one who looks for two that agree, which
  /// would only get him his own first answer again.
  static std::uint64_t command_mark(ByteView command);

  struct Answer {
    std::uint64_t log_index = 0;
    std::uint64_t command_mark = 0;
  };
  std::optional<Answer> find(const KeyMark& key) const;
  void prefetch(const KeyMark& key) const;
  /// The key must be new. The log index is less than 2^40 - 1.
  void add(const KeyMark& key, const Answer& answer);
  std::size_t size() const { return generations_[0].size() + generations_[1].size(); }
  std::size_t memory_bytes() const;

  /// The rows added since the last call, one list a generation: where a list ends and another
  /// follows, the older generation was dropped.
  using Added = std::vector<RowImages>;
  void collect(Added& added);
  void add_all(StateDigest& digest) const;

  /// A row as it is hashed and kept in a snapshot.
  struct Row {
    std::uint64_t key_high = 0;
    std::uint64_t key_low_and_index = 0;  ///< 24 bits of the key above 40 bits of log index + 1
    std::uint64_t command_mark = 0;
    bool operator==(const Row&) const = default;
    bool used() const { return key_low_and_index != 0; }
    std::uint64_t home() const { return key_high; }

    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
      visit("key_high", self.key_high, "First 64 bits of the key's mark.");
      visit("key_low_and_index", self.key_low_and_index, "24 more bits, and log index + 1.");
      visit("command_mark", self.command_mark, "Mark of the command.");
    }
  };
  /// Visits the rows of the older generation, then of the younger, each in no order.
  template <class Visit>
  void each_row(Visit&& visit) const {
    for (const bool older : {true, false})
      generations_[older ? 1 : 0].each([&](const Row& row) { visit(older, row); });
  }
  /// Puts back a row that each_row showed; it counts as added.
  void restore(bool older, const Row& row);

 private:
  using Generation = SlotTable<Row>;

  std::size_t generation_max_;
  std::array<Generation, 2> generations_;  ///< the younger first
  Added added_ = Added(1);
};

/// The state digest, brought up to date batch by batch, on another thread if one likes.
class Digester {
 public:
  explicit Digester(HashKind kind) : digest_(kind), older_answers_(kind), younger_answers_(kind) {}
  HashKind kind() const { return digest_.kind(); }
  Digest apply(const RowChanges& changes, const Answers::Added& added);

 private:
  StateDigest digest_;
  StateDigest older_answers_;
  StateDigest younger_answers_;
};

}  // namespace tanshu::engine
