// SPDX-License-Identifier: Apache-2.0
// The read models: what the journal's events amount to, as SQL tables that can be dropped and built
// again at will.
//
// Every apply() is one transaction that also stores which block is due next. When the process dies
// between journal and views, the node applies again from next_block() and nothing is lost or
// counted twice.
#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "protocol/record.h"
#include "views/collection.h"
#include "views/database.h"

namespace tanshu::views {

/// A sealed block: its header and its records, whose log indexes count up from header.first_leaf.
struct Block {
  protocol::BlockHeader header;
  std::vector<const protocol::Record*> records;
};

/// A query that cannot be answered as it stands; the API turns it into refusal query_is_wrong.
struct QueryProblem {
  std::string parameter;
  std::string expected;
};
using QueryError = std::variant<QueryProblem, Failure>;

/// Field and value in the API's spelling. A field given twice means either value.
using Filters = std::vector<std::pair<std::string, std::string>>;

struct Page {
  std::vector<std::string> items;   ///< each the JSON of a row
  std::optional<std::string> next;  ///< give it as `after` for the next page; none after the last
};

inline constexpr std::size_t page_items_max = 1000;

/// One connection to the views. Not for sharing between threads: the node keeps the only writer,
/// and every thread of the API opens a reader of its own.
class Views {
 public:
  /// read_write makes the file if needed, and empties it when its tables are of another version of
  /// the program (then next_block() is 0). read_only fails when there are no tables of this version
  /// yet.
  static Result<std::unique_ptr<Views>> open(const std::filesystem::path& path, std::string cell,
                                             Mode mode);

  /// Takes in blocks in one transaction; the first must be the one due. On a failure nothing has
  /// changed.
  Result<void> apply(std::span<const Block> blocks);
  Result<void> apply(const Block& block) { return apply(std::span(&block, 1)); }
  /// The position of the block that is due.
  Result<std::uint64_t> next_block();
  /// Forgets everything of the cell; block 0 is due.
  Result<void> clear();

  /// A page of a collection, newest or smallest key first as collections.def says. Unknown
  /// collections and fields, malformed values and cursors, and limits outside 1 to page_items_max
  /// are query problems, of the parameters "collection", the field, "after" and "limit".
  std::expected<Page, QueryError> list(std::string_view collection, const Filters& filters,
                                       std::size_t limit, std::string_view after = {});
  /// The JSON of one row, by its id; nothing when there is none, or the collection has no single
  /// key.
  Result<std::optional<std::string>> item(std::string_view collection, std::string_view id);
  /// The best `levels` prices of each side of an instrument's book in a mode, with what rests
  /// there:
  /// {"instrument":…,"mode":…,"bids":[{"price":…,"amount":…,"orders":…}],"offers":[…]}.
  Result<std::string> depth_json(std::string_view instrument, protocol::TradingMode mode,
                                 std::size_t levels);
  /// Sums over the whole cell, computed in SQL from one snapshot.
  Result<std::string> totals_json();

  /// The log indexes of the entries whose events carried the row, ascending: the first made it, the
  /// last changed it last. Also for holdings by holding_id() and for cash by the account's id.
  Result<std::vector<std::uint64_t>> log_indexes_of(std::string_view collection,
                                                    std::string_view id);
  static std::string holding_id(const protocol::AccountId& account,
                                const protocol::BatchId& batch) {
    return account.text + ' ' + batch.text;
  }

 private:
  Views(Database database, std::string cell)
      : database_(std::move(database)), cell_(std::move(cell)) {}

  Database database_;
  std::string cell_;
};

}  // namespace tanshu::views
