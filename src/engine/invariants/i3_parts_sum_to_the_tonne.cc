// SPDX-License-Identifier: Apache-2.0
// I3: a tonne may be split without end, and its parts sum to the tonne and name it: each part is a
// known batch, a range of serials and a place on a known account.
#include <fmt/format.h>

#include "engine/invariants/invariants.h"

namespace tanshu::engine::invariants {
namespace {

using protocol::Place;

constexpr std::string_view name = "i3_parts_sum_to_the_tonne";
constexpr std::uint64_t tonne = mg_per_tonne;

/// The tonnes of one batch as its ranges show them.
struct Tonnes {
  std::uint64_t whole = 0;                        ///< tonnes that lie in one range
  std::map<std::uint64_t, std::uint64_t> parted;  ///< number of the tonne → sum of its parts, mg

  void add(std::uint64_t first, std::uint64_t last) {
    std::uint64_t low = first / tonne, high = last / tonne;
    if (low == high && (first % tonne != 0 || last % tonne != tonne - 1)) {
      parted[low] += last - first + 1;
      return;
    }
    if (first % tonne != 0) parted[low++] += tonne - first % tonne;
    const bool to_the_end = last % tonne == tonne - 1;
    if (!to_the_end) parted[high] += last % tonne + 1;
    whole += high - low + (to_the_end ? 1 : 0);
  }
};

bool takes_a_hold(Place place) {
  return place == Place::held_by_order || place == Place::pledged || place == Place::frozen;
}

void check_names(const State& state, Violations& found) {
  for (const auto& [key, row] : state.book.ranges()) {
    const protocol::Pocket& pocket = row.pocket;
    const bool named = state.registry.batches.contains(key.batch) &&
                       state.book.accounts().contains(pocket.account) &&
                       pocket.place != Place::issuance &&
                       pocket.hold.empty() != takes_a_hold(pocket.place);
    if (!named)
      found.push_back(
          {name, fmt::format("batch {}, serials {} to {}: account '{}', {}, hold '{}' "
                             "names no place",
                             key.batch.text, key.first.position, row.last.position,
                             pocket.account.text, name_of(pocket.place), pocket.hold.text)});
  }
}

void check_tonnes(const protocol::Batch& batch, const Tonnes& tonnes, Violations& found) {
  const auto issued = static_cast<std::uint64_t>(batch.issued.count);
  for (const auto& [number, sum] : tonnes.parted) {
    const std::uint64_t size = number == issued / tonne ? issued % tonne : tonne;
    if (sum != size)
      found.push_back({name, fmt::format("batch {}: the parts of tonne {} sum to {} of {} mg",
                                         batch.id.text, number, sum, size)});
  }
  const std::uint64_t count = issued / tonne + (issued % tonne == 0 ? 0 : 1);
  if (tonnes.whole + tonnes.parted.size() != count)
    found.push_back({name, fmt::format("batch {}: {} tonnes are there, {} were issued",
                                       batch.id.text, tonnes.whole + tonnes.parted.size(), count)});
}

}  // namespace

void i3_parts_sum_to_the_tonne(const State& state, Violations& found) {
  check_names(state, found);
  std::map<protocol::BatchId, Tonnes> tonnes;
  for (const auto& [key, row] : state.book.ranges())
    if (key.first <= row.last) tonnes[key.batch].add(key.first.position, row.last.position);
  for (const auto& [id, batch] : state.registry.batches) check_tonnes(batch, tonnes[id], found);
}

}  // namespace tanshu::engine::invariants
