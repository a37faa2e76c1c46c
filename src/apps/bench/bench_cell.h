// SPDX-License-Identifier: Apache-2.0
// A cell with many accounts to measure on: one operator, whose tellers act for all of them.
#pragma once

#include <atomic>
#include <deque>
#include <future>
#include <memory>

#include "apps/bench/bench.h"
#include "node/node.h"

namespace tanshu::apps {

/// Commands encoded as node::append_submission does, with their keys counted on.
class EncodedBatch {
 public:
  void add(const char* actor, std::uint64_t key, protocol::Command command);
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  Bytes take() {
    size_ = 0;
    return std::exchange(bytes_, {});
  }

 private:
  Bytes bytes_;
  std::size_t size_ = 0;
};

class BenchCell {
 public:
  /// Read models of nothing, of the parties alone (who may sign in then), or of everything.
  enum class Views { none, parties, all };
  static Result<std::unique_ptr<BenchCell>> open(const std::filesystem::path& data,
                                                 const BenchCommand& command,
                                                 Views views = Views::none);

  node::Node& node() { return *node_; }
  std::uint64_t next_key() { return next_key_++; }
  /// Opens accounts "a00000000" and on, and pays `yuan_each` into each.
  Result<void> open_accounts(std::uint64_t count, std::int64_t yuan_each);
  static std::string account(std::uint64_t number);

  /// From now on the cell's clock stands at `at`, until it is set again.
  void set_clock(Instant at) { clock_ns_ = at.ns; }

  /// Gives a batch; at most a few are under way.
  Result<void> give(Bytes encoded);
  /// Waits for everything given.
  Result<void> settle();
  /// Of everything settled.
  std::uint64_t accepted() const { return accepted_; }
  std::uint64_t refused() const { return refused_; }
  std::uint64_t last_refusal() const { return last_refusal_; }

  /// Gives one command and expects it to be accepted.
  Result<void> accept(const char* actor, protocol::Command command);

 private:
  Result<void> settle_one();
  Result<void> open_node(const std::filesystem::path& data, bool with_views);

  std::atomic<std::int64_t> clock_ns_ = 0;  ///< 0: the machine's
  std::unique_ptr<node::Node> node_;
  std::uint64_t next_key_ = 0;
  std::deque<std::future<Result<std::vector<node::Answered>>>> under_way_;
  std::uint64_t accepted_ = 0;
  std::uint64_t refused_ = 0;
  std::uint64_t last_refusal_ = 0;
};

}  // namespace tanshu::apps
