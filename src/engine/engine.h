// SPDX-License-Identifier: Apache-2.0
// The deterministic machine: envelope in, outcome out, state digest at the end of each batch. No
// clock, no random, no thread, no float; the same envelopes give the same digests on any machine.
#pragma once

#include <optional>

#include "engine/answers.h"
#include "engine/command_batch.h"
#include "engine/state.h"

namespace tanshu::engine {

/// Largest encoded envelope: of a command that moves units or money (its events repeat its texts
/// and add serials), and of any other (its event repeats it once). Both keep the record below
/// protocol::record_bytes_max.
inline constexpr std::size_t posting_envelope_bytes_max = 8'000;
inline constexpr std::size_t envelope_bytes_max = 26'000;

class Engine {
 public:
  /// `digests`: what rows are hashed with for the digest of the state.
  explicit Engine(HashKind digests = HashKind::sha256) : digester_(digests) {}

  /// Log index of the record that answered this key and command, if it was given before.
  std::optional<std::uint64_t> answered(const protocol::UserId& actor, const std::string& key,
                                        const protocol::Command& command) const;

  /// Decides and applies one command whose record will stand at `log_index`, and appends that
  /// record's bytes to `record`. Returns the number of the refusal, or 0.
  std::uint16_t execute(const protocol::Envelope& envelope, std::uint64_t log_index,
                        Buffer& record);

  static constexpr std::uint64_t not_ordered = UINT64_MAX;
  /// What became of one command of a batch.
  struct Executed {
    std::uint64_t log_index = 0;
    std::uint16_t refusal = 0;  ///< number, or 0
    bool repeated = false;      ///< it has its answer at log_index, from before
    std::size_t end = 0;        ///< how far the records reach with it

    bool adds_a_record() const { return !repeated && log_index != not_ordered; }
  };
  /// The same for a batch whose first new record will stand at `first_index`, each record with its
  /// length before it, as in a block's body (u32): answers what was
  /// answered before, executes the rest in order, and looks ahead so that memory is near when it is
  /// needed. Nothing of a command that is too large to be ordered is executed or written; it gets
  /// entry_is_too_large and log index `not_ordered`.
  void execute_batch(const CommandBatch& batch, std::uint64_t first_index, Buffer& records,
                     std::vector<Executed>& executed);
  /// What the last execute() accepted or refused, until the next one.
  const protocol::Events& events() const { return events_; }
  const protocol::Refusal& refusal() const { return refusal_; }
  /// The same, with the outcome to keep and no bytes.
  protocol::Outcome execute(const protocol::Envelope& envelope, std::uint64_t log_index);
  protocol::Outcome last_outcome() const;

  /// Digest of the state: the books and the answers. Costs two hashes for each row changed since
  /// the last call.
  Digest settle();
  /// The same in two steps, so that the hashing can go on beside the next batch: what the batch
  /// changed, and then its digest from digest_of(), which only one thread calls, in order.
  struct Changes {
    RowChanges rows;
    Answers::Added answers;
  };
  void collect(Changes& changes);
  Digester& digester() { return digester_; }
  HashKind digests() const { return digester_.kind(); }
  Digest digest_of(const Changes& changes) {
    return digester_.apply(changes.rows, changes.answers);
  }
  /// The same from all rows, slowly.
  Digest recompute_digest() const;
  /// Digest of the books alone, which a refused command leaves as it is.
  Digest books_digest() const;

  const State& state() const { return state_; }
  const Answers& answers() const { return answers_; }

 private:
  friend class Rows;  ///< writes the whole state to a snapshot and reads it back

  protocol::Verdict<protocol::Context> authorise(const protocol::Envelope& envelope) const;
  protocol::Verdict<void> decide(const protocol::Envelope& envelope, std::size_t envelope_bytes,
                                 bool key_is_new);
  std::uint64_t changes() const;

  struct Key {
    Answers::KeyMark mark;
    bool is_new;
  };
  /// A record whose envelope was written from `begin` on.
  struct Head {
    Buffer& record;
    std::size_t begin;
  };
  static std::size_t put_head(const protocol::Envelope& envelope, Buffer& record);
  std::uint16_t run(const protocol::Envelope& envelope, const Key& key, std::uint64_t log_index,
                    const Head& head);
  void answer(const protocol::Envelope& envelope, const Answers::KeyMark& key, Buffer& records,
              Executed& one);

  State state_;
  std::uint64_t changes_ = 0;  ///< of the state's tables, after the last command
  Answers answers_;
  Digester digester_;
  protocol::Events events_;
  protocol::Refusal refusal_;
};

/// Largest encoded envelope that can be journaled at all, even refused. A larger one would not fit
/// into a log entry beside its refusal: it is turned away before it is ordered.
inline constexpr std::size_t orderable_envelope_bytes_max = 50'000;
protocol::Verdict<void> check_orderable(const protocol::Envelope& envelope);

/// Names the first thing that the events did and the command's row does not allow, or nothing.
std::optional<std::string> beyond_its_row(const protocol::CommandRow& row,
                                          const protocol::Events& events);

}  // namespace tanshu::engine
