// SPDX-License-Identifier: Apache-2.0
// What the book derives from its ranges, so that moving units touches little memory: which range
// lies beside which in a batch, and which ranges a pocket has, lowest first. Ranges and pockets are
// meant by their places in the tables of ranges and balances.
#pragma once

#include <map>
#include <memory>

#include "base/prefetch.h"
#include "base/row_chunks.h"
#include "protocol/ids.h"

namespace tanshu::ledger {

inline constexpr std::uint32_t no_range = UINT32_MAX;

/// The ranges of one pocket of one batch in ascending order; most have one, which costs no memory
/// of its own.
class PocketRanges {
 public:
  PocketRanges() = default;
  PocketRanges(const PocketRanges& other) { *this = other; }
  PocketRanges& operator=(const PocketRanges& other);
  PocketRanges(PocketRanges&&) noexcept = default;
  PocketRanges& operator=(PocketRanges&&) noexcept = default;
  ~PocketRanges() = default;

  bool empty() const { return lowest_ == no_range; }
  std::uint32_t lowest() const { return lowest_; }
  Serial lowest_first() const { return first_; }
  void insert(Serial first, std::uint32_t range);
  /// It must be there.
  void erase(Serial first);
  /// In ascending order, until `visit(range)` says false.
  template <class Visit>
  void each(Visit&& visit) const {
    if (empty() || !visit(lowest_) || more_ == nullptr) return;
    for (const auto& [first, range] : *more_)
      if (!visit(range)) return;
  }

 private:
  using More = std::map<Serial, std::uint32_t>;
  Serial first_;
  std::uint32_t lowest_ = no_range;
  std::unique_ptr<More> more_;  ///< all but the lowest; null when there are none
};

class RangeIndex {
 public:
  std::uint32_t before(std::uint32_t range) const { return neighbours_[range].before; }
  std::uint32_t after(std::uint32_t range) const { return neighbours_[range].after; }
  /// The one that ends the batch, or no_range.
  std::uint32_t last_of(const protocol::BatchId& batch) const;
  /// Puts a range behind `before` (no_range: at the batch's front).
  void link(const protocol::BatchId& batch, std::uint32_t before, std::uint32_t range);
  void unlink(const protocol::BatchId& batch, std::uint32_t range);

  PocketRanges& pocket(std::uint32_t balance);
  /// Null when the pocket has never had a range.
  const PocketRanges* find_pocket(std::uint32_t balance) const {
    return balance < pockets_.size() ? &pockets_[balance] : nullptr;
  }
  /// Without the sets of pockets that have several ranges.
  std::size_t memory_bytes() const { return neighbours_.memory_bytes() + pockets_.memory_bytes(); }
  /// Starts to bring near what is kept of a pocket, or of a range.
  void prefetch_pocket(std::uint32_t balance) const {
    if (balance < pockets_.size()) tanshu::prefetch<true>(&pockets_[balance]);
  }
  void prefetch_range(std::uint32_t range) const {
    if (range < neighbours_.size()) tanshu::prefetch<true>(&neighbours_[range]);
  }

 private:
  struct Neighbours {
    std::uint32_t before = no_range;
    std::uint32_t after = no_range;
  };
  Neighbours& neighbours(std::uint32_t range);

  RowChunks<Neighbours> neighbours_;
  RowChunks<PocketRanges> pockets_;
  std::map<protocol::BatchId, std::uint32_t> last_;
};

}  // namespace tanshu::ledger
