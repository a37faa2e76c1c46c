// SPDX-License-Identifier: Apache-2.0
// What bench http and bench bulk share: clients on kept connections, and the real server on
// loopback in front of a cell.
#pragma once

#include <functional>
#include <thread>

#include "api/http_server.h"
#include "apps/bench/bench_cell.h"

namespace tanshu::apps {

/// Connections that each send the next request when the last is answered, from one thread.
struct Load {
  std::uint16_t port = 0;
  std::size_t connections = 64;
  double seconds = 5;
  /// Appends a whole request.
  std::function<void(std::string& request)> next;
  /// Whether there is a next one; without it, always.
  std::function<bool()> more = {};
  /// How many operations the answer acknowledges.
  std::function<Result<std::uint64_t>(int status, std::string_view body)> acknowledged;
};

struct LoadFigures {
  std::uint64_t operations = 0;
  double seconds = 0;         ///< from the first request to the last answer
  std::vector<double> taken;  ///< by each request, sorted, in seconds
  double per_second() const { return static_cast<double>(operations) / seconds; }
};

Result<LoadFigures> put_under_load(const Load& load);

/// "POST /v1/commands HTTP/1.1" and on, up to the empty line, for a body of this size.
std::string post_head(std::string_view path, std::string_view more_headers, std::size_t body_bytes);

/// Serves a cell as `tanshu serve` does, on a thread of its own.
class CellServer {
 public:
  static Result<std::unique_ptr<CellServer>> start(BenchCell& cell);
  ~CellServer();
  std::uint16_t port() const { return port_; }
  /// The "Authorization" line of the cell's teller, with its line end.
  const std::string& authorization() const { return authorization_; }

 private:
  std::atomic<bool> stop_ = false;
  std::atomic<std::uint16_t> port_ = 0;
  std::string authorization_;
  std::thread thread_;
};

/// Answers every request at once with `{}`: what the server can do when there is nothing to do.
class EmptyHandler : public api::HttpHandler {
 public:
  api::Admission admit(const api::Request&) override { return {.body_bytes = 1 << 20}; }
  void handle(api::Request request, api::Respond respond) override;
  std::shared_ptr<api::BodySink> receive(api::Request, api::Respond) override { return nullptr; }
  api::Response refused(api::HttpRefusal why, std::size_t limit,
                        std::string_view detail) const override;
};

}  // namespace tanshu::apps
