// SPDX-License-Identifier: Apache-2.0
// The node that writes: a thread that executes, one that appends, one that publishes.
#pragma once

#include <atomic>
#include <thread>

#include "node/appender.h"
#include "node/clock_guard.h"
#include "node/data_dir.h"
#include "node/executor.h"
#include "node/follower.h"
#include "node/publisher.h"
#include "node/record_store.h"
#include "node/reopening_journal.h"
#include "node/replayer.h"
#include "node/snapshot.h"
#include "node/snapshot_keeper.h"
#include "node/submission_queue.h"

namespace tanshu::node {

class LiveNode : public Node {
 public:
  static Result<std::unique_ptr<LiveNode>> open(Options options);
  ~LiveNode() override;

  Result<Receipt> submit(Submission submission) override;
  void submit_later(Submission submission, std::function<void(Result<Receipt>)> done) override;
  void submit_batch(Bytes encoded,
                    std::function<void(Result<std::vector<Answered>>)> done) override;

  std::uint64_t durable_size() const override { return store_->leaves(); }
  bool wait_published(std::chrono::milliseconds patience,
                      std::optional<std::uint64_t> log_index) const override;
  void when_published(std::chrono::milliseconds patience,
                      std::function<void()> then) const override;

  LogHead log_head() const override;
  Result<std::vector<ProvenEntry>> prove(const std::vector<std::uint64_t>& indexes,
                                         LogHead& head) const override;
  const proof::Signer& signer() const override { return log_->signer(); }
  Result<std::vector<Published>> records(std::uint64_t from, std::size_t limit) const override {
    return store_->records(from, limit);
  }
  std::uint64_t subscribe(std::function<void(const Published&)> on_record) override;
  void unsubscribe(std::uint64_t subscription) override;
  std::string write_stop() const override;
  Standing standing() const override;
  const std::filesystem::path& data() const override { return dir_.root; }
  const std::string& cell() const override { return cell_; }

 private:
  LiveNode(Options options, DataDir dir)
      : options_(std::move(options)),
        dir_(std::move(dir)),
        clock_({.wall = options_.clock}, options_.clock_step_max) {}
  Result<void> start();
  void start_writing(Replayer replayer);
  Result<void> find_journal();
  Result<void> start_following(Replayer replayer);
  void make_appender();
  Result<Replayer> replay_and_compare();
  Restored restore();
  Result<void> extend_log_to(const proof::Frontier& aim);
  static std::unexpected<Failure> leads_elsewhere(std::uint64_t size);
  void note_replayed(const ReplayedLeaf& closing);

  /// Calls `done` with the reason when nothing is taken; tells whether it did.
  template <class Done>
  bool turned_away(const Done& done);
  void write_loop();
  void write_batch(std::vector<Waiting> taken);
  void fail_all(std::vector<Waiting> taken, const std::string& why);

  /// After a failed append the engine is ahead of the journal: it is thrown away, and made again
  /// from what is really there. After a failed read too, which looks at the whole journal.
  void recover();
  void note_read_failure(const std::string& why);
  /// Why recovery is due, or empty.
  std::string trouble() const;
  Result<void> open_again();
  Result<void> check_acknowledged();
  Result<void> check_readable();
  Result<void> probe_disk() const;

  void follow(Replayer replayer, const Chain& known);
  void follow_again();
  Result<void> follow_step(Follower& follower,
                           std::optional<std::chrono::steady_clock::time_point>& free_since);
  Result<void> take_over(Follower& follower);
  void stand_aside(std::string why, std::string leader);
  void watch_for_successor();

  Options options_;
  DataDir dir_;
  std::string cell_;
  OpenJournal open_reader_;
  std::uint64_t restored_leaves_ = 0;  ///< in the snapshot that was opened last
  std::unique_ptr<ReopeningJournal> journal_;
  std::unique_ptr<RecordStore> store_;
  std::unique_ptr<LogPublisher> log_;
  std::unique_ptr<Publisher> publisher_;
  std::unique_ptr<SnapshotKeeper> keeper_;
  std::unique_ptr<Appender> appender_;
  std::unique_ptr<Executor> executor_;  ///< of the writing thread; null during recovery

  mutable ClockGuard clock_;

  mutable std::mutex stop_mutex_;
  std::string read_failure_;  ///< what could not be read back from the journal
  std::string stop_;          ///< why recovery has not succeeded yet, or who writes instead
  std::string leader_;        ///< where clients reach the node that does
  /// When a follower last had everything there was.
  std::atomic<std::chrono::steady_clock::time_point> current_at_{};

  SubmissionQueue queue_;
  std::thread writer_;
  std::thread watcher_;
};

}  // namespace tanshu::node
