// SPDX-License-Identifier: Apache-2.0
// A log as it is served: checkpoint, tiles and bundles over HTTP, several at a time.
#pragma once

#include <mutex>
#include <vector>

#include "link/http_client.h"
#include "proof/log_audit.h"

namespace tanshu::link {

/// May be shared between threads: each call takes a connection of its own out of those kept.
class LogOverHttp : public proof::LogReader {
 public:
  /// The log lies at `log_path` of the server: "/log".
  LogOverHttp(ServerUrl server, HttpClientOptions options, std::string log_path = "/log")
      : server_(std::move(server)), options_(std::move(options)), path_(std::move(log_path)) {}

  /// Nothing for 404; any other status than 200 is a failure.
  Result<std::optional<Bytes>> read(const std::string& path) override;
  /// Nothing: a served log cannot be listed.
  Result<std::optional<std::vector<std::string>>> list() override;
  /// Any answer of the server outside the log, e.g. "/v1/log".
  Result<HttpAnswer> get(std::string_view path);
  Result<HttpAnswer> post(std::string_view path, std::string_view content_type,
                          std::string_view body);

 private:
  Result<std::unique_ptr<HttpClient>> take();
  void give_back(std::unique_ptr<HttpClient> client);

  const ServerUrl server_;
  const HttpClientOptions options_;
  const std::string path_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<HttpClient>> idle_;
};

}  // namespace tanshu::link
