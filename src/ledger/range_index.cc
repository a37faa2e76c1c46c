// SPDX-License-Identifier: Apache-2.0
// A list through each batch, and a small set for each pocket.
#include "ledger/range_index.h"

namespace tanshu::ledger {

PocketRanges& PocketRanges::operator=(const PocketRanges& other) {
  if (this == &other) return *this;
  first_ = other.first_;
  lowest_ = other.lowest_;
  more_ = other.more_ == nullptr ? nullptr : std::make_unique<More>(*other.more_);
  return *this;
}

void PocketRanges::insert(Serial first, std::uint32_t range) {
  if (!empty()) {
    if (first < first_) {
      std::swap(first, first_);
      std::swap(range, lowest_);
    }
    if (more_ == nullptr) more_ = std::make_unique<More>();
    CHECK(more_->emplace(first, range).second);
    return;
  }
  first_ = first;
  lowest_ = range;
}

void PocketRanges::erase(Serial first) {
  if (first != first_) {
    CHECK(more_ != nullptr && more_->erase(first) == 1);
  } else if (more_ == nullptr) {
    *this = {};
  } else {
    first_ = more_->begin()->first;
    lowest_ = more_->begin()->second;
    more_->erase(more_->begin());
  }
  if (more_ != nullptr && more_->empty()) more_.reset();
}

std::uint32_t RangeIndex::last_of(const protocol::BatchId& batch) const {
  const auto found = last_.find(batch);
  return found == last_.end() ? no_range : found->second;
}

void RangeIndex::link(const protocol::BatchId& batch, std::uint32_t before, std::uint32_t range) {
  const std::uint32_t after = before == no_range ? no_range : neighbours(before).after;
  neighbours(range) = {before, after};
  if (before != no_range) neighbours(before).after = range;
  if (after != no_range)
    neighbours(after).before = range;
  else
    last_[batch] = range;
}

void RangeIndex::unlink(const protocol::BatchId& batch, std::uint32_t range) {
  const Neighbours beside = std::exchange(neighbours(range), {});
  if (beside.before != no_range) neighbours(beside.before).after = beside.after;
  if (beside.after != no_range)
    neighbours(beside.after).before = beside.before;
  else if (beside.before != no_range)
    last_[batch] = beside.before;
  else
    last_.erase(batch);
}

PocketRanges& RangeIndex::pocket(std::uint32_t balance) {
  while (pockets_.size() <= balance) pockets_.add();
  return pockets_[balance];
}

RangeIndex::Neighbours& RangeIndex::neighbours(std::uint32_t range) {
  while (neighbours_.size() <= range) neighbours_.add();
  return neighbours_[range];
}

}  // namespace tanshu::ledger
