// SPDX-License-Identifier: Apache-2.0
// The scheme decides.
#include "journal/opening.h"

#include "journal/postgres_journal.h"
#include "journal/sqlite_journal.h"

namespace tanshu::journal {

bool is_database(const std::string& where) {
  return where.starts_with("postgresql://") || where.starts_with("postgres://");
}

Result<std::unique_ptr<Journal>> open_journal(const Opening& opening) {
  if (is_database(opening.where)) {
    PostgresOptions options;
    options.url = opening.where;
    options.cell = opening.cell;
    options.mode = opening.mode;
    options.address = opening.address;
    if (!opening.patient) options.lease_patience = {};
    TRY_SET(std::unique_ptr<Journal> journal, PostgresJournal::open(std::move(options)));
    return journal;
  }
  TRY_SET(std::unique_ptr<Journal> journal,
          SqliteJournal::open(opening.where, opening.cell, opening.mode));
  return journal;
}

}  // namespace tanshu::journal
