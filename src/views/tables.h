// SPDX-License-Identifier: Apache-2.0
// The tables of the views as a whole: making, dropping, and the facts kept beside them.
#pragma once

#include "views/collection.h"
#include "views/database.h"

namespace tanshu::views {

/// Tells one layout of the tables from another: the hash of all their SQL.
std::string layout_digest();

/// Whether the tables are there and of this layout.
Result<bool> tables_fit(Database& database);
/// Drops whatever there is and makes empty tables. The caller has begun a transaction.
Result<void> make_tables(Database& database);
/// Empties the tables of one cell. The caller has begun a transaction.
Result<void> empty_tables(Database& database, const std::string& cell);

/// A fact of a cell; 0 when it was never set.
Result<std::uint64_t> fact(Database& database, const std::string& cell, std::string_view name);
Result<void> set_fact(Database& database, const std::string& cell, std::string_view name,
                      std::uint64_t value);

}  // namespace tanshu::views
