// SPDX-License-Identifier: Apache-2.0
// The SQL of collections.
#include "views/collection.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"

namespace tanshu::views {
namespace {

Collection make_collection(std::string_view name, const TypeInfo& type, Order order,
                           std::initializer_list<const char*> key) {
  Collection collection{std::string(name), &type, order, columns_of(type), {}};
  for (const char* field : key) {
    const Column* column = collection.column(field);
    CHECK(column != nullptr && !column->nullable);
    collection.key.push_back(*column);
  }
  return collection;
}

std::vector<Collection> make_collections() {
  return {
#define COLLECTION(name, Type, order, ...) \
  make_collection(#name, type_of<protocol::Type>(), Order::order, {__VA_ARGS__}),
#include "views/collections.def"
#undef COLLECTION
  };
}

std::string key_list(const Collection& collection) {
  std::string list = "cell";
  for (const Column& column : collection.key) list += ", " + sql_name(column.name);
  return list;
}

bool is_in_key(const Collection& collection, const Column& column) {
  return std::any_of(collection.key.begin(), collection.key.end(),
                     [&](const Column& part) { return part.name == column.name; });
}

}  // namespace

const Column* Collection::column(std::string_view name_wanted) const {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const Column& c) { return c.name == name_wanted; });
  return found == columns.end() ? nullptr : &*found;
}

std::vector<std::string> Collection::create_sql() const {
  std::string table = fmt::format("CREATE TABLE {} (cell TEXT NOT NULL", name);
  for (const Column& column : columns)
    table += fmt::format(", {} {}{}", sql_name(column.name), sql_type(column),
                         column.nullable ? "" : " NOT NULL");
  table += fmt::format(
      ", made_in BIGINT NOT NULL, changed_in BIGINT NOT NULL, json TEXT NOT NULL, PRIMARY KEY "
      "({}))",
      key_list(*this));
  std::vector<std::string> sql = {std::move(table)};
  if (order == Order::newest_first)
    sql.push_back(fmt::format("CREATE INDEX {0}_by_made_in ON {0} (cell, made_in)", name));
  for (const Column& column : columns)
    if (column.type->shape == Shape::id && column.name != key.front().name)
      sql.push_back(
          fmt::format("CREATE INDEX {0}_by_{1} ON {0} (cell, \"{1}\")", name, column.name));
  return sql;
}

std::string Collection::drop_sql() const {
  return fmt::format("DROP TABLE IF EXISTS {}", name);
}

std::string Collection::upsert_sql() const {
  std::string names = "cell", places = "$1", changes;
  int count = 1;
  for (const Column& column : columns) {
    names += ", " + sql_name(column.name);
    places += fmt::format(", ${}", ++count);
    if (!is_in_key(*this, column))
      changes += fmt::format("{0} = excluded.{0}, ", sql_name(column.name));
  }
  return fmt::format(
      "INSERT INTO {} ({}, made_in, changed_in, json) VALUES ({}, ${}, ${}, ${}) ON CONFLICT ({}) "
      "DO UPDATE SET {}changed_in = excluded.changed_in, json = excluded.json",
      name, names, places, count + 1, count + 2, count + 3, key_list(*this), changes);
}

std::string Collection::erase_sql() const {
  std::string where = "cell = $1";
  int count = 1;
  for (const Column& column : key)
    where += fmt::format(" AND {} = ${}", sql_name(column.name), ++count);
  return fmt::format("DELETE FROM {} WHERE {}", name, where);
}

std::vector<std::string> Collection::order_columns() const {
  std::vector<std::string> names;
  if (order == Order::newest_first) names.emplace_back("made_in");
  for (const Column& column : key) names.push_back(column.name);
  return names;
}

const std::vector<Collection>& collections() {
  static const std::vector<Collection> all = make_collections();
  return all;
}

const Collection* find_collection(std::string_view name) {
  for (const Collection& collection : collections())
    if (collection.name == name) return &collection;
  return nullptr;
}

}  // namespace tanshu::views
