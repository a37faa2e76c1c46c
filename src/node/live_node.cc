// SPDX-License-Identifier: Apache-2.0
// Opening: re-execute the journal, then bring log and views up to it. Writing lives in
// live_node_write.cc.
#include "node/live_node.h"

#include <fmt/format.h>

#include <future>

namespace tanshu::node {

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
  const auto mode = options_.drop_torn_tail ? journal::Mode::read_write_dropping_torn_tail
                                            : journal::Mode::read_write;
  TRY_SET(journal_, journal::SqliteJournal::open(dir_.journal().string(), cell_, mode));
  store_ = std::make_unique<RecordStore>(*journal_);
  TRY_SET(log_, LogPublisher::open(dir_.log(), std::move(signer)));
  TRY_SET(views_, views::Views::open(dir_.views(), cell_, views::Mode::read_write));
  TRY(replay_journal());
  TRY(log_->check_published());
  TRY(log_->publish());
  writer_ = std::thread([this] { write_loop(); });
  return {};
}

LiveNode::~LiveNode() {
  queue_.close();
  if (writer_.joinable()) writer_.join();
}

Result<void> LiveNode::replay_journal() {
  Result<void> outcome;
  TRY(journal_->read(0, [&](std::uint64_t position, ByteView header_bytes, ByteView body) {
    std::vector<std::shared_ptr<const protocol::Record>> records;
    outcome = replayer_.apply(position, header_bytes, body, [&](const ReplayedLeaf& leaf) {
      if (outcome) outcome = log_->add(leaf.bytes);
      if (leaf.record) records.push_back(leaf.record);
    });
    if (!outcome) return false;
    const auto header = protocol::decode_block_leaf(header_bytes);
    CHECK(header.has_value());
    store_->note(header->first_leaf, header->record_count);
    outcome = catch_up_views(*header, records);
    return outcome.has_value();
  }));
  return outcome;
}

Result<void> LiveNode::catch_up_views(
    const protocol::BlockHeader& header,
    const std::vector<std::shared_ptr<const protocol::Record>>& records) {
  TRY_SET(const std::uint64_t due, views_->next_block());
  if (header.position < due) return {};
  views::Block block{header, {}};
  for (const auto& record : records) block.records.push_back(record.get());
  return views_->apply(block);
}

Result<Receipt> LiveNode::submit(Submission submission) {
  std::promise<Result<Receipt>> promise;
  auto answer = promise.get_future();
  submit_later(std::move(submission),
               [&promise](Result<Receipt> receipt) { promise.set_value(std::move(receipt)); });
  return answer.get();
}

void LiveNode::submit_later(Submission submission, std::function<void(Result<Receipt>)> done) {
  Waiting waiting{std::move(submission), std::move(done)};
  if (!queue_.push(waiting)) waiting.done(failure("the node is closing"));
}

Result<std::vector<ProvenEntry>> LiveNode::prove(const std::vector<std::uint64_t>& indexes,
                                                 LogHead& head) const {
  TRY_SET(auto paths, log_->paths(indexes, head));
  std::vector<ProvenEntry> entries;
  for (std::size_t i = 0; i < indexes.size(); ++i) {
    TRY_SET(Bytes entry, store_->leaf(indexes[i]));
    entries.push_back({indexes[i], std::move(entry), std::move(paths[i])});
  }
  return entries;
}

std::uint64_t LiveNode::subscribe(std::function<void(const Published&)> on_record) {
  const std::lock_guard lock(subscribers_mutex_);
  subscribers_.emplace(next_subscription_, std::move(on_record));
  return next_subscription_++;
}

void LiveNode::unsubscribe(std::uint64_t subscription) {
  const std::lock_guard lock(subscribers_mutex_);
  subscribers_.erase(subscription);
}

std::string LiveNode::write_stop() const {
  const std::lock_guard lock(stop_mutex_);
  return stop_;
}

}  // namespace tanshu::node
