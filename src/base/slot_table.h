// SPDX-License-Identifier: Apache-2.0
// Open addressing for millions of slots. The table is cut into segments that double until they fill
// a few large pages and then split in two, so that no insertion ever waits for all slots to be
// placed anew, and a lookup seldom waits for the address of memory besides the memory itself.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/large_memory.h"
#include "base/prefetch.h"

namespace tanshu {

/// A Slot is plain bytes, and empty when they are all zero: `used()` tells. Its `home()` are 64
/// bits that are spread well: the highest choose the segment, the lowest the place in it.
///
/// Of two slots that want one place the one that is farther from home has it (Robin Hood), so that
/// a search for what is not there, which most are, ends as soon as one that is.
template <class Slot, std::size_t segment_slots_max = std::size_t{1} << 18>
class SlotTable {
  static_assert(std::is_trivially_copyable_v<Slot>);

 public:
  SlotTable() { directory_.push_back({}), segments_.emplace_back(); }
  SlotTable(const SlotTable& other)
      : segments_(other.segments_),
        directory_(other.directory_),
        depth_(other.depth_),
        size_(other.size_) {
    for (std::uint32_t i = 0; i < segments_.size(); ++i) show(i);
  }
  SlotTable& operator=(const SlotTable& other) {
    if (this != &other) *this = SlotTable(other);
    return *this;
  }
  SlotTable(SlotTable&& other) : SlotTable() { swap(other); }
  SlotTable& operator=(SlotTable&& other) {
    SlotTable taken(std::move(other));
    swap(taken);
    return *this;
  }

  std::size_t size() const { return size_; }
  std::size_t memory_bytes() const {
    std::size_t bytes = directory_.capacity() * sizeof(View);
    for (const Segment& segment : segments_) bytes += segment.slots.size() * sizeof(Slot);
    return bytes;
  }

  /// Starts to bring the place near, some time before it is asked for.
  void prefetch(std::uint64_t home) const {
    const View& view = view_of(home);
    if (view.slots == nullptr) return;  // asking for no address costs more than asking for one
    const Slot* first = view.slots + (home & view.mask);
    tanshu::prefetch(first);
    constexpr std::size_t line = 64;
    if (reinterpret_cast<std::uintptr_t>(first) % line + slots_looked_at * sizeof(Slot) > line)
      tanshu::prefetch(first + slots_looked_at - 1);
  }
  /// The first slot from its place on that `matches`, or null.
  template <class Matches>
  const Slot* find(std::uint64_t home, Matches&& matches) const {
    const View& view = view_of(home);
    if (view.slots == nullptr) return nullptr;
    std::uint64_t i = home & view.mask;
    for (std::uint64_t far = 0;; ++far, i = (i + 1) & view.mask) {
      const Slot& slot = view.slots[i];
      if (!slot.used() || far_from_home(view, i) < far) return nullptr;
      if (matches(slot)) return &slot;
    }
  }
  /// The slot must not be there yet.
  void insert(const Slot& slot) {
    while (!has_room(segments_[view_of(slot.home()).segment]))
      make_room(view_of(slot.home()).segment);
    const View& view = view_of(slot.home());
    place(view, slot);
    ++segments_[view.segment].used;
    ++size_;
  }
  /// Takes out a slot that find() gave.
  void erase(const Slot* found) {
    const View& view = view_of(found->home());
    close_gap(view, static_cast<std::uint64_t>(found - view.slots));
    --segments_[view.segment].used;
    --size_;
  }
  /// In no order that means anything.
  template <class Visit>
  void each(Visit&& visit) const {
    for (const Segment& segment : segments_)
      for (std::size_t i = 0; i < segment.slots.size(); ++i)
        if (segment.slots[i].used()) visit(segment.slots[i]);
  }

 private:
  /// All slots whose homes begin with `depth` bits of `prefix`.
  struct Segment {
    ZeroedArray<Slot> slots;
    std::size_t used = 0;
    std::uint64_t prefix = 0;
    unsigned depth = 0;
  };
  /// What a lookup needs of a segment, once for each of the prefixes that lead to it.
  struct View {
    Slot* slots = nullptr;
    std::uint32_t mask = 0;
    std::uint32_t segment = 0;
  };
  static constexpr std::size_t segment_slots_min = 8;
  static constexpr std::size_t slots_looked_at = 2;  ///< by most searches

  /// The first `depth` of 64 bits, which may be none.
  static std::uint64_t first_bits(std::uint64_t home, unsigned depth) {
    return home >> 1 >> (63 - depth);
  }
  const View& view_of(std::uint64_t home) const { return directory_[first_bits(home, depth_)]; }

  static bool has_room(const Segment& segment) {
    return (segment.used + 1) * 4 <= segment.slots.size() * 3;
  }
  /// How many places a slot stands behind its home.
  static std::uint64_t far_from_home(const View& view, std::uint64_t at) {
    return (at - view.slots[at].home()) & view.mask;
  }
  static void place(const View& view, Slot slot) {
    std::uint64_t i = slot.home() & view.mask;
    for (std::uint64_t far = 0; view.slots[i].used(); ++far, i = (i + 1) & view.mask) {
      const std::uint64_t other_far = far_from_home(view, i);
      if (other_far >= far) continue;
      std::swap(slot, view.slots[i]);
      far = other_far;
    }
    view.slots[i] = slot;
  }
  /// Slots after the gap move up, until one is at home.
  static void close_gap(const View& view, std::uint64_t gap) {
    for (std::uint64_t i = (gap + 1) & view.mask;
         view.slots[i].used() && far_from_home(view, i) != 0; i = (i + 1) & view.mask) {
      view.slots[gap] = view.slots[i];
      gap = i;
    }
    view.slots[gap] = Slot{};
  }

  void make_room(std::uint32_t number) {
    const std::size_t slots = segments_[number].slots.size();
    ZeroedArray<Slot> old = std::exchange(
        segments_[number].slots,
        ZeroedArray<Slot>(slots == 0 ? segment_slots_min : std::min(slots * 2, segment_slots_max)));
    if (slots == segment_slots_max)
      split(number);
    else
      show(number);
    segments_[number].used = 0;
    for (std::size_t i = 0; i < old.size(); ++i)
      if (old[i].used()) {
        const View& view = view_of(old[i].home());
        place(view, old[i]);
        ++segments_[view.segment].used;
      }
  }
  /// The upper half of the segment's prefixes get a segment of their own, both empty.
  void split(std::uint32_t number) {
    CHECK(segments_[number].depth < 32);
    if (segments_[number].depth == depth_) {
      std::vector<View> twice(directory_.size() * 2);
      for (std::size_t i = 0; i < twice.size(); ++i) twice[i] = directory_[i / 2];
      directory_ = std::move(twice);
      ++depth_;
    }
    Segment& lower = segments_[number];
    ++lower.depth;
    lower.prefix *= 2;
    Segment upper;
    upper.slots = ZeroedArray<Slot>(segment_slots_max);
    upper.prefix = lower.prefix + 1;
    upper.depth = lower.depth;
    segments_.push_back(std::move(upper));
    show(number);
    show(static_cast<std::uint32_t>(segments_.size() - 1));
  }
  /// Makes the directory lead to the segment.
  void show(std::uint32_t number) {
    Segment& segment = segments_[number];
    const unsigned below = depth_ - segment.depth;
    const View view{segment.slots.data(),
                    static_cast<std::uint32_t>(std::max<std::size_t>(segment.slots.size(), 1) - 1),
                    number};
    for (std::uint64_t i = 0; i < std::uint64_t{1} << below; ++i)
      directory_[(segment.prefix << below) + i] = view;
  }
  void swap(SlotTable& other) {
    std::swap(segments_, other.segments_);
    std::swap(directory_, other.directory_);
    std::swap(depth_, other.depth_);
    std::swap(size_, other.size_);
  }

  std::vector<Segment> segments_;
  std::vector<View> directory_;
  unsigned depth_ = 0;
  std::size_t size_ = 0;
};

}  // namespace tanshu
