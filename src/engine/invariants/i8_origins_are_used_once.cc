// SPDX-License-Identifier: Apache-2.0
// I8: a unit that came from another registry carries its origin there, and no origin came twice.
#include <fmt/format.h>

#include "engine/invariants/invariants.h"

namespace tanshu::engine::invariants {

void i8_origins_are_used_once(const State& state, Violations& found) {
  constexpr std::string_view name = "i8_origins_are_used_once";
  std::map<std::pair<std::string, std::string>, protocol::BatchId> first_use;
  for (const auto& [id, batch] : state.registry.batches) {
    if (batch.origin_registry.empty() != batch.origin_id.empty() ||
        batch.origin_registry.empty() == !batch.report.has_value() ||
        batch.report.has_value() != batch.project.has_value())
      found.push_back({name, fmt::format("batch {} is neither issued here nor imported", id.text)});
    if (batch.origin_registry.empty()) continue;
    const auto [use, first] = first_use.try_emplace({batch.origin_registry, batch.origin_id}, id);
    if (!first)
      found.push_back(
          {name, fmt::format("{} of {} came as batch {} and as batch {}", batch.origin_id,
                             batch.origin_registry, use->second.text, id.text)});
    const auto* entered = state.registry.origins.find({batch.origin_registry, batch.origin_id});
    if (entered == nullptr || *entered != use->second)
      found.push_back({name, fmt::format("{} of {}, batch {}, is not entered as used",
                                         batch.origin_id, batch.origin_registry, id.text)});
  }
  if (state.registry.origins.size() != first_use.size())
    found.push_back({name, fmt::format("{} origins are entered as used, {} batches were imported",
                                       state.registry.origins.size(), first_use.size())});
}

}  // namespace tanshu::engine::invariants
