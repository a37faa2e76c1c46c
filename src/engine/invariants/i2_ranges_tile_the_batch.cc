// SPDX-License-Identifier: Apache-2.0
// I2: the ranges of a batch tile the serials that were issued: no gap, no overlap.
#include <fmt/format.h>

#include "engine/invariants/invariants.h"

namespace tanshu::engine::invariants {

void i2_ranges_tile_the_batch(const State& state, Violations& found) {
  constexpr std::string_view name = "i2_ranges_tile_the_batch";
  std::map<protocol::BatchId, std::uint64_t> ends;
  for (const auto& [key, row] : in_order(state.book.ranges())) {
    std::uint64_t& end = ends[key.batch];
    const std::uint64_t first = key.first.position, last = row.last.position;
    if (first != end)
      found.push_back(
          {name, fmt::format("batch {}: {} at serial {}", key.batch.text,
                             first > end ? "a gap" : "an overlap", first > end ? end : first)});
    if (last < first)
      found.push_back({name, fmt::format("batch {}: the range at serial {} runs backwards",
                                         key.batch.text, first)});
    end = last + 1;
  }
  for (const auto& [id, batch] : state.registry.batches)
    if (ends[id] != static_cast<std::uint64_t>(batch.issued.count))
      found.push_back({name, fmt::format("batch {}: ranges end at serial {}, {} mg were issued",
                                         id.text, ends[id], batch.issued.count)});
}

}  // namespace tanshu::engine::invariants
