// SPDX-License-Identifier: Apache-2.0
// The entries of a log from one index to another, bundle by bundle, with some read ahead.
#pragma once

#include <deque>
#include <functional>
#include <future>
#include <optional>
#include <vector>

#include "proof/log_audit.h"
#include "proof/tiles.h"

namespace tanshu::link {

/// A log as someone gives it, `size` entries long: its partial tiles are as wide as that asks for.
struct Account {
  proof::LogReader& reader;
  std::uint64_t size = 0;
};

struct Bundle {
  std::uint64_t first = 0;  ///< index of the first entry here
  Bytes bytes;              ///< what the entries are views into
  std::vector<ByteView> entries;
  bool missing = false;
};

class Bundles {
 public:
  /// Looked at before the reader; gives nothing where it has nothing.
  using Shortcut = std::function<Result<std::optional<Bytes>>(std::uint64_t bundle)>;

  /// Entries [first, end) of the log, whose reader is used by `ahead` threads at once and outlives
  /// this.
  Bundles(const Account& log, std::uint64_t first, std::uint64_t end, std::size_t ahead,
          Shortcut shortcut = {});

  /// The next bundle, without the entries before and after those wanted; nothing at the end. The
  /// failure is one of reading, or says that a bundle is malformed.
  Result<std::optional<Bundle>> next();

 private:
  std::future<Result<Bundle>> start(std::uint64_t index);

  const Account log_;
  const std::uint64_t first_;
  const std::uint64_t end_;
  std::uint64_t started_;
  const std::size_t ahead_;
  const Shortcut shortcut_;
  std::deque<std::future<Result<Bundle>>> under_way_;
};

}  // namespace tanshu::link
