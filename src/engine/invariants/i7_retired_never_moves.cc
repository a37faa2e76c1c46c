// SPDX-License-Identifier: Apache-2.0
// I7: a serial that was retired, cancelled or exported never moves again, and the record of where
// it went is complete.
#include <fmt/format.h>

#include "engine/invariants/invariants.h"

namespace tanshu::engine::invariants {
namespace {

using namespace protocol;  // NOLINT: retirements, exports, ranges

constexpr std::string_view name = "i7_retired_never_moves";

bool is_final(Place place) {
  return place == Place::retired || place == Place::cancelled || place == Place::exported;
}

/// The certificates' serials, gathered to be compared with the serials in final places.
struct Claims {
  std::map<BatchId, std::map<std::uint64_t, std::pair<std::uint64_t, Pocket>>> spans;
  Violations& found;

  void add(const std::string& id, const Pocket& pocket, const std::vector<BatchRanges>& units,
           Carbon amount) {
    Int128 sum = 0;
    for (const BatchRanges& lot : units)
      for (const Range& range : lot.ranges) {
        sum += static_cast<Int128>(range.last.position) - range.first.position + 1;
        const std::pair<std::uint64_t, Pocket> span{range.last.position, pocket};
        if (!spans[lot.batch].try_emplace(range.first.position, span).second)
          found.push_back({name, fmt::format("{}: serial {} of batch {} has two certificates", id,
                                             range.first.position, lot.batch.text)});
      }
    if (sum != amount.count)
      found.push_back(
          {name, fmt::format("{} says {}, its serials are {} mg", id, to_text(amount), sum)});
  }
};

bool complete(const Retirement& r) {
  for (const std::string_view text : std::initializer_list<std::string_view>{
           r.beneficiary_zh, r.beneficiary_en, r.purpose_zh, r.purpose_en, r.retired_by.text})
    if (text.find_first_not_of(" \t\n") == std::string_view::npos) return false;
  return r.period.first <= r.period.last && r.amount.count > 0 && !r.units.empty();
}

/// True when certificates for one pocket, end to end, cover the range exactly from its first to its
/// last serial.
bool covered(const Claims& claims, const ledger::RangeKey& key, const ledger::RangeRow& row) {
  const auto batch = claims.spans.find(key.batch);
  if (batch == claims.spans.end()) return false;
  std::uint64_t at = key.first.position;
  while (at <= row.last.position) {
    const auto span = batch->second.find(at);
    if (span == batch->second.end() || span->second.second != row.pocket) return false;
    if (span->second.first < at) return false;
    at = span->second.first + 1;
  }
  return at == row.last.position + 1;
}

Int128 size_of(const Claims& claims) {
  Int128 sum = 0;
  for (const auto& [batch, spans] : claims.spans)
    for (const auto& [first, span] : spans) sum += static_cast<Int128>(span.first) - first + 1;
  return sum;
}

}  // namespace

void i7_retired_never_moves(const State& state, Violations& found) {
  Claims claims{{}, found};
  for (const auto& [id, r] : state.registry.retirements) {
    if (!complete(r))
      found.push_back({name, fmt::format("certificate {} is not complete", id.text)});
    const bool retired = r.kind == RetirementKind::retirement;
    claims.add(id.text, {r.account, retired ? Place::retired : Place::cancelled, {}}, r.units,
               r.amount);
  }
  for (const auto& [id, e] : state.registry.exports)
    claims.add(id.text, {e.account, Place::exported, {}}, e.units, e.amount);
  Int128 there = 0;
  for (const auto& [key, row] : state.book.ranges()) {
    if (!is_final(row.pocket.place)) continue;
    there += static_cast<Int128>(row.last.position) - key.first.position + 1;
    if (!covered(claims, key, row))
      found.push_back({name, fmt::format("batch {}, serials {} to {} ({}): no certificate says so",
                                         key.batch.text, key.first.position, row.last.position,
                                         name_of(row.pocket.place))});
  }
  if (size_of(claims) != there)
    found.push_back({name, fmt::format("certificates name {} mg, {} mg are retired, cancelled or "
                                       "exported",
                                       size_of(claims), there)});
}

void i7_retired_never_moves(std::uint64_t log_index, const Record& record, FinalSerials& final,
                            Violations& found) {
  for (const Event& event : *record.outcome) {
    const auto* moved = std::get_if<UnitsMoved>(&event);
    if (moved == nullptr) continue;
    for (const Range& range : moved->ranges) {
      if (final.touches(moved->batch, range))
        found.push_back(
            {name, fmt::format("entry {}: batch {}, serials {} to {} move again", log_index,
                               moved->batch.text, range.first.position, range.last.position)});
      else if (is_final(moved->to.place))
        final.add(moved->batch, range);
    }
  }
}

}  // namespace tanshu::engine::invariants
