// SPDX-License-Identifier: Apache-2.0
// The FIX gateway of a node, whole: sessions on a port, orders to the node, reports of the journal
// to the sessions, each once.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "fix/acceptor.h"
#include "fix/order_desk.h"

namespace tanshu::fix {

class Gateway {
 public:
  /// Takes the port. Sessions lie in `file`; reports of entries before the first start of the
  /// gateway on that file are not sent. The node must outlive it.
  static Result<std::unique_ptr<Gateway>> open(node::Node& node, const std::filesystem::path& file,
                                               AcceptorOptions acceptor, OrderDeskOptions desk);
  /// Logs everybody out.
  ~Gateway();
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;

  std::uint16_t port() const { return acceptor_->port(); }

 private:
  Gateway(node::Node& node, std::string name, std::unique_ptr<SessionStore> store,
          OrderDeskOptions desk);
  Result<void> start(AcceptorOptions options);
  void feed();
  /// True when there may be more.
  Result<bool> feed_some();

  node::Node& node_;
  const std::string name_;
  std::unique_ptr<SessionStore> store_;
  OrderDesk desk_;
  std::unique_ptr<Acceptor> acceptor_;
  std::uint64_t next_ = 0;       ///< the log index to report from, of the feeding thread
  std::uint64_t committed_ = 0;  ///< the same as the store has it
  std::uint64_t subscription_ = 0;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool woken_ = true;
  bool stopping_ = false;
  std::thread feeder_;
};

}  // namespace tanshu::fix
