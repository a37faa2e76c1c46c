// SPDX-License-Identifier: Apache-2.0
// Read-only views for the routes: one open connection a thread at a time, reused.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "api/answer.h"
#include "views/views.h"

namespace tanshu::api {

/// Every call may be made from any thread.
class ReadingPool {
 public:
  ReadingPool(std::filesystem::path file, std::string cell)
      : file_(std::move(file)), cell_(std::move(cell)) {}

  /// Calls `read` with a connection that no other thread uses meanwhile.
  template <class Read>
  auto with(Read read) -> decltype(read(std::declval<views::Views&>())) {
    auto taken = take();
    if (!taken) return std::unexpected(std::move(taken.error()));
    auto result = read(**taken);
    give_back(std::move(*taken));
    return result;
  }

  Result<std::optional<std::string>> item(std::string_view collection, std::string_view id) {
    return with([&](views::Views& views) { return views.item(collection, id); });
  }
  /// A wrong query is refused as query_is_wrong.
  protocol::Verdict<views::Page> page(std::string_view collection, const views::Filters& filters,
                                      std::size_t limit, std::string_view after);

 private:
  Result<std::unique_ptr<views::Views>> take();
  void give_back(std::unique_ptr<views::Views> views);

  const std::filesystem::path file_;
  const std::string cell_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<views::Views>> idle_;
};

}  // namespace tanshu::api
