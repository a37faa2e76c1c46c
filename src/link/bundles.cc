// SPDX-License-Identifier: Apache-2.0
// What is read ahead is bounded by the number of readers: each holds one bundle.
#include "link/bundles.h"

#include <algorithm>

#include "proof/tile_tree.h"

namespace tanshu::link {
namespace {

using proof::tile_width;

Result<Bundle> read_bundle(proof::LogReader& reader, const Bundles::Shortcut& shortcut,
                           std::uint64_t index, unsigned width) {
  Bundle bundle;
  bundle.first = index * tile_width;
  if (shortcut && width == tile_width) {
    TRY_SET(auto known, shortcut(index));
    if (known) {
      auto entries = proof::parse_bundle(*known, width);
      if (entries) {
        bundle.bytes = std::move(*known);
        bundle.entries = std::move(*entries);
        return bundle;
      }
    }
  }
  TRY_SET(auto entries, proof::read_entries(reader, {true, 0, index, width}, bundle.bytes));
  bundle.missing = !entries.has_value();
  if (entries) bundle.entries = std::move(*entries);
  return bundle;
}

}  // namespace

Bundles::Bundles(const Account& log, std::uint64_t first, std::uint64_t end, std::size_t ahead,
                 Shortcut shortcut)
    : log_(log),
      first_(first),
      end_(end),
      started_(first / tile_width),
      ahead_(ahead),
      shortcut_(std::move(shortcut)) {}

std::future<Result<Bundle>> Bundles::start(std::uint64_t index) {
  const auto width = static_cast<unsigned>(std::min(log_.size - index * tile_width, tile_width));
  return std::async(std::launch::async, [this, index, width] {
    return read_bundle(log_.reader, shortcut_, index, width);
  });
}

Result<std::optional<Bundle>> Bundles::next() {
  while (started_ * tile_width < end_ && under_way_.size() < ahead_)
    under_way_.push_back(start(started_++));
  if (under_way_.empty() || first_ >= end_) return std::optional<Bundle>();
  auto read = under_way_.front().get();
  under_way_.pop_front();
  if (!read) return std::unexpected(std::move(read.error()));
  Bundle bundle = std::move(*read);
  if (bundle.first < first_ && !bundle.missing) {
    const auto skipped = static_cast<std::ptrdiff_t>(first_ - bundle.first);
    bundle.entries.erase(bundle.entries.begin(), bundle.entries.begin() + skipped);
    bundle.first = first_;
  }
  if (bundle.first + bundle.entries.size() > end_) bundle.entries.resize(end_ - bundle.first);
  return std::optional(std::move(bundle));
}

}  // namespace tanshu::link
