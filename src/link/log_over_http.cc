// SPDX-License-Identifier: Apache-2.0
// Connections are kept: a log of a million entries is four thousand requests.
#include "link/log_over_http.h"

#include <fmt/format.h>

namespace tanshu::link {

Result<std::unique_ptr<HttpClient>> LogOverHttp::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto client = std::move(idle_.back());
      idle_.pop_back();
      return client;
    }
  }
  return HttpClient::make(server_, options_);
}

void LogOverHttp::give_back(std::unique_ptr<HttpClient> client) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(client));
}

Result<HttpAnswer> LogOverHttp::get(std::string_view path) {
  TRY_SET(auto client, take());
  auto answer = client->get(path);
  give_back(std::move(client));
  return answer;
}

Result<HttpAnswer> LogOverHttp::post(std::string_view path, std::string_view content_type,
                                     std::string_view body) {
  TRY_SET(auto client, take());
  auto answer = client->post(path, content_type, body);
  give_back(std::move(client));
  return answer;
}

Result<std::optional<Bytes>> LogOverHttp::read(const std::string& path) {
  TRY_SET(auto answer, get(path_ + '/' + path));
  if (answer.status == 404) return std::optional<Bytes>();
  if (answer.status != 200)
    return failure(fmt::format("{}{}/{}: status {}", server_.authority() + server_.path, path_,
                               path, answer.status));
  return std::optional(std::move(answer.body));
}

Result<std::optional<std::vector<std::string>>> LogOverHttp::list() {
  return std::optional<std::vector<std::string>>();
}

}  // namespace tanshu::link
