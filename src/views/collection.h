// SPDX-License-Identifier: Apache-2.0
// Collections: one table for each described row. Nothing about a single noun is written by hand:
// table, upsert and listing follow from its fields and its line in collections.def.
//
// The SQL is what SQLite 3.34 and PostgreSQL 15 share. On PostgreSQL the database must be made with
// the C collation, so that ids sort by their bytes there too.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "protocol/answers.h"
#include "protocol/record.h"
#include "views/columns.h"

namespace tanshu::views {

enum class Order { by_key, newest_first };

struct Collection {
  std::string name;
  const TypeInfo* type = nullptr;
  Order order = Order::by_key;
  std::vector<Column> columns;
  std::vector<Column> key;  ///< some of the columns

  const Column* column(std::string_view name_wanted) const;
  bool has_single_key() const { return key.size() == 1; }

  /// Table and indexes. Beside its columns every row knows the log index that made it and that
  /// changed it last.
  std::vector<std::string> create_sql() const;
  std::string drop_sql() const;
  /// Values: cell, the columns, made_in, changed_in, json. A row that is there keeps its made_in.
  std::string upsert_sql() const;
  /// Values: cell, the key.
  std::string erase_sql() const;
  /// The columns by which rows are listed; together they are unique and never change.
  std::vector<std::string> order_columns() const;
};

/// In the order of collections.def.
const std::vector<Collection>& collections();
const Collection* find_collection(std::string_view name);

/// The collection that holds rows of `T`; `nullptr` for types that no collection holds.
template <class T>
constexpr const char* collection_name = nullptr;
#define COLLECTION(name, Type, order, ...) \
  template <>                              \
  inline constexpr const char* collection_name<protocol::Type> = #name;
#include "views/collections.def"
#undef COLLECTION

template <class T>
const Collection& collection_of() {
  static const Collection& collection = *find_collection(collection_name<T>);
  return collection;
}

}  // namespace tanshu::views
