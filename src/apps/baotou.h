// SPDX-License-Identifier: Apache-2.0
// The Baotou story: forest carbon tickets from the first issue to the Winter Games' certificate.
#pragma once

#include "apps/script.h"
#include "engine/state.h"

namespace tanshu::apps {

inline constexpr const char* baotou_cell = "baotou";

/// Gives the story's commands, in the order and on the days of the story, to a node with an empty
/// journal.
Result<void> tell_baotou(node::Node& node, ScriptClock& clock);

/// The story's figures, computed from the books.
struct BaotouTotals {
  Area area;
  Carbon issued;
  Carbon sold;
  Money sold_money;
  std::uint64_t buyers = 0;
  std::uint64_t buyers_elsewhere = 0;
  Money first_listing_money;
  Money three_listings_money;
  Carbon donated;
  std::uint64_t donors = 0;
  Carbon cancelled;
  std::string certificate;
};
BaotouTotals baotou_totals(const engine::State& state);

}  // namespace tanshu::apps
