// SPDX-License-Identifier: Apache-2.0
// Opening, taking in blocks, and the look-ups by id.
#include "views/views.h"

#include <fmt/format.h>

#include "views/projector.h"
#include "views/tables.h"

namespace tanshu::views {

Result<std::unique_ptr<Views>> Views::open(const std::filesystem::path& path, std::string cell,
                                           Mode mode) {
  TRY_SET(Database database, Database::open(path, mode));
  std::unique_ptr<Views> views(new Views(std::move(database), std::move(cell)));
  TRY_SET(const bool fit, tables_fit(views->database_));
  if (fit) return views;
  if (mode == Mode::read_only)
    return failure("views: " + path.string() + " has no tables of this version");
  TRY_SET(Transaction transaction, Transaction::begin(views->database_));
  TRY(make_tables(views->database_));
  TRY(transaction.commit());
  return views;
}

Result<void> Views::clear() {
  TRY_SET(Transaction transaction, Transaction::begin(database_));
  TRY(empty_tables(database_, cell_));
  return transaction.commit();
}

Result<std::uint64_t> Views::next_block() {
  return fact(database_, cell_, "next_block");
}

Result<void> Views::apply(std::span<const Block> blocks) {
  if (blocks.empty()) return {};
  TRY_SET(Transaction transaction, Transaction::begin(database_));
  TRY_SET(std::uint64_t due, next_block());
  Projector projector(database_, cell_);
  for (const Block& block : blocks) {
    const protocol::BlockHeader& header = block.header;
    if (header.position != due || header.record_count != block.records.size())
      return failure(fmt::format("views: block {} with {} of {} records came, block {} is due",
                                 header.position, block.records.size(), header.record_count, due));
    std::uint64_t log_index = header.first_leaf;
    for (const protocol::Record* record : block.records)
      TRY(projector.project(log_index++, header.position, *record));
    TRY(projector.project(log_index, header));
    ++due;
    TRY(set_fact(database_, cell_, "log_size", log_index + 1));
  }
  TRY(set_fact(database_, cell_, "next_block", due));
  return transaction.commit();
}

Result<std::optional<std::string>> Views::item(std::string_view collection, std::string_view id) {
  const Collection* found = find_collection(collection);
  if (found == nullptr || !found->has_single_key()) return std::nullopt;
  const auto key = value_from_text(found->key.front(), id);
  if (!key) return std::nullopt;
  TRY_SET(std::vector<Row> rows,
          database_.rows(fmt::format("SELECT json FROM {} WHERE cell = $1 AND {} = $2", found->name,
                                     sql_name(found->key.front().name)),
                         {cell_, *key}));
  if (rows.empty()) return std::nullopt;
  return std::get<std::string>(std::move(rows.front().front()));
}

Result<std::vector<std::uint64_t>> Views::log_indexes_of(std::string_view collection,
                                                         std::string_view id) {
  TRY_SET(const std::vector<Row> rows,
          database_.rows("SELECT log_index FROM seen_in WHERE cell = $1 AND collection = $2 AND "
                         "id = $3 ORDER BY log_index",
                         {cell_, std::string(collection), std::string(id)}));
  std::vector<std::uint64_t> indexes;
  for (const Row& row : rows)
    indexes.push_back(static_cast<std::uint64_t>(std::get<std::int64_t>(row.front())));
  return indexes;
}

}  // namespace tanshu::views
