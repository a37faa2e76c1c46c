// SPDX-License-Identifier: Apache-2.0
// A few threads for work that would hold up the I/O threads: pages of PDF, estimates, password
// hashes.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace tanshu::api {

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
