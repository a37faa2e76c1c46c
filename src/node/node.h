// SPDX-License-Identifier: Apache-2.0
// The node: the only room that knows disk and engine. It puts commands in one order, makes each
// batch durable with one sync, and only then answers. It conducts and decides nothing.
//
//   submit ─► queue ─► execute a batch ─► hash, seal, append (one sync) ─► answers
//                                                     ╰─► behind: log, checkpoint, views,
//                                                     subscribers
//
// Each stage has its thread, so that a batch is executed while the one before is being written;
// when nothing is under way, one thread does both without a hop. What is behind takes many blocks
// at once. Thread safety: every public function may be called from any thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "journal/journal.h"
#include "proof/note.h"
#include "protocol/record.h"

namespace tanshu::node {

/// Opens the cell's journal.
using OpenJournal = std::function<Result<std::unique_ptr<journal::Journal>>()>;

void print_notice(const std::string& notice);

struct Options {
  std::filesystem::path data;
  /// Reads the clock of an entry; a demo or a simulation brings its own. Time never runs backwards
  /// in the journal: an earlier reading is lifted to the last entry's time.
  std::function<Instant()> clock = &now;
  /// A clock that steps by more than this is not believed, and no commands are taken until it is
  /// set right; zero believes any.
  std::chrono::nanoseconds clock_step_max{0};
  /// Gives up what a power failure left of an append that nobody was told had succeeded. Only on an
  /// operator's word, because a damaged last block looks the same.
  bool drop_torn_tail = false;
  /// Where the journal is kept, as journal::open_journal() takes it. When empty: what the data
  /// directory says, and if it says nothing, its SQLite file.
  std::string journal = {};
  /// Where clients reach this node, for other nodes to tell them.
  std::string address = {};
  /// Several nodes share the journal: write only while no other does, and follow the one who does.
  bool follow = false;
  /// How to open the journal for writing, and for reading beside the writer, in place of `journal`;
  /// both or neither.
  OpenJournal open_journal = {};
  OpenJournal open_reader = {};
  /// Without views only the log is published: for followers and measurements.
  bool publish_views = true;
  /// A snapshot is made beside the running node whenever the log has grown by so many leaves; 0
  /// makes none.
  std::uint64_t snapshot_every_leaves = 4'000'000;
  /// Told in plain words what an operator should know and nobody else asks for. Without one it goes
  /// to standard error.
  std::function<void(const std::string&)> notice = &print_notice;
  /// After a failure of the disk: how long until writing is tried again. Doubles up to twenty times
  /// this.
  std::chrono::milliseconds retry_after{3000};
};

struct Submission {
  protocol::UserId actor;
  std::string key;
  protocol::Command command;
};

/// What became of a command, durable when it is handed out.
struct Receipt {
  std::uint64_t log_index = 0;
  std::uint64_t block = 0;
  Instant at;
  protocol::Outcome outcome;
  /// The same key and command were given before: this is the first answer again, and nothing
  /// happened now.
  bool repeated = false;
  /// False for a command too large for any log entry: refused, with nothing written, so that the
  /// index, block and time above mean nothing.
  bool recorded = true;
};

/// What became of one command of a batch, durable when it is handed out.
struct Answered {
  std::uint64_t log_index = 0;
  /// Number of the refusal, or 0.
  std::uint16_t refusal = 0;
  bool repeated = false;
  /// As in Receipt.
  bool recorded = true;
  /// The refusal with its parameters, when there is one.
  std::shared_ptr<const protocol::Refusal> reason = {};
};

/// At most so many commands are in a block, and in one submit_batch().
inline constexpr std::size_t batch_commands_max = 8192;

/// Appends a submission to an encoded batch: u32 length, then the envelope as put_envelope() has
/// it, with a time of 0, which the node replaces.
void append_submission(Bytes& batch, const Submission& submission);
void append_submission(Buffer& batch, const protocol::Envelope& envelope);

/// A durable record as subscribers see it.
struct Published {
  std::uint64_t log_index = 0;
  std::uint64_t block = 0;
  std::shared_ptr<const protocol::Record> record;
};

struct LogHead {
  std::string origin;
  std::string vkey;
  std::string sm2_vkey;  ///< empty where the log has no such key
  std::uint64_t size = 0;
  std::string checkpoint;  ///< the signed note
};

/// An entry with its audit path to the current checkpoint.
struct ProvenEntry {
  std::uint64_t index = 0;
  Bytes entry;
  std::vector<Digest> path;
};

/// Who writes, and how old what is read here may be.
struct Standing {
  bool leading = true;
  /// Where clients reach the node that writes; empty if nobody is known to, or where it is.
  std::string leader;
  /// Everything acknowledged anywhere before so long is to be read here.
  std::chrono::milliseconds staleness{0};
  /// Blocks known to be durable.
  std::uint64_t head = 0;
};

class Node {
 public:
  /// Opens the data directory (made by `create`), re-executes the journal and brings proofs and
  /// views up to it.
  static Result<std::unique_ptr<Node>> open(Options options);
  /// Makes a data directory: keys, empty journal, cell name. Fails if one is there.
  /// With a connection string, the journal is in that database.
  /// What its proofs are made with is for ever; with SM3 the log has an SM2 key as well.
  static Result<void> create(const std::filesystem::path& data, const std::string& cell,
                             const std::string& database = {}, HashKind proofs = HashKind::sha256);
  virtual ~Node() = default;

  /// Orders the command and waits until it is durable. A failure means that the outcome is unknown
  /// or that the node has stopped taking writes (disk full, lost leadership); the same key may be
  /// submitted again.
  virtual Result<Receipt> submit(Submission submission) = 0;
  /// The same without waiting; `done` is called on a thread of the node and must not block.
  virtual void submit_later(Submission submission, std::function<void(Result<Receipt>)> done) = 0;
  /// Orders the commands that append_submission() wrote, one after another and in one block;
  /// answers in the same order. A frame that is no envelope is refused as request_is_malformed,
  /// without an entry. `done` as in submit_later().
  virtual void submit_batch(Bytes encoded,
                            std::function<void(Result<std::vector<Answered>>)> done) = 0;

  /// Entries of the log that are durable; log and views come up to it shortly after.
  virtual std::uint64_t durable_size() const = 0;
  /// Waits until log, views and subscribers have everything that was durable at the call, or (when
  /// given) the entry at `log_index`; false when patience ran out or publishing has stopped.
  /// Whoever has an answer and then waits here finds his entry wherever he looks.
  virtual bool wait_published(std::chrono::milliseconds patience,
                              std::optional<std::uint64_t> log_index = {}) const = 0;
  /// The same without waiting: calls `then` at once or later, on a thread of the node.
  virtual void when_published(std::chrono::milliseconds patience,
                              std::function<void()> then) const = 0;

  /// The published head, after a wait_published() of at most 2 s, as with prove().
  virtual LogHead log_head() const = 0;
  /// The entries and their audit paths to exactly the checkpoint in `head`, or a failure if one is
  /// beyond it.
  virtual Result<std::vector<ProvenEntry>> prove(const std::vector<std::uint64_t>& indexes,
                                                 LogHead& head) const = 0;
  /// The log's signer, for documents.
  virtual const proof::Signer& signer() const = 0;

  /// Records from `from_index` on that are in the journal, oldest first, at most `limit`.
  virtual Result<std::vector<Published>> records(std::uint64_t from_index,
                                                 std::size_t limit) const = 0;
  /// Calls `on_record` for every record published from now on, on the publishing thread; it must
  /// not block. Records that were durable but not yet published at the call are told as well.
  virtual std::uint64_t subscribe(std::function<void(const Published&)> on_record) = 0;
  virtual void unsubscribe(std::uint64_t subscription) = 0;

  /// Empty while writes are taken, else why not.
  virtual std::string write_stop() const = 0;
  virtual Standing standing() const = 0;
  virtual const std::filesystem::path& data() const = 0;
  virtual const std::string& cell() const = 0;
};

}  // namespace tanshu::node
