// SPDX-License-Identifier: Apache-2.0
// The node that writes: one thread turns the queue into durable blocks.
#pragma once

#include <atomic>
#include <map>
#include <thread>

#include "journal/sqlite_journal.h"
#include "node/data_dir.h"
#include "node/log_publisher.h"
#include "node/record_store.h"
#include "node/replayer.h"
#include "node/submission_queue.h"
#include "views/views.h"

namespace tanshu::node {

class LiveNode : public Node {
 public:
  static Result<std::unique_ptr<LiveNode>> open(Options options);
  ~LiveNode() override;

  Result<Receipt> submit(Submission submission) override;
  void submit_later(Submission submission, std::function<void(Result<Receipt>)> done) override;
  LogHead log_head() const override { return log_->head(); }
  Result<std::vector<ProvenEntry>> prove(const std::vector<std::uint64_t>& indexes,
                                         LogHead& head) const override;
  const proof::Signer& signer() const override { return log_->signer(); }
  Result<std::vector<Published>> records(std::uint64_t from, std::size_t limit) const override {
    return store_->records(from, limit);
  }
  std::uint64_t subscribe(std::function<void(const Published&)> on_record) override;
  void unsubscribe(std::uint64_t subscription) override;
  std::string write_stop() const override;
  const std::filesystem::path& data() const override { return dir_.root; }
  const std::string& cell() const override { return cell_; }

 private:
  /// A submission on its way through a batch.
  struct Draft {
    Waiting waiting;
    Receipt receipt;
    std::shared_ptr<const protocol::Record> record;  ///< null when it was answered before
  };
  struct Batch {
    std::vector<Draft> drafts;
    std::vector<Bytes> records;
    Instant at;
  };

  LiveNode(Options options, DataDir dir) : options_(std::move(options)), dir_(std::move(dir)) {}
  Result<void> start();
  Result<void> replay_journal();
  Result<void> catch_up_views(const protocol::BlockHeader& header,
                              const std::vector<std::shared_ptr<const protocol::Record>>& records);

  void write_loop();
  void write_batch(std::vector<Waiting> waiting);
  void decide(Draft& draft, Batch& batch);
  Result<void> repeat_answer(Draft& draft, const Batch& batch, std::uint64_t log_index);
  Result<void> make_durable(const Batch& batch);
  Result<void> publish(const Batch& batch, const protocol::BlockHeader& header);
  void notify(const Batch& batch);
  void stop_writing(std::string why);

  Options options_;
  DataDir dir_;
  std::string cell_;
  std::unique_ptr<journal::SqliteJournal> journal_;
  std::unique_ptr<RecordStore> store_;
  std::unique_ptr<LogPublisher> log_;
  std::unique_ptr<views::Views> views_;
  Replayer replayer_;

  mutable std::mutex stop_mutex_;
  std::string stop_;
  std::mutex subscribers_mutex_;
  std::map<std::uint64_t, std::function<void(const Published&)>> subscribers_;
  std::uint64_t next_subscription_ = 1;

  SubmissionQueue queue_;
  std::thread writer_;
};

}  // namespace tanshu::node
