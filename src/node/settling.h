// SPDX-License-Identifier: Apache-2.0
// State digests compared behind re-execution: hashing what one block changed goes on beside the
// next.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "base/result.h"
#include "engine/engine.h"

namespace tanshu::node {

/// Failure of a block that leaves another state than its header says.
std::unexpected<Failure> other_digest(std::uint64_t position);

class Settling {
 public:
  /// The digester belongs to this until finish().
  explicit Settling(engine::Digester& digester) : digester_(digester) {}
  ~Settling();
  Settling(const Settling&) = delete;
  Settling& operator=(const Settling&) = delete;

  /// Waits when too much is under way.
  void add(std::uint64_t position, const Digest& expected, engine::Engine::Changes changes);
  /// True once a block was found to leave another state.
  bool failed() const;
  /// Waits for all of it; the failure is that of the first block that leaves another state.
  Result<void> finish();

 private:
  struct Due {
    std::uint64_t position;
    Digest expected;
    engine::Engine::Changes changes;
  };
  void loop();

  engine::Digester& digester_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Due> due_;
  Result<void> outcome_;
  bool closing_ = false;
  std::thread thread_;  ///< started by the first add()
};

}  // namespace tanshu::node
