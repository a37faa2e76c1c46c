// SPDX-License-Identifier: Apache-2.0
// For the tests of the views: a short market story told as blocks of records, with events made by
// hand.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <filesystem>

#include "base/hash.h"
#include "base/json_reader.h"
#include "base/temporary_directory.h"
#include "views/views.h"

namespace tanshu::views {

/// Serials of whole tonnes: `from` to `to`, the latter excluded.
inline protocol::Range tonne_range(std::uint64_t from, std::uint64_t to) {
  constexpr std::uint64_t mg = mg_per_tonne;
  return {Serial{from * mg}, Serial{to * mg - 1}};
}

inline protocol::Pocket pocket(const char* account, protocol::Place place, const char* hold = "") {
  return {{account}, place, {hold}};
}
inline protocol::Pocket free_on(const char* account) {
  return pocket(account, protocol::Place::free);
}
inline protocol::Pocket issuance() {
  return pocket("", protocol::Place::issuance);
}

inline protocol::UnitsMoved moved(protocol::Pocket from, protocol::Pocket to,
                                  std::vector<protocol::Range> ranges, const char* batch = "b1") {
  Carbon amount;
  for (const protocol::Range& range : ranges) amount += range.size();
  return {{batch}, std::move(from), std::move(to), amount, std::move(ranges)};
}

inline protocol::CashMoved paid(protocol::Purse from, protocol::Purse to,
                                std::int64_t amount_yuan) {
  return {std::move(from), std::move(to), yuan(amount_yuan)};
}
inline protocol::Purse bank() {
  return {};
}

/// Numbers records and blocks as the node does: after the records of a block comes the leaf of its
/// header.
class Story {
 public:
  std::uint64_t accept(protocol::Command command, protocol::Events events) {
    return add(std::move(command), std::move(events));
  }
  std::uint64_t refuse(protocol::Command command, protocol::Refusal refusal) {
    return add(std::move(command), std::unexpected(std::move(refusal)));
  }
  /// Closes the block and returns it; it stays valid with the story.
  const Block& seal() {
    open_.header.record_count = static_cast<std::uint32_t>(open_.records.size());
    open_.header.at = Instant{clock_ns_};
    blocks_.push_back(open_);
    open_ = {};
    open_.header.position = blocks_.size();
    open_.header.first_leaf = ++next_leaf_;
    return blocks_.back();
  }
  std::vector<Block> blocks() const { return {blocks_.begin(), blocks_.end()}; }
  std::uint64_t log_size() const { return next_leaf_; }

 private:
  std::uint64_t add(protocol::Command command, protocol::Outcome outcome) {
    clock_ns_ += 1'000'000'000;
    records_.push_back({{protocol::UserId{"clerk"}, "k", Instant{clock_ns_}, std::move(command)},
                        std::move(outcome)});
    open_.records.push_back(&records_.back());
    return next_leaf_++;
  }

  std::deque<protocol::Record> records_;
  std::deque<Block> blocks_;
  Block open_;
  std::uint64_t next_leaf_ = 0;
  std::int64_t clock_ns_ = 1'700'000'000'000'000'000;
};

inline std::string line_of(const Row& row) {
  std::string line;
  for (const Value& value : row) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) line += std::to_string(*number);
    if (const auto* text = std::get_if<std::string>(&value)) line += *text;
    line += '|';
  }
  return line;
}

/// Every row of every table, as sorted lines.
inline std::string dump(const std::filesystem::path& path) {
  auto database = Database::open(path, Mode::read_only);
  EXPECT_TRUE(database);
  std::vector<std::string> tables = {"facts", "seen_in"}, lines;
  for (const Collection& collection : collections()) tables.push_back(collection.name);
  for (const std::string& table : tables) {
    const auto rows = database->rows("SELECT * FROM " + table);
    EXPECT_TRUE(rows) << table;
    for (const Row& row : *rows) lines.push_back(table + '|' + line_of(row));
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

inline std::unique_ptr<Views> open_views(const TemporaryDirectory& directory,
                                         Mode mode = Mode::read_write,
                                         const char* cell = "baotou") {
  auto views = Views::open(directory / "views.db", cell, mode);
  EXPECT_TRUE(views) << views.error().what;
  return views ? std::move(*views) : nullptr;
}

/// Items of a page, each without its braces' worth of caring: the value of one text field.
inline std::vector<std::string> column_of(const Page& page, const char* field) {
  std::vector<std::string> values;
  for (const std::string& item : page.items) {
    const auto document = JsonDocument::parse(item);
    std::string_view text;
    if (document && document->root()[field].get(text) == simdjson::SUCCESS)
      values.emplace_back(text);
    else
      values.emplace_back("?");
  }
  return values;
}

inline Page listed(Views& views, std::string_view collection, const Filters& filters = {},
                   std::size_t limit = 100, std::string_view after = {}) {
  auto page = views.list(collection, filters, limit, after);
  EXPECT_TRUE(page) << collection;
  return page ? std::move(*page) : Page{};
}

}  // namespace tanshu::views
