// SPDX-License-Identifier: Apache-2.0
// Pages of a collection. A page ends with a cursor: the values by which its last row was ordered,
// so that rows which come in between move no later page.
#include <fmt/format.h>

#include <map>

#include "views/views.h"

namespace tanshu::views {
namespace {

/// Stands between the parts of a cursor; no clean text holds it.
constexpr char part_end = '\x1f';

std::string text_of_value(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? std::string() : *text;
}

/// The row holds the JSON first, then the columns of the order.
std::string cursor_of(const Row& row) {
  std::string parts;
  for (std::size_t i = 1; i < row.size(); ++i) parts += text_of_value(row[i]) + part_end;
  return to_hex(view_of(parts));
}

std::optional<std::int64_t> integer_of(std::string_view text) {
  std::int64_t value = 0;
  if (text.empty() || text.size() > 18) return std::nullopt;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<std::vector<Value>> values_of_cursor(const Collection& collection,
                                                   std::string_view cursor) {
  const auto bytes = from_hex(cursor);
  if (!bytes) return std::nullopt;
  std::string_view parts = text_of(*bytes);
  std::vector<Value> values;
  for (const std::string& name : collection.order_columns()) {
    const std::size_t end = parts.find(part_end);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view part = parts.substr(0, end);
    parts.remove_prefix(end + 1);
    const Column* column = collection.column(name);
    if (column != nullptr && sql_type(*column) == "TEXT") {
      if (!text_is_clean(part)) return std::nullopt;
      values.emplace_back(std::string(part));
    } else if (const auto number = integer_of(part)) {
      values.emplace_back(*number);
    } else {
      return std::nullopt;
    }
  }
  if (!parts.empty()) return std::nullopt;
  return values;
}

/// A statement while it is put together: the text, and the values of its parameters.
struct Query {
  std::string sql;
  std::vector<Value> values;

  std::string parameter(Value value) {
    values.push_back(std::move(value));
    return fmt::format("${}", values.size());
  }
};

std::expected<void, QueryProblem> add_filters(Query& query, const Collection& collection,
                                              const Filters& filters) {
  std::map<std::string, std::vector<Value>> wanted;
  for (const auto& [name, text] : filters) {
    const Column* column = collection.column(name);
    if (column == nullptr)
      return std::unexpected(QueryProblem{name, "a field of " + collection.name});
    auto value = value_from_text(*column, text);
    if (!value) return std::unexpected(QueryProblem{name, value.error()});
    wanted[name].push_back(std::move(*value));
  }
  for (auto& [name, values] : wanted) {
    std::string list;
    for (Value& value : values)
      list += (list.empty() ? "" : ", ") + query.parameter(std::move(value));
    query.sql += fmt::format(" AND {} IN ({})", sql_name(name), list);
  }
  return {};
}

std::string joined(const std::vector<std::string>& names, std::string_view after_each) {
  std::string list;
  for (const std::string& name : names)
    list += fmt::format("{}{}{}", list.empty() ? "" : ", ", sql_name(name), after_each);
  return list;
}

std::expected<Query, QueryProblem> make_query(const Collection& collection, const std::string& cell,
                                              const Filters& filters, std::string_view after) {
  const std::vector<std::string> order = collection.order_columns();
  const bool newest_first = collection.order == Order::newest_first;
  Query query;
  query.sql = fmt::format("SELECT json, {} FROM {} WHERE cell = {}", joined(order, ""),
                          collection.name, query.parameter(cell));
  TRY(add_filters(query, collection, filters));
  if (!after.empty()) {
    auto from = values_of_cursor(collection, after);
    if (!from) return std::unexpected(QueryProblem{"after", "the cursor of an earlier page"});
    std::string list;
    for (Value& value : *from)
      list += (list.empty() ? "" : ", ") + query.parameter(std::move(value));
    query.sql +=
        fmt::format(" AND ({}) {} ({})", joined(order, ""), newest_first ? '<' : '>', list);
  }
  query.sql += " ORDER BY " + joined(order, newest_first ? " DESC" : "");
  return query;
}

}  // namespace

std::expected<Page, QueryError> Views::list(std::string_view name, const Filters& filters,
                                            std::size_t limit, std::string_view after) {
  const Collection* collection = find_collection(name);
  if (collection == nullptr) return std::unexpected(QueryProblem{"collection", "a collection"});
  if (limit == 0 || limit > page_items_max)
    return std::unexpected(QueryProblem{"limit", fmt::format("1 to {}", page_items_max)});
  auto query = make_query(*collection, cell_, filters, after);
  if (!query) return std::unexpected(std::move(query.error()));
  // One row more than asked for tells whether there is a next page.
  query->sql += " LIMIT " + query->parameter(static_cast<std::int64_t>(limit) + 1);
  auto rows = database_.rows(query->sql, query->values);
  if (!rows) return std::unexpected(std::move(rows.error()));
  Page page;
  if (rows->size() > limit) {
    rows->resize(limit);
    page.next = cursor_of(rows->back());
  }
  for (Row& row : *rows) page.items.push_back(std::get<std::string>(std::move(row.front())));
  return page;
}

}  // namespace tanshu::views
