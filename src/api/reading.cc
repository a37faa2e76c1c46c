// SPDX-License-Identifier: Apache-2.0
// Connections are opened when none is idle, so there are as many as threads that ever read at once.
#include "api/reading.h"

namespace tanshu::api {

Result<std::unique_ptr<views::Views>> ReadingPool::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto views = std::move(idle_.back());
      idle_.pop_back();
      return views;
    }
  }
  return views::Views::open(file_, cell_, views::Mode::read_only);
}

protocol::Verdict<views::Page> ReadingPool::page(std::string_view collection,
                                                 const views::Filters& filters, std::size_t limit,
                                                 std::string_view after) {
  auto page =
      with([&](views::Views& views) { return views.list(collection, filters, limit, after); });
  if (page) return std::move(*page);
  if (const auto* wrong = std::get_if<views::QueryProblem>(&page.error()))
    return protocol::refuse(protocol::RefusalCode::query_is_wrong,
                            {{"parameter", wrong->parameter}, {"expected", wrong->expected}});
  return std::unexpected(refusal_of(std::get<Failure>(page.error())));
}

void ReadingPool::give_back(std::unique_ptr<views::Views> views) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(views));
}

}  // namespace tanshu::api
