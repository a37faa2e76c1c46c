// SPDX-License-Identifier: Apache-2.0
// A few threads for work that would hold up the I/O threads: pages of PDF, estimates, password
// hashes.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace tanshu::api {

/// Lets so many in at a time.
class Turnstile {
 public:
  explicit Turnstile(int inside_max) : inside_max_(inside_max) {}
  /// A pass, which leaves when its last copy goes; null when as many are inside as may be.
  std::shared_ptr<void> enter();

 private:
  const int inside_max_;
  std::shared_ptr<std::atomic<int>> inside_ = std::make_shared<std::atomic<int>>(0);
};

class Workers {
 public:
  Workers(std::size_t threads, std::size_t waiting_max);
  /// Finishes what runs, drops what waits.
  ~Workers();

  /// False when too much waits already.
  bool run(std::function<void()> work);

 private:
  void loop();

  const std::size_t waiting_max_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace tanshu::api
