// SPDX-License-Identifier: Apache-2.0
// Opening, and everything that any thread may ask. Writing lives in live_node_write.cc.
#include "node/live_node.h"

#include <fmt/format.h>

#include <cstdio>
#include <future>

#include "journal/opening.h"
#include "node/encoded_batch.h"
#include "proof/merkle.h"

namespace tanshu::node {
namespace {

/// How long a reader waits for what was durable when he came.
constexpr std::chrono::milliseconds reader_patience{2000};

}  // namespace

Result<std::unique_ptr<Node>> Node::open(Options options) {
  TRY_SET(std::unique_ptr<Node> node, LiveNode::open(std::move(options)));
  return node;
}

void print_notice(const std::string& notice) {
  fmt::print(stderr, "node: {}\n", notice);
}

Result<void> Node::create(const std::filesystem::path& data, const std::string& cell,
                          const std::string& database, HashKind proofs) {
  return make_data_dir({data}, cell, database, proofs);
}

Result<std::unique_ptr<LiveNode>> LiveNode::open(Options options) {
  DataDir dir{options.data};
  std::unique_ptr<LiveNode> node(new LiveNode(std::move(options), std::move(dir)));
  TRY(node->start());
  return node;
}

Result<void> LiveNode::start() {
  if (!dir_.exists())
    return failure(
        fmt::format("{} holds no cell: make one with `tanshu init`", dir_.root.string()));
  TRY_SET(cell_, read_cell(dir_));
  TRY_SET(proof::Signer signer, read_signer(dir_, cell_));
  TRY(find_journal());
  TRY(options_.follow ? journal_->open_reader() : journal_->reopen());
  store_ = std::make_unique<RecordStore>(*journal_);
  TRY_SET(log_, LogPublisher::open(dir_.log(), std::move(signer)));
  TRY_SET(Replayer replayer, replay_and_compare());
  if (options_.follow)
    TRY(journal_->confirm(replayer.chain().next_position(), replayer.chain().previous_sha256()));
  publisher_ =
      std::make_unique<Publisher>(Publisher::Parts{*journal_, *store_, *log_, dir_.views(), cell_,
                                                   options_.retry_after, options_.publish_views});
  TRY(publisher_->start());
  keeper_ = std::make_unique<SnapshotKeeper>(
      SnapshotKeeper::Plan{dir_, cell_, open_reader_, options_.snapshot_every_leaves,
                           options_.notice},
      restored_leaves_);
  if (options_.follow) return start_following(std::move(replayer));
  start_writing(std::move(replayer));
  return {};
}

/// Where the options say; without a word from them, where the data directory says.
Result<void> LiveNode::find_journal() {
  TRY_SET(const auto place, journal_place(dir_, options_.journal));
  const auto opener = [&](journal::Mode mode) -> OpenJournal {
    const journal::Opening opening{place, cell_, mode, options_.address, !options_.follow};
    return [opening] { return journal::open_journal(opening); };
  };
  const bool given = options_.open_journal != nullptr;
  open_reader_ = given ? options_.open_reader : opener(journal::Mode::read_only);
  journal_ = std::make_unique<ReopeningJournal>(
      given ? options_.open_journal
            : opener(options_.drop_torn_tail ? journal::Mode::read_write_dropping_torn_tail
                                             : journal::Mode::read_write),
      open_reader_);
  // What cannot be read back must not be built upon. A database looks after its pages itself, and a
  // reader's lost connection says nothing of them.
  if (given || !journal::is_database(place))
    journal_->on_read_failure([this](const std::string& why) { note_read_failure(why); });
  return {};
}

/// What was published stands: a journal that does not lead there is refused.
Result<Replayer> LiveNode::replay_and_compare() {
  Restored restored = restore();
  Replayer& replayer = restored.replayer;
  const std::uint64_t restored_leaves = replayer.log().size();
  const proof::Checkpoint& vouched = log_->vouched();
  if (vouched.size < restored_leaves) TRY(extend_log_to(replayer.log()));
  Digest root = vouched.size < restored_leaves ? vouched.root : replayer.log().root();
  TRY(replay_journal(*journal_, replayer, [&](const ReplayedLeaf& leaf) {
    if (!leaf.closes_block) return;
    note_replayed(leaf);
    if (replayer.log().size() == vouched.size) root = replayer.log().root();
  }));
  if (replayer.log().size() < vouched.size)
    return failure(
        fmt::format("the published checkpoint covers {} entries, the journal leads to {}: entries "
                    "{} and on are lost",
                    vouched.size, replayer.log().size(), replayer.log().size()));
  if (root != vouched.root) return leads_elsewhere(vouched.size);
  return std::move(replayer);
}

/// From the newest snapshot, and told to the store.
Restored LiveNode::restore() {
  std::vector<std::string> notes;
  Restored restored = restore_newest(dir_, cell_, *journal_, notes, log_->signer().hash());
  restored_leaves_ = restored.replayer.log().size();
  for (const std::string& note : notes) options_.notice(note);
  for (std::size_t i = store_->blocks(); i < restored.record_counts.size(); ++i)
    store_->note(store_->leaves(), restored.record_counts[i]);
  return restored;
}

/// The log is behind the snapshot: it goes on from the journal's bytes, and must come to the
/// snapshot's log.
Result<void> LiveNode::extend_log_to(const proof::Frontier& aim) {
  const proof::Checkpoint& vouched = log_->vouched();
  Result<void> outcome;
  const auto add = [&](ByteView header, ByteView body) -> Result<void> {
    TRY_SET(const auto records, unpack_records(body));
    for (ByteView record : records) TRY(log_->add(record));
    TRY(log_->add(header));
    if (log_->size() == vouched.size && log_->root() != vouched.root)
      return leads_elsewhere(vouched.size);
    return {};
  };
  TRY(journal_->read(store_->block_of(log_->size()),
                     [&](std::uint64_t, ByteView header, ByteView body) {
                       if (log_->size() >= aim.size()) return false;
                       outcome = add(header, body);
                       return outcome.has_value();
                     }));
  TRY(outcome);
  if (log_->size() != aim.size() || log_->root() != aim.root()) return leads_elsewhere(aim.size());
  return {};
}

std::unexpected<Failure> LiveNode::leads_elsewhere(std::uint64_t size) {
  return failure(
      fmt::format("the journal leads to another root at size {} than was published", size));
}

void LiveNode::note_replayed(const ReplayedLeaf& closing) {
  if (closing.block < store_->blocks()) return;
  const auto header = protocol::decode_block_leaf(closing.bytes);
  CHECK(header.has_value());
  store_->note(header->first_leaf, header->record_count);
}

LiveNode::~LiveNode() {
  queue_.close();
  if (writer_.joinable()) writer_.join();
  if (watcher_.joinable()) watcher_.join();
  appender_.reset();  // appends what is under way, and tells the publisher
  keeper_.reset();
  publisher_.reset();
}

Result<Receipt> LiveNode::submit(Submission submission) {
  std::promise<Result<Receipt>> promise;
  auto answer = promise.get_future();
  submit_later(std::move(submission),
               [&promise](Result<Receipt> receipt) { promise.set_value(std::move(receipt)); });
  return answer.get();
}

template <class Done>
bool LiveNode::turned_away(const Done& done) {
  const std::string why = write_stop();
  if (!why.empty()) done(failure(why));
  return !why.empty();
}

void LiveNode::submit_later(Submission submission, std::function<void(Result<Receipt>)> done) {
  if (turned_away(done)) return;
  Waiting waiting = WaitingOne{std::move(submission), std::move(done)};
  if (!queue_.push(waiting)) std::get<WaitingOne>(waiting).done(failure("the node is closing"));
}

void LiveNode::submit_batch(Bytes encoded,
                            std::function<void(Result<std::vector<Answered>>)> done) {
  if (turned_away(done)) return;
  const auto frames = unpack_records(encoded);
  if (!frames) return done(failure(frames.error().what));
  if (frames->size() > batch_commands_max)
    return done(failure(fmt::format("{} commands in one batch; at most {} are taken",
                                    frames->size(), batch_commands_max)));
  WaitingMany read = read_batch(*frames);
  read.done = std::move(done);
  Waiting waiting = std::move(read);
  if (!queue_.push(waiting)) std::get<WaitingMany>(waiting).done(failure("the node is closing"));
}

bool LiveNode::wait_published(std::chrono::milliseconds patience,
                              std::optional<std::uint64_t> log_index) const {
  const std::uint64_t durable = publisher_->durable();
  if (!log_index) return publisher_->wait(durable, patience);
  const std::uint64_t block = store_->block_of(*log_index);
  return block < durable && publisher_->wait(block + 1, patience);
}

void LiveNode::when_published(std::chrono::milliseconds patience,
                              std::function<void()> then) const {
  publisher_->when(publisher_->durable(), patience, std::move(then));
}

LogHead LiveNode::log_head() const {
  wait_published(reader_patience, {});
  return log_->head();
}

Result<std::vector<ProvenEntry>> LiveNode::prove(const std::vector<std::uint64_t>& indexes,
                                                 LogHead& head) const {
  wait_published(reader_patience, {});
  std::vector<ProvenEntry> entries;
  for (const std::uint64_t index : indexes) {
    TRY_SET(Bytes entry, store_->leaf(index));
    entries.push_back({index, std::move(entry), {}});
  }
  TRY(log_->prove(entries, head));
  return entries;
}

std::uint64_t LiveNode::subscribe(std::function<void(const Published&)> on_record) {
  return publisher_->subscribe(store_->leaves(), std::move(on_record));
}

void LiveNode::unsubscribe(std::uint64_t subscription) {
  publisher_->unsubscribe(subscription);
}

std::string LiveNode::write_stop() const {
  {
    const std::lock_guard lock(stop_mutex_);
    if (!stop_.empty()) return stop_;
  }
  if (std::string why = trouble(); !why.empty()) return why;
  if (std::string why = publisher_->stopped(); !why.empty()) return why;
  return clock_.distrust();
}

void LiveNode::note_read_failure(const std::string& why) {
  {
    const std::lock_guard lock(stop_mutex_);
    read_failure_ = why;
  }
  queue_.wake();
}

std::string LiveNode::trouble() const {
  if (std::string why = appender_->broken(); !why.empty()) return why;
  const std::lock_guard lock(stop_mutex_);
  return read_failure_;
}

}  // namespace tanshu::node
