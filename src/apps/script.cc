// SPDX-License-Identifier: Apache-2.0
// The script's steps.
#include "apps/script.h"

#include <fmt/format.h>

namespace tanshu::apps {

void Script::on(const char* day) {
  const auto parsed = day_from_text(day);
  CHECK(parsed.has_value());
  constexpr std::int64_t ten_hours_ns = 36'000'000'000'000;
  at_ = Instant{shanghai_midnight(*parsed).ns + ten_hours_ns};
}

const protocol::Events& Script::give(const char* actor, protocol::Command command) {
  events_.clear();
  if (!outcome_) return events_;
  const std::string name(protocol::row_of(command).name);
  clock_.set(at_);
  constexpr std::int64_t minute_ns = 60'000'000'000;
  at_.ns += minute_ns;
  auto receipt = node_.submit({{actor}, fmt::format("story-{:04}", ++count_), std::move(command)});
  if (!receipt)
    outcome_ = failure(fmt::format("step {} ({}): {}", count_, name, receipt.error().what));
  else if (!receipt->outcome)
    outcome_ = failure(fmt::format("step {} ({} by {}) was refused: {} {}", count_, name, actor,
                                   receipt->outcome.error().number,
                                   protocol::english_of(receipt->outcome.error())));
  else
    events_ = std::move(*receipt->outcome);
  return events_;
}

}  // namespace tanshu::apps
