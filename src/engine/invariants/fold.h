// SPDX-License-Identifier: Apache-2.0
// The books a second time: folded from the records' events alone, by other means than the engine's.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/quantity.h"
#include "protocol/record.h"

namespace tanshu::engine::invariants {

/// Serials that may never move again, batch by batch: first serial → last serial, disjoint.
class FinalSerials {
 public:
  bool touches(const protocol::BatchId& batch, const protocol::Range& range) const;
  void add(const protocol::BatchId& batch, const protocol::Range& range);

 private:
  std::map<protocol::BatchId, std::map<std::uint64_t, std::uint64_t>> spans_;
};

class Fold {
 public:
  struct Span {
    std::uint64_t last = 0;
    protocol::Pocket pocket;
    bool operator==(const Span&) const = default;
  };
  using Spans = std::map<std::uint64_t, Span>;
  /// "accounts" and a code → the codec bytes of the noun as its last event showed it.
  using Nouns = std::map<std::pair<std::string, std::string>, Bytes>;

  void add(const protocol::Events& events);

  const std::map<protocol::BatchId, Spans>& spans() const { return spans_; }
  const std::map<protocol::Purse, Int128>& cash() const { return cash_; }
  const Nouns& nouns() const { return nouns_; }
  /// How many orders were placed, and traded.
  std::uint64_t orders() const { return orders_; }
  std::uint64_t trades() const { return trades_; }
  /// What an event took from where it was not.
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  friend struct FoldEvent;

  void move(const protocol::UnitsMoved& moved);
  void paint(const protocol::UnitsMoved& moved, const protocol::Range& range);
  void cut(Spans& spans, std::uint64_t at);
  void join(Spans& spans, std::uint64_t at);

  std::map<protocol::BatchId, Spans> spans_;
  std::map<protocol::Purse, Int128> cash_;
  Nouns nouns_;
  std::uint64_t orders_ = 0;
  std::uint64_t trades_ = 0;
  std::vector<std::string> problems_;
};

template <class Row>
Bytes bytes_of(const Row& row) {
  Bytes bytes;
  Encoder(bytes).put(row);
  return bytes;
}

}  // namespace tanshu::engine::invariants
