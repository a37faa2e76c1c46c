// SPDX-License-Identifier: Apache-2.0
// Opening, and everything that any thread may ask. Writing lives in live_node_write.cc.
#include "node/live_node.h"

#include <fmt/format.h>

#include <future>

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

Result<void> Node::create(const std::filesystem::path& data, const std::string& cell) {
  return make_data_dir({data}, cell);
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
  const bool given = options_.open_journal != nullptr;
  journal_ = std::make_unique<ReopeningJournal>(
      given ? options_.open_journal : sqlite_writer(dir_.root, cell_, options_.drop_torn_tail),
      given ? options_.open_reader : sqlite_reader(dir_.root, cell_));
  TRY(journal_->reopen());
  store_ = std::make_unique<RecordStore>(*journal_);
  TRY_SET(log_, LogPublisher::open(dir_.log(), std::move(signer)));
  Replayer replayer;
  TRY(replay_and_compare(replayer));
  publisher_ =
      std::make_unique<Publisher>(Publisher::Parts{*journal_, *store_, *log_, dir_.views(), cell_,
                                                   options_.retry_after, options_.publish_views});
  TRY(publisher_->start());
  start_writing(std::move(replayer));
  return {};
}

/// What was published stands: a journal that does not lead there is refused.
Result<void> LiveNode::replay_and_compare(Replayer& replayer) {
  const proof::Checkpoint& vouched = log_->vouched();
  Digest root = proof::empty_root();
  TRY(replay_journal(*journal_, replayer, [&](const ReplayedLeaf& leaf) {
    if (leaf.record != nullptr) return;
    note_replayed(leaf);
    if (replayer.log().size() == vouched.size) root = replayer.log().root();
  }));
  if (replayer.log().size() < vouched.size)
    return failure(
        fmt::format("the published checkpoint covers {} entries, the journal leads to {}: entries "
                    "{} and on are lost",
                    vouched.size, replayer.log().size(), replayer.log().size()));
  if (root != vouched.root)
    return failure(fmt::format("the journal leads to another root at size {} than was published",
                               vouched.size));
  return {};
}

void LiveNode::note_replayed(const ReplayedLeaf& closing) {
  const auto header = protocol::decode_block_leaf(closing.bytes);
  CHECK(header.has_value());
  store_->note(header->first_leaf, header->record_count);
}

LiveNode::~LiveNode() {
  queue_.close();
  if (writer_.joinable()) writer_.join();
  appender_.reset();  // appends what is under way, and tells the publisher
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
  Waiting waiting = WaitingMany{std::move(encoded), frames->size(), std::move(done)};
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
  if (std::string why = appender_->broken(); !why.empty()) return why;
  return publisher_->stopped();
}

}  // namespace tanshu::node
