// SPDX-License-Identifier: Apache-2.0
// The scheme decides.
#include "journal/opening.h"

#include "journal/postgres_journal.h"
#include "journal/sqlite_journal.h"

namespace tanshu::journal {

bool is_database(const std::string& where) {
  return where.starts_with("postgresql://") || where.starts_with("postgres://");
}

Result<std::unique_ptr<Journal>> open_journal(const std::string& where, const std::string& cell,
                                              Mode mode, const std::string& address) {
  if (is_database(where)) {
    PostgresOptions options;
    options.url = where;
    options.cell = cell;
    options.mode = mode;
    options.address = address;
    TRY_SET(std::unique_ptr<Journal> journal, PostgresJournal::open(std::move(options)));
    return journal;
  }
  TRY_SET(std::unique_ptr<Journal> journal, SqliteJournal::open(where, cell, mode));
  return journal;
}

}  // namespace tanshu::journal
