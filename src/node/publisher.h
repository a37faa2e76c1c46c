// SPDX-License-Identifier: Apache-2.0
// The stage behind the journal: one thread brings log, checkpoint, views and subscribers up to what
// is durable, many blocks at once when it is behind. Nothing waits for it but readers, and all it
// makes can be made again.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "node/block.h"
#include "node/log_publisher.h"
#include "node/record_store.h"
#include "views/views.h"

namespace tanshu::node {

class Publisher {
 public:
  struct Parts {
    journal::Journal& journal;
    const RecordStore& store;
    LogPublisher& log;
    std::filesystem::path views;
    std::string cell;
    std::chrono::milliseconds retry_after;
    bool with_views = true;
  };
  explicit Publisher(Parts parts) : parts_(std::move(parts)) {}
  /// Publishes what is left if that takes no longer than a moment, and ends.
  ~Publisher();
  Publisher(const Publisher&) = delete;
  Publisher& operator=(const Publisher&) = delete;

  /// Every block that the store knows is durable; log and views follow behind.
  Result<void> start();
  /// The next block is durable.
  void take(std::shared_ptr<const Block> block);
  /// So many blocks are found to be durable, after the journal was opened anew.
  void take_up_to(std::uint64_t durable_blocks);

  std::uint64_t durable() const;
  /// Waits until so many blocks are published.
  bool wait(std::uint64_t blocks, std::chrono::milliseconds patience);
  void when(std::uint64_t blocks, std::chrono::milliseconds patience, std::function<void()> then);
  /// Why nothing is published at the moment, or empty.
  std::string stopped() const;

  /// Tells every record from log index `from` on that is not yet published.
  std::uint64_t subscribe(std::uint64_t from, std::function<void(const Published&)> on_record);
  void unsubscribe(std::uint64_t subscription);

 private:
  using Moment = std::chrono::steady_clock::time_point;
  struct Waiter {
    std::uint64_t blocks = 0;
    Moment until;
    std::function<void()> then;
  };
  struct Subscriber {
    std::uint64_t from = 0;
    std::function<void(const Published&)> on_record;
  };
  /// A block as both sources give it. The hashes, of records and header, are empty when it was read
  /// back.
  struct Source {
    const protocol::BlockHeader& header;
    ByteView header_bytes;
    const std::vector<ByteView>& records;
    std::span<const Digest> hashes;
  };
  using Visit = std::function<Result<void>(const Source&)>;

  void loop();
  void rest(std::unique_lock<std::mutex>& lock);
  void answer_waiters(std::unique_lock<std::mutex>& lock);
  void finish(std::unique_lock<std::mutex>& lock);
  void one_round(std::unique_lock<std::mutex>& lock);
  Result<void> publish_some(std::uint64_t durable);
  /// Takes up log and views where they are.
  Result<void> take_up();
  Result<void> take_up_again();
  Result<void> extend_log(std::uint64_t durable);
  Result<void> extend_views(std::uint64_t durable);
  /// Visits blocks from `from` on, below `end`, until they hold `leaves` leaves; at least one.
  Result<void> visit(std::uint64_t from, std::uint64_t end, std::uint64_t leaves,
                     const Visit& visit);
  std::vector<std::shared_ptr<const Block>> in_memory(std::uint64_t from, std::uint64_t end,
                                                      std::uint64_t leaves);
  void tell(std::uint64_t block, std::uint64_t log_index,
            const std::shared_ptr<const protocol::Record>& record);
  bool behind() const { return published_ < durable_; }
  std::uint64_t published_now() const { return std::min(log_next_, views_next_); }

  Parts parts_;

  /// Of the thread (and of start(), before it runs).
  std::unique_ptr<views::Views> views_;
  std::uint64_t log_next_ = 0;
  std::uint64_t views_next_ = 0;
  std::uint64_t tell_from_ = 0;
  bool take_up_due_ = false;
  bool far_behind_ = false;  ///< a round has left work that was there when it began

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable advanced_;
  std::uint64_t durable_ = 0;
  std::uint64_t published_ = 0;
  std::deque<std::shared_ptr<const Block>> recent_;
  std::size_t recent_bytes_ = 0;
  std::vector<Waiter> waiters_;
  std::size_t waiting_threads_ = 0;
  std::string stop_;
  bool sleeping_ = false;
  bool closing_ = false;

  std::mutex subscribers_mutex_;
  std::map<std::uint64_t, Subscriber> subscribers_;
  std::uint64_t next_subscription_ = 1;

  std::thread thread_;
};

}  // namespace tanshu::node
