// SPDX-License-Identifier: Apache-2.0
// Tables made from the collections, and two of our own: `facts` of a cell, and `seen_in`, which
// says for every row which log entries spoke of it.
#include "views/tables.h"

#include "base/hash.h"

namespace tanshu::views {
namespace {

constexpr std::string_view layout_table =
    "CREATE TABLE IF NOT EXISTS layout (digest TEXT NOT NULL)";

std::vector<std::string> all_create_sql() {
  std::vector<std::string> sql = {
      "CREATE TABLE facts (cell TEXT NOT NULL, name TEXT NOT NULL, value BIGINT NOT NULL, "
      "PRIMARY KEY (cell, name))",
      "CREATE TABLE seen_in (cell TEXT NOT NULL, collection TEXT NOT NULL, id TEXT NOT NULL, "
      "log_index BIGINT NOT NULL, PRIMARY KEY (cell, collection, id, log_index))"};
  for (const Collection& collection : collections())
    for (std::string& statement : collection.create_sql()) sql.push_back(std::move(statement));
  return sql;
}

}  // namespace

std::string layout_digest() {
  Sha256 hash;
  for (const std::string& sql : all_create_sql()) hash.update(sql).update(";");
  return hash.finish().hex();
}

Result<bool> tables_fit(Database& database) {
  const auto found = database.rows("SELECT digest FROM layout");
  if (!found) return false;  // no such table: a new file
  return *found == std::vector<Row>{{Value{layout_digest()}}};
}

Result<void> make_tables(Database& database) {
  TRY(database.run("DROP TABLE IF EXISTS facts"));
  TRY(database.run("DROP TABLE IF EXISTS seen_in"));
  for (const Collection& collection : collections()) TRY(database.run(collection.drop_sql()));
  for (const std::string& sql : all_create_sql()) TRY(database.run(sql));
  TRY(database.run(layout_table));
  TRY(database.run("DELETE FROM layout"));
  return database.run("INSERT INTO layout (digest) VALUES ($1)", {layout_digest()});
}

Result<void> empty_tables(Database& database, const std::string& cell) {
  TRY(database.run("DELETE FROM facts WHERE cell = $1", {cell}));
  TRY(database.run("DELETE FROM seen_in WHERE cell = $1", {cell}));
  for (const Collection& collection : collections())
    TRY(database.run("DELETE FROM " + collection.name + " WHERE cell = $1", {cell}));
  return {};
}

Result<std::uint64_t> fact(Database& database, const std::string& cell, std::string_view name) {
  TRY_SET(const std::int64_t value,
          database.integer("SELECT value FROM facts WHERE cell = $1 AND name = $2",
                           {cell, std::string(name)}));
  return static_cast<std::uint64_t>(value);
}

Result<void> set_fact(Database& database, const std::string& cell, std::string_view name,
                      std::uint64_t value) {
  return database.run(
      "INSERT INTO facts (cell, name, value) VALUES ($1, $2, $3) "
      "ON CONFLICT (cell, name) DO UPDATE SET value = excluded.value",
      {cell, std::string(name), static_cast<std::int64_t>(value)});
}

}  // namespace tanshu::views
