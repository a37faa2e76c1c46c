// SPDX-License-Identifier: Apache-2.0
// Checks and compares sets of serials.
#include "certificate/serials.h"

#include <algorithm>

namespace tanshu::certificate {

using protocol::BatchRanges;
using protocol::Range;

Checked<Carbon> sum_of_ranges(const std::vector<Range>& ranges, const protocol::Batch& batch,
                              const std::string& field) {
  const auto size = static_cast<std::uint64_t>(std::max<std::int64_t>(batch.issued.count, 0));
  std::uint64_t next = 0;
  Carbon sum;
  for (const Range& range : ranges) {
    const std::string text = fmt::format("{}–{}", range.first.position, range.last.position);
    if (range.last < range.first)
      return problem(fmt::format("序列号段 {} 首尾颠倒", text),
                     fmt::format("the serial range {} is reversed", text), field);
    if (range.last.position >= size)
      return problem(fmt::format("序列号段 {} 不在批次 {} 之内", text, batch.id.text),
                     fmt::format("the serial range {} is not inside batch {}", text, batch.id.text),
                     field);
    if (range.first.position < next)
      return problem(
          fmt::format("序列号段 {} 与前一段重叠或次序不对", text),
          fmt::format("the serial range {} overlaps or precedes the one before it", text), field);
    next = range.last.position + 1;
    sum += range.size();
  }
  return sum;
}

std::vector<Range> joined(std::vector<Range> ranges) {
  std::ranges::sort(ranges);
  std::vector<Range> whole;
  for (const Range& range : ranges) {
    if (!whole.empty() && whole.back().last.position + 1 == range.first.position)
      whole.back().last = range.last;
    else
      whole.push_back(range);
  }
  return whole;
}

UnitsByBatch joined(const std::vector<BatchRanges>& units) {
  UnitsByBatch whole;
  for (const BatchRanges& one : units) {
    auto& ranges = whole[one.batch];
    ranges.insert(ranges.end(), one.ranges.begin(), one.ranges.end());
  }
  for (auto& [batch, ranges] : whole) ranges = joined(std::move(ranges));
  return whole;
}

UnitsByBatch moved_into(const protocol::Events& events, const protocol::AccountId& account,
                        protocol::Place place) {
  std::vector<BatchRanges> moved;
  for (const protocol::Event& event : events) {
    const auto* leg = std::get_if<protocol::UnitsMoved>(&event);
    if (leg == nullptr || leg->to.account != account || leg->to.place != place) continue;
    moved.push_back({leg->batch, leg->ranges});
  }
  return joined(moved);
}

}  // namespace tanshu::certificate
